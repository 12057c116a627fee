"""``national.csv``: every run's ``whole_area.csv``, one under another; ``national.gpkg``: a layer to map."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio

from estate_model.nouns import WHEN
from estate_model.nouns.england_and_wales import CRS
from estate_model.outputs.national.national_run import National, NationalRun
from estate_model.outputs.tables.wide import told_apart
from estate_model.outputs.tables.zones import csv_bytes

TABLE, LAYER = "national.csv", "national.gpkg"
ALWAYS = "2000-01-01T00:00:00Z"  # a GeoPackage holds the day it was made; ours is made of its inputs alone


def national_table(national: National) -> dict[str, bytes]:
    """Return the table: area and folder, then the columns of ``whole_area.csv`` as they stand there."""
    frames = []
    for run in national.runs:
        table = pd.read_csv(io.BytesIO(run.table), dtype=str, keep_default_na=False)
        keys = {"area": run.facts["area"], "area_name": run.facts["name"], "folder": run.folder}
        for place, (name, value) in enumerate(keys.items()):
            table.insert(place, name, value)
        frames.append(table)
    return {TABLE: csv_bytes(pd.concat(frames, ignore_index=True).fillna(""))}


def national_layer(national: National) -> dict[str, bytes]:
    """Return the layer: a polygon per run, with figures of its moments; none without any outline."""
    drawn = [run for run in national.runs if run.outline is not None]
    if not drawn:
        return {}
    words = told_apart(one["moment"] for run in drawn for one in run.facts["moments"])
    frame = gpd.GeoDataFrame(
        [_row(run, words) for run in drawn], geometry=[run.outline for run in drawn], crs=CRS
    )
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": ALWAYS})
    file = io.BytesIO()
    try:
        pyogrio.write_dataframe(
            frame, file, driver="GPKG", layer="national", geometry_type="MultiPolygon", promote_to_multi=True
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return {LAYER: file.getvalue()}


def _row(run: NationalRun, words: Mapping[str, str]) -> dict[str, Any]:
    facts = run.facts
    row = {
        "area": facts["area"],
        "area_name": facts["name"],
        "folder": run.folder,
        "residents": facts["residents"],
        "network": facts["network"],
        "way": facts["profile"],
        "timetable": facts["timetable"],
        "hours_assumed": facts["assumed"],
        "candidates": facts["candidates"],
        **{f"counters_{name}": number for name, number in facts["counters"].items()},
    }
    row |= {f"share_of_week_{when}": numbers["value"] for when, numbers in facts["week"].items()}
    for moment in facts["moments"]:
        row |= _columns(moment, words[moment["moment"]])
    return row


def _columns(moment: Mapping[str, Any], end: str) -> dict[str, float | None]:
    row = {f"losing_{end}": moment["losing"]["value"]}
    for when in WHEN:
        minutes, slope = moment[f"minutes_{when}"], moment[f"slope_{when}"]
        row[f"median_minutes_{when}_{end}"] = moment[f"median_{when}"]
        row |= {
            f"mean_minutes_{when}_{end}": minutes["value"],
            f"without_open_counter_{when}_{end}": moment[f"unreached_{when}"],
            f"deprivation_slope_{when}_{end}": slope,
        }
    return row
