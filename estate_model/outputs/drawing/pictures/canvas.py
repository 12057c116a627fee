"""What a map is drawn on: simplified cells and outlines, in metres, with a frame in picture units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from estate_model.outputs.drawing.pictures.svg import LETTER, SMALL, WIDTH, words
from estate_model.outputs.page.classes import Classes, MapClass
from estate_model.outputs.page.geometry import Grid, Shapes, on_grid, simplify, union
from estate_model.outputs.report import Report

TALLEST, FINEST, LABEL_ROOM = 860, 1200, 3.4
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


def canvas_of(report: Report, codes: Sequence[str] | None = None, *, tallest: int = TALLEST) -> Canvas:
    """Return the drawing of all cells, or of some, to fill a picture's width or height."""
    frame = report.cells if codes is None else report.cells.loc[list(codes)]
    cells = simplify(np.asarray(frame.geometry.array, dtype=object))
    west, south, east, north = (float(side) for side in shapely.total_bounds(cells))
    across, up = max(east - west, FEWEST_METRES), max(north - south, FEWEST_METRES)
    step = max(across / WIDTH, up / tallest)
    if shapely.coverage_is_valid(cells):
        cells = np.asarray(shapely.coverage_simplify(cells, max(across, up) / FINEST), dtype=object)
    names = np.asarray(frame["borough_name"], dtype=str)
    boroughs = sorted(set(names))
    outlines = np.array([union(cells[names == name]) for name in boroughs], dtype=object)
    return Canvas(
        codes=tuple(str(code) for code in frame.index), cells=cells, outlines=outlines,
        labels=tuple(
            (name, *_room(shape, max(across, up))) for name, shape in zip(boroughs, outlines, strict=True)
        ),
        grid=Grid(x=west, y=south, step=step), width=across / step, height=up / step,
    )  # fmt: skip


def _room(shape: shapely.Geometry, extent: float) -> tuple[float, float, float]:
    parts = shapely.get_parts(shape)
    widest = parts[int(np.argmax(shapely.area(parts)))]
    if widest.area == 0:
        return (0.0, 0.0, 0.0)
    circle = shapely.maximum_inscribed_circle(widest, extent / 300)
    (x, y), radius = shapely.get_coordinates(circle)[0], circle.length
    return float(x), float(y), float(radius)


def coloured(canvas: Canvas, classes: Classes, palette: Sequence[MapClass], name: str) -> str:
    """Return the cells by class, with outlines, turned so that north is up."""
    parts = []
    for place, one in enumerate(palette):
        members = canvas.cells[classes == place]
        if not len(members):
            continue
        drawn = path(union(members), canvas.grid)
        parts.append(f'<path d="{drawn}" fill="{one.colour}" stroke="{one.colour}" stroke-width=".6"/>')
        if one.pattern != "plain":
            parts.append(f'<path d="{drawn}" fill="url(#{name}-{place})"/>')
    outline = "".join(path(shape, canvas.grid) for shape in canvas.outlines)
    parts.append(
        f'<path d="{outline}" fill="none" stroke="#33414f" stroke-width="1.2" stroke-linejoin="round"/>'
    )
    return f'<g transform="translate(0 {canvas.height:.1f}) scale(1 -1)">{"".join(parts)}</g>'


def path(shape: shapely.Geometry | None, grid: Grid) -> str:
    """Return a shape's rings as path data on a grid of tenths."""
    (rings,) = on_grid(np.array([shape], dtype=object), Grid(x=grid.x, y=grid.y, step=grid.step / 2))
    drawn = []
    for ring in rings:
        points = [(x / 2, y / 2) for x, y in ring]
        steps = [(x - was_x, y - was_y) for (x, y), (was_x, was_y) in zip(points[1:], points, strict=False)]
        start = f"M{points[0][0]:g} {points[0][1]:g}l"
        drawn.append(start + " ".join(f"{x:g} {y:g}" for x, y in steps) + "z")
    return "".join(drawn).replace(" -", "-")


def patterns(palette: Sequence[MapClass], name: str) -> str:
    """Return the patterns of a palette, under names of this picture's own."""
    lines = {"hatch": "M-2 2 2-2M0 8 8 0M6 10 10 6", "stripes": "M0 2h8M0 6h8", "dots": "M1 2h1.5M5 6h1.5"}
    return "".join(
        f'<pattern id="{name}-{place}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<path d="{lines[one.pattern]}" fill="none" stroke="{one.line}" stroke-width="1.4"/></pattern>'
        for place, one in enumerate(palette)
        if one.pattern != "plain"
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
