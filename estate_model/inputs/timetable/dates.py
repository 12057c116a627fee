"""Which dates a timetable is read on, and whether they are like the weeks around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.errors import AreaError, shown
from estate_model.inputs.timetable.calendar import NO_DAY, ordinal
from estate_model.inputs.timetable.feed_tables import read_frame
from estate_model.inputs.timetable.one_feed import FeedBegun
from estate_model.nouns import Integers
from estate_model.nouns.service_day import WEEKDAYS

WEEK = dt.timedelta(days=7)
AROUND = (-2, -1, 1, 2)
NEAR_WEEKS = range(-8, 9)
UNLIKE, MUCH_MORE, FEW_TRIPS = 0.8, 1.25, 20
WEDNESDAY = 2
MOST_WEEKS = 600
HALF = 0.5
MOST_NAMED = 3
INFO = "feed_info.txt"
Count = Callable[[Sequence[dt.date]], Integers]


@dataclass(frozen=True)
class Span:
    """The first and the last day of a feed."""

    first: dt.date
    last: dt.date

    def has(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


def common_span(spans: Sequence[Span]) -> Span:
    """Return the days that lie in all spans."""
    return Span(max(span.first for span in spans), min(span.last for span in spans))


def spans_in_words(feeds: Sequence[FeedBegun], spans: Sequence[Span]) -> str:
    """Say when each feed runs, for an error."""
    pairs = zip(feeds, spans, strict=True)
    return "; ".join(f"{feed.files.name} runs {span.first} to {span.last}" for feed, span in pairs)


def span_of(feed: FeedBegun) -> Span:
    """Return the days a feed is for: those of its calendar, within those that feed_info.txt states.

    Raise AreaError when it has no trip on any day, or feed_info.txt states days that are none or not the
    calendar's.
    """
    services = feed.weights() > 0
    found = feed.calendar.span(services)
    if found is None:
        none = f"{feed.files.path}: none of its {len(feed.trips.ids):,} trips runs on any day"
        raise AreaError(feed.faults.told() + none)
    first, last = found
    begin, end = _stated_days(feed)
    span = Span(max(begin or first, first), min(end or last, last))
    if span.last < span.first:
        where, stated = feed.files.where(INFO), f"{begin or 'any day'} to {end or 'any day'}"
        raise AreaError(f"{where}: the feed is for {stated}, but its trips run {first} to {last}")
    return span


def _stated_days(feed: FeedBegun) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and last day that feed_info.txt states; None where it states none."""
    stated, where = info_of(feed), f"{feed.files.where(INFO)}:2"
    days = []
    for column in ("feed_start_date", "feed_end_date"):
        text = stated.get(column, "")
        day = ordinal(text)
        if text and day == NO_DAY:
            raise AreaError(f"{where}: {column}: '{shown(text)}' is no day; write it as 20261118")
        days.append(dt.date.fromordinal(day) if day else None)
    begin, end = days
    if begin and end and end < begin:
        raise AreaError(f"{where}: feed_end_date {end} is before feed_start_date {begin}")
    return begin, end


def info_of(feed: FeedBegun) -> Mapping[str, str]:
    """Return what feed_info.txt says, by column."""
    if INFO not in feed.files.members:
        return {}
    columns = (
        "feed_publisher_name",
        "feed_publisher_url",
        "feed_start_date",
        "feed_end_date",
        "feed_version",
    )
    table = read_frame(feed.files, INFO, (), columns)
    return dict(table.iloc[0]) if len(table) else {}


def publisher_of(feed: FeedBegun) -> str:
    """Return who published a feed, as it says itself; else its first agencies."""
    stated = info_of(feed).get("feed_publisher_name", "")
    if stated or "agency.txt" not in feed.files.members:
        return stated
    names = list(dict.fromkeys(read_frame(feed.files, "agency.txt", (), ("agency_name",))["agency_name"]))
    return ", ".join(filter(None, names[:MOST_NAMED])) + (" and others" if len(names) > MOST_NAMED else "")


def reference_day(feeds: Sequence[FeedBegun], spans: Sequence[Span], day: dt.date | None) -> dt.date:
    """Return the day given, or the most usual Wednesday of the days that all feeds are for.

    Raise AreaError when a feed has no service on the day given, or the feeds have no Wednesday in common.
    """
    if day is None:
        return _usual_wednesday(feeds, spans)
    faults = [
        f"{feed.files.path}: no service on {day}; feed runs {span.first} to {span.last}"
        for feed, span in zip(feeds, spans, strict=True)
        if not span.has(day) or not feed.trips_on([day]).sum()
    ]
    if faults:
        raise AreaError("\n".join(faults))
    return day


def _usual_wednesday(feeds: Sequence[FeedBegun], spans: Sequence[Span]) -> dt.date:
    """Return the Wednesday with the number of trips nearest the median of Wednesdays, the first of such.

    Its week lies within the feeds' days, if there is such a week.
    """
    common = common_span(spans)
    first, last = common.first, common.last
    begin = first + dt.timedelta(days=(WEDNESDAY - first.weekday()) % 7)
    days = [begin + week * WEEK for week in range(MOST_WEEKS) if begin + week * WEEK <= last]
    by_feed = np.array([feed.trips_on(days) for feed in feeds], dtype=np.int64)
    trips = by_feed.sum(axis=0)
    usual = (by_feed > 0).all(axis=0) & (trips >= HALF * trips.max(initial=1))
    if not usual.any():
        told = spans_in_words(feeds, spans)
        raise AreaError(f"there is no Wednesday on which all feeds have service ({told}); name a day: --date")
    whole = [first < day - dt.timedelta(days=2) and day + dt.timedelta(days=4) < last for day in days]
    usual = usual & whole if (usual & whole).any() else usual
    away = np.abs(trips - np.median(trips[usual]))
    return days[int(np.where(usual, away, np.inf).argmin())]


def week_around(day: dt.date, span: Span) -> dict[str, dt.date]:
    """Return the date read for each weekday: of the day's own week, or of the nearest week with a timetable.

    A date is better if the days before and after it have a timetable too: nights belong to the day before.
    """
    inner = Span(span.first + dt.timedelta(days=1), span.last - dt.timedelta(days=1))
    chosen = {}
    for number, name in enumerate(WEEKDAYS):
        own = day + dt.timedelta(days=number - day.weekday())
        near = sorted((own + week * WEEK for week in NEAR_WEEKS), key=lambda date: (abs(date - day), date))
        better = [date for date in near if inner.has(date)] or [date for date in near if span.has(date)]
        chosen[name] = own if own == day or inner.has(own) or not better else better[0]
    return chosen


def around(date: dt.date, span: Span) -> list[dt.date]:
    """Return the same weekday in the four weeks around, as far as there is a timetable."""
    return [date + weeks * WEEK for weeks in AROUND if span.has(date + weeks * WEEK)]


def unlike(date: dt.date, others: Sequence[dt.date], count: Count) -> str:
    """Say that a date has far fewer, or more, trips than the same weekday around; nothing if alike."""
    if not others:
        return ""
    trips, usual = int(count([date])[0]), float(np.median(count(others)))
    far_more = trips > MUCH_MORE * usual and trips >= usual + FEW_TRIPS
    if trips >= UNLIKE * usual and not far_more:
        return ""
    why = (
        "a holiday or engineering works?" if trips < UNLIKE * usual else "an old and a new timetable at once?"
    )
    return (
        f"{date:%A} {date} has {trips:,} trips, {trips / usual:.0%} of the {usual:,.0f} usual on that "
        f"weekday in the weeks around: {why} Another day can be named with --date."
    )
