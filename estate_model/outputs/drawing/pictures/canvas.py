"""What a map is drawn on: simplified cells and outlines, in metres, with a frame in picture units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from estate_model.outputs.drawing.pen import Pen
from estate_model.outputs.drawing.svg import LETTER, SMALL, WIDTH, words
from estate_model.outputs.page.classes import Classes, MapClass
from estate_model.outputs.page.geometry import Grid, Shapes, room_in, simplify, union

TALLEST, FINEST, LABEL_ROOM, NAME_PRECISION = 860, 1200, 3.4, 300
FEWEST_METRES = 200.0
NUDGES, SIGN_ROOM = (0, 24, -24, 40, -40), 13


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """Cells to draw, their codes, the outlines of their boroughs, and metres as picture units.

    ``labels`` has each outline's name, point and the room around it, in metres.
    """

    codes: tuple[str, ...]
    cells: Shapes
    outlines: Shapes
    labels: tuple[tuple[str, float, float, float], ...]
    grid: Grid
    width: float
    height: float

    def point(self, easting: float, northing: float) -> tuple[float, float]:
        """Return a point in picture units, from the top left corner."""
        return (easting - self.grid.x) / self.grid.step, self.height - (
            northing - self.grid.y
        ) / self.grid.step

    def holds(self, easting: float, northing: float) -> bool:
        """Whether a point lies within the frame."""
        x, y = self.point(easting, northing)
        return 0 <= x <= self.width and 0 <= y <= self.height


def canvas_of(frame: gpd.GeoDataFrame, *, tallest: int = TALLEST) -> Canvas:
    """Return the drawing of an area's cells, to fill a picture's width or height."""
    cells = simplify(np.asarray(frame.geometry.array, dtype=object))
    west, south, east, north = (float(side) for side in shapely.total_bounds(cells))
    across, up = max(east - west, FEWEST_METRES), max(north - south, FEWEST_METRES)
    step = max(across / WIDTH, up / tallest)
    if shapely.coverage_is_valid(cells):
        cells = np.asarray(shapely.coverage_simplify(cells, max(across, up) / FINEST), dtype=object)
    names = np.asarray(frame["borough_name"], dtype=str)
    boroughs = sorted(set(names))
    outlines = np.array([union(cells[names == name]) for name in boroughs], dtype=object)
    fine = max(across, up) / NAME_PRECISION
    return Canvas(
        codes=tuple(str(code) for code in frame.index), cells=cells, outlines=outlines,
        labels=tuple(
            (name, *room_in(shape, fine)) for name, shape in zip(boroughs, outlines, strict=True)
        ),
        grid=Grid(x=west, y=south, step=step), width=across / step, height=up / step,
    )  # fmt: skip


def pen_of(canvas: Canvas, name: str) -> Pen:
    """Return the pen that a picture of this name draws the canvas with."""
    return Pen(name=name, grid=canvas.grid, fine=2, stroke=".6", tile=8, tile_stroke="1.4")


def coloured(canvas: Canvas, classes: Classes, palette: Sequence[MapClass], pen: Pen) -> str:
    """Return the cells by class, with outlines, turned so that north is up."""
    outline = "".join(pen.path(shape) for shape in canvas.outlines)
    return (
        f'<g transform="translate(0 {canvas.height:.1f}) scale(1 -1)">'
        f"{pen.cells(canvas.cells, classes, palette)}"
        f'<path d="{outline}" fill="none" stroke="#33414f" stroke-width="1.2" stroke-linejoin="round"/></g>'
    )


def names(canvas: Canvas, points: Sequence[tuple[float, float]]) -> str:
    """Return the boroughs' names where there is room for them, clear of ``points`` in picture units."""
    parts = []
    for name, easting, northing, radius in canvas.labels:
        half = len(name) * SMALL * LETTER / 2
        if 2 * half <= LABEL_ROOM * radius / canvas.grid.step:
            x, y = canvas.point(easting, northing)
            clear = (
                down for down in NUDGES if not any(_hides(point, (x, y + down), half) for point in points)
            )
            parts.append(words(x, y + 5 + next(clear, 0), name, anchor="middle", size=SMALL, halo=1))
    return "".join(parts)


def _hides(point: tuple[float, float], label: tuple[float, float], half: float) -> bool:
    """Whether a sign at ``point`` would cover a label around ``label``."""
    return abs(point[0] - label[0]) < half + SIGN_ROOM and abs(point[1] - label[1]) < SIGN_ROOM + SMALL / 2
