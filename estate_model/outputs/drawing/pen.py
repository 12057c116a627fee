"""The pen of every map: shapes of one class as one path, coloured, with their pattern over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from estate_model.outputs.page.classes import Classes, MapClass
from estate_model.outputs.page.geometry import Grid, Shapes, on_grid, union

PATTERNS = {
    8: {"hatch": "M-2 2 2-2M0 8 8 0M6 10 10 6", "stripes": "M0 2h8M0 6h8", "dots": "M1 2h1.5M5 6h1.5"},
    12: {"hatch": "M-3 3 3-3M0 12 12 0M9 15 15 9", "stripes": "M0 3h12M0 9h12", "dots": "M2 3h2M8 9h2"},
}
"""The lines of a pattern, by the size of the square that is repeated."""


@dataclass(frozen=True, kw_only=True)
class Pen:
    """How one map is drawn: its name in ids, its grid, how fine a step is, and its strokes.

    Points are rounded to ``1 / fine`` of a picture unit; ``tile`` is the size of a pattern's square.
    """

    name: str
    grid: Grid
    fine: int
    stroke: str
    tile: int
    tile_stroke: str

    def path(self, shape: shapely.Geometry | None) -> str:
        """Return a shape's rings as path data."""
        finer = replace(self.grid, step=self.grid.step / self.fine)
        (rings,) = on_grid(np.array([shape], dtype=object), finer)
        drawn = []
        for ring in rings:
            points = [(x / self.fine, y / self.fine) for x, y in ring]
            steps = [
                (x - was_x, y - was_y) for (x, y), (was_x, was_y) in zip(points[1:], points, strict=False)
            ]
            start = f"M{points[0][0]:g} {points[0][1]:g}l"
            drawn.append(start + " ".join(f"{x:g} {y:g}" for x, y in steps) + "z")
        return "".join(drawn).replace(" -", "-")

    def cells(
        self, shapes: Shapes, classes: Classes, palette: Sequence[MapClass], *, valid: bool = False
    ) -> str:
        """Return cells by class, each class one path, and its pattern over it; ``valid`` = a coverage."""
        parts = []
        for place, one in enumerate(palette):
            members = shapes[classes == place]
            if not len(members):
                continue
            drawn = self.path(union(members, valid=valid))
            parts.append(
                f'<path d="{drawn}" fill="{one.colour}" stroke="{one.colour}" stroke-width="{self.stroke}"/>'
            )
            if one.pattern != "plain":
                parts.append(f'<path d="{drawn}" fill="url(#{self.name}-{place})"/>')
        return "".join(parts)

    def patterns(self, palette: Sequence[MapClass]) -> str:
        """Return the patterns of a palette, under names of this map's own."""
        return "".join(
            f'<pattern id="{self.name}-{place}" width="{self.tile}" height="{self.tile}" '
            f'patternUnits="userSpaceOnUse"><path d="{PATTERNS[self.tile][one.pattern]}" fill="none" '
            f'stroke="{one.line}" stroke-width="{self.tile_stroke}"/></pattern>'
            for place, one in enumerate(palette)
            if one.pattern != "plain"
        )
