"""Read an area folder: every file checked against its checksum, then made into the noun ``Area``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from estate_model.errors import AreaError, HoursError
from estate_model.inputs.area.area_words import words_of
from estate_model.inputs.area.bases import BASES_FILE, read_bases
from estate_model.inputs.area.coordinates import check_near, check_true_scale
from estate_model.inputs.area.zone_groups import GROUPS_FILE, KEYS, read_groups
from estate_model.inputs.parameters.drive_speeds import delays
from estate_model.inputs.parameters.parameters import read_offline_sets, read_profiles, read_screening
from estate_model.inputs.parameters.spreads import read_facts, read_spreads
from estate_model.inputs.parameters.standards import FILES as YARDSTICK_FILES
from estate_model.inputs.parameters.standards import read_yardsticks
from estate_model.inputs.store.csv_table import check_unique, column_numbers, read_table
from estate_model.inputs.store.provenance import SourceFile, read_manifest, read_toml, sha256_of, verify
from estate_model.nouns import AgeBand, Floats, Places, Site
from estate_model.nouns.area import MANIFEST_TITLE, Area, DatedHours
from estate_model.nouns.standing import OUTSIDE_METRES
from estate_model.opening import read_hours

MANIFEST = "area.toml"
PARAMETER_MANIFEST = "parameters.toml"
AREA_FILES = ("postcodes.csv.gz", "zones.csv", "cells.geojson.gz", "sites.csv", "hours.csv", "crossings.csv")
PARAMETER_FILES = (
    "profiles.csv",
    "offline_shares.csv",
    "screening_network.toml",
    "drive_speeds.csv",
    "uncertainty.csv",
    "money.csv",
    *YARDSTICK_FILES,
)
OTHERWISE = "hours_otherwise"
"""A column that hours.csv may have: hours that assumed ones may have been instead, with `` or `` between."""

SITE_COLUMNS = ("site_id", "name", "borough_name", "easting", "northing")
HOURS_COLUMNS = ("site_id", "valid_from", "hours", "confidence")
PLACE_COLUMNS = ("postcode", "easting", "northing", "zone_code", "cell_code", "side", "weight")
PLACE_KINDS = {
    **dict.fromkeys(("easting", "northing", "weight"), "float64"),
    **dict.fromkeys(("zone_code", "cell_code", "side"), "category"),
}
CROSSING_COLUMNS = (
    "name", "easting", "northing",
    "first_side", "first_easting", "first_northing",
    "second_side", "second_easting", "second_northing",
)  # fmt: skip
ZONE_COLUMNS = ("zone_code", "ward_code", "ward_name", "borough_code", "borough_name", "bcu_code", "bcu_name")


def read_area(folder: Path, parameters: Path) -> Area:
    """Return the area in ``folder``, with the parameters shared by all areas.

    Raises
    ------
    AreaError
        When a file is missing, differs from its recorded checksum, or holds what it may not.

    """
    manifest: dict[str, Any] = dict(read_toml(folder / MANIFEST))
    files = read_manifest(folder / MANIFEST)
    shared = read_manifest(parameters / PARAMETER_MANIFEST)
    more = [GROUPS_FILE] if any(manifest.get(kind) for kind in KEYS) else []
    more += [BASES_FILE] if (folder / BASES_FILE).is_file() else []
    _check_files(folder / MANIFEST, files, (*AREA_FILES, *more))
    _check_files(parameters / PARAMETER_MANIFEST, shared, PARAMETER_FILES)
    zones, bands, people = _zones(folder / "zones.csv")
    places = _places(folder / "postcodes.csv.gz", zones, bands, people)
    check_true_scale(manifest["area"]["crs"], places.xy_metres, folder / MANIFEST)
    groups = read_groups(folder, manifest, zones)
    try:
        return Area(
            area_id=manifest["area"]["id"],
            name=manifest["area"]["name"],
            crs=manifest["area"]["crs"],
            cell_label=manifest["labels"]["cell"],
            buildings=_buildings(folder / "sites.csv", places, _outside_metres(manifest)),
            hours=_dated_hours(folder / "hours.csv"),
            places=places,
            zones=zones,
            crossings=_crossings(folder / "crossings.csv"),
            attribution=tuple(manifest["attribution"]["lines"]),
            notes=(*manifest["notes"]["lines"], *groups.notes()),
            provenance=(
                *(file.as_row() for file in (*files, *shared)),
                *(_itself(path) for path in (folder / MANIFEST, parameters / PARAMETER_MANIFEST)),
            ),
            groups=groups,
            bases=read_bases(
                folder / BASES_FILE, zones["ward_code"], places.xy_metres, _outside_metres(manifest)
            ),
            **_parameters(parameters),
            **words_of(manifest),
        )
    except (KeyError, ValueError) as error:
        raise AreaError(f"{folder}: {error}") from error


def _parameters(folder: Path) -> dict[str, Any]:
    """Return the fields of an area that all areas share."""
    return {
        "profiles": read_profiles(folder / "profiles.csv", delays(folder / "drive_speeds.csv")),
        "offline_sets": read_offline_sets(folder / "offline_shares.csv"),
        "screening": read_screening(folder / "screening_network.toml"),
        "spreads": read_spreads(folder / "uncertainty.csv"),
        "money_facts": read_facts(folder / "money.csv"),
        "yardsticks": read_yardsticks(folder),
    }


def _check_files(manifest: Path, files: tuple[SourceFile, ...], needed: tuple[str, ...]) -> None:
    """Raise AreaError when a file that is read has no entry, and so no checksum, or differs from it."""
    missing = sorted(set(needed) - {file.path for file in files})
    if missing:
        raise AreaError(f"{manifest}: has no [[file]] entry for {', '.join(missing)}")
    verify(manifest.parent, files)


def _itself(path: Path) -> dict[str, str]:
    """Return the manifest's own row, so that a run's record holds its checksum too."""
    size, row = path.stat().st_size, {"path": path.name, "title": MANIFEST_TITLE, "publisher": "this project"}
    return {**row, "date": "", "licence": "", "bytes": str(size), "sha256": sha256_of(path)}


def _outside_metres(manifest: Mapping[str, Any]) -> float:
    """Return how far a building may stand from every place."""
    return float(manifest.get("sites", {}).get("outside_metres", OUTSIDE_METRES))


def _buildings(path: Path, places: Places, outside_metres: float) -> dict[str, Site]:
    table = read_table(path, SITE_COLUMNS)
    check_unique(table, "site_id", path)
    east, north = column_numbers(table, "easting", path), column_numbers(table, "northing", path)
    where = [
        f"{path}:{line}: site '{name}'" for line, name in zip(table.index, table["site_id"], strict=True)
    ]
    check_near(where, np.column_stack([east, north]), places.xy_metres, outside_metres)
    return {
        row["site_id"]: Site(
            site_id=row["site_id"],
            name=row["name"],
            easting_metres=float(x),
            northing_metres=float(y),
            borough_name=row["borough_name"],
            operator=row.get("operator", ""),
        )
        for row, x, y in zip(table.to_dict("records"), east, north, strict=True)
    }


def _dated_hours(path: Path) -> tuple[DatedHours, ...]:
    table = read_table(path, HOURS_COLUMNS)
    rows = []
    for number, row in zip(table.index, table.to_dict("records"), strict=True):
        try:
            hours = read_hours(row["hours"])
            otherwise = tuple(read_hours(text) for text in row.get(OTHERWISE, "").split(" or ") if text)
            day = dt.date.fromisoformat(row["valid_from"])
        except HoursError as error:
            raise AreaError(f"{path}:{number}: hours: {error}") from error
        except ValueError as error:
            raise AreaError(f"{path}:{number}: valid_from: '{row['valid_from']}' is not a date") from error
        fields = {key: row[key] for key in ("site_id", "confidence")}
        rows.append(DatedHours(valid_from=day, hours=hours, otherwise=otherwise, **fields))
    return tuple(rows)


def _crossings(path: Path) -> pd.DataFrame:
    """Return crossings in metres; where an end is not known the crossing's own point stands for it."""
    table = read_table(path, CROSSING_COLUMNS)
    for end in ("first", "second"):
        for part in ("easting", "northing"):
            blank = table[f"{end}_{part}"] == ""
            table.loc[blank, f"{end}_{part}"] = table.loc[blank, part]
            table[f"{end}_{part}_metres"] = column_numbers(table, f"{end}_{part}", path)
    sides = [f"{end}_side" for end in ("first", "second")]
    numbers = [name for name in table.columns if name.endswith("_metres")]
    return table[["name", *sides, *numbers]]


def _zones(path: Path) -> tuple[pd.DataFrame, tuple[AgeBand, ...], Floats]:
    table = read_table(path, ZONE_COLUMNS)
    check_unique(table, "zone_code", path)
    columns = [name for name in table.columns if name.startswith("age_")]
    bands = tuple(_band(name, path) for name in columns)
    people = np.column_stack([column_numbers(table, name, path) for name in columns])
    if (people < 0).any():
        row = int(np.argwhere(people < 0)[0][0])
        raise AreaError(f"{path}:{table.index[row]}: a number of residents is below 0")
    return table.set_index("zone_code")[list(ZONE_COLUMNS[1:])], bands, people


def _band(column: str, path: Path) -> AgeBand:
    found = re.fullmatch(r"age_(\d+)_(\d+|plus)", column)
    if not found:
        raise AreaError(f"{path}:1: column '{column}' is not an age band such as age_65_74 or age_85_plus")
    return AgeBand(int(found[1]), None if found[2] == "plus" else int(found[2]))


def _places(path: Path, zones: pd.DataFrame, bands: tuple[AgeBand, ...], people: Floats) -> Places:
    """Share each zone's residents over its places, in proportion to their weight."""
    table = read_table(path, PLACE_COLUMNS, kinds=PLACE_KINDS)
    check_unique(table, "postcode", path)
    weight = column_numbers(table, "weight", path)
    codes = pd.Categorical(table["zone_code"])
    zone = zones.index.get_indexer(codes.categories)[codes.codes]
    if (zone < 0).any():
        row = int(np.flatnonzero(zone < 0)[0])
        raise AreaError(
            f"{path}:{table.index[row]}: zone_code '{table['zone_code'].iloc[row]}' is not in zones.csv"
        )
    total = np.bincount(zone, weights=weight, minlength=len(zones))
    empty = np.flatnonzero((total == 0) & (people.sum(axis=1) > 0))
    if len(empty):
        raise AreaError(f"{path}: zone {zones.index[empty[0]]} has residents but no place to put them")
    with np.errstate(invalid="ignore"):
        share = np.nan_to_num(weight / total[zone])
    located = pd.DataFrame(
        {
            "easting_metres": column_numbers(table, "easting", path),
            "northing_metres": column_numbers(table, "northing", path),
            "zone_code": codes,
            "cell_code": pd.Categorical(table["cell_code"]),
            "side": pd.Categorical(table["side"]),
        }
    ).set_index(pd.Index(table["postcode"], name="place_id"))
    return Places(table=located, people=people[zone] * share[:, None], bands=bands)
