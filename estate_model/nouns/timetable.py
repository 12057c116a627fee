"""The noun ``Timetable``: an area's public transport by the clock, as seven days of connections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from estate_model.nouns.arrays import Floats
from estate_model.nouns.service_day import WEEKDAYS, DaysToMake, ServiceDay, Whole32

FORBIDDEN = -1  # a change that transfers.txt says cannot be made


@dataclass(frozen=True, kw_only=True)
class Stops:
    """Where vehicles call, in metres of the area's projected system.

    ``change_seconds`` is the least time between arriving at a stop and leaving it in another trip;
    ``FORBIDDEN`` where no change can be made.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    easting: Floats
    northing: Floats
    change_seconds: Whole32

    def __post_init__(self) -> None:
        """Check lengths, ids, and that every stop has a place."""
        columns = (self.names, self.easting, self.northing, self.change_seconds)
        if any(len(column) != len(self.ids) for column in columns):
            raise ValueError("stops' columns differ in length")
        if len(set(self.ids)) != len(self.ids):
            raise ValueError("stop ids are not unique")
        if not (np.isfinite(self.easting).all() and np.isfinite(self.northing).all()):
            raise ValueError("a stop has no place")
        if len(self.ids) and self.change_seconds.min() < FORBIDDEN:
            raise ValueError("change times must be 0 seconds or more, or forbidden")

    def __len__(self) -> int:
        """Return the number of stops."""
        return len(self.ids)


@dataclass(frozen=True, kw_only=True)
class Transfers:
    """Changes between different stops that a feed gives a time for, or forbids (``FORBIDDEN``)."""

    from_stop: Whole32
    to_stop: Whole32
    seconds: Whole32

    def __post_init__(self) -> None:
        """Check lengths and that no change takes less than 0 seconds."""
        if not len(self.from_stop) == len(self.to_stop) == len(self.seconds):
            raise ValueError("transfers' columns differ in length")
        if (self.from_stop == self.to_stop).any():
            raise ValueError("a transfer is between different stops")
        if len(self.seconds) and self.seconds.min() < FORBIDDEN:
            raise ValueError("transfers must take 0 seconds or more, or be forbidden")


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A GTFS feed that a timetable was built from; ``first_day`` and ``last_day`` as its calendar says."""

    name: str
    sha256: str
    version: str
    first_day: dt.date
    last_day: dt.date
    publisher: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedFault:
    """A fault found in a feed: ``count`` of its ``of`` rows, and how they were mended or left out."""

    feed: str
    kind: str
    count: int
    of: int


@dataclass(frozen=True, kw_only=True)
class ModeCount:
    """What runs on the reference day of one kind of vehicle."""

    kind: str
    services: int
    trips: int
    stop_times: int


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """An area's public transport in one week.

    ``days`` has the seven ``WEEKDAYS``; those with the same connections are one object, if they are not
    ``DaysToMake``. ``chosen`` is the date each was read on, ``reference_day`` the one that the timetable
    was asked for. ``modes`` counts the trips of the reference day by kind ("bus", "tube", "rail", "tram",
    "ferry", "coach", "cable car", "funicular"), ``counts`` more of it; ``around`` counts all of them on
    it and on the same weekday in the weeks around. ``night_routes`` run between 2:00 and 4:00 on some
    day. ``notes`` are sentences a reader must know, such as that a day is a holiday. ``sha256`` names the
    content; ``crs`` is the system of its stops, ``provenance`` the row of its file among a run's sources.
    """

    stops: Stops
    transfers: Transfers
    days: Mapping[str, ServiceDay]
    chosen: Mapping[str, dt.date]
    modes: Mapping[str, int]
    feeds: tuple[Feed, ...]
    faults: tuple[FeedFault, ...]
    night_routes: tuple[str, ...]
    reference_day: dt.date | None = None
    counts: tuple[ModeCount, ...] = ()
    around: Mapping[dt.date, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sha256: str = ""
    crs: str = ""
    provenance: tuple[Mapping[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Check that all seven days are there, and that every stop named is among the stops.

        Days that are only made when they are asked for are checked by who makes them.
        """
        if tuple(self.days) != WEEKDAYS or tuple(self.chosen) != WEEKDAYS:
            raise ValueError(f"a timetable has the days {', '.join(WEEKDAYS)}, in this order")
        days = () if isinstance(self.days, DaysToMake) else self.days.values()
        named = [column for day in days for column in (day.from_stop, day.to_stop)]
        for column in (*named, self.transfers.from_stop, self.transfers.to_stop):
            if len(column) and not 0 <= column.min() <= column.max() < len(self.stops):
                raise ValueError("a stop is not among the timetable's stops")

    def first_alike(self, weekday: str) -> str:
        """Return the first weekday with the same connections; no day need be made."""
        if isinstance(self.days, DaysToMake):
            return self.days.first_alike(weekday)
        return next(name for name in WEEKDAYS if self.days[name] is self.days[weekday])

    @property
    def first_day(self) -> dt.date:
        """The first day that every feed has a timetable for."""
        return max(feed.first_day for feed in self.feeds)

    @property
    def last_day(self) -> dt.date:
        """The last day that every feed has a timetable for."""
        return min(feed.last_day for feed in self.feeds)

    @property
    def words(self) -> str:
        """What kinds of vehicle the timetable has, as every output must say it."""
        return kinds_in_words(self.modes)


PLURALS = {
    "bus": "buses", "coach": "coaches", "tube": "Tube or metro", "rail": "trains", "tram": "trams",
    "ferry": "ferries", "cable car": "cable cars", "funicular": "funiculars",
}  # fmt: skip


def kinds_in_words(modes: Mapping[str, int]) -> str:
    """Say which kinds of vehicle run; ``only`` where there are no buses, or neither trains nor Tube.

    >>> kinds_in_words({"tram": 2, "bus": 1}), kinds_in_words({"rail": 3, "bus": 1})
    ('buses and trams only', 'buses and trains')
    >>> kinds_in_words({"bus": 5}), kinds_in_words({"rail": 3, "coach": 1}), kinds_in_words({})
    ('buses only', 'coaches and trains only', 'no service')
    """
    kinds = [words for kind, words in PLURALS.items() if modes.get(kind)]
    is_whole = modes.get("bus") and (modes.get("rail") or modes.get("tube"))
    together = " and ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
    return together if is_whole else f"{together} only" if kinds else "no service"
