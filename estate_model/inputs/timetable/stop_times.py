"""Read stop_times.txt: the calls of the trips that are of use, as whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from estate_model.inputs.timetable.calls import Calls
from estate_model.inputs.timetable.clock import UNREADABLE, seconds_column, whole_column
from estate_model.inputs.timetable.faults import FaultBook
from estate_model.inputs.timetable.feed_files import FeedFiles
from estate_model.inputs.timetable.feed_tables import Column, read_columns
from estate_model.inputs.timetable.stop_places import StopPlaces
from estate_model.nouns import Booleans
from estate_model.nouns.service_day import Whole32

FILE = "stop_times.txt"
COLUMNS = ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence")
OPTIONAL = ("pickup_type", "drop_off_type")
NEVER, BY_PHONE = "1", "2"
LEAST_CALLS = 2


@dataclass(frozen=True)
class CallsRead:
    """The calls of the trips wanted, in any order; ``local`` says which trips call twice near the area."""

    calls: Calls
    local: Booleans


def read_calls(
    feed: FeedFiles, trip_ids: pd.Index, wanted: Booleans, stops: StopPlaces, faults: FaultBook
) -> CallsRead:
    """Return the calls of the trips wanted that call at least twice in the area or near it.

    A call that names no trip or no stop with a place, or whose time or number cannot be read, is left out
    and counted.
    """
    columns = read_columns(feed, FILE, COLUMNS, OPTIONAL)
    trip = _rows(columns.pop("trip_id"), trip_ids)
    keep, stop = _resolved(columns.pop("stop_id"), trip, stops, faults)
    local = _local(trip, keep, stops.near[stop], len(trip_ids), faults)
    keep &= (local & wanted)[trip]
    of = int(keep.sum())
    sequence = whole_column(columns["stop_sequence"])
    wrong = keep & (sequence == UNREADABLE)
    faults.add("call_without_number", int(wrong.sum()), of, _some(columns["stop_sequence"], wrong))
    keep &= ~wrong
    arrival, departure = (seconds_column(columns[name]) for name in ("arrival_time", "departure_time"))
    wrong = keep & ((arrival == UNREADABLE) | (departure == UNREADABLE))
    examples = [_some(columns[name], wrong) for name in ("arrival_time", "departure_time")]
    faults.add("time_unreadable", int(wrong.sum()), of, (*examples[0], *examples[1]))
    rows = np.flatnonzero(keep & ~wrong)
    may_board, may_alight = (_allowed(columns.get(name), rows) for name in OPTIONAL)
    faults.add("call_by_phone", _by_phone(columns, rows), of)
    calls = Calls(
        trip=trip[rows],
        stop=stop[rows],
        sequence=sequence[rows],
        arrival=arrival[rows],
        departure=departure[rows],
        may_board=may_board,
        may_alight=may_alight,
    )
    return CallsRead(calls, local)


def _rows(column: Column, ids: pd.Index) -> Whole32:
    """Return the row of each id among ``ids``; -1 where it is not there."""
    found = ids.get_indexer(pd.Index(column.texts, dtype=object)).astype(np.int32)
    return np.asarray(found[column.codes], dtype=np.int32)


def _some(column: Column, rows: Booleans) -> tuple[str, ...]:
    return tuple(column.texts[code] for code in column.codes[np.flatnonzero(rows)[:3]])


def _resolved(named: Column, trip: Whole32, stops: StopPlaces, faults: FaultBook) -> tuple[Booleans, Whole32]:
    """Return which calls name a trip and a stop with a place, and their stops; others are counted."""
    stop, of = _rows(named, stops.ids), len(trip)
    keep = trip >= 0
    faults.add("call_of_unknown_trip", int((~keep).sum()), of)
    unknown = keep & (stop < 0)
    faults.add("call_at_unknown_stop", int(unknown.sum()), of, _some(named, unknown))
    nowhere = keep & ~unknown & ~stops.placed[stop]
    faults.add("call_at_stop_without_place", int(nowhere.sum()), of, tuple(_distinct(named, nowhere)))
    return np.asarray(keep & ~unknown & ~nowhere), stop


def _distinct(column: Column, rows: Booleans) -> Iterator[str]:
    return (column.texts[code] for code in np.unique(column.codes[rows])[:3])


def _local(trip: Whole32, keep: Booleans, near: Booleans, trips: int, faults: FaultBook) -> Booleans:
    """Return which trips call at least twice near the area; those of one call or none are counted."""
    named = np.bincount(trip[trip >= 0], minlength=trips)
    close = np.bincount(trip[keep & near], minlength=trips)
    faults.add("trip_without_calls", int((named == 0).sum()), trips)
    faults.add("trip_of_one_call", int((named == 1).sum()), trips)
    local = np.asarray(close >= LEAST_CALLS)
    faults.add("trip_outside", int(((named >= LEAST_CALLS) & ~local).sum()), trips)
    return local


def _allowed(column: Column | None, rows: npt.NDArray[np.intp]) -> Booleans:
    """Return whether one may get on, or off, at calls."""
    if column is None:
        return np.ones(len(rows), dtype=np.bool_)
    allowed = np.array([text != NEVER for text in column.texts], dtype=np.bool_)
    return np.asarray(allowed[column.codes[rows]])


def _by_phone(columns: dict[str, Column], rows: npt.NDArray[np.intp]) -> int:
    """Return how many calls must be arranged by phone."""
    called = np.zeros(len(rows), dtype=np.bool_)
    for name in OPTIONAL:
        if name in columns:
            asked = np.array([text == BY_PHONE for text in columns[name].texts], dtype=np.bool_)
            called |= asked[columns[name].codes[rows]]
    return int(called.sum())
