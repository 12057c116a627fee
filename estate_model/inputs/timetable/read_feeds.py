"""All feeds of a timetable read: on which dates, and what runs on them near the area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from estate_model.errors import AreaError
from estate_model.inputs.timetable.dates import (
    Span,
    common_span,
    reference_day,
    span_of,
    spans_in_words,
    week_around,
)
from estate_model.inputs.timetable.feed_files import find_feed
from estate_model.inputs.timetable.feed_tables import read_frame
from estate_model.inputs.timetable.one_feed import FeedBegun, FeedRuns, begin_feed, read_runs
from estate_model.inputs.timetable.stop_places import nearby
from estate_model.inputs.timetable.week import FROM_DAYS
from estate_model.nouns import Integers
from estate_model.nouns.area import Area

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class FeedsRead:
    """The feeds, the days each is for, the reference day, each weekday's date, what runs, and time zones."""

    feeds: tuple[FeedBegun, ...]
    spans: tuple[Span, ...]
    day: dt.date
    chosen: Mapping[str, dt.date]
    runs: tuple[FeedRuns, ...]
    zones: tuple[str, ...]

    @property
    def span(self) -> Span:
        """The days that every feed is for."""
        return common_span(self.spans)

    def trips_on(self, dates: Sequence[dt.date]) -> Integers:
        """Return how many trips of all feeds run near the area on each date."""
        parts = [feed.trips_on(dates, part.local) for feed, part in zip(self.feeds, self.runs, strict=True)]
        return np.asarray(np.sum(parts, axis=0), dtype=np.int64)


def read_feeds(paths: Sequence[Path], area: Area, day: dt.date | None, say: Say) -> FeedsRead:
    """Return what runs near an area in the week of a day; without a day, of the most usual Wednesday.

    Raise AreaError when a file is no GTFS feed, has no service on the day, or more than 1% of it is wrong.
    """
    feeds = _begun(paths, say)
    zones = _zones(feeds)
    spans = [span_of(feed) for feed in feeds]
    day = reference_day(feeds, spans, day)
    chosen = week_around(day, common_span(spans))
    offsets = [dt.timedelta(days=number) for number in FROM_DAYS]
    dates = sorted({date + offset for date in chosen.values() for offset in offsets})
    around = nearby(area)
    runs = []
    for feed in feeds:
        say(f"{feed.files.name}: reading what runs near {area.name} in the week of {day}")
        runs.append(read_runs(feed, dates, around))
    bit = np.int64(1) << dates.index(day)
    if not any((part.dates & bit).any() for part in runs):
        raise AreaError(f"no service in {area.name} on {day:%A} {day}; {spans_in_words(feeds, spans)}")
    return FeedsRead(
        feeds=tuple(feeds), spans=tuple(spans), day=day, chosen=chosen, runs=tuple(runs), zones=zones
    )


def _zones(feeds: Sequence[FeedBegun]) -> tuple[str, ...]:
    """Return the time zone of all feeds; raise AreaError when there are several."""
    zones: dict[str, str] = {}
    for feed in feeds:
        if "agency.txt" in feed.files.members:
            table = read_frame(feed.files, "agency.txt", (), ("agency_timezone",))
            zones |= {zone: feed.files.name for zone in table["agency_timezone"] if zone}
    if len(zones) > 1:
        told = ", ".join(f"{zone} ({name})" for zone, name in sorted(zones.items()))
        raise AreaError(f"the feeds' times are of several time zones: {told}; take one away")
    return tuple(zones)


def _begun(paths: Sequence[Path], say: Say) -> list[FeedBegun]:
    """Return the feeds in the order of their checksums; the same one twice is refused."""
    files = sorted((find_feed(path) for path in paths), key=lambda feed: (feed.sha256, feed.name))
    for feed, following in pairwise(files):
        if feed.sha256 == following.sha256:
            raise AreaError(f"{feed.path} and {following.path} are the same feed; give it once")
    feeds = []
    for feed in files:
        say(f"{feed.name}: reading its trips and calendar")
        feeds.append(begin_feed(feed))
    return feeds
