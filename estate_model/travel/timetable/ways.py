"""Ways on foot at both ends of a ride and between rides: from places to stops, to counters, and changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from estate_model.nouns import Booleans, Integers
from estate_model.nouns.timetable import FORBIDDEN, Timetable

Whole = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, kw_only=True)
class Walks:
    """Walks from points: those of point ``i`` stand from ``first[i]`` to before ``first[i + 1]``.

    ``to`` are the rows they lead to, ``seconds`` how long they take.
    """

    first: Whole
    to: Whole
    seconds: Whole

    def to_groups(self, groups: Sequence[Sequence[int]]) -> Walks:
        """Return the walks to some groups of the rows; each group is one row, to be reached at any of its."""
        links = [np.flatnonzero(np.isin(self.to, group)) for group in groups]
        link = np.concatenate([np.zeros(0, dtype=np.int64), *links])
        to = np.repeat(np.arange(len(groups)), [len(some) for some in links])
        return walks(self.point[link], to, self.seconds[link], len(self.first) - 1)

    @property
    def point(self) -> Integers:
        """The point that each walk begins at."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))


def walks(point: Whole, to: Whole, seconds: Whole, points: int) -> Walks:
    """Return walks in any order as those of ``points`` points."""
    if (np.diff(point) < 0).any():
        order = np.argsort(point, kind="stable")
        point, to, seconds = point[order], to[order], seconds[order]
    first = np.concatenate([[0], np.cumsum(np.bincount(point, minlength=points))])
    return Walks(first=first, to=to.astype(np.int32), seconds=seconds.astype(np.int32))


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Changes from one vehicle to another: ``walks`` between stops, a stop and itself among them.

    ``needed_seconds`` is the least time from arriving to leaving, the walk in it.
    """

    walks: Walks
    needed_seconds: Whole

    @property
    def instant(self) -> bool:
        """Whether some change takes no time."""
        return bool((self.needed_seconds == 0).any())


def changes(timetable: Timetable, near: Walks) -> Changes:
    """Return all changes of a timetable, from the walks between stops ``near`` each other.

    A walk leads to a vehicle that leaves at least the change time of its stop later. Where a feed gives a
    time, or forbids a change, that counts.
    """
    stops = len(timetable.stops)
    own = np.arange(stops)
    change = timetable.stops.change_seconds.astype(np.int64)
    apart: Booleans = near.point != near.to
    start, end, walked = near.point[apart], near.to[apart].astype(np.int64), near.seconds[apart]
    given = timetable.transfers
    listed = given.from_stop.astype(np.int64) * stops + given.to_stop
    order = np.argsort(start * stops + end)
    place = np.searchsorted((start * stops + end)[order], listed)
    place = order[np.minimum(place, max(len(order) - 1, 0))] if len(order) else np.zeros(0, dtype=np.int64)
    foot = given.seconds.astype(np.int64)
    if len(order):
        is_near = (start[place] == given.from_stop) & (end[place] == given.to_stop)
        foot = np.where(is_near, np.minimum(walked[place], foot), foot)
    unlisted = ~np.isin(start * stops + end, listed)
    begin = np.concatenate([own, start[unlisted], given.from_stop])
    finish = np.concatenate([own, end[unlisted], given.to_stop])
    may_leave = np.where(change[end] == FORBIDDEN, 0, change[end])
    needed = np.concatenate([change, (walked + may_leave)[unlisted], given.seconds])
    seconds = np.concatenate([np.zeros(stops, dtype=np.int64), walked[unlisted], foot])
    order = np.lexsort((finish, begin))
    order = order[needed[order] != FORBIDDEN]
    ways = walks(begin[order], finish[order], seconds[order], stops)
    return Changes(walks=ways, needed_seconds=needed[order].astype(np.int32))
