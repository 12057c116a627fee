"""GTFS feeds to an area's ``Timetable``."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from estate_model.inputs.timetable.changes import (
    change_seconds,
    merge_transfers,
    read_transfers,
    transfers_between,
)
from estate_model.inputs.timetable.dates import info_of, publisher_of
from estate_model.inputs.timetable.merging import MergedStops, merge_runs, merge_stops
from estate_model.inputs.timetable.read_feeds import FeedsRead, Say, read_feeds
from estate_model.inputs.timetable.told import counts_of, night_routes, notes_of, trips_around
from estate_model.inputs.timetable.week import Days, Week
from estate_model.nouns.area import Area
from estate_model.nouns.timetable import Feed, Stops, Timetable, Transfers


def build_timetable(paths: Sequence[Path], area: Area, day: dt.date | None, say: Say = print) -> Timetable:
    """Return the timetable that GTFS feeds give an area in the week of a day.

    Parameters
    ----------
    paths
        GTFS zips or folders, in any order.
    area
        Whose people and counters say which stops are kept: those within 5 km of one.
    day
        The reference day; None = the most usual Wednesday.
    say
        Is told what is being done.

    Raises
    ------
    AreaError
        When a file is no GTFS feed, has no service on the day, or more than 1% of it is wrong.

    """
    read = read_feeds(paths, area, day, say)
    books = [feed.faults for feed in read.feeds]
    merged = merge_stops(read.runs)
    week = merge_runs(read.runs, merged, books)
    stops, transfers = _changes(read, merged, week)
    for book in books:
        book.refuse()
    counts = counts_of(read, week)
    return Timetable(
        stops=stops,
        transfers=transfers,
        days=Days(week, read.chosen, stops=len(stops)),
        chosen=read.chosen,
        modes={count.kind: count.trips for count in counts},
        feeds=_feeds(read),
        faults=tuple(row for book in books for row in book.rows.values()),
        night_routes=night_routes(read),
        reference_day=read.day,
        counts=counts,
        around=trips_around(read),
        notes=notes_of(read, counts),
        sha256=_content(stops, transfers, week),
        crs=area.crs,
    )


def _changes(read: FeedsRead, merged: MergedStops, week: Week) -> tuple[Stops, Transfers]:
    """Return the stops with their time to change, and the changes between them."""
    parts = zip(read.feeds, read.runs, strict=True)
    changes = merge_transfers(
        [read_transfers(feed.files, part.stops, feed.faults) for feed, part in parts], merged
    )
    stops = Stops(
        ids=merged.ids,
        names=merged.names,
        easting=merged.xy_metres[:, 0].copy(),
        northing=merged.xy_metres[:, 1].copy(),
        change_seconds=change_seconds(changes, week, len(merged.ids)),
    )
    return stops, transfers_between(changes)


def _feeds(read: FeedsRead) -> tuple[Feed, ...]:
    return tuple(
        Feed(
            name=feed.files.name,
            sha256=feed.files.sha256,
            version=info_of(feed).get("feed_version", ""),
            first_day=span.first,
            last_day=span.last,
            publisher=publisher_of(feed),
        )
        for feed, span in zip(read.feeds, read.spans, strict=True)
    )


def _content(stops: Stops, transfers: Transfers, week: Week) -> str:
    """Return a checksum of what runs where, the same for the same content."""
    digest = hashlib.sha256("\n".join((*stops.ids, *map(str, week.on))).encode())
    journeys = week.journeys
    for column in (
        *(stops.easting, stops.northing, stops.change_seconds),
        *(transfers.from_stop, transfers.to_stop, transfers.seconds),
        *(journeys.begin, journeys.stop, journeys.arrival, journeys.departure),
        *(journeys.may_board, journeys.may_alight),
        *(week.journey, week.start, week.dates, week.kind),
    ):
        digest.update(column.tobytes())
    return digest.hexdigest()
