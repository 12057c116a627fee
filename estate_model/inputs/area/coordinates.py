"""Hold an area's coordinates against what they must be: true metres, and buildings near its places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from estate_model.errors import AreaError
from estate_model.nouns import Floats
from estate_model.nouns.england_and_wales import CRS
from estate_model.nouns.ranges import Range
from estate_model.nouns.standing import likely_mistake, metres_to_nearest

MOST_OFF_SCALE = 0.01
GRID_METRES = (800_000.0, 1_400_000.0)  # the British National Grid is true to 0.1% within these
MOST_NAMED = 5
METRES = Range(-20_000_000, 20_000_000)


def check_metres(crs: str, path: Path) -> None:
    """Raise AreaError unless ``crs`` is a coordinate system in metres; ``path`` is the file that names it."""
    if crs == CRS:
        return
    import pyproj  # noqa: PLC0415 - a tenth of a second, for other systems

    try:
        units = {axis.unit_name for axis in pyproj.CRS.from_user_input(crs).axis_info}
    except pyproj.exceptions.CRSError as error:
        raise AreaError(f"{path}: crs '{crs}' is not a coordinate system") from error
    if units != {"metre"}:
        raise AreaError(f"{path}: crs '{crs}' is not in metres; use a projected one such as EPSG:27700")


def check_true_scale(crs: str, xy_metres: Floats, path: Path) -> None:
    """Raise AreaError unless ``crs``, named by ``path``, has metres that are true to 1% all over the area."""
    check_metres(crs, path)
    low, high = xy_metres.min(axis=0), xy_metres.max(axis=0)
    if crs == CRS and (low >= 0).all() and (high <= GRID_METRES).all():
        return
    import pyproj  # noqa: PLC0415 - a tenth of a second, for other systems

    system = pyproj.Proj(crs)
    xs, ys = np.meshgrid((low[0], (low[0] + high[0]) / 2, high[0]), (low[1], (low[1] + high[1]) / 2, high[1]))
    factors = system.get_factors(*system(xs.ravel(), ys.ravel(), inverse=True))
    scales = np.concatenate([factors.tissot_semimajor, factors.tissot_semiminor])
    off = np.abs(scales - 1)
    if np.isfinite(off).all() and (off <= MOST_OFF_SCALE).all():
        return
    where = f"x {low[0]:,.0f} to {high[0]:,.0f}, y {low[1]:,.0f} to {high[1]:,.0f}"
    if np.isfinite(off).all():
        why = f"its metres are {scales[off.argmax()]:.2f} true ones where the area lies ({where})"
    else:
        why = f"the area ({where}) lies outside what it can show"
    raise AreaError(
        f"{path}: crs '{crs}' cannot be used for distances: {why}; use a projected system made for this "
        "place, such as EPSG:27700 in Great Britain"
    )


def check_near(where: Sequence[str], points: Floats, places: Floats, outside_metres: float) -> Floats:
    """Return how far points are from the nearest place, in metres.

    Raise AreaError naming every one that is too far from every place; ``where`` begins each line.
    """
    away = metres_to_nearest(points, places)
    rows = np.flatnonzero(~(away <= outside_metres)).tolist()
    faults = [
        f"{where[row]} lies {_distance(away[row])} from every postcode, further than sites.outside_metres "
        f"({outside_metres:,.0f} m) allows{likely_mistake(points[row], places)}"
        for row in rows
    ]
    if faults:
        more = [f"and {len(faults) - MOST_NAMED} more"] if len(faults) > MOST_NAMED else []
        raise AreaError("\n".join([*faults[:MOST_NAMED], *more]))
    return away


def _distance(metres: float) -> str:
    return f"{metres:,.0f} m" if metres < 1e9 else "farther than the earth is wide"  # noqa: PLR2004
