"""Main roads, railways and parks as packed lines of the page's grid, within 0.15 MB."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from estate_model.outputs.page.geometry import WEB_MERCATOR, Grid, Shapes, on_grid
from estate_model.outputs.page.packing import Shape, pack_shapes
from estate_model.outputs.page.streams import text_of

MOST_CHARACTERS = 150_000
TOLERANCES = (0.0, 30.0, 60.0, 120.0, 250.0)
LINES, POLYGONS = ("road", "rail"), ("park",)


def packed_backdrop(backdrop: gpd.GeoDataFrame | None, grid: Grid) -> dict[str, str]:
    """Return each kind as text, drawn more simply until all fit; nothing where there is no backdrop."""
    if backdrop is None or backdrop.empty:
        return {}
    mercator = backdrop.to_crs(WEB_MERCATOR)
    packed: dict[str, str] = {}
    for tolerance in TOLERANCES:
        packed = {
            str(kind): _text(str(kind), shapes.to_numpy(), tolerance, grid)
            for kind, shapes in mercator.geometry.groupby(mercator["kind"], sort=True)
            if kind in (*LINES, *POLYGONS)
        }
        if sum(map(len, packed.values())) <= MOST_CHARACTERS:
            return packed
    return {}


def _text(kind: str, shapes: Shapes, tolerance: float, grid: Grid) -> str:
    """Return one kind, packed."""
    simple = shapely.simplify(shapes, tolerance, preserve_topology=kind in POLYGONS)
    return text_of(pack_shapes(_shapes(kind, simple, grid)))


def _shapes(kind: str, shapes: Shapes, grid: Grid) -> list[Shape]:
    """Return polygons' rings, or lines as rings that are not closed."""
    if kind in POLYGONS:
        return on_grid(shapes, grid)
    parts = shapely.get_parts(shapes)
    points, line_of = shapely.get_coordinates(parts, return_index=True)
    steps = grid.steps(points)
    moved = np.any(np.diff(steps, axis=0, prepend=steps[:1] - 1) != 0, axis=1)
    moved |= np.diff(line_of, prepend=-1) != 0
    lines = np.split(steps[moved], np.flatnonzero(np.diff(line_of[moved])) + 1)
    return [[[(int(x), int(y)) for x, y in line] for line in lines if len(line) > 1]]
