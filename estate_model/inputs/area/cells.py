"""Read the polygons that results are drawn and tabulated on; never used for distances."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
from shapely.errors import ShapelyError

from estate_model.errors import AreaError, shown
from estate_model.inputs.store.plain_file import read_unpacked
from estate_model.inputs.store.warned import reading
from estate_model.nouns.area import Area

POLYGONS = ("Polygon", "MultiPolygon")
COLUMNS = ("cell_code", "cell_name", "borough_name")


def read_cells(path: Path, *, area: Area) -> gpd.GeoDataFrame:
    """Return the cells of a ``.geojson.gz`` file in the area's system (metres), indexed by ``cell_code``.

    Raise AreaError when the file cannot be read, lacks a column, repeats a code, or lacks a cell that places
    name.
    """
    try:
        with reading(path):
            cells = gpd.read_file(read_unpacked(path))
    except (OSError, EOFError, ValueError, RuntimeError, ShapelyError) as error:
        raise AreaError(f"{path}: cannot be read as GeoJSON: {error}") from error
    missing = [column for column in COLUMNS if column not in cells.columns]
    if missing:
        raise AreaError(f"{path}: cells lack {', '.join(missing)}")
    if cells["cell_code"].duplicated().any():
        raise AreaError(f"{path}: a cell code appears twice")
    drawn = cells.geometry.geom_type.isin(POLYGONS) & np.isfinite(cells.geometry.bounds).all(axis=1)
    if not drawn.all():
        raise AreaError(f"{path}: cell '{shown(cells['cell_code'][~drawn].iloc[0])}' is no polygon")
    strangers = sorted(set(area.places.table["cell_code"]) - set(cells["cell_code"]))
    if strangers:
        raise AreaError(f"{path}: has no cell '{strangers[0]}', which postcodes lie in")
    return cells.set_index("cell_code").to_crs(area.crs)
