"""Opening hours: OSM ``opening_hours`` texts read by ``opening-hours-py``, behind a strict door.

Times are local clock times. Public holidays (``PH``) are those of one country or part of it, from the
``holidays`` library, since the parser's own ``GB`` calendar lacks England's Easter Monday
and August bank holiday. Texts whose meaning is not "open or shut at a clock time" are refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

from estate_model.errors import HoursError
from estate_model.nouns.area import Holidays
from estate_model.units import SECONDS_PER_HOUR

WEEK = dt.timedelta(days=7)
REFUSED = {
    r'"|\|\|': 'comments and fallbacks (such as "by appointment") are not opening hours',
    r"\bunknown\b": "'unknown' is not opening hours; say what you assume and list it under 'uncertain'",
    r"\bSH\b": "school holidays are not supported",
    r"sunrise|sunset|dawn|dusk": "hours by the sun are not supported; give clock times",
    r"\bPH\s*[+-]\d": "days counted from a public holiday are not supported",
    r"\d\s*\+": "an open end ('10:00+') is not a time at which it shuts",
    r"^\s*$": "nothing is written",
}
SHUT = re.compile(r"\s*(24/7\s+)?(closed|off)\s*", re.IGNORECASE)
DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
DAYS = f"{DAY}(?:-{DAY})?"
PH_RULE = re.compile(rf"(?P<days>(?:{DAYS},)*PH(?:,{DAYS})*) (?P<rest>off|[\d:,\- ]+)")
OFF = "off"
WORD_SIGNS = "\u2018\u2019\u201c\u201d\u2013\u2014"  # curly quotes and long dashes of word processors
EXAMPLE = "write them as 'Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00', '24/7' or 'off'"


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


def check_hours(text: str) -> None:
    """Raise HoursError when ``text`` cannot be used as opening hours.

    >>> check_hours("Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00")
    """
    for pattern, reason in REFUSED.items():
        if re.search(pattern, text, flags=re.IGNORECASE):
            raise HoursError(f"opening hours '{text}': {reason}; {EXAMPLE}")
    if text != OFF and SHUT.fullmatch(text):
        raise HoursError(f"opening hours '{text}': write '{OFF}' for a counter that is shut")
    for rule in (part.strip() for part in text.split(";")):
        if "PH" in rule and not PH_RULE.fullmatch(rule):
            raise HoursError(
                f"opening hours '{text}': public holidays stand in a rule of their own, such as "
                "'Mo-Fr 09:00-17:00; PH off'"
            )
    _parsed(text)


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
        site_id: tuple(_spells(text, week_of, week_of + dt.timedelta(days=6), holidays))
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


def _covers(spells: tuple[tuple[dt.datetime, dt.datetime], ...], at: dt.datetime) -> bool:
    return any(start <= at < end for start, end in spells)


def _spells(
    text: str, first: dt.date, last: dt.date, holidays: Holidays
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield the open spells between the midnight before ``first`` and the one after ``last``."""
    day = dt.timedelta(days=1)
    days = tuple(first + n * day for n in range(-1, (last - first).days + 1))
    feasts = public_holidays(holidays, days[0].year, days[-1].year) if "PH" in text else frozenset()
    parsed = _parsed(_with_holidays(text, tuple(d for d in days if d in feasts)))
    start = dt.datetime.combine(first, dt.time())
    end = dt.datetime.combine(last + day, dt.time())
    for begin, finish, state, _ in parsed.intervals(start, end):
        if state == State.OPEN:
            yield max(begin, start), min(finish, end)


@lru_cache(maxsize=32)
def public_holidays(holidays: Holidays, first_year: int, last_year: int) -> frozenset[dt.date]:
    """Return the public holidays of a country, or of a part of it, in some years."""
    from holidays import country_holidays  # noqa: PLC0415 - a tenth of a second, for texts that name them

    country, part = holidays
    years = range(first_year, last_year + 1)
    return frozenset(country_holidays(country, subdiv=part or None, years=years))


def _with_holidays(text: str, feasts: tuple[dt.date, ...]) -> str:
    """Turn every ``PH`` rule into a rule for the dates at hand.

    >>> _with_holidays("Mo-Fr 09:00-17:00; PH off", (dt.date(2026, 4, 6),))
    'Mo-Fr 09:00-17:00; 2026 Apr 06 off'
    """
    plain: list[str] = []
    dated: list[str] = []
    for rule in (part.strip() for part in text.split(";")):
        selector = PH_RULE.fullmatch(rule)
        if not selector:
            plain.append(rule)
            continue
        others = ",".join(d for d in selector["days"].split(",") if d != "PH")
        if others:
            plain.append(f"{others} {selector['rest']}")
        dated.extend(f"{feast:%Y %b %d} {selector['rest']}" for feast in feasts)
    return "; ".join(plain + dated) or "off"


@lru_cache(maxsize=1024)
def _parsed(text: str) -> OpeningHours:
    try:
        return OpeningHours(text)
    except ParserError as error:
        place = re.search(r"-->\s*\d+:(\d+)", str(error))
        where = f" at character {place[1]}" if place else ""
        signs = "; use plain quotes and hyphens" if re.search(f"[{WORD_SIGNS}]", text) else ""
        raise HoursError(f"opening hours '{text}' cannot be read{where}{signs}; {EXAMPLE}") from error
