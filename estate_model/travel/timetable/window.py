"""The part of a day's timetable that journeys of one hour's departures can use, made ready for a scan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from estate_model.nouns import Integers
from estate_model.nouns.service_day import ServiceDay
from estate_model.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

Whole = npt.NDArray[np.integer[Any]]
STOPS_SORTED_FAST = 1 << 16  # 16-bit numbers are sorted by their digits


@dataclass(frozen=True, kw_only=True)
class Departures:
    """When residents set out, in seconds after a moment, and the longest ride looked for.

    Every ``step_seconds`` from the moment on, ``count`` times. Whoever needs longer than ``longest_seconds``
    by public transport is not taken to ride.
    """

    step_seconds: int = 2 * SECONDS_PER_MINUTE
    count: int = 30
    longest_seconds: int = 3 * SECONDS_PER_HOUR

    @property
    def last_seconds(self) -> int:
        """When the last of them set out."""
        return (self.count - 1) * self.step_seconds

    @property
    def end_seconds(self) -> int:
        """The last second at which any of their rides can end."""
        return self.last_seconds + self.longest_seconds

    def rank(self, quantile: float) -> int:
        """Return which departure, the quickest first and from 0, is a quantile of them.

        >>> Departures(count=30).rank(0.5), Departures(count=30).rank(0.85)
        (14, 25)
        """
        return int(np.ceil(quantile * self.count)) - 1


HOUR = Departures()


@dataclass(frozen=True, kw_only=True)
class Window:
    """Connections in the order of departure, with seconds after a moment, and the events at stops.

    An event is a distinct (stop, departure) at which one may board; those of a stop stand together, by time.
    ``event`` of a connection is -1 where nobody may board; trips are numbered anew.
    """

    departures: Departures
    departure: Whole
    arrival: Whole
    to_stop: Whole
    trip: Whole
    event: Whole
    may_alight: npt.NDArray[np.bool_]
    event_first: Whole
    event_time: Whole
    is_last: npt.NDArray[np.bool_]

    @property
    def trips(self) -> int:
        """The number of trips."""
        return int(self.trip.max(initial=-1)) + 1


def window(day: ServiceDay, moment_seconds: int, stops: int, departures: Departures = HOUR) -> Window:
    """Return what can be used from a moment on, in seconds after the day's 0:00, of ``stops`` stops."""
    first = np.searchsorted(day.departure, moment_seconds)
    last = np.searchsorted(day.departure, moment_seconds + departures.end_seconds, side="right")
    within = np.flatnonzero(day.arrival[first:last] <= moment_seconds + departures.end_seconds) + first
    departure = (day.departure[within] - moment_seconds).astype(np.int32)
    boarded = np.flatnonzero(day.may_board[within])
    stop = day.from_stop[within[boarded]]
    order = np.argsort(stop.astype(np.uint16) if stops <= STOPS_SORTED_FAST else stop, kind="stable")
    stop, time = stop[order], departure[boarded[order]]  # by stop, then by time as connections stand
    begins = np.diff(stop, prepend=-1) | np.diff(time, prepend=-1) != 0
    event = np.full(len(within), -1, dtype=np.int32)
    event[boarded[order]] = np.cumsum(begins, dtype=np.int32) - 1
    stop_of: Integers = stop[begins]
    runs = np.zeros(len(day.trip_route_type), dtype=np.bool_)
    runs[day.trip[within]] = True
    return Window(
        departures=departures,
        departure=departure,
        arrival=(day.arrival[within] - moment_seconds).astype(np.int32),
        to_stop=day.to_stop[within],
        trip=(np.cumsum(runs, dtype=np.int32) - 1)[day.trip[within]],
        event=event,
        may_alight=day.may_alight[within],
        event_first=np.searchsorted(stop_of, np.arange(stops + 1)).astype(np.int32),
        event_time=time[begins],
        is_last=np.diff(stop_of, append=-1) != 0,
    )
