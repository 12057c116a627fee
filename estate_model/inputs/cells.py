"""Read the polygons that results are drawn and tabulated on; never used for distances."""

from __future__ import annotations

import gzip
from pathlib import Path

import geopandas as gpd

from estate_model.errors import AreaError

COLUMNS = ("cell_code", "cell_name", "borough_name")


def read_cells(path: Path, *, crs: str) -> gpd.GeoDataFrame:
    """Return the cells of a ``.geojson.gz`` file in ``crs`` (metres), indexed by ``cell_code``.

    Raises
    ------
    AreaError
        When the file cannot be read, lacks a column, or repeats a code.

    """
    try:
        cells = gpd.read_file(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError, RuntimeError) as error:
        raise AreaError(f"{path}: cannot be read as GeoJSON: {error}") from error
    missing = [column for column in COLUMNS if column not in cells.columns]
    if missing:
        raise AreaError(f"{path}: cells lack {', '.join(missing)}")
    if cells["cell_code"].duplicated().any():
        raise AreaError(f"{path}: a cell code appears twice")
    return cells.set_index("cell_code").to_crs(crs)
