"""Hold the values that a recipe lists against those of their column: a value misspelt would match no row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from estate_model.errors import AreaError, did_you_mean, shown
from estate_model.inputs.build.recipe_counts import Values
from estate_model.inputs.build.tables import ANY, MOST_SHOWN, Source


def check_listed(source: Source, key: str, listed: Mapping[str, Values]) -> None:
    """Raise AreaError for each column of ``listed`` of which no row has any of the values."""
    faults = [
        f"{source.path}: {unmatched(key, column, values, source.table[column])}"
        for column, values in listed.items()
        if ANY not in values and not source.table[column].isin(values).any()
    ]
    if faults:
        raise AreaError("\n".join(faults))


def absent(
    source: Source, key: str, listed: Mapping[str, Values], tables: Sequence[pd.DataFrame]
) -> list[str]:
    """Return a note for each column of ``listed`` with values that no row has, beside some that rows have."""
    notes = []
    for column, values in listed.items():
        there = {value for table in tables for value in table[column].unique()}
        if ANY not in values and (missing := [value for value in values if value not in there]):
            notes.append(f"No row of {source.path.name} has {some(missing)} in column '{column}' ({key}).")
    return notes


def unmatched(key: str, column: str, values: Sequence[str], there: pd.Series) -> str:
    """Say that no row has a listed value, with the nearest that one has and the commonest."""
    present = there.value_counts().index.tolist()
    near = next((hint for value in values if (hint := _nearest(value, present))), "")
    named = " or ".join(f"'{shown(value)}'" for value in values[:MOST_SHOWN])
    return f"no row has {named} in column '{column}' ({key}){near or '; there are: ' + some(present)}"


def some(values: Iterable[str]) -> str:
    """Return the first few values, as a message shows them.

    >>> some(["large", ""])
    "'large', ''"
    """
    listed = list(values)
    more = ", ..." if len(listed) > MOST_SHOWN else ""
    return ", ".join(f"'{shown(value)}'" for value in listed[:MOST_SHOWN]) + more


def _nearest(value: str, present: Iterable[str]) -> str:
    alike = {one.casefold(): one for one in present}
    same = alike.get(value.strip().casefold())
    hint = f"; did you mean '{same}'?" if same else did_you_mean(value, alike.values())
    return f"{hint} (there are: {some(alike.values())})" if hint else ""
