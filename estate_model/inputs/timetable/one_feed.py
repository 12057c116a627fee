"""One feed read: what runs near an area on some dates, with every fault counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from estate_model.inputs.timetable.calendar import Calendar, read_calendar
from estate_model.inputs.timetable.calls import forward_in_time, in_order, with_every_time
from estate_model.inputs.timetable.faults import FaultBook
from estate_model.inputs.timetable.feed_files import FeedFiles
from estate_model.inputs.timetable.feed_tables import read_frame
from estate_model.inputs.timetable.frequencies import Headways, departures, read_headways
from estate_model.inputs.timetable.hops import Stretches, stretches
from estate_model.inputs.timetable.route_kinds import KINDS, NOT_MODELLED, NOT_PUBLIC, UNKNOWN, kinds_of
from estate_model.inputs.timetable.stop_places import Nearby, StopPlaces, read_stops
from estate_model.inputs.timetable.stop_times import read_calls
from estate_model.nouns import Booleans, Integers
from estate_model.nouns.service_day import Whole16, Whole32


@dataclass(frozen=True, kw_only=True)
class Trips:
    """The trips of a feed: its service (a row of the calendar), kind of vehicle (of ``KINDS``) and route.

    ``service`` is -1 where no calendar has it; ``kind`` -1 where the trip is left out.
    """

    ids: pd.Index
    service: Whole32
    kind: Whole16
    route: Whole32
    route_names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FeedBegun:
    """What is known of a feed before its calls are read: its trips, and when they run."""

    files: FeedFiles
    trips: Trips
    calendar: Calendar
    headways: Headways
    faults: FaultBook

    def weights(self, among: Booleans | None = None) -> Integers:
        """Return how many trips each service runs on a day, of all its trips or of some."""
        each = np.ones(len(self.trips.ids), dtype=np.int64)
        shown_only = self.headways.templates(len(each))
        each[shown_only] = np.bincount(self.headways.trip, minlength=len(each))[shown_only]
        each[(self.trips.kind < 0) | (self.trips.service < 0)] = 0
        if among is not None:
            each[~among] = 0
        known = self.trips.service >= 0
        return np.bincount(
            self.trips.service[known], weights=each[known], minlength=len(self.calendar.ids)
        ).astype(np.int64)

    def trips_on(self, dates: Sequence[dt.date], among: Booleans | None = None) -> Integers:
        """Return how many trips run on each date."""
        return np.asarray(self.weights(among) @ self.calendar.running(dates).astype(np.int64))

    def running(self, dates: Sequence[dt.date]) -> Booleans:
        """Return which trip runs on which date, shape (trips, dates)."""
        services = self.calendar.running(dates)
        services = np.vstack([services, np.zeros((1, len(dates)), dtype=np.bool_)])  # for service -1
        return np.asarray(services[self.trips.service] & (self.trips.kind >= 0)[:, None])


@dataclass(frozen=True, kw_only=True)
class FeedRuns:
    """What of a feed is of use: stretches of calls, and each run of one.

    Run ``i`` is of a ``stretch`` and leaves its first stop at ``start``, in seconds after the service day's
    0:00. ``dates`` has a bit for each of ``on`` it runs on; ``kind`` and ``route`` are its own. ``local``
    says which trips call twice near the area.
    """

    stops: StopPlaces
    on: tuple[dt.date, ...]
    stretches: Stretches
    stretch: Integers
    start: Whole32
    dates: Integers
    kind: Whole16
    route: Whole32
    local: Booleans


def begin_feed(files: FeedFiles) -> FeedBegun:
    """Return a feed's trips and calendar.

    Raise AreaError when more than 1% of anything in them is wrong: said here, before a day without trips is.
    """
    faults = FaultBook(files.name)
    calendar = read_calendar(files, faults)
    trips = _trips(files, calendar, faults)
    headways = read_headways(files, trips.ids, faults)
    faults.refuse()
    return FeedBegun(files=files, trips=trips, calendar=calendar, headways=headways, faults=faults)


def _trips(files: FeedFiles, calendar: Calendar, faults: FaultBook) -> Trips:
    columns = ("route_short_name", "route_long_name", "route_desc")
    routes = read_frame(files, "routes.txt", ("route_id", "route_type"), columns)
    again = routes["route_id"].duplicated()
    faults.add("route_twice", int(again.sum()), len(routes), tuple(routes["route_id"][again][:3]))
    routes = routes[~again].reset_index(drop=True)
    table = read_frame(files, "trips.txt", ("route_id", "service_id", "trip_id"))
    twice, of = table["trip_id"].duplicated(), len(table)
    faults.add("trip_twice", int(twice.sum()), of, tuple(table["trip_id"][twice][:3]))
    table = table[~twice]
    route = pd.Index(routes["route_id"]).get_indexer(table["route_id"])
    faults.add("route_unknown", int((route < 0).sum()), of, tuple(table["route_id"][route < 0][:3]))
    service = pd.Index(calendar.ids, dtype=object).get_indexer(table["service_id"])
    faults.add("service_unknown", int((service < 0).sum()), of, tuple(table["service_id"][service < 0][:3]))
    never = np.append(~calendar.ever(), False)[service]
    faults.add("trip_never_runs", int(never.sum()), of)
    names = routes["route_short_name"].where(routes["route_short_name"] != "", routes["route_long_name"])
    return Trips(
        ids=pd.Index(table["trip_id"], dtype=object),
        service=service.astype(np.int32),
        kind=_kinds(routes, route, faults),
        route=route.astype(np.int32),
        route_names=tuple(names.where(names != "", routes["route_id"])),
    )


def _kinds(routes: pd.DataFrame, route: Integers, faults: FaultBook) -> Whole16:
    """Return the kind of vehicle of each trip; trips of other kinds are left out and counted."""
    kinds, miscoded = kinds_of(routes)
    of_trip = np.append(kinds.to_numpy(dtype=object), "")[route]
    for fault, kind in (
        ("route_not_public", NOT_PUBLIC),
        ("route_not_by_timetable", NOT_MODELLED),
        ("route_type_unknown", UNKNOWN),
    ):
        examples = tuple(routes["route_type"][kinds == kind][:3])
        faults.add(fault, int((of_trip == kind).sum()), len(route), examples)
    buses = np.append(miscoded.to_numpy(dtype=bool), False)[route]
    faults.add("bus_called_cable_car", int(buses.sum()), len(route))
    return np.asarray(pd.Index(KINDS).get_indexer(of_trip), dtype=np.int16)


def read_runs(begun: FeedBegun, dates: Sequence[dt.date], around: Nearby) -> FeedRuns:
    """Return what runs near the area on some dates.

    Raise AreaError when more than 1% of anything in the feed is wrong, or no stop is near the area.
    """
    faults, trips = begun.faults, begun.trips
    stops = read_stops(begun.files, around, faults)
    running = begun.running(dates)
    found = read_calls(begun.files, trips.ids, np.asarray(running.any(axis=1)), stops, faults)
    local, names = found.local, np.asarray(trips.ids)
    calls = in_order(found.calls, faults, names)
    del found
    calls = with_every_time(calls, stops.xy_metres, faults)
    calls = forward_in_time(calls, faults, names)
    zero = np.zeros(len(trips.ids), dtype=np.int32)
    begins = np.append(True, ~calls.goes_on) if len(calls) else np.zeros(0, dtype=np.bool_)
    zero[calls.trip[begins]] = calls.departure[begins]
    pieces = stretches(calls, stops.near, stops.xy_metres, faults)
    faults.refuse()
    first = pieces.begin[:-1]
    trip = pieces.calls.trip[first]
    stretch, start = departures(trip, pieces.calls.departure[first], zero, begun.headways)
    bits = running.astype(np.int64) @ (np.int64(1) << np.arange(len(dates), dtype=np.int64))
    return FeedRuns(
        stops=stops,
        on=tuple(dates),
        stretches=pieces,
        stretch=stretch,
        start=start,
        dates=bits[trip[stretch]],
        kind=trips.kind[trip[stretch]],
        route=trips.route[trip[stretch]],
        local=local,
    )
