"""Where a point of the what-if is on the drawing: a cubic in its grid steps, for the page's pin and lines.

A projection written out in JavaScript would be for one system of coordinates and fifty lines long. The cubic
is fitted to the points and counters themselves, in any system; on London it is right to under a metre.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from estate_model.outputs.page.geometry import WEB_MERCATOR, Grid
from estate_model.outputs.page.matrix import GRID_METRES, Floats, origin
from estate_model.outputs.page.what_if import WhatIf

DECIMALS = 6


def placing(what_if: WhatIf, crs: object, grid: Grid) -> dict[str, object]:
    """Return the scale of the steps, and the ten coefficients of x and of y in steps of the drawing."""
    sites = np.array([(one.easting_metres, one.northing_metres) for one in what_if.switches]).reshape(-1, 2)
    every = np.vstack([what_if.points.xy_metres, sites])
    steps = (every - origin(what_if.points.xy_metres, sites)) / GRID_METRES
    scale = float(np.ceil(steps.max(initial=1.0)))
    drawn = gpd.GeoSeries.from_xy(*every.T, crs=crs).to_crs(WEB_MERCATOR)
    wanted = (np.column_stack([drawn.x, drawn.y]) - (grid.x, grid.y)) / grid.step
    fitted, *_ = np.linalg.lstsq(terms(steps / scale), wanted, rcond=None)
    return {
        "scale": scale,
        **{axis: _short(column) for axis, column in zip("xy", fitted.T.tolist(), strict=True)},
    }


def terms(unit: Floats) -> Floats:
    """Return the terms of a cubic in two numbers, n x 10."""
    u, v = unit.T
    return np.column_stack([u**0, u, v, u * u, u * v, v * v, u**3, u * u * v, u * v * v, v**3])


def _short(numbers: list[float]) -> list[float]:
    return [round(number, DECIMALS) for number in numbers]
