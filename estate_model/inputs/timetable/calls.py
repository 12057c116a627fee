"""Calls of trips at stops, in order, with blank times filled and trips that go back in time left out."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from estate_model.inputs.timetable.clock import BLANK
from estate_model.inputs.timetable.faults import FaultBook
from estate_model.nouns import Booleans, Floats, Integers
from estate_model.nouns.service_day import Whole32


@dataclass(frozen=True, kw_only=True)
class Calls:
    """Calls by trip and sequence: rows of trips and stops, and seconds after the service day's 0:00."""

    trip: Whole32
    stop: Whole32
    sequence: Whole32
    arrival: Whole32
    departure: Whole32
    may_board: Booleans
    may_alight: Booleans

    def __len__(self) -> int:
        """Return the number of calls."""
        return len(self.trip)

    def at(self, rows: Booleans | Integers) -> Calls:
        """Return some of the calls."""
        return Calls(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    @property
    def goes_on(self) -> Booleans:
        """Whether the next call is of the same trip, for each call but the last."""
        return np.asarray(self.trip[1:] == self.trip[:-1])

    def without(self, trips: Whole32) -> Calls:
        """Return the calls of the other trips."""
        return self.at(~np.isin(self.trip, trips)) if len(trips) else self


def in_order(calls: Calls, faults: FaultBook, trip_ids: np.ndarray) -> Calls:
    """Return calls by trip and sequence; trips with two calls of one sequence are left out and counted."""
    trips = len(np.unique(calls.trip))
    key = calls.trip.astype(np.int64) << 32 | calls.sequence
    if (key[1:] < key[:-1]).any():
        order = np.argsort(key, kind="stable")
        calls, key = calls.at(order), key[order]
    twice = np.unique(calls.trip[1:][key[1:] == key[:-1]])
    faults.add("sequence_twice", len(twice), trips, tuple(trip_ids[twice[:3]]))
    return calls.without(twice)


def with_every_time(calls: Calls, xy_metres: Floats, faults: FaultBook) -> Calls:
    """Return calls with blank times filled by distance between the timed calls around.

    Of a call with one time, arriving and leaving are the same; blank ones without a timed call on both sides
    are left out. ``xy_metres`` are the places of stops.
    """
    arrival = np.where(calls.arrival == BLANK, calls.departure, calls.arrival)
    departure = np.where(calls.departure == BLANK, calls.arrival, calls.departure)
    blank = np.flatnonzero(arrival == BLANK)
    if not len(blank):
        return replace(calls, arrival=arrival, departure=departure)
    rows = np.arange(len(calls))
    before = np.maximum.accumulate(np.where(arrival == BLANK, -1, rows))[blank]
    after = np.minimum.accumulate(np.where(arrival == BLANK, len(rows), rows)[::-1])[::-1][blank]
    between = (before >= 0) & (after < len(rows))
    before, after = np.maximum(before, 0), np.minimum(after, len(rows) - 1)
    between &= (calls.trip[before] == calls.trip[blank]) & (calls.trip[after] == calls.trip[blank])
    faults.add("time_blank", int(between.sum()), len(calls))
    faults.add("time_blank_at_end", int((~between).sum()), len(calls))
    steps = np.hypot(*np.diff(xy_metres[calls.stop], axis=0, prepend=xy_metres[calls.stop[:1]]).T)
    along = np.cumsum(steps)
    whole = along[after] - along[before]
    by_number = (blank - before) / np.maximum(after - before, 1)
    share = np.where(whole > 0, (along[blank] - along[before]) / np.where(whole > 0, whole, 1), by_number)
    taken = (arrival[after] - departure[before]) * share
    arrival[blank] = departure[blank] = (departure[before] + np.rint(taken)).astype(np.int32)
    keep = np.ones(len(calls), dtype=np.bool_)
    keep[blank[~between]] = False
    return replace(calls, arrival=arrival, departure=departure).at(keep)


def forward_in_time(calls: Calls, faults: FaultBook, trip_ids: np.ndarray) -> Calls:
    """Return calls without trips that arrive before they left the stop before, or leave before arriving."""
    back = np.zeros(len(calls), dtype=np.bool_)
    back[1:] = calls.goes_on & (calls.arrival[1:] < calls.departure[:-1])
    back |= calls.departure < calls.arrival
    wrong = np.unique(calls.trip[back])
    faults.add("time_backwards", len(wrong), len(np.unique(calls.trip)), tuple(trip_ids[wrong[:3]]))
    return calls.without(wrong)
