"""The noun ``ServiceDay``: the connections of one civil day by a timetable; and days made when asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from estate_model.nouns.arrays import Booleans

Whole32 = npt.NDArray[np.int32]
Whole16 = npt.NDArray[np.int16]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_HOURS = 34  # a day's connections depart from 0:00 to before 34:00: the day and the next morning


@dataclass(frozen=True, kw_only=True)
class ServiceDay:
    """The connections of one civil day: one vehicle going from one stop to the next, without a halt between.

    ``departure`` and ``arrival`` are seconds after the day's 0:00, in local time. Trips begun the day before
    stand with what is left of them; the next day's first ten hours stand from 24:00 on. Sorted by departure,
    arrival, trip and sequence. ``from_stop`` and ``to_stop`` are rows of the timetable's stops. ``trip`` is
    one run of a vehicle, 0 to trips - 1; who sits in it at a connection's end may sit on for its next one, in
    the order of ``sequence``. ``may_board`` says whether one may get on at ``from_stop``, and ``may_alight``
    off at ``to_stop``. ``trip_route_type`` is the basic GTFS type of each trip, 0 to 12.
    """

    departure: Whole32
    arrival: Whole32
    from_stop: Whole32
    to_stop: Whole32
    trip: Whole32
    sequence: Whole32
    may_board: Booleans
    may_alight: Booleans
    trip_route_type: Whole16

    def __post_init__(self) -> None:
        """Check lengths, hours, order, and that no trip goes back in time."""
        columns = (self.arrival, self.from_stop, self.to_stop, self.trip, self.sequence)
        if any(len(column) != len(self) for column in (*columns, self.may_board, self.may_alight)):
            raise ValueError("a service day's columns differ in length")
        if not len(self):
            return
        if self.departure.min() < 0 or self.departure.max() >= LONGEST_HOURS * 3600:
            raise ValueError(f"departures must be from 0:00 to before {LONGEST_HOURS}:00")
        if (self.arrival < self.departure).any():
            raise ValueError("a connection arrives before it departs")
        if self.trip.min() < 0 or self.trip.max() >= len(self.trip_route_type):
            raise ValueError("a connection's trip is not among the trips")
        if not _sorted(self.departure, self.arrival, self.trip, self.sequence):
            raise ValueError("connections must stand by departure, arrival, trip and sequence")
        along = (
            np.sort(self.trip.astype(np.int64) << 32 | np.arange(len(self))) & 0xFFFFFFFF
        )  # by trip, as sorted
        trip, sequence = self.trip[along], self.sequence[along]
        same = trip[1:] == trip[:-1]
        if (same & (sequence[1:] <= sequence[:-1])).any():
            raise ValueError("a trip's connections do not follow one another by sequence")
        if (same & (self.departure[along][1:] < self.arrival[along][:-1])).any():
            raise ValueError("a trip departs before it arrived")

    def __len__(self) -> int:
        """Return the number of connections."""
        return len(self.departure)


class DaysToMake(Mapping[str, ServiceDay]):
    """Days by weekday that are made when they are asked for, and not held for ever."""

    @abstractmethod
    def first_alike(self, weekday: str) -> str:
        """Return the first weekday with the same connections."""


def _sorted(*keys: Whole32) -> bool:
    """Whether rows stand in ascending order of the first key, then of the second, and so on."""
    tied = np.ones(max(len(keys[0]) - 1, 0), dtype=bool)
    for key in keys:
        if (tied & (key[1:] < key[:-1])).any():
            return False
        tied &= key[1:] == key[:-1]
    return True
