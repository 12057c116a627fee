"""Trips that stand for many: frequencies.txt, expanded into the trips it means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from estate_model.errors import AreaError, first_faults, shown
from estate_model.inputs.timetable.clock import seconds_of
from estate_model.inputs.timetable.faults import FaultBook
from estate_model.inputs.timetable.feed_files import FeedFiles
from estate_model.inputs.timetable.feed_tables import read_frame
from estate_model.nouns import Booleans, Integers
from estate_model.nouns.service_day import Whole32

FILE = "frequencies.txt"
LEAST_HEADWAY, MOST_HEADWAY = 20, 86_400
EXACT = "1"


@dataclass(frozen=True)
class Headways:
    """Departures of frequencies.txt: ``trip``, a row, leaves its first stop at ``start`` (seconds)."""

    trip: Whole32
    start: Whole32

    def templates(self, trips: int) -> Booleans:
        """Return which trips only show the times between stops, and do not run at their own time."""
        shown_only = np.zeros(trips, dtype=np.bool_)
        shown_only[self.trip] = True
        return shown_only


def read_headways(feed: FeedFiles, trip_ids: pd.Index, faults: FaultBook) -> Headways:
    """Return the departures that a feed gives by headway, none where it has no such table.

    Those that are not exact are spaced evenly from the start, as exact ones are: a rider who knows no
    timetable waits half a headway on average either way.

    Raise AreaError when a row names no trip of the feed, or its times or headway cannot be.
    """
    none = np.zeros(0, dtype=np.int32)
    if FILE not in feed.members:
        return Headways(none, none)
    columns = ("trip_id", "start_time", "end_time", "headway_secs")
    table = read_frame(feed, FILE, columns, ("exact_times",))
    trips = trip_ids.get_indexer(table["trip_id"])
    wrong, made = [], []
    exact = 0
    for number, row in enumerate(table.itertuples(index=False)):
        start, end, headway = seconds_of(row.start_time), seconds_of(row.end_time), _seconds(row.headway_secs)
        if trips[number] < 0 or not (0 <= start < end) or not LEAST_HEADWAY <= headway <= MOST_HEADWAY:
            told = ", ".join(f"{key} '{shown(value)}'" for key, value in row._asdict().items() if value)
            wrong.append(f"{feed.where(FILE)}:{number + 2}: {told}")
            continue
        times = np.arange(start, end, headway, dtype=np.int32)
        made.append((np.full(len(times), trips[number], dtype=np.int32), times))
        exact += len(times) if row.exact_times == EXACT else 0
    if wrong:
        allowed = f"a start before its end and a headway of {LEAST_HEADWAY} to {MOST_HEADWAY:,} s"
        words = f"{feed.where(FILE)}: a row must have a trip of trips.txt, {allowed}"
        raise AreaError("\n".join([*first_faults(wrong), words]))
    trip, leaves = (np.concatenate([none, *(part[at] for part in made)]) for at in (0, 1))
    faults.add("trip_by_headway", len(trip), len(trip))
    faults.add("headway_not_exact", len(trip) - exact, len(trip))
    return Headways(trip, leaves)


def _seconds(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0  # noqa: PLR2004


def departures(trip: Whole32, first: Whole32, zero: Whole32, headways: Headways) -> tuple[Integers, Whole32]:
    """Return the runs of stretches: the stretch of each, and when it leaves the stretch's first stop.

    ``trip`` is each stretch's trip and ``first`` its first departure; ``zero``, by trip, is the departure
    from the whole trip's first stop.
    """
    once = ~headways.templates(len(zero))[trip]
    rows = np.flatnonzero(once)
    order = np.argsort(headways.trip, kind="stable")
    by_trip, starts = headways.trip[order], headways.start[order]
    begin, end = (np.searchsorted(by_trip, trip, side=side) for side in ("left", "right"))
    count = np.where(once, 0, end - begin)
    repeated = np.repeat(np.arange(len(trip)), count)
    within = np.arange(len(repeated)) - np.repeat(np.cumsum(count) - count, count)
    moved = starts[begin[repeated] + within] + first[repeated] - zero[trip[repeated]]
    return np.concatenate([rows, repeated]), np.concatenate([first[rows], moved]).astype(np.int32)
