"""Read where residents are: zones with their counts by age, shared over places."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from estate_model.errors import AreaError, shown
from estate_model.inputs.area.nesting import check_nested
from estate_model.inputs.store.csv_table import check_unique, column_numbers, read_table
from estate_model.inputs.store.kept_table import kept_table
from estate_model.nouns import AgeBand, Floats, Places
from estate_model.nouns.ranges import Range
from estate_model.nouns.zones import GROUND, RURAL, TRAFFIC, URBAN

MOST_PEOPLE = 100_000_000
ZONE_COLUMNS = ("zone_code", "ward_code", "ward_name", "borough_code", "borough_name", "bcu_code", "bcu_name")
PLACE_COLUMNS = ("postcode", "easting", "northing", "zone_code", "cell_code", "land", "weight")
PLACE_KINDS = dict.fromkeys(("easting", "northing", "weight"), "float64")  # codes are texts, even "007"


def read_zones(path: Path) -> tuple[pd.DataFrame, tuple[AgeBand, ...], Floats]:
    """Return the zones by code, the age bands and the residents of each, shape (zones, bands)."""
    table = read_table(path, ZONE_COLUMNS)
    check_unique(table, "zone_code", path)
    check_nested(table, path)
    columns = [name for name in table.columns if name.startswith("age_")]
    bands = tuple(_band(name, path) for name in columns)
    _check_bands(bands, path)
    people = np.column_stack([column_numbers(table, name, path) for name in columns])
    wrong = np.argwhere((people < 0) | (people > MOST_PEOPLE))
    if len(wrong):
        line = table.index[wrong[0][0]]
        raise AreaError(f"{path}:{line}: {columns[wrong[0][1]]}: residents must be {Range(0, MOST_PEOPLE)}")
    if GROUND in table and not (known := table[GROUND].isin(("", URBAN, RURAL))).all():
        line = table.index[(~known).argmax()]
        word = shown(table[GROUND][line])
        raise AreaError(
            f"{path}:{line}: {GROUND}: '{word}' is not known (allowed: {URBAN}, {RURAL}, or blank)"
        )
    kept = [*ZONE_COLUMNS[1:], *(name for name in (TRAFFIC, GROUND) if name in table)]
    return table.set_index("zone_code")[kept], bands, people


def _check_bands(bands: tuple[AgeBand, ...], path: Path) -> None:
    """Raise AreaError unless the age bands follow one another from age 0 to the open end, each age once."""
    ages = sorted(bands, key=lambda band: band.age_from)
    ends = [0, *(-1 if band.age_to is None else band.age_to + 1 for band in ages)]
    if [band.age_from for band in ages] != ends[:-1] or ends[-1] != -1:
        names = ", ".join(band.column for band in ages) or "there is none"
        raise AreaError(
            f"{path}:1: the age columns must follow one another from age_0_... to age_..._plus ({names})"
        )


def _band(column: str, path: Path) -> AgeBand:
    found = re.fullmatch(r"age_(\d+)_(\d+|plus)", column)
    if not found:
        raise AreaError(f"{path}:1: column '{column}' is not an age band such as age_65_74 or age_85_plus")
    return AgeBand(int(found[1]), None if found[2] == "plus" else int(found[2]))


def read_places(path: Path, zones: pd.DataFrame, bands: tuple[AgeBand, ...], people: Floats) -> Places:
    """Share each zone's residents over its places, in proportion to their weight."""
    table = kept_table(path, lambda: _places(path))
    weight, codes = table["weight"].to_numpy(), table["zone_code"].cat
    zone = zones.index.get_indexer(codes.categories)[codes.codes]
    if (zone < 0).any():
        row = int(np.flatnonzero(zone < 0)[0])
        code = shown(table["zone_code"].iloc[row])
        raise AreaError(f"{path}:{table.index[row]}: zone_code '{code}' is not in zones.csv")
    total = np.bincount(zone, weights=weight, minlength=len(zones))
    empty = np.flatnonzero((total == 0) & (people.sum(axis=1) > 0))
    if len(empty):
        raise AreaError(f"{path}: zone {zones.index[empty[0]]} has residents but no place to put them")
    with np.errstate(invalid="ignore"):
        share = np.nan_to_num(weight / total[zone])
    located = table[["easting", "northing", "zone_code", "cell_code", "land"]].set_index(
        pd.Index(table["postcode"].astype(str), name="place_id")
    )
    located = located.rename(columns={"easting": "easting_metres", "northing": "northing_metres"})
    return Places(table=located, people=people[zone] * share[:, None], bands=bands)


def _places(path: Path) -> pd.DataFrame:
    """Return the table of places, with numbers for numbers, once it is in order by itself."""
    table = read_table(path, PLACE_COLUMNS, kinds=PLACE_KINDS)[[*PLACE_COLUMNS]]
    check_unique(table, "postcode", path)
    table = table.assign(**{name: column_numbers(table, name, path) for name in PLACE_KINDS})
    if (table["weight"] < 0).any():
        raise AreaError(f"{path}:{table.index[(table['weight'] < 0).argmax()]}: weight: must be {Range(0)}")
    return table
