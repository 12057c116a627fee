"""When residents set out, and how long they take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from estate_model.nouns.arrays import Floats, Integers, Seconds
from estate_model.nouns.profile import Profile
from estate_model.units import SECONDS_PER_HOUR

Whole = npt.NDArray[np.signedinteger[Any]]
Windows = tuple[tuple[float, float], ...]
"""Journeys, in seconds from a moment on, that arrive in time: from the first, up to but not the last."""

ALWAYS: Windows = ((0.0, float("inf")),)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A named time of the reference week at which residents set out."""

    name: str
    at: dt.datetime


ARRIVAL, DEPARTURE = "arrival", "departure"


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """When a counter must be open: on ``arrival`` and for ``minutes_needed`` after, or at ``departure``.

    ``soon_minutes`` is how long before its door opens an arrival counts as "opens soon"; journeys longer
    than ``longest_seconds`` are made by nobody.
    """

    judged_on: str = DEPARTURE
    minutes_needed: float = 0.0
    soon_minutes: float = 30.0
    longest_seconds: float = float(SECONDS_PER_HOUR * 24)


@dataclass(frozen=True, kw_only=True)
class Journeys:
    """The typical journey of each place to one site of its own, of those who set out in the hour.

    ``rides`` are vehicles boarded (0 = on foot all the way), ``wait_seconds`` what is neither walked nor
    ridden. ``share_that_reach`` is the share of departures that arrive in time and within three hours,
    ``share_that_ride`` of those that are quicker by riding than on foot. All have shape (places,); the
    parts of a journey that cannot be made are ``nan``.
    """

    rides: Floats
    walk_seconds: Floats
    wait_seconds: Floats
    share_that_reach: Floats
    share_that_ride: Floats


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Some hours of the week: when they begin, and the counters that count, before and after.

    Each counter stands with its windows, in seconds from the beginning.
    """

    at: dt.datetime
    sets: tuple[tuple[tuple[str, Windows], ...], ...]


STRETCH_HOURS = 4


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which site each place travels to, an empty id for none, and the windows of some of the sites.

    Of an hour's departures the journey is meant that this share take no longer than.
    """

    site_of: npt.NDArray[np.object_]
    windows: Mapping[str, Windows]
    quantile: float = 0.5


class Rides(Protocol):
    """Journeys by a timetable, asked anew where a site's hours, or the parts of a journey, matter."""

    @property
    def quantile(self) -> float:
        """The share of an hour's departures that take no longer than a journey's time."""

    @property
    def last_seconds(self) -> int:
        """How long after a moment the last of those who set out then do so."""

    def arriving(self, moment: Moment, sites: Sequence[tuple[str, Windows]], always: Seconds) -> Seconds:
        """Return seconds to each site within its windows, in which an arrival counts, (places, sites).

        ``always`` are those at any opening hours.
        """

    def journeys(self, moment: Moment, asked: Sequence[Asked]) -> Sequence[Journeys]:
        """Return the journey of each place to a site of its own, for each of some questions."""

    def there_and_back(
        self, leave: Moment, home_seconds: int, site_ids: Sequence[str]
    ) -> tuple[Seconds, Seconds]:
        """Return when those who leave at a moment reach some sites, and when they must leave them.

        Both are seconds after the moment, (places, sites); all are home ``home_seconds`` after it.
        """

    def share_within(self, stretches: Sequence[Stretch], limit_seconds: int) -> Sequence[Floats]:
        """Return for each of the sets the share of departures that reach a counter within a limit, (places,).

        Departures are a quarter of an hour apart.
        """


@dataclass(frozen=True, kw_only=True)
class TravelTimes:
    """Whole seconds from every place to every site, for one profile; ``inf`` = cannot be reached.

    ``seconds``, shape (places, sites), holds at any time of the week. Where the way of travel depends on
    the clock, ``by_moment`` has a table of the same shape for each moment, by its name, and ``seconds``
    says what it takes who never rides; ``rides`` then answers for a site's hours at ``moment``.
    """

    profile: Profile
    site_ids: tuple[str, ...]
    seconds: Seconds
    by_moment: Mapping[str, Seconds] = field(default_factory=dict)
    rides: Rides | None = None
    moment: Moment | None = None

    def __post_init__(self) -> None:
        """Check shapes and that no time is negative or missing."""
        for seconds in (self.seconds, *self.by_moment.values()):
            if seconds.shape != (len(self.seconds), len(self.site_ids)):
                raise ValueError(f"seconds has shape {seconds.shape}, not places x sites")
            if not seconds.min(initial=0.0) >= 0:
                raise ValueError("travel times must be 0 seconds or more")

    def at(self, moment: Moment | None) -> TravelTimes:
        """Return the times of those who set out at a moment; ``None`` = at any time of the week."""
        if moment is None or not self.by_moment:
            return self
        return replace(self, seconds=self.by_moment[moment.name], by_moment={}, moment=moment)

    def arriving(self, sites: Sequence[tuple[str, Windows]]) -> Seconds:
        """Return seconds to some sites within the windows in which an arrival counts, (places, sites).

        ``inf`` where a site is shut on arrival. By a timetable each departure of the hour is held to them.
        """
        column = {key: number for number, key in enumerate(self.site_ids)}
        if self.rides is not None and self.moment is not None:
            always = self.seconds[:, [column[key] for key, _ in sites]]
            return self.rides.arriving(self.moment, sites, always)
        found = np.empty((len(self.seconds), len(sites)), dtype=np.float32, order="F")
        for number, (key, windows) in enumerate(sites):
            found[:, number] = in_time(self.seconds[:, column[key]], windows)
        return found

    def among(self, site_ids: Sequence[str]) -> Integers:
        """Return the column numbers of ``site_ids``, in the order of this table's columns."""
        wanted = set(site_ids)
        return np.array([i for i, key in enumerate(self.site_ids) if key in wanted], dtype=np.int64)

    def to(self, site_ids: Collection[str]) -> TravelTimes:
        """Return the times to some of the sites, in the order of this table's columns."""
        columns = self.among(tuple(site_ids))
        side_by_side = len(columns) and columns[-1] - columns[0] + 1 == len(columns)
        chosen = slice(columns[0], columns[-1] + 1) if side_by_side else columns  # a slice copies nothing
        return replace(
            self,
            site_ids=tuple(self.site_ids[column] for column in columns),
            seconds=np.asfortranarray(self.seconds[:, chosen]),
            by_moment={
                name: np.asfortranarray(seconds[:, chosen]) for name, seconds in self.by_moment.items()
            },
        )

    @cached_property
    def ranked(self) -> tuple[Whole, int]:
        """Seconds and column in one whole number each, and the bits that the column takes.

        The least of a row is the nearest site, the first of them where two are equal; the largest number
        stands for "cannot be reached".
        """
        bits = max(len(self.site_ids) - 1, 1).bit_length()
        small = self.longest_seconds < np.iinfo(np.int32).max >> bits
        kind: type[np.signedinteger[Any]] = np.int32 if small else np.int64
        ranked: Whole = np.empty(self.seconds.shape, dtype=kind, order="F")
        for number, seconds in enumerate(self.seconds.T):
            reached = np.isfinite(seconds)
            whole = np.where(reached, seconds, 0).astype(kind)
            if ((whole != seconds) & reached).any():
                raise ValueError("travel times must be whole seconds")
            ranked[:, number] = np.where(reached, (whole << bits) | number, np.iinfo(kind).max)
        return ranked, bits

    @cached_property
    def nearest_known(self) -> dict[Any, Whole]:
        """The answers that ``access.nearest`` keeps of these times, by what was asked."""
        return {}

    def forget(self) -> None:
        """Drop what was worked out from the times and can be found again."""
        for name in ("ranked", "nearest_known"):
            self.__dict__.pop(name, None)

    @cached_property
    def longest_seconds(self) -> float:
        """The longest time from a moment in which any site can be reached; 0 where none can."""
        tables = (self.seconds, *self.by_moment.values())
        longest = max(float(seconds.max(initial=0.0, where=np.isfinite(seconds))) for seconds in tables)
        return longest + (self.rides.last_seconds if self.rides else 0)


def in_time(seconds: Seconds, windows: Windows) -> Seconds:
    """Return the times that arrive within windows; ``inf`` where it is shut on arrival.

    >>> in_time(np.array([60.0, 300.0], dtype=np.float32), ((0.0, 120.0),)).tolist()
    [60.0, inf]
    """
    if windows == ALWAYS:
        return seconds
    within = np.logical_or.reduce([(seconds >= start) & (seconds < end) for start, end in windows])
    return np.where(within, seconds, np.float32(np.inf))
