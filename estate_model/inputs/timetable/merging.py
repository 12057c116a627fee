"""Feeds put together: stops that are the same made one, journeys named once, runs that stand twice dropped.

Everything is put into an order of its own, so neither the order of feeds nor that of rows in them matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from estate_model.inputs.timetable.faults import FaultBook
from estate_model.inputs.timetable.one_feed import FeedRuns
from estate_model.inputs.timetable.week import Journeys, Week
from estate_model.nouns import Floats, Integers

SAME_METRES = 100.0  # stops of one id in two feeds are one stop if they are no farther apart
Hash = npt.NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True)
class MergedStops:
    """The stops of all feeds that something calls at; ``rows`` has, by feed, each of its stops' row or -1."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    xy_metres: Floats
    rows: tuple[Integers, ...]


def merge_stops(runs: Sequence[FeedRuns]) -> MergedStops:
    """Return the stops called at, by id; ids of stops apart in two feeds get a number."""
    tables = []
    for feed, part in enumerate(runs):
        used = np.unique(part.stretches.calls.stop)
        x, y = np.round(part.stops.xy_metres[used], 2).T
        names = np.array(part.stops.names, dtype=object)[used]
        tables.append(
            pd.DataFrame(
                {"id": part.stops.ids[used], "x": x, "y": y, "name": names, "feed": feed, "row": used}
            )
        )
    table = pd.concat(tables, ignore_index=True).sort_values(["id", "x", "y", "name"], ignore_index=True)
    points = table[["x", "y"]].to_numpy(dtype=np.float64)
    fresh, texts = np.ones(len(table), dtype=np.bool_), table["id"].to_numpy(dtype=object)
    number, first = 1, 0
    for row in (np.flatnonzero(texts[1:] == texts[:-1]) + 1).tolist():  # only ids that stand in several feeds
        if texts[row] != texts[first]:
            number, first = 1, row - 1
        fresh[row] = np.hypot(*(points[row] - points[first])) > SAME_METRES
        if fresh[row]:
            number, first = number + 1, row
            table.loc[row, "id"] = f"{texts[row]} ({number})"
    merged = np.cumsum(fresh) - 1
    rows = [np.full(len(part.stops.ids), -1, dtype=np.int64) for part in runs]
    for feed, found in enumerate(rows):
        here = (table["feed"] == feed).to_numpy()
        found[table["row"].to_numpy()[here]] = merged[here]
    return MergedStops(
        ids=tuple(table["id"][fresh]),
        names=tuple(table["name"][fresh]),
        xy_metres=points[fresh],
        rows=tuple(rows),
    )


def merge_runs(runs: Sequence[FeedRuns], stops: MergedStops, books: Sequence[FaultBook]) -> Week:
    """Return the week of all feeds; runs that stand there twice on a day are counted and taken once."""
    parts = [_journeys(part, rows) for part, rows in zip(runs, stops.rows, strict=True)]
    begin = np.concatenate([[0], np.cumsum(np.concatenate([np.diff(part.begin) for part in parts]))])
    every = Journeys(
        begin=begin.astype(np.int64),
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in ("stop", "arrival", "departure", "may_board", "may_alight")
        },
    )
    hashes = _hashes(every)
    _, chosen, journey = np.unique(hashes, return_index=True, return_inverse=True)
    order = np.lexsort((hashes[chosen], every.stop[every.begin[chosen]]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    distinct = _some_of(every, chosen[order])
    offsets = np.concatenate([[0], np.cumsum([len(part.begin) - 1 for part in parts])])
    table = pd.DataFrame(
        {
            "journey": np.concatenate(
                [place[journey[part.stretch + offsets[feed]]] for feed, part in enumerate(runs)]
            ),
            "start": np.concatenate([part.start for part in runs]),
            "kind": np.concatenate([part.kind for part in runs]),
            "dates": np.concatenate([part.dates for part in runs]),
            "feed": np.repeat(np.arange(len(runs)), [len(part.start) for part in runs]),
        }
    )
    table = _each_once(table, len(runs[0].on), books)
    return Week(
        journeys=distinct,
        journey=table["journey"].to_numpy(dtype=np.int32),
        start=table["start"].to_numpy(dtype=np.int32),
        dates=table["dates"].to_numpy(dtype=np.int64),
        kind=table["kind"].to_numpy(dtype=np.int16),
        on=runs[0].on,
    )


def _journeys(part: FeedRuns, rows: Integers) -> Journeys:
    """Return a feed's stretches as journeys: in merged stops, with times after the first departure."""
    calls, begin = part.stretches.calls, part.stretches.begin
    first, last = begin[:-1], begin[1:] - 1
    zero = np.repeat(calls.departure[first], np.diff(begin))
    arrival, departure = calls.arrival - zero, calls.departure - zero
    may_board, may_alight = calls.may_board.copy(), calls.may_alight.copy()
    arrival[first] = 0
    departure[last] = arrival[last]  # nobody sees when it leaves its last stop
    may_board[last] = may_alight[first] = False
    return Journeys(
        begin=begin,
        stop=rows[calls.stop].astype(np.int32),
        arrival=arrival,
        departure=departure,
        may_board=may_board,
        may_alight=may_alight,
    )


def _some_of(journeys: Journeys, chosen: Integers) -> Journeys:
    lengths = np.diff(journeys.begin)[chosen]
    begin = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    calls = np.arange(begin[-1]) + np.repeat(journeys.begin[chosen] - begin[:-1], lengths)
    names = ("stop", "arrival", "departure", "may_board", "may_alight")
    return Journeys(begin=begin, **{name: getattr(journeys, name)[calls] for name in names})


def _hashes(journeys: Journeys) -> Hash:
    """Return 64 bits a journey that stand for its stops, times and where one may get on and off, in order."""
    calls = len(journeys.stop)
    position = np.arange(calls, dtype=np.int64) - np.repeat(journeys.begin[:-1], np.diff(journeys.begin))
    mixed = _mixed(position.astype(np.uint64) + np.uint64(1))
    for column in (journeys.stop, journeys.arrival, journeys.departure):
        mixed = _mixed(mixed ^ column.astype(np.uint64))
    flags = journeys.may_board.astype(np.uint64) << np.uint64(1) | journeys.may_alight
    mixed = _mixed(mixed ^ flags)
    return np.asarray(np.add.reduceat(mixed, journeys.begin[:-1])) if calls else mixed


def _mixed(value: Hash) -> Hash:
    """Return numbers well mixed: the last step of SplitMix64 (Steele, Lea and Flood 2014)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def _each_once(table: pd.DataFrame, dates: int, books: Sequence[FaultBook]) -> pd.DataFrame:
    """Return runs of the same journey, start and kind as one that runs on the dates of all.

    A run that has a date in common with an earlier one is counted as a duplicate, in its own feed's book.
    """
    keys = ["journey", "start", "kind"]
    table = table.sort_values([*keys, "dates", "feed"], ignore_index=True)
    again = table.duplicated(keys).to_numpy()
    group = np.cumsum(~again) - 1
    bits = table["dates"].to_numpy(dtype=np.int64)
    duplicate = np.zeros(len(table), dtype=np.bool_)
    for bit in range(dates):
        on = np.flatnonzero(bits >> bit & 1)
        duplicate[on[1:][group[on[1:]] == group[on[:-1]]]] = True
    for feed, book in enumerate(books):
        here = (table["feed"] == feed).to_numpy()
        book.add("trip_duplicate", int((duplicate & here).sum()), int(here.sum()))
    first = np.flatnonzero(~again)
    together = np.bitwise_or.reduceat(bits, first) if len(first) else bits
    return table.iloc[first].assign(dates=together)
