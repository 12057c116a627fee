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
SECOND_BITS = 20


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
    departure = day.departure[within] - moment_seconds
    key = (day.from_stop[within].astype(np.int64) << SECOND_BITS) | departure
    may_board = day.may_board[within]
    distinct = np.unique(key[may_board])
    stop_of: Integers = distinct >> SECOND_BITS
    event = np.searchsorted(distinct, key)
    return Window(
        departures=departures,
        departure=departure.astype(np.int32),
        arrival=(day.arrival[within] - moment_seconds).astype(np.int32),
        to_stop=day.to_stop[within],
        trip=np.unique(day.trip[within], return_inverse=True)[1].astype(np.int32),
        event=np.where(may_board, event, -1).astype(np.int32),
        may_alight=day.may_alight[within],
        event_first=np.searchsorted(stop_of, np.arange(stops + 1)).astype(np.int32),
        event_time=(distinct & ((1 << SECOND_BITS) - 1)).astype(np.int32),
        is_last=np.diff(stop_of, append=-1) != 0,
    )
