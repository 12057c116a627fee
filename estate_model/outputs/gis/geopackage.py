"""``estate.gpkg``: the layers of a run in one file that a GIS opens coloured; same run, same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pyogrio

from estate_model.outputs.gis.layers import layers
from estate_model.outputs.gis.style import LINE_COLOUR, Rule, change_rules, counter_rules, qml
from estate_model.outputs.report import Report
from estate_model.outputs.tables.columns import in_own_words
from estate_model.outputs.tables.wide import moment_words

NAME = "estate.gpkg"
DAY = "2000-01-01T00:00:00.000Z"
"""The date of change written into the file, so that it does not depend on the clock."""
STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,
    f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
    description TEXT, owner TEXT, ui TEXT, update_time DATETIME)
"""
ONE_STYLE = "INSERT INTO layer_styles VALUES (NULL, '', '', ?, 'geom', ?, ?, '', 1, ?, '', NULL, ?)"
CONTENTS = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
    "VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS', ?, 0)"
)


def geopackage(report: Report) -> dict[str, bytes]:
    """Return ``estate.gpkg``."""
    made, labels = layers(report), report.results.area.labels
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        # the file stands in a folder of its own and is read whole: forcing it to the disk costs 0.4 s
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": DAY, "OGR_SQLITE_SYNCHRONOUS": "OFF"})
        try:
            for name, table in made.items():
                _write(table, path, name, description=in_own_words(DESCRIPTIONS[name], labels))
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None, "OGR_SQLITE_SYNCHRONOUS": None})
        _style(path, _styles(report, made))
        return {NAME: path.read_bytes()}


def _write(table: gpd.GeoDataFrame, path: Path, layer: str, *, description: str) -> None:
    pyogrio.write_dataframe(
        table, path, layer=layer, driver="GPKG", append=path.exists(),
        dataset_options={"VERSION": "1.2"},  # which older programs read too
        layer_options={"GEOMETRY_NAME": "geom", "DESCRIPTION": description},
    )  # fmt: skip


def _styles(report: Report, made: Mapping[str, gpd.GeoDataFrame]) -> dict[str, tuple[str, str]]:
    """Return the style of each layer that has one, and what it shows."""
    first = report.headline_impacts[0].moment.name
    change = qml("fill", change_rules(moment_words(report)[first]))
    statuses = sorted(set(made["counters"]["status"]))
    zones = dict.fromkeys(("cells", "wards", "boroughs"), (change, f"Minutes longer: {first}"))
    return {
        **zones,
        "counters": (qml("marker", counter_rules(statuses)), "What happens to each counter"),
        "links": (qml("line", (_links_then(first),)), f"Nearest counters after: {first}"),
    }


def _links_then(moment: str) -> Rule:
    """Return what picks the links after the changes at one moment, so that few are drawn at once."""
    name = moment.replace("'", "''")
    return Rule(
        f"\"moment\" = '{name}' AND \"before_or_after\" = 'after'", "To the nearest counter", LINE_COLOUR
    )


def _style(path: Path, styles: Mapping[str, tuple[str, str]]) -> None:
    """Put styles into the file where QGIS looks for those it opens layers with."""
    with sqlite3.connect(path) as connection:
        connection.execute(STYLES)
        connection.execute(CONTENTS, (DAY,))
        for layer, (style, shows) in styles.items():
            connection.execute(ONE_STYLE, (layer, layer, style, shows, DAY))
    connection.close()


DESCRIPTIONS = {
    "cells": "Small areas, a row each: minutes, residents who lose, the counter nearest to most residents.",
    "wards": "The same by ward; drawn of the small areas most of whose residents live in it.",
    "boroughs": "The same by borough; drawn of the small areas most of whose residents live in it.",
    "counters": "Counters open before or after, and what happens to them.",
    "catchments": "Small areas most of whose residents have the same nearest open counter.",
    "links": "Straight lines from the middle of a small area's residents to the counter nearest to most.",
}
