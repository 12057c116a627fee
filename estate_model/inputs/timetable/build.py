"""GTFS feeds to an area's ``Timetable``."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from estate_model.errors import AreaError
from estate_model.inputs.timetable import dates as days
from estate_model.inputs.timetable.changes import (
    change_seconds,
    merge_transfers,
    read_transfers,
    transfers_between,
)
from estate_model.inputs.timetable.feed_files import find_feed
from estate_model.inputs.timetable.merging import merge_runs, merge_stops
from estate_model.inputs.timetable.one_feed import FeedBegun, FeedRuns, begin_feed, read_runs
from estate_model.inputs.timetable.route_kinds import KINDS
from estate_model.inputs.timetable.stop_places import nearby
from estate_model.inputs.timetable.week import DAY_SECONDS, FROM_DAYS, Days, Week
from estate_model.nouns import Integers
from estate_model.nouns.area import Area
from estate_model.nouns.timetable import Feed, ModeCount, Stops, Timetable, kinds_in_words
from estate_model.units import SECONDS_PER_HOUR

NIGHT_HOURS = (2, 4)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Chosen:
    """The reference day, the date of each weekday, and every date whose trips one of them sees."""

    day: dt.date
    by_weekday: Mapping[str, dt.date]

    @property
    def dates(self) -> list[dt.date]:
        """The dates to read, rising."""
        offsets = [dt.timedelta(days=number) for number in FROM_DAYS]
        return sorted({date + offset for date in self.by_weekday.values() for offset in offsets})


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
    feeds = _begun(paths, say)
    spans = [days.span_of(feed) for feed in feeds]
    day = days.reference_day(feeds, spans, day)
    chosen = Chosen(day, days.week_around(day, spans))
    around = nearby(area)
    runs = []
    for feed in feeds:
        say(f"{feed.files.name}: reading what runs near {area.name} in the week of {day}")
        runs.append(read_runs(feed, chosen.dates, around))
    if not any(len(part.stretch) for part in runs):
        raise AreaError(
            f"{', '.join(feed.files.name for feed in feeds)}: nothing runs in {area.name} in the week of {day}"
        )
    stops = merge_stops(runs)
    books = [feed.faults for feed in feeds]
    week = merge_runs(runs, stops, chosen.dates, books)
    changes = merge_transfers(
        [read_transfers(feed.files, part.stops, feed.faults) for feed, part in zip(feeds, runs, strict=True)],
        stops,
    )
    for book in books:
        book.refuse()
    counts = _counts(feeds, runs, week, day)
    return Timetable(
        stops=Stops(
            ids=stops.ids,
            names=stops.names,
            easting=stops.xy_metres[:, 0].copy(),
            northing=stops.xy_metres[:, 1].copy(),
            change_seconds=change_seconds(changes, week, len(stops.ids)),
        ),
        transfers=transfers_between(changes),
        days=Days(week, chosen.by_weekday),
        chosen=chosen.by_weekday,
        modes={count.kind: count.trips for count in counts},
        feeds=tuple(_feed(feed, span) for feed, span in zip(feeds, spans, strict=True)),
        faults=tuple(row for book in books for row in book.rows.values()),
        night_routes=_night_routes(feeds, runs),
        reference_day=day,
        counts=counts,
        notes=_notes(feeds, runs, spans, chosen, counts),
        sha256=_content(stops.ids, week),
    )


def _begun(paths: Sequence[Path], say: Say) -> list[FeedBegun]:
    """Return the feeds in the order of their checksums; the same one twice is refused."""
    files = sorted((find_feed(path) for path in paths), key=lambda feed: (feed.sha256, feed.name))
    for feed, following in zip(files, files[1:], strict=False):
        if feed.sha256 == following.sha256:
            raise AreaError(f"{feed.path} and {following.path} are the same feed; give it once")
    feeds = []
    for feed in files:
        say(f"{feed.name}: reading its trips and calendar")
        feeds.append(begin_feed(feed))
    return feeds


def _feed(feed: FeedBegun, span: days.Span) -> Feed:
    version = days.info_of(feed).get("feed_version", "")
    return Feed(
        name=feed.files.name,
        sha256=feed.files.sha256,
        version=version,
        first_day=span.first,
        last_day=span.last,
    )


def _counts(
    feeds: Sequence[FeedBegun], runs: Sequence[FeedRuns], week: Week, day: dt.date
) -> tuple[ModeCount, ...]:
    """Return services, trips and stop times of each kind on the reference day."""
    on, lengths = week.runs_on(day), np.diff(week.journeys.begin)
    counts = []
    for number, kind in enumerate(KINDS):
        those = on & (week.kind == number)
        services = 0
        for feed, part in zip(feeds, runs, strict=True):
            running = feed.running([day])[:, 0] & part.local & (feed.trips.kind == number)
            services += len(np.unique(feed.trips.service[running]))
        if those.any():
            stop_times = int(lengths[week.journey[those]].sum())
            counts.append(
                ModeCount(kind=kind, services=services, trips=int(those.sum()), stop_times=stop_times)
            )
    return tuple(counts)


def _night_routes(feeds: Sequence[FeedBegun], runs: Sequence[FeedRuns]) -> tuple[str, ...]:
    """Return the names of routes with a vehicle on its way between 2:00 and 4:00 on some day."""
    first, last = (hour * SECONDS_PER_HOUR for hour in NIGHT_HOURS)
    names: set[str] = set()
    for feed, part in zip(feeds, runs, strict=True):
        calls, begin = part.stretches.calls, part.stretches.begin
        lasts = calls.arrival[begin[1:] - 1] - calls.departure[begin[:-1]]
        end = part.start + lasts[part.stretch]
        by_night = np.zeros(len(part.start), dtype=np.bool_)
        for shift in (0, DAY_SECONDS):
            by_night |= (part.start < last + shift) & (end >= first + shift)
        names |= {
            feed.trips.route_names[route] for route in np.unique(part.route[by_night & (part.dates > 0)])
        }
    return tuple(sorted(names))


def _notes(
    feeds: Sequence[FeedBegun],
    runs: Sequence[FeedRuns],
    spans: Sequence[days.Span],
    chosen: Chosen,
    counts: Sequence[ModeCount],
) -> tuple[str, ...]:
    """Return what a reader must know: kinds that are missing, days unlike others, dates of other weeks."""
    kinds = {count.kind for count in counts}
    notes = []
    for these, words in (({"rail", "tube"}, "trains nor Tube"), ({"bus", "coach"}, "buses nor coaches")):
        if not kinds & these:
            found = kinds_in_words({count.kind: count.trips for count in counts})
            notes.append(f"The timetable has neither {words}: it is {found}.")
    span = days.Span(max(span.first for span in spans), min(span.last for span in spans))

    def count(dates: Sequence[dt.date]) -> Integers:
        parts = [feed.trips_on(dates, part.local) for feed, part in zip(feeds, runs, strict=True)]
        return np.asarray(sum(parts))

    for name, date in chosen.by_weekday.items():
        if date.isocalendar()[:2] != chosen.day.isocalendar()[:2]:
            notes.append(
                f"{name.capitalize()} was read on {date}: the feeds run {span.first} to {span.last}."
            )
        if not count([date])[0]:
            notes.append(f"Nothing runs on {name.capitalize()} {date}.")
        elif words := days.unlike(date, days.around(date, span), count):
            notes.append(words)
    if not span.has(chosen.day - dt.timedelta(days=1)):
        notes.append(f"Trips begun the day before {chosen.day} are not in the feeds.")
    return tuple(notes)


def _content(ids: Sequence[str], week: Week) -> str:
    """Return a checksum of what runs where, the same for the same content."""
    digest = hashlib.sha256("\n".join(ids).encode())
    journeys = week.journeys
    for column in (
        journeys.begin,
        journeys.stop,
        journeys.arrival,
        journeys.departure,
        week.journey,
        week.start,
        week.dates,
    ):
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()
