"""Read an area folder: every file checked against its checksum, then made into the noun ``Area``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.area_manifest import MANIFEST, AreaManifest, all_listed, read_area_manifest
from estate_model.inputs.area.area_words import holidays_of, labels_of
from estate_model.inputs.area.bases import BASES_FILE, read_bases
from estate_model.inputs.area.coordinates import check_true_scale
from estate_model.inputs.area.land import LAND_FILE, LINKS_FILE, read_links, read_shore
from estate_model.inputs.area.residents import read_places, read_zones
from estate_model.inputs.area.site_boroughs import with_boroughs
from estate_model.inputs.area.sites import read_buildings, read_dated_hours
from estate_model.inputs.area.traffic import in_traffic
from estate_model.inputs.area.zone_groups import read_groups
from estate_model.inputs.parameters.drive_speeds import delays, read_drive_speeds
from estate_model.inputs.parameters.parameters import read_offline_sets, read_profiles, read_screening
from estate_model.inputs.parameters.spreads import read_facts, read_spreads
from estate_model.inputs.parameters.standards import FILES as YARDSTICK_FILES
from estate_model.inputs.parameters.standards import read_yardsticks
from estate_model.inputs.store.provenance import SourceFile, read_manifest, sha256_of, verify
from estate_model.inputs.timetable.there import has_timetable
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


def read_area(folder: Path, parameters: Path) -> Area:
    """Return the area in ``folder``, with the parameters shared by all areas.

    Raise AreaError when a file is missing, differs from its recorded checksum, or holds what it may not.
    """
    manifest, shared = _verified(folder, parameters)
    zones, bands, people = read_zones(folder / "zones.csv")
    places = read_places(folder / "postcodes.csv.gz", zones, bands, people)
    check_true_scale(manifest.area.crs, places.xy_metres, folder / MANIFEST)
    groups = read_groups(folder, manifest, zones)
    outside, labels = manifest.sites.outside_metres, labels_of(manifest.labels)
    buildings = read_buildings(folder / "sites.csv", places, outside, labels)
    try:
        area = Area(
            area_id=manifest.area.id,
            name=manifest.area.name, crs=manifest.area.crs,
            cell_label=manifest.labels["cell"],
            buildings=buildings,
            hours=read_dated_hours(folder / "hours.csv", buildings),
            places=places,
            zones=zones,
            links=read_links(folder / LINKS_FILE, places, outside),
            shore=read_shore(folder / LAND_FILE),
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
            screening_measured=manifest.area.screening_measured,
            place_pattern=manifest.area.place_pattern,
            labels=labels,
            yardsticks=read_yardsticks(parameters).of_area(set(zones["borough_code"]), labels),
            has_timetable=has_timetable(folder),
            **_parameters(parameters, zones, folder / "zones.csv"),
        )  # fmt: skip
    except ValueError as error:
        raise AreaError(f"{folder}: {error}") from error
    return with_boroughs(area, folder / "sites.csv", folder / "cells.geojson.gz")


def _verified(folder: Path, parameters: Path) -> tuple[AreaManifest, tuple[SourceFile, ...]]:
    """Return what both manifests say, once every file is as they say."""
    manifest, shared = read_area_manifest(folder), read_manifest(parameters / PARAMETER_MANIFEST)
    all_listed(parameters / PARAMETER_MANIFEST, shared, PARAMETER_FILES)
    optional = tuple(name for name in (BASES_FILE, LAND_FILE) if (folder / name).is_file())
    all_listed(folder / MANIFEST, manifest.file, optional)
    verify(folder, manifest.file)
    verify(parameters, shared)
    return manifest, shared


def _parameters(folder: Path, zones: pd.DataFrame, path: Path) -> dict[str, Any]:
    """Return the fields of an area that the shared parameters fill; its zones, in ``path``, name traffic."""
    speeds = read_drive_speeds(folder / "drive_speeds.csv")
    profiles = read_profiles(folder / "profiles.csv", delays(speeds))
    return {
        "profiles": in_traffic(profiles, zones, speeds, path),
        "offline_sets": read_offline_sets(folder / "offline_shares.csv"),
        "screening": read_screening(folder / "screening_network.toml"),
        "spreads": read_spreads(folder / "uncertainty.csv", profiles),
        "money_facts": read_facts(folder / "money.csv"),
    }


def _itself(path: Path) -> dict[str, str]:
    """Return the manifest's own row, so that a run's record holds its checksum too."""
    size, row = path.stat().st_size, {"path": path.name, "title": MANIFEST_TITLE, "publisher": "this project"}
    return {**row, "date": "", "licence": "", "bytes": str(size), "sha256": sha256_of(path)}
