"""National polygons cut by force, and the force that any point lies in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import shapely

from estate_model.errors import AreaError
from estate_model.inputs.build.cells import Polygons, shapes_of
from estate_model.inputs.build.polygons import read_polygons
from estate_model.inputs.fetch.obtain import Had
from estate_model.nouns.england_and_wales import CRS

DECIMALS_OF_METRES, DECIMALS_OF_DEGREES = 1, 6
BEYOND, BEYOND_METRES = "beyond", 10_000
"""The land of other forces around one, and how far it is looked at: a way may cross it."""


@dataclass(frozen=True)
class Zones:
    """The polygons of every zone, with a column ``force_id``."""

    frame: gpd.GeoDataFrame

    @cached_property
    def _shapes(self) -> Polygons:
        return shapes_of(self.frame, CRS)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    def beyond(self) -> dict[str, Polygons]:
        """Return the polygons of the other forces' land around each, in metres; none where nobody is near."""
        of = self.frame["force_id"].to_numpy(str)
        ids = np.unique(of)
        whole = np.array([shapely.union_all(shapely.make_valid(self._shapes[of == one])) for one in ids])
        boxes = shapely.bounds(whole) + np.array([-1, -1, 1, 1]) * BEYOND_METRES
        around = {
            str(one): shapely.get_parts(shapely.union_all(shapely.clip_by_rect(whole[ids != one], *box)))
            for one, box in zip(ids, boxes, strict=True)
        }
        return {one: parts[shapely.area(parts) > 0] for one, parts in around.items()}

    def force_at(self, xy_metres: npt.NDArray[np.float64]) -> npt.NDArray[np.str_]:
        """Return the force whose zone each point, shape (points, 2), lies in or is nearest to."""
        nearest = self._tree.nearest(shapely.points(xy_metres))
        return np.asarray(self.frame["force_id"].to_numpy(str)[nearest])


def cut_boundaries(had: Had, force_of: pd.Series, folder: Path) -> Zones:
    """Write each force's polygons as GeoJSON in the file's own system; return them all.

    Raise AreaError when the file lacks a zone of the lookup, or a column.
    """
    form, frame = had.form, read_polygons(had.path, had.part)
    name = form.columns["name"][0]
    if missing := [column for column in (form.code, name) if column not in frame.columns]:
        raise AreaError(f"{had.path}: there is no column '{missing[0]}'")
    frame = frame[[form.code, name, "geometry"]].assign(force_id=frame[form.code].map(force_of))
    lacking = force_of.index.difference(pd.Index(frame[form.code]))
    if len(lacking):
        raise AreaError(f"{had.path}: has no polygon for {lacking[0]} ({len(lacking):,} zones)")
    frame = frame[frame["force_id"].notna()].sort_values(form.code, kind="stable")
    decimals = DECIMALS_OF_METRES if frame.crs.is_projected else DECIMALS_OF_DEGREES
    for force_id, rows in frame.groupby("force_id"):
        pyogrio.write_dataframe(
            rows.drop(columns="force_id"),
            folder / str(force_id) / "boundaries.geojson",
            driver="GeoJSON",
            COORDINATE_PRECISION=decimals,
        )
    zones = Zones(frame.reset_index(drop=True))
    for force_id, land in zones.beyond().items():
        if len(land):
            pyogrio.write_dataframe(
                gpd.GeoDataFrame(geometry=land, crs=CRS),
                folder / force_id / f"{BEYOND}.geojson",
                driver="GeoJSON",
                COORDINATE_PRECISION=DECIMALS_OF_METRES,
            )
    return zones
