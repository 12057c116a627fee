"""Scan a window for all counters at once, and find journeys from it: compiled where Numba is there.

The scan is the profile connection scan of Dibbelt et al. (2018), "Connection Scan Algorithm", with a row of
counters for each distinct departure from a stop. Tried and not used: cafein 0.29 (125 times the time for
Newport), ferrobus 0.2 (100 times), R5 (Java), pynigiri (from one point to another only).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from estate_model.nouns import Integers, Seconds
from estate_model.nouns.times import Windows
from estate_model.travel.timetable import arrays, loops
from estate_model.travel.timetable.keys import ARRIVALS, Key, KeyArray
from estate_model.travel.timetable.ways import Changes, Walks
from estate_model.travel.timetable.window import Window

Loop = Callable[..., None]
ROW_BYTES = 32  # a processor takes as many at once: 15 counters take it a third longer than 16
ROWS = 1 << 12  # places looked at together: so many stay near the processor


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """The best journey to each of ``counters`` from each event of a window: ``rows``, (events + 1, columns).

    Columns beyond the counters' fill a row up to ``ROW_BYTES``: nobody gets to them.
    """

    window: Window
    key: Key
    counters: int
    rows: KeyArray

    def only(self, counter: int) -> Scanned:
        """Return the journeys to one counter."""
        rows = np.ascontiguousarray(self.rows[:, counter : counter + 1])
        return Scanned(window=self.window, key=self.key, counters=1, rows=rows)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """What is asked: counters, each within windows of its own, and the keys of walking all the way there.

    ``walks`` has shape (places, columns), ``counter`` the counter's number of each column. The best of the
    columns of one ``group`` is found; without groups, of each column.
    """

    counter: Integers
    windows: Sequence[Windows]
    walks: KeyArray
    group: Integers | None = None

    @property
    def groups(self) -> Integers:
        """The number of the group of each column."""
        return np.arange(len(self.counter)) if self.group is None else self.group


def scan(window: Window, changes: Changes, egress: Walks, counters: int, *, key: Key) -> Scanned:
    """Return the best journeys to ``counters`` counters; ``egress`` are the walks there from every stop."""
    departures = window.departures
    if departures.end_seconds + int(egress.seconds.max(initial=0)) > key.latest:
        raise ValueError("the window is too long for the key")
    lanes = ROW_BYTES // np.dtype(key.kind).itemsize
    width = -(-counters // lanes) * lanes
    rows = np.full((len(window.event_time) + 1, width), key.none, dtype=key.kind)
    of_trip = np.full((window.trips, width), key.none, dtype=key.kind)
    loop("scan")(
        (window.departure, window.arrival, window.to_stop, window.trip, window.event, window.may_alight),
        (window.event_first, window.event_time, window.is_last),
        (changes.walks.first, changes.walks.to, changes.needed_seconds, changes.walks.seconds),
        (egress.first, egress.to, egress.seconds),
        _whole(key.arrival, key.ride, key.walk, key.aboard, changes.instant),
        (rows, of_trip, np.zeros(len(window.event_time), dtype=np.bool_)),
    )
    return Scanned(window=window, key=key, counters=counters, rows=rows)


def rides(
    scanned: Scanned, access: Walks, ranks: Sequence[int], *, places: Integers | None = None
) -> npt.NDArray[np.integer[Any]]:
    """Return the keys of rides at some ranks of the departures, (ranks, places, counters).

    ``access`` are the walks from places to stops, ``places`` the rows of those asked about, if not all. The
    longest number stands for "no ride".
    """
    width = scanned.rows.shape[1]
    none = np.zeros(0, dtype=np.int64)
    columns = (np.arange(width), np.arange(width), none.reshape(0, 0), none, none, none)
    return _depart(scanned, (access, places), columns, ranks, scanned.key.none)[:, :, : scanned.counters]


def or_walked(keys: npt.NDArray[np.integer[Any]], direct: Seconds) -> Seconds:
    """Return the better of rides and walks of each rank, side by side, (places, ranks x counters).

    ``keys`` are rides' by arrival alone; ``direct`` are seconds on foot, the same at each departure.
    """
    places, counters = direct.shape
    seconds = np.empty((places, len(keys) * counters), dtype=np.float32, order="F")
    for begin in range(0, places, ROWS):
        rows = slice(begin, begin + ROWS)
        for rank, of_rank in enumerate(keys):
            ridden = np.where(of_rank[rows] == ARRIVALS.none, np.inf, of_rank[rows])
            seconds[rows, rank * counters : (rank + 1) * counters] = np.minimum(ridden, direct[rows])
    return seconds


def journeys(
    scanned: Scanned, access: Walks, columns: Columns, ranks: Sequence[int], *, places: Integers | None = None
) -> KeyArray:
    """Return the keys of the best of riding and walking in a column's windows, (ranks, places, groups).

    ``places`` are the rows of those asked about, if not all; ``columns`` has their walks.
    """
    key = scanned.key
    windows = [window for some in columns.windows for window in some]
    first = np.cumsum([0, *(len(some) for some in columns.windows)])
    latest = (2**62 - 1) // key.arrival
    opens, shuts = (
        np.array([int(np.ceil(min(window[end], float(latest)))) for window in windows], dtype=np.int64)
        for end in (0, 1)
    )
    walks = columns.walks.astype(np.int64)
    asked = (columns.counter, columns.groups, walks, first.astype(np.int64), opens, shuts)
    return _depart(scanned, (access, places), asked, ranks, 2**62)


def _depart(
    scanned: Scanned,
    ways: tuple[Walks, Integers | None],
    columns: tuple[Any, ...],
    ranks: Sequence[int],
    never: int,
) -> KeyArray:
    """Run the loop over places; keys of walks are among the ``columns`` where ``never`` is not the key's."""
    key, window = scanned.key, scanned.window
    departures, (access, places) = window.departures, ways
    rows = np.arange(len(access.first) - 1) if places is None else places.astype(np.int64)
    always = not len(columns[3])
    kind = key.kind if always else np.int64
    groups = int(columns[1].max(initial=-1)) + 1
    found = np.empty((len(ranks), len(rows), groups), dtype=kind)
    numbers = (departures.step_seconds, departures.count, departures.longest_seconds)
    loop("depart")(
        (window.event_first, window.event_time, scanned.rows),
        (access.first, access.to, access.seconds, rows),
        columns,
        _whole(0, *numbers, key.arrival, key.walk, key.none, never, always),
        (_sorting(departures.count), np.array(ranks, dtype=np.int64)),
        (found,),
    )
    return found


def _whole(*numbers: int) -> tuple[np.int64, ...]:
    return tuple(np.int64(number) for number in numbers)


@cache
def _sorting(count: int) -> npt.NDArray[np.int64]:
    """Return pairs to put in order, one after another, that sort ``count`` numbers: odd-even merging.

    Batcher (1968), "Sorting networks and their applications".

    >>> _sorting(4).tolist()
    [[0, 1], [2, 3], [0, 2], [1, 3], [1, 2]]
    """
    pairs: list[tuple[int, int]] = []
    half = 1
    while half < count:
        reach = half
        while reach >= 1:
            pairs += [
                (one, one + reach)
                for start in range(reach % half, count - reach, 2 * reach)
                for one in range(start, min(start + reach, count - reach))
                if one // (2 * half) == (one + reach) // (2 * half)
            ]
            reach //= 2
        half *= 2
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


@cache
def loop(name: str) -> Loop:
    """Return a loop, compiled where Numba is installed; else the one that works in NumPy alone."""
    try:
        import numba.extending  # noqa: PLC0415 - optional, slow to import
    except ImportError:
        plain: Loop = getattr(arrays, name)
        return plain
    for helper in loops.HELPERS:
        numba.extending.register_jitable(helper)
    whole = getattr(loops, name)
    try:
        compiled: Loop = numba.njit(whole, nogil=True, cache=True)
    except RuntimeError:  # there is no folder to keep it in
        compiled = numba.njit(whole, nogil=True)
    return compiled
