"""The week as it is kept: distinct journeys from stop to stop, and when each is run; days are made of it.

A journey is a sequence of stops with seconds after its first departure. A bus line of 100 trips a day has a
few. London's 10.5 million calls of 283,895 trips are kept so, and a day of 4.3 million connections is made
in a second or two when it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from estate_model.inputs.timetable.route_kinds import BASIC_TYPE
from estate_model.nouns import Booleans, Integers
from estate_model.nouns.service_day import LONGEST_HOURS, WEEKDAYS, DaysToMake, ServiceDay, Whole16, Whole32
from estate_model.units import MINUTES_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

DAY_SECONDS = MINUTES_PER_DAY * SECONDS_PER_MINUTE
FROM_DAYS = (-2, -1, 0, 1)
"""Which service days' trips a civil day has, by how many days later they begin: times are below 72:00."""

TYPES = np.array(list(BASIC_TYPE.values()), dtype=np.int16)
MOST_DATES = 28
HOP_BITS, ROW_BITS = 19, 26
LONGEST_HOP, MOST_ROWS = (1 << HOP_BITS) - 1, 1 << ROW_BITS
LATEST_START = 2 * 3 * DAY_SECONDS  # a stretch of a trip made by headway begins after the trip did


@dataclass(frozen=True, kw_only=True)
class Journeys:
    """Journey ``i`` is calls ``begin[i]:begin[i + 1]``; times are seconds after its first departure."""

    begin: Integers
    stop: Whole32
    arrival: Whole32
    departure: Whole32
    may_board: Booleans
    may_alight: Booleans

    def __post_init__(self) -> None:
        """Check lengths, that each journey has two calls at least, and that none goes back in time."""
        calls = len(self.stop)
        others = (self.arrival, self.departure, self.may_board, self.may_alight)
        if any(len(column) != calls for column in others):
            raise ValueError("calls' columns differ in length")
        if not len(self.begin) or self.begin[0] != 0 or self.begin[-1] != calls:
            raise ValueError("journeys do not hold all calls")
        if (np.diff(self.begin) <= 1).any():
            raise ValueError("a journey has fewer than two calls")
        inner = np.ones(max(calls - 1, 0), dtype=np.bool_)
        inner[self.begin[1:-1] - 1] = False
        if (self.departure < self.arrival).any() or (inner & (self.arrival[1:] < self.departure[:-1])).any():
            raise ValueError("a journey goes back in time")


@dataclass(frozen=True, kw_only=True)
class Week:
    """When journeys are run: ``dates`` holds a bit for each of ``on``, ``kind`` is one of ``KINDS``."""

    journeys: Journeys
    journey: Whole32
    start: Whole32
    dates: Integers
    kind: Whole16
    on: tuple[dt.date, ...]

    def __post_init__(self) -> None:
        """Check lengths and that every run is of a journey, a kind and the dates there are."""
        runs = len(self.journey)
        if any(len(column) != runs for column in (self.start, self.dates, self.kind)):
            raise ValueError("runs' columns differ in length")
        if not 0 < len(self.on) <= MOST_DATES or list(self.on) != sorted(set(self.on)):
            raise ValueError("dates must rise, each once")
        bounds = (
            (self.journey, len(self.journeys.begin) - 1),
            (self.start, LATEST_START),
            (self.dates, 1 << len(self.on)),
            (self.kind, len(TYPES)),
        )
        if runs and any(column.min() < 0 or column.max() >= most for column, most in bounds):
            raise ValueError("a run is of no journey, kind or date")

    def runs_on(self, date: dt.date) -> Booleans:
        """Return which runs begin on a date; none on a date that is not held."""
        if date not in self.on:
            return np.zeros(len(self.journey), dtype=np.bool_)
        return np.asarray(self.dates >> self.on.index(date) & 1, dtype=np.bool_)

    def parts_of(self, date: dt.date) -> list[tuple[Integers, int]]:
        """Return the runs that a civil day sees, with how many seconds later their service day began."""
        lengths = self.journeys.departure[self.journeys.begin[1:] - 1]
        parts = []
        for days in FROM_DAYS:
            first = self.start + days * DAY_SECONDS
            seen = self.runs_on(date + dt.timedelta(days=days))
            seen &= (first < LONGEST_HOURS * SECONDS_PER_HOUR) & (first + lengths[self.journey] >= 0)
            parts.append((np.flatnonzero(seen), days * DAY_SECONDS))
        return parts


def service_day(week: Week, parts: Sequence[tuple[Integers, int]]) -> ServiceDay:
    """Return the connections of a civil day that sees these runs."""
    run = np.concatenate([runs for runs, _ in parts])
    shift = np.repeat([seconds for _, seconds in parts], [len(runs) for runs, _ in parts])
    journeys = week.journeys
    begin = journeys.begin[week.journey[run]]
    hops = journeys.begin[week.journey[run] + 1] - begin - 1
    trip = np.repeat(np.arange(len(run), dtype=np.int32), hops)
    sequence = (np.arange(len(trip)) - np.repeat(np.cumsum(hops) - hops, hops)).astype(np.int32)
    call = begin[trip] + sequence
    start = (week.start[run] + shift).astype(np.int32)[trip]
    departure = journeys.departure[call] + start
    keep = np.flatnonzero((departure >= 0) & (departure < LONGEST_HOURS * SECONDS_PER_HOUR))
    arrival = journeys.arrival[call[keep] + 1] + start[keep]
    order = _order(departure[keep], arrival)  # rows stand by trip and sequence already
    rows = keep[order]
    calls = call[rows]
    return ServiceDay(
        departure=departure[rows],
        arrival=arrival[order],
        from_stop=journeys.stop[calls],
        to_stop=journeys.stop[calls + 1],
        trip=trip[rows],
        sequence=sequence[rows],
        may_board=journeys.may_board[calls],
        may_alight=journeys.may_alight[calls + 1],
        trip_route_type=TYPES[week.kind[run]],
    )


def _order(departure: Whole32, arrival: Whole32) -> Integers:
    """Return the order by departure, then arrival, then as rows stand.

    Numbers that hold all three are sorted three times as fast as their order is found.
    """
    if len(departure) > MOST_ROWS:
        return np.lexsort((arrival, departure))
    taken = np.minimum(arrival - departure, LONGEST_HOP).astype(np.int64)
    key = (departure.astype(np.int64) << HOP_BITS | taken) << ROW_BITS
    return np.asarray(np.sort(key | np.arange(len(key))) & (MOST_ROWS - 1))


class Days(DaysToMake):
    """The seven days of a week, each made when it is asked for; the latest is kept for those equal to it."""

    def __init__(self, week: Week, chosen: Mapping[str, dt.date], *, stops: int) -> None:
        """Hold the week and the date of each weekday; check that both, and the stops named, are there."""
        if not set(chosen.values()) <= set(week.on):
            raise ValueError("a weekday was read on a date that is not held")
        if len(named := week.journeys.stop) and not 0 <= named.min() <= named.max() < stops:
            raise ValueError("a stop is not among the timetable's stops")
        self.week, self._chosen = week, chosen
        self._made: dict[str, ServiceDay] = {}

    def __getitem__(self, weekday: str) -> ServiceDay:
        """Return the connections of a weekday."""
        first = self.first_alike(weekday)
        if first not in self._made:
            self._made.clear()  # one of London takes 130 MB
            self._made[first] = service_day(self.week, self.week.parts_of(self._chosen[first]))
        return self._made[first]

    def first_alike(self, weekday: str) -> str:
        """Return the first weekday that sees the same runs."""
        return self._alike[weekday]

    @cached_property
    def _alike(self) -> Mapping[str, str]:
        seen: dict[bytes, str] = {}
        return {
            name: seen.setdefault(
                b"".join(runs.tobytes() + b"|" for runs, _ in self.week.parts_of(self._chosen[name])), name
            )
            for name in WEEKDAYS
        }

    def __iter__(self) -> Iterator[str]:
        """Yield the weekdays from Monday."""
        return iter(WEEKDAYS)

    def __len__(self) -> int:
        """Return seven."""
        return len(WEEKDAYS)
