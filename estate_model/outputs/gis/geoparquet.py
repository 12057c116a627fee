"""``cells.parquet``: small areas with their polygons, a row for each moment, as GeoParquet."""

from __future__ import annotations

import io
from importlib.util import find_spec

import geopandas as gpd

from estate_model.errors import OutputError
from estate_model.outputs.report import Report
from estate_model.outputs.tables.own_names import own_names
from estate_model.people.exposure import EVERYONE

NAME = "cells.parquet"
NEEDS = "GeoParquet needs the package pyarrow: pip install 'estate-model[gis]'"
PAGE_BYTES = 64_000_000  # so many bytes of different polygons are each kept once


def check_parquet() -> None:
    """Raise OutputError before long work where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise OutputError(NEEDS)


def geoparquet(report: Report) -> dict[str, bytes]:
    """Return ``cells.parquet``: everyone's measures of each small area, by moment."""
    rows = report.cell_results.xs(EVERYONE, level="group").reset_index()
    rows = rows.rename(columns={"zone_code": "cell_code"}).merge(
        report.cells[["cell_name", "borough_name", "geometry"]], left_on="cell_code", right_index=True
    )
    rows = rows.rename(columns=own_names(report.results.area.labels))
    table = gpd.GeoDataFrame(rows.sort_values(["moment", "cell_code"], kind="stable"), crs=report.cells.crs)
    packed = io.BytesIO()
    table.to_parquet(packed, index=False, compression="zstd", dictionary_pagesize_limit=PAGE_BYTES)
    return {NAME: packed.getvalue()}
