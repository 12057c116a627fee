"""What a scan keeps of a journey in one whole number, so that the least number is the best journey.

``ARRIVALS`` keep the second of arrival alone and are quick; ``JOURNEYS`` keep, from the most weighty to the
least, the arrival, the number of rides, seconds walked and seconds aboard. Both find the same arrivals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

KeyArray = npt.NDArray[np.integer[Any]]

ABOARD_BITS, WALK_BITS, RIDES_BITS = 18, 18, 8  # 262,143 s each; 255 rides


@dataclass(frozen=True, kw_only=True)
class Key:
    """How much a second of arrival, a ride, a second walked and a second aboard count for in a key.

    ``none`` stands for "not reached": above every key of a journey.
    """

    kind: type[np.integer[Any]]
    arrival: int
    ride: int
    walk: int
    aboard: int
    none: int

    @property
    def latest(self) -> int:
        """The latest arrival, in seconds, that a key can hold."""
        return (self.none - 1) // self.arrival

    def parts(self, keys: KeyArray) -> tuple[KeyArray, KeyArray, KeyArray, KeyArray]:
        """Return arrival (or duration), rides, seconds walked and seconds aboard of journeys' keys.

        >>> key = 900 * JOURNEYS.arrival + 2 * JOURNEYS.ride + 300 * JOURNEYS.walk + 480
        >>> [int(part) for part in JOURNEYS.parts(np.array(key))]
        [900, 2, 300, 480]
        """
        arrival, rest = np.divmod(keys, self.arrival)
        rides, rest = np.divmod(rest, self.ride)
        walked, aboard = np.divmod(rest, self.walk)
        return arrival, rides, walked, aboard


ARRIVALS = Key(kind=np.uint16, arrival=1, ride=0, walk=0, aboard=0, none=2**16 - 1)
JOURNEYS = Key(
    kind=np.int64,
    arrival=1 << (ABOARD_BITS + WALK_BITS + RIDES_BITS),
    ride=1 << (ABOARD_BITS + WALK_BITS),
    walk=1 << ABOARD_BITS,
    aboard=1,
    none=2**62,
)
