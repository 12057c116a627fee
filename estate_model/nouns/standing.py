"""Where a point should stand: near its area, and what a coordinate that does not is likely to be."""

from __future__ import annotations

import numpy as np

from estate_model.nouns.arrays import Floats

OUTSIDE_METRES = 5000.0  # a building farther than this from every place is refused, unless the area says more
MOST_DEGREES = (90.0, 180.0)


def metres_to_nearest(points: Floats, places: Floats) -> Floats:
    """Return how far each point, shape (points, 2), is from the nearest place (metres).

    It is ``inf`` for what is too far for a number.

    >>> metres_to_nearest(np.array([[3.0, 4.0], [1e300, 0.0]]), np.zeros((1, 2))).tolist()
    [5.0, inf]
    """
    east, north = np.ascontiguousarray(places.T)
    with np.errstate(over="ignore", invalid="ignore"):
        squares = [((east - x) ** 2 + (north - y) ** 2).min() for x, y in points]
    metres: Floats = np.nan_to_num(np.sqrt(np.array(squares)), nan=np.inf, posinf=np.inf)
    return metres


def likely_mistake(point: Floats, places: Floats) -> str:
    """Return what a point that is not near the places is likely to be, as ``": swapped?"``, or an empty text.

    >>> places = np.array([[530_000.0, 180_000.0], [532_400.0, 180_000.0]])
    >>> likely_mistake(np.array([180_000.0, 530_000.0]), places)
    '; are easting and northing swapped?'
    """
    first, second = np.abs(point)
    if first == second == 0:
        return "; 0, 0 mostly stands for a place that is not known"
    if max(first, second) <= MOST_DEGREES[1] and min(first, second) <= MOST_DEGREES[0]:
        return "; is it in degrees of latitude and longitude? Easting and northing, in metres, are needed"
    (west, south), (east, north) = places.min(axis=0), places.max(axis=0)
    across = max(east - west, north - south, OUTSIDE_METRES)
    swapped = point[::-1]
    if (swapped >= (west - across, south - across)).all() and (
        swapped <= (east + across, north + across)
    ).all():
        return "; are easting and northing swapped?"
    return ""
