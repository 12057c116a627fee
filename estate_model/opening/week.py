"""When a counter is open, and the week cut where the set of open counters changes.

Times are local clock times. Public holidays (``PH``) are those of one country or part of it, from the
``holidays`` library, since the parser's own ``GB`` calendar lacks England's Easter Monday
and August bank holiday.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from estate_model.nouns.area import Holidays
from estate_model.opening.days import ONE_DAY, open_intervals
from estate_model.opening.rules import rules_of
from estate_model.opening.text import read_hours
from estate_model.units import SECONDS_PER_HOUR

WEEK = dt.timedelta(days=7)
Spells = tuple[tuple[dt.datetime, dt.datetime], ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of the week in which the same counters are open."""

    start: dt.datetime
    end: dt.datetime
    open_ids: frozenset[str]

    @property
    def hours(self) -> float:
        """How long the piece lasts, in hours."""
        return (self.end - self.start).total_seconds() / SECONDS_PER_HOUR


def is_open(text: str, at: dt.datetime, holidays: Holidays) -> bool:
    """Whether a counter with these hours is open at a local clock time.

    >>> is_open("Mo-Fr 10:00-22:00", dt.datetime(2026, 3, 10, 12, 0), ("GB", "ENG"))
    True
    """
    return any(start <= at < end for start, end in _spells(text, at.date(), at.date(), holidays))


def hours_a_week(text: str, week_of: dt.date, holidays: Holidays) -> float:
    """Return the hours open in the week that begins on ``week_of``.

    >>> hours_a_week("Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00", dt.date(2026, 3, 9), ("GB", "ENG"))
    80.0
    """
    spells = _spells(text, week_of, week_of + dt.timedelta(days=6), holidays)
    return sum((end - start).total_seconds() for start, end in spells) / SECONDS_PER_HOUR


def week_pieces(hours: Mapping[str, str], week_of: dt.date, holidays: Holidays) -> tuple[Piece, ...]:
    """Cut the week that begins on ``week_of`` exactly where the set of open counters changes.

    ``hours`` holds an opening-hours text by site id; the week runs for 168 hours from the midnight that
    begins ``week_of``.

    Returns
    -------
    Pieces in time order; they follow one another without gap and fill the 168 hours.

    """
    spells = {
        site_id: _spells(text, week_of, week_of + dt.timedelta(days=6), holidays)
        for site_id, text in hours.items()
    }
    start = dt.datetime.combine(week_of, dt.time())
    cuts = {start, start + WEEK}
    cuts.update(moment for pairs in spells.values() for pair in pairs for moment in pair)
    edges = sorted(cuts)
    return tuple(
        Piece(begin, end, frozenset(key for key, pairs in spells.items() if _covers(pairs, begin)))
        for begin, end in pairwise(edges)
    )


def open_spells(
    text: str, at: dt.datetime, seconds: float, holidays: Holidays
) -> tuple[tuple[float, float], ...]:
    """Return when a counter is open in the ``seconds`` after a clock time, in seconds since then.

    A spell under way begins at 0; one that outlasts the time asked for ends with ``inf``. Spells that meet
    are one.

    >>> open_spells("Mo-Fr 09:00-17:00", dt.datetime(2026, 3, 10, 16, 0), 86_400, ("GB", "ENG"))
    ((0.0, 3600.0), (61200.0, 90000.0))
    """
    last = at + dt.timedelta(seconds=seconds)
    merged: list[tuple[float, float]] = []
    for begin, end in _spells(text, at.date(), last.date() + dt.timedelta(days=1), holidays):
        start, stop = ((edge - at).total_seconds() for edge in (begin, end))
        if stop <= 0 or start > seconds:
            continue
        if merged and merged[-1][1] == start:
            start = merged.pop()[0]
        merged.append((max(start, 0.0), stop))
    runs_on = dt.datetime.combine(last.date() + dt.timedelta(days=2), dt.time())
    beyond = (runs_on - at).total_seconds()
    return tuple((start, np.inf if stop >= beyond else stop) for start, stop in merged)


def _covers(spells: Spells, at: dt.datetime) -> bool:
    return any(start <= at < end for start, end in spells)


@lru_cache(maxsize=1024)
def _spells(text: str, first: dt.date, last: dt.date, holidays: Holidays) -> Spells:
    """Return the open spells between the midnight before ``first`` and the one after ``last``."""
    rules = rules_of(read_hours(text))
    before = first - ONE_DAY
    needed = any(rule.by_holiday for rule in rules)
    feasts = public_holidays(holidays, before.year, (last + ONE_DAY).year) if needed else frozenset()
    days = frozenset(before + n * ONE_DAY for n in range((last - before).days + 2))
    start, end = (dt.datetime.combine(day, dt.time()) for day in (first, last + ONE_DAY))
    return tuple(
        (max(begin, start), min(finish, end))
        for begin, finish in open_intervals(rules, before, last, feasts & days)
        if finish > start and begin < end
    )


@lru_cache(maxsize=32)
def public_holidays(holidays: Holidays, first_year: int, last_year: int) -> frozenset[dt.date]:
    """Return the public holidays of a country, or of a part of it, in some years."""
    from holidays import country_holidays  # noqa: PLC0415 - a tenth of a second, for texts that name them

    country, part = holidays
    years = range(first_year, last_year + 1)
    return frozenset(country_holidays(country, subdiv=part or None, years=years))
