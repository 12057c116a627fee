"""An area's outline for the nation's map: its land, drawn coarsely; made once per area and kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import shapely

from estate_model.api.loading import cells_of
from estate_model.inputs.store.kept import keeper
from estate_model.nouns.area import Area
from estate_model.nouns.england_and_wales import CRS

METHOD = b"outline 1"  # raise it when the same area would give another outline
COARSE_METRES = 100.0


def outline_of(area_hash: str, folder: Path, area: Callable[[], Area]) -> bytes:
    """Return an area's land as WKB, in metres of the British National Grid, simplified to 100 m."""

    def make() -> bytes:
        known = area()
        land = known.shore if known.shore is not None else shapely.union_all(cells_of(folder, known).geometry)
        coarse = shapely.simplify(land, min(COARSE_METRES, shapely.length(land) / 1000))
        return bytes(shapely.to_wkb(gpd.GeoSeries([coarse], crs=known.crs).to_crs(CRS).iloc[0]))

    return keeper(lambda _words: None)([METHOD, area_hash.encode()], make)
