"""Which columns of a table are ages, and how they make up the bands that are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from estate_model.nouns import AgeBand

PATTERNS = (
    (r"age_(\d+)_(\d+|plus)", lambda a, b: AgeBand(int(a), None if b == "plus" else int(b))),
    (r"aged under (\d+)(?: years?)?", lambda a: AgeBand(0, int(a) - 1)),
    (r"aged (\d+)(?: years)? and under", lambda a: AgeBand(0, int(a))),
    (r"aged (\d+) to (\d+)(?: years)?", lambda a, b: AgeBand(int(a), int(b))),
    (r"aged (\d+)(?: years)?(?: and over|\+)", lambda a: AgeBand(int(a), None)),
    (r"aged (\d+)(?: years?)?", lambda a: AgeBand(int(a), int(a))),
)
Tiles = dict[AgeBand, tuple[str, ...]]
OVER = 1_000


def band_of(column: str) -> AgeBand | None:
    """Return the ages that a column's name says, in our own words or Nomis's, else None.

    >>> band_of("Age: Aged 5 to 9 years; measures: Value")
    AgeBand(age_from=5, age_to=9)
    >>> band_of("Aged 85 years and over"), band_of("Age: Total")
    (AgeBand(age_from=85, age_to=None), None)
    >>> band_of("Aged 0 to 15"), band_of("Aged 65 and over")
    (AgeBand(age_from=0, age_to=15), AgeBand(age_from=65, age_to=None))
    """
    words = column.lower().strip().removesuffix("; measures: value").removeprefix("age:").strip()
    for pattern, made in PATTERNS:
        if found := re.fullmatch(pattern, words):
            return made(*found.groups())
    return None


def finest(columns: Iterable[str]) -> Tiles:
    """Return the narrowest columns that follow one another from age 0 to the open end.

    Wider columns, such as ``age_65_plus`` beside five-year bands, are sums of these and left out.

    Raise ValueError when no column begins where another ends, or the last one has an end.
    """
    bands = {band: column for column in columns if (band := band_of(column)) is not None}
    if not bands:
        raise ValueError("no column's name says an age, such as age_65_74 or 'Aged 65 to 74 years'")
    tiles: Tiles = {}
    age: int | None = 0
    while age is not None:
        begin = [band for band in bands if band.age_from == age]
        if not begin:
            raise ValueError(f"the age bands have a gap: no column begins at {age}, and none is open-ended")
        narrow = min(begin, key=lambda band: OVER if band.age_to is None else band.age_to)
        tiles[narrow] = (bands[narrow],)
        age = None if narrow.age_to is None else narrow.age_to + 1
    return tiles


def stated(ages: Mapping[str, tuple[str, ...]]) -> Tiles:
    """Return the bands a recipe states; raise ValueError unless they follow one another from 0 on."""
    tiles = {band: columns for name, columns in ages.items() if (band := band_of(name)) is not None}
    ordered = dict(sorted(tiles.items(), key=lambda item: item[0].age_from))
    age: int | None = 0
    for band in ordered:
        if band.age_from != age:
            raise ValueError(f"{band.column} must begin at {'no age' if age is None else age}")
        age = None if band.age_to is None else band.age_to + 1
    if age is not None:
        raise ValueError(f"no band begins at {age}; the last band must be open-ended, such as age_85_plus")
    return ordered


def merged(tiles: Tiles, first_ages: tuple[int, ...]) -> Tiles:
    """Return wider bands, one from each of ``first_ages``; raise ValueError where a narrow one is cut.

    >>> narrow = finest(["age_0_4", "age_5_64", "age_65_plus"])
    >>> {band.column: columns for band, columns in merged(narrow, (0, 65)).items()}
    {'age_0_64': ('age_0_4', 'age_5_64'), 'age_65_plus': ('age_65_plus',)}
    """
    starts = tuple(sorted(set(first_ages)))
    begins = sorted(band.age_from for band in tiles)
    for age in starts:
        if age not in begins:
            raise ValueError(f"no column begins at {age} (columns begin at {', '.join(map(str, begins))})")
    if starts[:1] != (0,):
        raise ValueError("the first band must begin at 0")
    wide: Tiles = {}
    for age, after in zip(starts, (*starts[1:], None), strict=True):
        inside = [
            name
            for band, names in tiles.items()
            if band.age_from >= age and (after is None or band.age_from < after)
            for name in names
        ]
        wide[AgeBand(age, None if after is None else after - 1)] = tuple(inside)
    return wide
