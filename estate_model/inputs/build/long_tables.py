"""A long table, with a row for each zone and category, made into one row a zone and one column a category.

ONS's custom data sets are such (``Observation``), and what Nomis's own service answers (``OBS_VALUE``).
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.age_columns import band_of

VALUES = ("observation", "obs_value")
MEASURES, VALUE = "measures_name", "value"
ABOUT_THE_ROW = (
    *("measures", "measures_name", "record_offset", "record_count", "urn", "obs_conf", "obs_status"),
    *("obs_status_name", "obs_conf_name"),
)
CODE_ENDS = (" code", "_code")


def value_column(columns: Iterable[str]) -> str:
    """Return the name of a long table's column of counts, or an empty text.

    >>> value_column(["Lower layer Super Output Areas Code", "Sex", "Observation"]), value_column(["code"])
    ('Observation', '')
    """
    return next((column for column in columns if column.lower() in VALUES), "")


def first_code(columns: Iterable[str]) -> str:
    """Return the first column that says it is a code, or an empty text."""
    return next((column for column in columns if column.lower().endswith(CODE_ENDS)), "")


def widened(table: pd.DataFrame, code: str, value: str, name: str) -> pd.DataFrame:
    """Return a long table with a row for each of ``code``, a column for each category; ``name`` is its file.

    Raise AreaError when there is no category or more than one, or a zone has a category twice.
    """
    measure = next((column for column in table.columns if column.lower() == MEASURES), "")
    if measure and len(table[measure].unique()) > 1:
        table = table[table[measure].str.lower() == VALUE]
    category = _category(table, code, value, name)
    twice = table.duplicated([code, category])
    if twice.any():
        row = table[twice].iloc[0]
        where = f"{name}:{table.index[twice.to_numpy()][0]}"
        raise AreaError(f"{where}: {code} '{row[code]}' has '{row[category]}' twice")
    firsts = table.drop_duplicates(code)
    wide = table.set_index([code, category])[value].unstack().reindex(firsts[code])  # noqa: PD010 - texts
    wide = wide[list(dict.fromkeys(table[category]))].fillna("")
    wide.index, wide.columns.name = firsts.index, None
    same = [
        column
        for column in table.columns
        if column not in {value, *wide.columns} and table.groupby(code)[column].nunique().max() == 1
    ]
    return pd.concat([firsts[list(dict.fromkeys([code, *same]))], wide], axis=1)


def _category(table: pd.DataFrame, code: str, value: str, name: str) -> str:
    """Return the column with the category: the one that differs within a zone, names rather than codes."""
    others = [
        column
        for column in table.columns
        if column not in {code, value} and column.lower() not in ABOUT_THE_ROW
    ]
    by_zone = table.groupby(code)
    varied = [column for column in others if by_zone[column].nunique().max() > 1]
    alike: list[list[str]] = []
    for column in varied:
        pairs = (group for group in alike if _one_to_one(table, group[0], column))
        if (group := next(pairs, None)) is None:
            alike.append([column])
        else:
            group.append(column)
    if len(alike) != 1:
        listed = ", ".join(f"'{group[-1]}'" for group in alike) or "none"
        raise AreaError(
            f"{name}: has a row for each zone and category, and must differ in one category; it differs in "
            f"{listed}; choose the rows with 'only'"
        )
    return max(alike[0], key=lambda column: _tells(table[column]))


def _one_to_one(table: pd.DataFrame, first: str, second: str) -> bool:
    pairs = table[[first, second]].drop_duplicates()
    return bool(len(pairs) == pairs[first].nunique() == pairs[second].nunique())


def _tells(texts: pd.Series) -> tuple[int, int]:
    """Return how many of a column's values say an age, and how many are no numbers."""
    values = list(texts.unique())
    return sum(band_of(text) is not None for text in values), sum(not text.isdigit() for text in values)
