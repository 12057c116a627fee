"""Times to change: within a stop and between stops, as transfers.txt gives them or by kind of vehicle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from estate_model.inputs.timetable.faults import FaultBook
from estate_model.inputs.timetable.feed_files import FeedFiles
from estate_model.inputs.timetable.feed_tables import read_frame
from estate_model.inputs.timetable.merging import MergedStops
from estate_model.inputs.timetable.route_kinds import KINDS
from estate_model.inputs.timetable.stop_places import StopPlaces
from estate_model.inputs.timetable.week import Week
from estate_model.nouns.service_day import Whole32
from estate_model.nouns.timetable import FORBIDDEN, Transfers

FILE = "transfers.txt"
SIMPLE = {"", "0", "1", "2", "3"}
WITH_TIME, NEVER = "2", "3"
OF_ONE = ("from_route_id", "to_route_id", "from_trip_id", "to_trip_id")
CHANGE_SECONDS: Mapping[str, int] = {
    "tram": 60,
    "tube": 180,
    "rail": 300,
    "bus": 60,
    "coach": 60,
    "ferry": 180,
    "cable car": 180,
    "funicular": 180,
}
"""Assumed where a feed gives no time: a minute at a stop in the street, 3 to 5 in a station."""


def read_transfers(feed: FeedFiles, stops: StopPlaces, faults: FaultBook) -> pd.DataFrame:
    """Return a feed's changes with a time, or forbidden: ``from``, ``to`` (rows of its stops), ``seconds``.

    A change from or to a station holds for each of its stops.
    """
    none = pd.DataFrame({"from": [], "to": [], "seconds": []}, dtype=np.int64)
    if FILE not in feed.members:
        return none
    table = read_frame(
        feed, FILE, ("from_stop_id", "to_stop_id"), ("transfer_type", "min_transfer_time", *OF_ONE)
    )
    of_one = (table[list(OF_ONE)] != "").any(axis=1) | ~table["transfer_type"].isin(SIMPLE)
    faults.add("transfer_of_a_route", int(of_one.sum()), len(table))
    seconds = pd.to_numeric(table["min_transfer_time"], errors="coerce")
    timed, never = table["transfer_type"] == WITH_TIME, table["transfer_type"] == NEVER
    known = table["from_stop_id"].isin(stops.ids) & table["to_stop_id"].isin(stops.ids)
    bad = ~of_one & (~known | (timed & ~seconds.between(0, 86_400)))
    faults.add("transfer_unreadable", int(bad.sum()), len(table), tuple(table["from_stop_id"][bad][:3]))
    good = table[~of_one & ~bad & (timed | never)]
    seconds = seconds.where(~never, FORBIDDEN)[good.index]
    inside = _inside(stops)
    rows = [
        (start, end, int(second))
        for source, target, second in zip(good["from_stop_id"], good["to_stop_id"], seconds, strict=True)
        for start in inside.get(source, [])
        for end in inside.get(target, [])
    ]
    return pd.DataFrame(rows, columns=["from", "to", "seconds"], dtype=np.int64) if rows else none


def _inside(stops: StopPlaces) -> dict[str, list[int]]:
    """Return the rows of each stop, and of the stops of each station."""
    inside: dict[str, list[int]] = {}
    for row, (stop, parent) in enumerate(zip(stops.ids, stops.parents, strict=True)):
        inside.setdefault(stop, []).append(row)
        if parent:
            inside.setdefault(parent, []).append(row)
    return inside


def merge_transfers(tables: Sequence[pd.DataFrame], stops: MergedStops) -> pd.DataFrame:
    """Return the changes of all feeds in merged stops: of two for one pair forbidden, else the longer."""
    parts = []
    for table, rows in zip(tables, stops.rows, strict=True):
        start, end = (rows[table[name].to_numpy(dtype=np.int64)] for name in ("from", "to"))
        parts.append(pd.DataFrame({"from": start, "to": end, "seconds": table["seconds"].to_numpy()}))
    table = pd.concat(parts, ignore_index=True)
    table = table[(table["from"] >= 0) & (table["to"] >= 0)]
    table["rank"] = table["seconds"].where(table["seconds"] != FORBIDDEN, np.iinfo(np.int32).max)
    table = table.sort_values(["from", "to", "rank"], ignore_index=True)
    return table.drop_duplicates(["from", "to"], keep="last", ignore_index=True)


def transfers_between(table: pd.DataFrame) -> Transfers:
    """Return the changes between different stops."""
    between = table[table["from"] != table["to"]]
    start, end, seconds = (between[name].to_numpy(dtype=np.int32) for name in ("from", "to", "seconds"))
    return Transfers(from_stop=start, to_stop=end, seconds=seconds)


def change_seconds(table: pd.DataFrame, week: Week, stops: int) -> Whole32:
    """Return the seconds to change at each stop: as given, else the most of the kinds that call there."""
    seconds = np.zeros(stops, dtype=np.int32)
    journeys = week.journeys
    lengths = np.diff(journeys.begin)
    for kind in np.unique(week.kind):
        of_kind = np.zeros(len(lengths), dtype=np.bool_)
        of_kind[week.journey[week.kind == kind]] = True
        called = np.unique(journeys.stop[np.repeat(of_kind, lengths)])
        seconds[called] = np.maximum(seconds[called], CHANGE_SECONDS[KINDS[kind]])
    given = table[table["from"] == table["to"]]
    seconds[given["from"].to_numpy(dtype=np.int64)] = given["seconds"].to_numpy(dtype=np.int32)
    return seconds
