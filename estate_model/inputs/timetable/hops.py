"""Hops from stop to stop near the area: calls outside left out, and nobody moved by an impossible jump."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estate_model.inputs.timetable.calls import Calls
from estate_model.inputs.timetable.faults import FaultBook
from estate_model.nouns import Booleans, Floats, Integers
from estate_model.units import SECONDS_PER_MINUTE

MOST_METRES_PER_SECOND = 45.0
BLOCK = 1 << 20
SHORTEST, SHORTEST_OF_WHOLE_MINUTES = 5.0, 30.0
"""Seconds a hop counts for at least: in whole minutes one of a few hundred metres may take 0."""


@dataclass(frozen=True)
class Stretches:
    """Calls cut into what one can ride through: stretch ``i`` is calls ``begin[i]:begin[i + 1]``."""

    calls: Calls
    begin: Integers


def stretches(calls: Calls, near: Booleans, xy_metres: Floats, faults: FaultBook) -> Stretches:
    """Return the ride-through stretches of trips near the area, each of at least two calls.

    A call to which, and from which, only a jump faster than 45 m/s leads is left out where the calls around
    it are joined by none: its stop stands in a wrong place. A trip is cut at any other such jump. ``near``
    and ``xy_metres`` are of the stops.
    """
    calls = calls.at(near[calls.stop])
    of = max(len(calls) - 1, 0)
    fast = calls.goes_on & _too_fast(calls, xy_metres)
    inner = np.flatnonzero(fast[:-1] & fast[1:]) + 1
    around = np.zeros(len(calls), dtype=np.bool_)
    around[inner] = ~_jumps(calls, inner - 1, inner + 1, xy_metres)
    around[1:] &= ~around[:-1]  # of two in a row the first: the second may be right without it
    faults.add("call_astray", int(around.sum()), len(calls))
    if around.any():
        calls = calls.at(~around)
        fast = calls.goes_on & _too_fast(calls, xy_metres)
    faults.add("hop_too_fast", int(fast.sum()), of)
    begins = np.ones(len(calls), dtype=np.bool_)
    begins[1:] = ~calls.goes_on | fast
    number = np.cumsum(begins) - 1
    lengths = np.bincount(number, minlength=0)
    keep = lengths[number] > 1
    begin = np.concatenate([[0], np.cumsum(lengths[lengths > 1])])
    return Stretches(calls.at(keep), begin.astype(np.int64))


def _too_fast(calls: Calls, xy_metres: Floats) -> Booleans:
    """Return which calls but the last are followed by a jump; in blocks, for half a gigabyte less."""
    jumps = np.zeros(max(len(calls) - 1, 0), dtype=np.bool_)
    for begin in range(0, len(jumps), BLOCK):
        rows = np.arange(begin, min(begin + BLOCK, len(jumps)))
        jumps[rows] = _jumps(calls, rows, rows + 1, xy_metres)
    return jumps


def _jumps(calls: Calls, first: Integers, second: Integers, xy_metres: Floats) -> Booleans:
    """Return which pairs of calls are farther apart than 45 m/s would bring one."""
    step = xy_metres[calls.stop[second]] - xy_metres[calls.stop[first]]
    left, arrived = calls.departure[first], calls.arrival[second]
    whole = (left % SECONDS_PER_MINUTE == 0) & (arrived % SECONDS_PER_MINUTE == 0)
    seconds = np.maximum(arrived - left, np.where(whole, SHORTEST_OF_WHOLE_MINUTES, SHORTEST))
    return np.asarray(np.hypot(step[:, 0], step[:, 1]) > MOST_METRES_PER_SECOND * seconds)
