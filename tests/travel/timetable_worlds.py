"""Tiny timetables written down trip by trip, and journeys found by trying everything there is."""

from __future__ import annotations

import datetime as dt

import numpy as np

from estate_model.nouns.service_day import WEEKDAYS, ServiceDay
from estate_model.nouns.timetable import Feed, Stops, Timetable, Transfers
from estate_model.travel.timetable.ways import walks

NONE = (float("inf"), 0, 0, 0)
MAY = (True, True)


def service_day(trips, flags=None):
    """A day of trips, each a list of calls (stop, arrival, departure) in seconds.

    ``flags`` says of a (trip, call) whether one may board there and alight there; else one may.
    """
    flags = flags or {}
    rows = [
        (calls[n][2], calls[n + 1][1], trip, n, calls[n][0], calls[n + 1][0],
         flags.get((trip, n), MAY)[0], flags.get((trip, n + 1), MAY)[1])
        for trip, calls in enumerate(trips) for n in range(len(calls) - 1)
    ]  # fmt: skip
    columns = list(zip(*sorted(rows), strict=True)) if rows else [()] * 8
    names = ("departure", "arrival", "trip", "sequence", "from_stop", "to_stop", "may_board", "may_alight")
    arrays = {
        name: np.array(column, dtype=bool if name.startswith("may") else np.int32)
        for name, column in zip(names, columns, strict=True)
    }
    return ServiceDay(**arrays, trip_route_type=np.full(len(trips), 3, dtype=np.int16))


def timetable(xy_metres, days, *, change_seconds=60, transfers=()):
    """A timetable of stops at points; ``days`` is one day for the whole week, or one by weekday."""
    ids = tuple(f"S{number}" for number in range(len(xy_metres)))
    given = np.array(transfers, dtype=np.int32).reshape(-1, 3)
    day = dt.date(2026, 3, 2)
    return Timetable(
        stops=Stops(
            ids=ids, names=ids,
            easting=np.array([x for x, _ in xy_metres], dtype=float),
            northing=np.array([y for _, y in xy_metres], dtype=float),
            change_seconds=np.full(len(ids), 0, dtype=np.int32) + np.int32(change_seconds),
        ),
        transfers=Transfers(from_stop=given[:, 0], to_stop=given[:, 1], seconds=given[:, 2]),
        days={name: days[name] if isinstance(days, dict) else days for name in WEEKDAYS},
        chosen={name: day + dt.timedelta(days=number) for number, name in enumerate(WEEKDAYS)},
        modes={"bus": 1},
        feeds=(Feed(name="town", sha256="0" * 64, version="1", first_day=day, last_day=dt.date(2026, 12, 31)),),
        faults=(),
        night_routes=(),
    )  # fmt: skip


def walks_of(table, points):
    """Walks from a list of (point, to, seconds)."""
    rows = np.array(table, dtype=np.int64).reshape(-1, 3)
    return walks(rows[:, 0], rows[:, 1], rows[:, 2], points)


def best_from(stop, time, world, counter, *, used=frozenset()):
    """Return (arrival, rides, walked, aboard) of the best journey that begins with a ride from a stop.

    Every trip is boarded wherever one may, if not for the second time, alighted from wherever one may, and left for the
    counter or for every stop that can be changed to: nothing is left out and nothing is remembered.
    """
    trips, flags, changing, egress = world
    best = NONE
    for trip, calls in enumerate(trips):
        for on, (boarded, _, departs) in enumerate(calls[:-1]):
            may_board = flags.get((trip, on), MAY)[0] and (trip, on) not in used
            if boarded != stop or departs < time or not may_board:
                continue
            for off in range(on + 1, len(calls)):
                at, arrives, _ = calls[off]
                if not flags.get((trip, off), MAY)[1]:
                    continue
                ridden = arrives - departs
                for start, end, seconds in egress:
                    if (start, end) == (at, counter):
                        best = min(best, (arrives + seconds, 1, seconds, ridden))
                for start, end, needed, walked in changing:
                    if start == at:
                        onward = best_from(end, arrives + needed, world, counter, used=used | {(trip, on)})
                        arrival, rides, foot, aboard = onward
                        found = (arrival, rides + 1, foot + walked, aboard + ridden)
                        best = min(best, found if onward != NONE else NONE)
    return best
