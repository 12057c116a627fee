"""A still map as SVG, for readers without scripts: cells of one class are one path."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from estate_model.outputs.drawing.pen import Pen
from estate_model.outputs.page.classes import Classes, MapClass
from estate_model.outputs.page.content import CounterMark
from estate_model.outputs.page.geometry import EARTH_RADIUS_METRES, Grid, Sheet, coarser
from estate_model.outputs.page.markup import text

WIDTH = 1400
SIGN_SIZE = 34
MOST_CHARACTERS = 200_000
COARSER = (500, 300)


def still_map(
    sheet: Sheet,
    classes: Classes,
    palette: Sequence[MapClass],
    counters: Sequence[CounterMark],
    *,
    title: str,
) -> str:
    """Return the map of one view; without its cells if they would take over 200,000 characters."""
    grid = Grid(x=sheet.grid.x, y=sheet.grid.y, step=(sheet.extent or 1.0) / WIDTH)
    pen = Pen(name="still", grid=grid, fine=1, stroke="1", tile=12, tile_stroke="2")
    outlines = "".join(pen.path(shape) for shape in sheet.coarse_outlines)
    signs = "".join(_sign(counter, grid) for counter in counters)
    frame = _frame(sheet, grid)
    coarser_still = (coarser(sheet.cells, sheet.extent / fraction) for fraction in COARSER)
    for shapes in chain([sheet.coarse_cells], coarser_still):
        cells = pen.cells(shapes, classes, palette, valid=sheet.is_coverage)
        if len(cells) + len(outlines) <= MOST_CHARACTERS:
            break
    else:
        cells = ""
    return (
        f'<svg class="still-map" viewBox="{frame}" role="img" aria-labelledby="still-title">'
        f'<title id="still-title">{text(title)}</title><defs>{pen.patterns(palette)}'
        f'<path id="still-lines" d="{outlines}" fill="none" stroke-linejoin="round"/></defs>'
        f'<g transform="scale(1,-1)">{cells}'
        '<use href="#still-lines" stroke="#fff" stroke-opacity=".7" stroke-width="4"/>'
        f'<use href="#still-lines" stroke="#33414f" stroke-width="1.5"/></g>{signs}</svg>'
    )


def _frame(sheet: Sheet, grid: Grid) -> str:
    west, south, east, north = sheet.bounds
    (width, height) = grid.steps(np.array([[east, north]]))[0] - grid.steps(np.array([[west, south]]))[0]
    margin = SIGN_SIZE // 2
    return f"{-margin} {-height - margin} {width + 2 * margin} {height + 2 * margin}"


def _sign(counter: CounterMark, grid: Grid) -> str:
    x = EARTH_RADIUS_METRES * np.radians(counter.longitude)
    y = EARTH_RADIUS_METRES * np.log(np.tan(np.pi / 4 + np.radians(counter.latitude) / 2))
    across, up = grid.steps(np.array([[x, y]]))[0]
    left, top = across - SIGN_SIZE // 2, -up - SIGN_SIZE // 2
    frame = f'x="{left}" y="{top}" width="{SIGN_SIZE}" height="{SIGN_SIZE}"'
    return f'<use href="#mark-{counter.status}" {frame}/>'
