"""Hold the values that a recipe lists against those of their column: a value misspelt would match no row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from estate_model.errors import AreaError, did_you_mean, shown
from estate_model.inputs.build.recipe_counts import Values
from estate_model.inputs.build.recipe_land import GroundPart
from estate_model.inputs.build.tables import ANY, MOST_SHOWN, Source

# Classes whose code does not say what they are: ONS's of 2011 and 2021
URBAN_CODES = {"a1", "b1", "c1", "c2", "un1", "uf1"}
RURAL_CODES = {"d1", "d2", "e1", "e2", "f1", "f2", "rln1", "rlf1", "rsn1", "rsf1"}


def check_listed(source: Source, key: str, listed: Mapping[str, Values], *, each: bool = False) -> list[str]:
    """Return a note for each column of ``listed`` with values that no row has, beside some that rows have.

    Raises
    ------
    AreaError
        When no row has any value listed for a column (with ``each``, has each of them), or a value only in
        other capitals or with other blanks.

    """
    faults, notes = [], []
    for column, values in listed.items():
        there = source.table[column]
        missing = [value for value in values if ANY not in values and not (there == value).any()]
        others = there[~there.isin(values)].unique() if missing else ()
        alike = {value.strip().casefold() for value in others}
        strays = [value for value in missing if value.strip().casefold() in alike]
        if strays or (missing and (each or len(missing) == len(values))):
            faults.append(f"{source.path}: {unmatched(key, column, strays or missing, there)}")
        elif missing:
            notes.append(_unseen(source, key, column, missing))
    if faults:
        raise AreaError("\n".join(faults))
    return notes


def absent(
    source: Source, key: str, listed: Mapping[str, Values], tables: Sequence[pd.DataFrame]
) -> list[str]:
    """Return a note for each column with listed values that no row of the tables chosen by them has."""
    notes = []
    for column, values in listed.items():
        there = {value for table in tables for value in table[column].unique()}
        if ANY not in values and (missing := [value for value in values if value not in there]):
            notes.append(_unseen(source, key, column, missing))
    return notes


def _unseen(source: Source, key: str, column: str, values: Sequence[str]) -> str:
    return f"No row of {source.path.name} has {some(values)} in column '{column}' ({key})."


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


def ground_notes(source: Source, part: GroundPart, classes: pd.Series) -> list[str]:
    """Return a note on classes of zones that say rural, or a code of it, and that the recipe does not list.

    Raise AreaError when one differs from a listed class by capitals or blanks alone; or when no zone has a
    listed class, unless every class is known to be urban: an area may be wholly so.
    """
    others = classes[(classes != "") & ~classes.isin(part.rural)]
    listed = {value.strip().casefold() for value in part.rural}
    alike = others.str.casefold().isin(listed).any()
    if alike or (len(others) and len(others) == (classes != "").sum() and not others.map(_is_urban).all()):
        raise AreaError(
            f"{source.path}: {unmatched('zones.ground.rural', part.column, part.rural, classes)}; "
            "list every class that is rural"
        )
    missed = others[others.map(_is_rural)]
    if missed.empty:
        return []
    named = some(missed.value_counts().index)
    return [
        f"{len(missed):,} zones count as urban, for zones.ground.rural does not list their class: {named}."
    ]


def _is_rural(value: str) -> bool:
    word = value.casefold()
    return word in RURAL_CODES or ("rural" in word and not _is_urban(value))


def _is_urban(value: str) -> bool:
    word = value.casefold()
    return (
        word in URBAN_CODES
        or word.startswith("urban")
        or word.endswith(("urban", "urban area", "urban areas"))
    )
