"""Whether zones' levels nest: a ward in one borough and one BCU, each code with one name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from estate_model.errors import AreaError, shown

ONE_OF = (
    ("ward_code", "ward_name"), ("ward_code", "borough_code"), ("ward_code", "bcu_code"),
    ("borough_code", "borough_name"), ("borough_name", "borough_code"), ("bcu_code", "bcu_name"),
)  # fmt: skip


def check_nested(table: pd.DataFrame, path: Path) -> None:
    """Raise AreaError where a code has two names or a ward two boroughs, so that sums would go amiss.

    The table's index holds lines of the file.
    """
    for column, other in ONE_OF:
        first = table.drop_duplicates(column).set_index(column)[other]
        expected = first.reindex(table[column]).to_numpy()
        wrong = (table[other].to_numpy() != expected).nonzero()[0]
        if len(wrong):
            row = int(wrong[0])
            words = [
                shown(str(word)) for word in (table[column].iloc[row], expected[row], table[other].iloc[row])
            ]
            raise AreaError(
                f"{path}:{table.index[row]}: {other}: {column} '{words[0]}' has '{words[1]}' above "
                f"and '{words[2]}' here; it must have one"
            )
