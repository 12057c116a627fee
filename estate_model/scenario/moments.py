"""Times of the week that a scenario may name: when residents set out, and when they must be home again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from estate_model.nouns import Moment
from estate_model.nouns.plain_name import folded

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
USUAL_MOMENTS = {
    "weekday midday": "Tu 12:00",
    "weekday evening": "Tu 22:30",
    "night": "We 03:00",
    "Sunday evening": "Su 18:00",
}
USUAL_ROUND_TRIPS = {"a day out": "Tu 07:30-19:30"}
"""As courts were to be reached: "leave home not before 07:30 and be home by 19:30" (HMCTS, May 2019)."""
LONGEST_TRIP = dt.timedelta(hours=17)
LATEST_HOME = dt.timedelta(hours=34)

CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
WEEK_TIME = rf"^({'|'.join(DAYS)}) {CLOCK}$"
WEEK_SPAN = rf"^({'|'.join(DAYS)}) {CLOCK}-{CLOCK}$"
MomentName = Annotated[str, StringConstraints(min_length=1, max_length=40)]
WeekTime = Annotated[str, StringConstraints(pattern=WEEK_TIME)]


@dataclass(frozen=True, kw_only=True)
class RoundTrip:
    """A way out and back: nobody leaves before a moment, and all are home ``home_seconds`` after it."""

    leave: Moment
    home_seconds: int

    @property
    def home(self) -> dt.datetime:
        """When all are home."""
        return self.leave.at + dt.timedelta(seconds=self.home_seconds)


def moment_of(name: str, text: str, week_start: dt.date) -> Moment:
    """Return a named time of the week that begins on a day.

    >>> moment_of("night", "We 03:00", dt.date(2026, 3, 2)).at.isoformat()
    '2026-03-04T03:00:00'
    """
    day, clock = text.split()
    date = week_start + dt.timedelta(days=DAYS.index(day))
    return Moment(name=name, at=dt.datetime.combine(date, dt.time.fromisoformat(clock)))


def round_trip_of(name: str, text: str, week_start: dt.date) -> RoundTrip:
    """Return a named way out and back in that week; home by an earlier hour is home the next day.

    >>> round_trip_of("late", "Sa 22:00-01:30", dt.date(2026, 3, 2)).home.isoformat()
    '2026-03-08T01:30:00'
    """
    begin, _, end = text.partition("-")
    leave = moment_of(name, begin, week_start)
    home = dt.datetime.combine(leave.at.date(), dt.time.fromisoformat(end))
    home += dt.timedelta(days=int(home <= leave.at))
    return RoundTrip(leave=leave, home_seconds=int((home - leave.at).total_seconds()))


def _told_apart(named: dict[str, str]) -> dict[str, str]:
    """Return what is named, once no two names differ in case alone."""
    seen: dict[str, str] = {}
    for name in named:
        other = seen.setdefault(folded(name), name)
        if other != name:
            raise ValueError(f"'{other}' and '{name}' differ in case or blanks alone; give one another name")
    return named


def _not_too_long(text: str) -> str:
    trip = round_trip_of("", text, dt.date(2001, 1, 1))
    midnight = dt.datetime.combine(trip.leave.at.date(), dt.time())
    if trip.home_seconds > LONGEST_TRIP.total_seconds() or trip.home > midnight + LATEST_HOME:
        raise ValueError(f"'{text}' must be home within 17 hours, by 10:00 of the next day at the latest")
    return text


WeekSpan = Annotated[str, StringConstraints(pattern=WEEK_SPAN), AfterValidator(_not_too_long)]
TOLD_APART = AfterValidator(_told_apart)
