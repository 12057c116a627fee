"""What is told of a timetable: what runs on the reference day and by night, and what a reader must know."""

from __future__ import annotations

import datetime as dt

import numpy as np

from estate_model.inputs.timetable.dates import around, unlike
from estate_model.inputs.timetable.read_feeds import FeedsRead
from estate_model.inputs.timetable.route_kinds import KINDS
from estate_model.inputs.timetable.week import DAY_SECONDS, Week
from estate_model.nouns.timetable import ModeCount, kinds_in_words
from estate_model.units import SECONDS_PER_HOUR

NIGHT_HOURS = (2, 4)
USUAL_ZONE = "Europe/London"
MISSING = (({"rail", "tube"}, "trains nor Tube"), ({"bus", "coach"}, "buses nor coaches"))


def counts_of(read: FeedsRead, week: Week) -> tuple[ModeCount, ...]:
    """Return services, trips and stop times of each kind on the reference day."""
    on, lengths = week.runs_on(read.day), np.diff(week.journeys.begin)
    near = [
        feed.running([read.day])[:, 0] & part.local for feed, part in zip(read.feeds, read.runs, strict=True)
    ]
    counts = []
    for number, kind in enumerate(KINDS):
        those = on & (week.kind == number)
        if those.any():
            services = sum(
                len(np.unique(feed.trips.service[running & (feed.trips.kind == number)]))
                for feed, running in zip(read.feeds, near, strict=True)
            )
            calls = int(lengths[week.journey[those]].sum())
            counts.append(ModeCount(kind=kind, services=services, trips=int(those.sum()), stop_times=calls))
    return tuple(counts)


def night_routes(read: FeedsRead) -> tuple[str, ...]:
    """Return the names of routes with a vehicle on its way between 2:00 and 4:00 on some day."""
    first, last = (hour * SECONDS_PER_HOUR for hour in NIGHT_HOURS)
    names: set[str] = set()
    for feed, part in zip(read.feeds, read.runs, strict=True):
        calls, begin = part.stretches.calls, part.stretches.begin
        taken = calls.arrival[begin[1:] - 1] - calls.departure[begin[:-1]]
        end = part.start + taken[part.stretch]
        by_night = np.zeros(len(part.start), dtype=np.bool_)
        for shift in (0, DAY_SECONDS):
            by_night |= (part.start < last + shift) & (end >= first + shift)
        routes = np.unique(part.route[by_night & (part.dates > 0)])
        names |= {feed.trips.route_names[route] for route in routes}
    return tuple(sorted(names))


def trips_around(read: FeedsRead) -> dict[dt.date, int]:
    """Return the trips on the reference day, and on the same weekday in the four weeks around, by date."""
    days = sorted([read.day, *around(read.day, read.span)])
    return dict(zip(days, read.trips_on(days).tolist(), strict=True))


def notes_of(read: FeedsRead, counts: tuple[ModeCount, ...]) -> tuple[str, ...]:
    """Return what a reader must know: kinds that are missing, days unlike others, dates of other weeks."""
    found = {count.kind: count.trips for count in counts}
    notes = [
        f"The timetable has neither {words}: it is {kinds_in_words(found)}."
        for kinds, words in MISSING
        if not kinds & set(found)
    ]
    notes += [f"Its times are of {zone} clocks." for zone in read.zones if zone != USUAL_ZONE]
    span = read.span
    for name, date in read.chosen.items():
        if date.isocalendar()[:2] != read.day.isocalendar()[:2]:
            notes.append(
                f"{name.capitalize()} was read on {date}: the feeds run {span.first} to {span.last}."
            )
        if not read.trips_on([date])[0]:
            notes.append(f"Nothing runs on {name.capitalize()} {date}.")
        elif words := unlike(date, around(date, span), read.trips_on):
            notes.append(words)
    if read.day == span.first:
        notes.append(f"Trips begun the day before {read.day} are not in the feeds.")
    return tuple(notes)
