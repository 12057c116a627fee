"""The polygons of a recipe: made valid, smoothed if asked, and written in degrees."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer

from estate_model.errors import AreaError, did_you_mean
from estate_model.inputs.build.build_cells import TO_METRES, Cells, Polygons, rounded
from estate_model.inputs.build.recipe import BoundariesPart, Recipe
from estate_model.inputs.build.recipe_tables import SHOWN, read_polygons
from estate_model.inputs.build.recipe_zones import Sources, Zones
from estate_model.nouns import Integers

BRITISH_GRID = "EPSG:27700"


@dataclass(frozen=True, kw_only=True)
class Boundaries:
    """The polygons in code order, as they stood in the file (metres), the cells to draw, and notes."""

    codes: pd.Index
    exact: Polygons
    cells: Cells
    notes: tuple[str, ...]

    def holding(self, points: Polygons) -> tuple[Integers, npt.NDArray[np.float64]]:
        """Return the number of the polygon each point lies in or is nearest to, and how far away (metres).

        Of several, the first in code order.
        """
        pairs, away = shapely.STRtree(self.exact).query_nearest(
            points, all_matches=True, return_distance=True
        )
        order = np.lexsort((pairs[1], pairs[0]))
        _, first = np.unique(pairs[0][order], return_index=True)
        return pairs[1][order][first], away[order][first]


def make_boundaries(recipe: Recipe, sources: Sources, zones: Zones) -> Boundaries:
    """Return the polygons of a recipe.

    Raises
    ------
    AreaError
        When a column or a zone's polygon is missing, a code appears twice, or what is asked cannot be done.

    """
    part, source = recipe.boundaries, sources[recipe.boundaries.file]
    frame = read_polygons(source.path, source.about, recipe.area.crs)
    if not source.about.code:
        raise AreaError(f"file.{source.name}.code: is missing; name the column with the polygons' codes")
    named = [source.about.code, part.name, part.borough_code, part.borough_name]
    for column in filter(None, named):
        if column not in frame.columns:
            hint = did_you_mean(column, map(str, frame.columns))
            raise AreaError(f"{source.path}: there is no column '{column}'{hint}")
    frame = frame.assign(code=frame[source.about.code].astype(str)).sort_values("code", kind="stable")
    if frame["code"].duplicated().any():
        raise AreaError(
            f"{source.path}: polygon '{frame['code'][frame['code'].duplicated()].iloc[0]}' appears twice"
        )
    notes = []
    if part.of == "zones":
        missing = zones.table.index.difference(frame["code"])
        if len(missing):
            listed = ", ".join(missing[:SHOWN])
            raise AreaError(f"{source.path}: has no polygon for {listed} ({len(missing):,} zones)")
        inside = frame["code"].isin(zones.table.index)
        if left := int((~inside).sum()):
            notes.append(f"{left:,} polygons of other areas in the file of boundaries are left out.")
        frame = frame[inside]
    codes = pd.Index(frame["code"], name="cell_code")
    exact = _valid(np.asarray(frame.geometry, dtype=np.object_), str(source.path))
    drawn = _drawn(exact, part, recipe.area.crs, str(source.path))
    return Boundaries(
        codes=codes, exact=exact, cells=_cells(frame, part, zones, (exact, drawn)), notes=tuple(notes)
    )


def _cells(
    frame: gpd.GeoDataFrame, part: BoundariesPart, zones: Zones, shapes: tuple[Polygons, Polygons]
) -> Cells:
    """Return the cells with their names and boroughs."""
    codes, columns = frame["code"], [part.borough_code, part.borough_name]
    if part.of == "zones":
        boroughs = zones.table.loc[codes, ["borough_code", "borough_name"]]
    else:
        boroughs = frame[columns].astype(str)
    return Cells(
        codes=tuple(codes),
        names=tuple(frame[part.name].astype(str) if part.name else codes),
        borough_codes=tuple(boroughs.iloc[:, 0]),
        borough_names=tuple(boroughs.iloc[:, 1]),
        degrees=shapes[1],
        metres=shapes[0],
    )


def _valid(polygons: Polygons, path: str) -> Polygons:
    """Return polygons that are valid, the surfaces of those that were not."""
    if shapely.is_missing(polygons).any() or shapely.is_empty(polygons).any():
        raise AreaError(f"{path}: a row has no polygon")
    wrong = ~shapely.is_valid(polygons)
    mended = polygons.copy()
    mended[wrong] = shapely.buffer(shapely.make_valid(polygons[wrong]), 0)
    if not np.isin(shapely.get_type_id(mended), (3, 6)).all():
        raise AreaError(f"{path}: a row is no polygon")
    return np.asarray(mended, dtype=np.object_)


def _drawn(exact: Polygons, part: BoundariesPart, crs: str, path: str) -> Polygons:
    """Return the polygons to draw, in longitude and latitude to 6 decimals."""
    drawn = exact
    if part.simplify_metres:
        if not shapely.coverage_is_valid(exact):
            raise AreaError(
                f"{path}: boundaries.simplify_metres: the polygons overlap or do not meet edge to edge, "
                "so they cannot be smoothed together; leave it out"
            )
        drawn = np.asarray(shapely.coverage_simplify(exact, part.simplify_metres), dtype=np.object_)
    # The British grid is undone by the same written-out steps everywhere: no grid file can change a byte.
    back = (
        Transformer.from_pipeline(TO_METRES)
        if crs == BRITISH_GRID
        else Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    )
    degrees = shapely.transform(
        drawn, lambda xy: np.column_stack(back.transform(xy[:, 0], xy[:, 1], direction="INVERSE"))
    )
    flat = rounded(np.asarray(degrees, dtype=np.object_))
    return _valid(flat, path)
