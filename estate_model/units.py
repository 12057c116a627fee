"""One conversion per pair of units, in one direction; seconds inside, minutes only in outputs."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", float, npt.NDArray[np.floating])

SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3600
MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 1440
METRES_PER_KILOMETRE = 1000
METRES_PER_MILE = 1609.344
HOURS_IN_A_WEEK = 168


def minutes_from_seconds(seconds: Number) -> Number:
    """Turn seconds into minutes; ``inf`` stays ``inf``.

    >>> minutes_from_seconds(90.0)
    1.5
    """
    return seconds / SECONDS_PER_MINUTE


def metres_per_second_from_kmh(speed_kmh: float) -> float:
    """Turn kilometres an hour into metres a second.

    >>> round(metres_per_second_from_kmh(4.8), 4)
    1.3333
    """
    return speed_kmh * METRES_PER_KILOMETRE / SECONDS_PER_HOUR
