"""Read an area folder: every file checked against its checksum, then made into the noun ``Area``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.area_manifest import MANIFEST, all_listed, read_area_manifest
from estate_model.inputs.area.area_words import holidays_of, labels_of
from estate_model.inputs.area.bases import BASES_FILE, read_bases
from estate_model.inputs.area.coordinates import check_true_scale
from estate_model.inputs.area.residents import read_places, read_zones
from estate_model.inputs.area.sites import read_buildings, read_dated_hours
from estate_model.inputs.area.zone_groups import read_groups
from estate_model.inputs.parameters.drive_speeds import delays
from estate_model.inputs.parameters.parameters import read_offline_sets, read_profiles, read_screening
from estate_model.inputs.parameters.spreads import read_facts, read_spreads
from estate_model.inputs.parameters.standards import FILES as YARDSTICK_FILES
from estate_model.inputs.parameters.standards import read_yardsticks
from estate_model.inputs.store.csv_table import column_numbers, read_table
from estate_model.inputs.store.provenance import read_manifest, sha256_of, verify
from estate_model.nouns.area import MANIFEST_TITLE, Area

PARAMETER_MANIFEST = "parameters.toml"
PARAMETER_FILES = (
    "profiles.csv",
    "offline_shares.csv",
    "screening_network.toml",
    "drive_speeds.csv",
    "uncertainty.csv",
    "money.csv",
    *YARDSTICK_FILES,
)
CROSSING_COLUMNS = (
    "name", "easting", "northing",
    "first_side", "first_easting", "first_northing",
    "second_side", "second_easting", "second_northing",
)  # fmt: skip


def read_area(folder: Path, parameters: Path) -> Area:
    """Return the area in ``folder``, with the parameters shared by all areas.

    Raises
    ------
    AreaError
        When a file is missing, differs from its recorded checksum, or holds what it may not.

    """
    manifest = read_area_manifest(folder)
    shared = read_manifest(parameters / PARAMETER_MANIFEST)
    all_listed(parameters / PARAMETER_MANIFEST, shared, PARAMETER_FILES)
    all_listed(folder / MANIFEST, manifest.file, (BASES_FILE,) if (folder / BASES_FILE).is_file() else ())
    verify(folder, manifest.file)
    verify(parameters, shared)
    zones, bands, people = read_zones(folder / "zones.csv")
    places = read_places(folder / "postcodes.csv.gz", zones, bands, people)
    check_true_scale(manifest.area.crs, places.xy_metres, folder / MANIFEST)
    groups = read_groups(folder, manifest, zones)
    outside, labels = manifest.sites.outside_metres, labels_of(manifest.labels)
    buildings = read_buildings(folder / "sites.csv", places, outside)
    try:
        return Area(
            area_id=manifest.area.id,
            name=manifest.area.name, crs=manifest.area.crs,
            cell_label=manifest.labels["cell"],
            buildings=buildings,
            hours=read_dated_hours(folder / "hours.csv", buildings),
            places=places,
            zones=zones,
            crossings=_crossings(folder / "crossings.csv"),
            attribution=manifest.attribution.lines,
            notes=(*manifest.notes.lines, *groups.notes()),
            provenance=(
                *(file.as_row() for file in (*manifest.file, *shared)),
                *(_itself(path) for path in (folder / MANIFEST, parameters / PARAMETER_MANIFEST)),
            ),
            groups=groups,
            bases=read_bases(folder / BASES_FILE, zones["ward_code"], places.xy_metres, outside),
            force=manifest.area.force,
            holidays=holidays_of(manifest.area.holidays),
            place_pattern=manifest.area.place_pattern,
            labels=labels,
            yardsticks=read_yardsticks(parameters).of_area(set(zones["borough_code"]), labels),
            **_parameters(parameters),
        )  # fmt: skip
    except ValueError as error:
        raise AreaError(f"{folder}: {error}") from error


def _parameters(folder: Path) -> dict[str, Any]:
    """Return the fields of an area that the shared parameters fill."""
    profiles = read_profiles(folder / "profiles.csv", delays(folder / "drive_speeds.csv"))
    return {
        "profiles": profiles,
        "offline_sets": read_offline_sets(folder / "offline_shares.csv"),
        "screening": read_screening(folder / "screening_network.toml"),
        "spreads": read_spreads(folder / "uncertainty.csv", profiles),
        "money_facts": read_facts(folder / "money.csv"),
    }


def _itself(path: Path) -> dict[str, str]:
    """Return the manifest's own row, so that a run's record holds its checksum too."""
    size, row = path.stat().st_size, {"path": path.name, "title": MANIFEST_TITLE, "publisher": "this project"}
    return {**row, "date": "", "licence": "", "bytes": str(size), "sha256": sha256_of(path)}


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
