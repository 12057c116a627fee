"""The drawing's geometry: one simplified coverage, projected and put on a whole-number grid.

Neighbouring cells keep exactly the same points along the edge they share, so the map has no gaps
that are not in the boundaries themselves (in clipped boundaries, the river).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from estate_model.outputs.page.packing import Shape, pack_shapes
from estate_model.outputs.page.streams import text_of

WEB_MERCATOR = "EPSG:3857"
EARTH_RADIUS_METRES = 6378137.0
GRID_STEPS = 16383
POINTS_AT_MOST = 50_000
TOLERANCES = (4000, 2000, 1000, 600, 400, 250)
LABEL_PRECISION = 500
SMALLEST_RING = 3
COARSE = 900

Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Whole-number steps of ``step`` Web-Mercator metres from the south-west corner ``x``, ``y``."""

    x: float
    y: float
    step: float

    def steps(self, metres: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Return points in Web-Mercator metres (n x 2) as whole steps."""
        whole: npt.NDArray[np.int64] = np.rint((metres - (self.x, self.y)) / self.step).astype(np.int64)
        return whole


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is drawn, in Web-Mercator metres, and the grid it is packed on.

    ``packed_cells`` and ``packed_outlines`` are the same on the grid, as text. ``coarse_cells`` and
    ``coarse_outlines`` are for a small picture; ``is_coverage`` says that the coarse cells share their edges.
    ``labels`` has a row per outline: the best point for its name and the room around it, in metres.
    """

    cells: Shapes
    outlines: Shapes
    packed_cells: str
    packed_outlines: str
    coarse_cells: Shapes
    coarse_outlines: Shapes
    is_coverage: bool
    labels: npt.NDArray[np.float64]
    grid: Grid
    bounds: tuple[float, float, float, float]

    @property
    def extent(self) -> float:
        """The longer side, in Web-Mercator metres."""
        west, south, east, north = self.bounds
        return max(east - west, north - south)

    @property
    def corners(self) -> list[list[float]]:
        """The south-west and north-east corners, as latitude and longitude."""
        west, south, east, north = self.bounds
        return [_latitude_longitude(west, south), _latitude_longitude(east, north)]


def make_sheet(cells: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame) -> Sheet:
    """Return the drawing of cells and borough outlines, both in a projected system in metres.

    The outline of a borough that has cells is the union of its simplified cells, so that it runs
    along them; only a borough without cells is drawn as given.
    """
    simple = simplify(np.asarray(cells.geometry.array, dtype=object))
    valid = bool(shapely.coverage_is_valid(simple))
    merged = [
        union(simple[member], valid=valid)
        if (member := np.asarray(cells["borough_name"] == name)).any()
        else given
        for name, given in zip(outlines.index, outlines.geometry, strict=True)
    ]
    drawn = _mercator(simple, cells.crs)
    west, south, east, north = (float(side) for side in shapely.total_bounds(drawn))
    lines = _mercator(np.array(merged, dtype=object), outlines.crs)
    extent = max(east - west, north - south) or 1.0
    grid = Grid(x=round(west, 2), y=round(south, 2), step=round(extent / GRID_STEPS, 6) or 1e-6)
    is_coverage = bool(shapely.coverage_is_valid(drawn))
    return Sheet(
        cells=drawn,
        outlines=lines,
        packed_cells=text_of(pack_shapes(on_grid(drawn, grid))),
        packed_outlines=text_of(pack_shapes(on_grid(lines, grid))),
        coarse_cells=coarser(drawn, extent / COARSE, valid=is_coverage),
        coarse_outlines=coarser(lines, extent / COARSE),
        is_coverage=is_coverage,
        labels=np.array([room_in(shape, extent / LABEL_PRECISION) for shape in lines]).reshape(-1, 3),
        grid=grid,
        bounds=(west, south, east, north),
    )


def simplify(shapes: Shapes) -> Shapes:
    """Return a valid coverage with at most ``POINTS_AT_MOST`` points, if that keeps its shape.

    Each tolerance is a fraction of the extent. Shapes that are not a valid coverage (they overlap,
    or do not share the points of their edges) are returned as they are, since simplifying them would
    open gaps.
    """
    if shapely.get_num_coordinates(shapes).sum() <= POINTS_AT_MOST or not shapely.coverage_is_valid(shapes):
        return shapes
    west, south, east, north = shapely.total_bounds(shapes)
    simple = shapes
    for fraction in TOLERANCES:
        simple = shapely.coverage_simplify(shapes, max(east - west, north - south) / fraction)
        if shapely.get_num_coordinates(simple).sum() <= POINTS_AT_MOST:
            break
    return np.asarray(simple, dtype=object)


def on_grid(shapes: Shapes, grid: Grid) -> list[Shape]:
    """Return each shape's rings on the grid: outer rings anticlockwise, holes clockwise, none closed.

    A point that falls on the one before it is left out, and so is a ring of under three points.
    """
    parts, shape_of = shapely.get_parts(shapely.orient_polygons(shapes), return_index=True)
    flat = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, part_of = shapely.get_rings(parts[flat], return_index=True)
    metres, ring_of = shapely.get_coordinates(rings, return_index=True)
    closing = np.diff(ring_of, append=-1) != 0
    steps, ring_of = grid.steps(metres[~closing]), ring_of[~closing]
    first = np.flatnonzero(np.diff(ring_of, prepend=-1))
    before = np.arange(len(steps)) - 1
    before[first] = np.append(first, len(steps))[1:] - 1
    moved = np.any(steps != steps[before], axis=1)
    points = iter(zip(*steps[moved].T.tolist(), strict=True))
    drawn: list[Shape] = [[] for _ in shapes]
    sizes = np.bincount(ring_of[moved], minlength=len(rings)).tolist()
    for number, size in zip(shape_of[flat][part_of].tolist(), sizes, strict=True):
        ring = list(islice(points, size))
        if size >= SMALLEST_RING:
            drawn[number] = [*drawn[number], ring]
    return drawn


def coarser(shapes: Shapes, tolerance: float, *, valid: bool | None = None) -> Shapes:
    """Return a valid coverage with less detail, its edges still shared; others as they are."""
    if not (shapely.coverage_is_valid(shapes) if valid is None else valid):
        return shapes
    return np.asarray(shapely.coverage_simplify(shapes, tolerance), dtype=object)


def union(shapes: Shapes, *, valid: bool = False) -> shapely.Geometry:
    """Return shapes as one, by the quick way where they are (known to be, or found) a valid coverage."""
    quick = valid or shapely.coverage_is_valid(shapes)
    return (shapely.coverage_union_all if quick else shapely.union_all)(shapes)


def _mercator(shapes: Shapes, crs: object) -> Shapes:
    return np.asarray(gpd.GeoSeries(shapes, crs=crs).to_crs(WEB_MERCATOR).array, dtype=object)


def room_in(shape: shapely.Geometry | None, tolerance: float) -> tuple[float, float, float]:
    """Return the middle of the widest circle in a shape, to ``tolerance``, and its radius, in metres."""
    if shape is None or shape.is_empty or shape.area == 0:
        return (0.0, 0.0, 0.0)
    parts = shapely.get_parts(shape)
    widest = parts[int(np.argmax(shapely.area(parts)))]
    radius = shapely.maximum_inscribed_circle(widest, tolerance)
    x, y = shapely.get_coordinates(radius)[0]
    return (float(x), float(y), float(radius.length))


def _latitude_longitude(x: float, y: float) -> list[float]:
    latitude = np.degrees(2 * np.arctan(np.exp(y / EARTH_RADIUS_METRES)) - np.pi / 2)
    return [round(float(latitude), 5), round(float(np.degrees(x / EARTH_RADIUS_METRES)), 5)]
