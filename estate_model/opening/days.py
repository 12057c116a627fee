"""What the rules of a text give on each day: the library says which days a rule names, later rules win.

Hours after midnight belong to the day they begin on. The library takes them with the next day's rules
instead, so that ``Su-Th 12:00-23:00; Fr-Sa 12:00-01:00`` would lose an hour on Sunday; hence the rules are
put together here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from opening_hours import State

from estate_model.opening.rules import ADDED, ALL_DAY, HOLIDAYS, Rule
from estate_model.opening.text import parsed
from estate_model.units import MINUTES_PER_DAY

Days = frozenset[dt.date]
Spans = tuple[tuple[int, int], ...]
ONE_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=4096)
def named_days(selector: str, first: dt.date, last: dt.date) -> Days:
    """Return the days from ``first`` to ``last`` that a selector without holidays names; empty is every day.

    >>> sorted(day.day for day in named_days("Mo-We", dt.date(2026, 3, 9), dt.date(2026, 3, 15)))
    [9, 10, 11]
    """
    midnights = (dt.datetime.combine(day, dt.time()) for day in (first, last + ONE_DAY))
    return frozenset(
        start.date() + n * ONE_DAY
        for start, end, state, _ in parsed(f"{selector} {ALL_DAY}".strip()).intervals(*midnights)
        if state == State.OPEN
        for n in range((end - start).days)
    )


def days_of(rule: Rule, first: dt.date, last: dt.date, feasts: Collection[dt.date] = ()) -> Days:
    """Return the days from ``first`` to ``last`` on which a rule holds, ``feasts`` being public holidays."""
    if not rule.by_holiday:
        return named_days(rule.days, first, last)
    if rule.days.startswith(f"{HOLIDAYS} "):
        return named_days(rule.days.removeprefix(f"{HOLIDAYS} "), first, last) & frozenset(feasts)
    others = ",".join(day for day in rule.days.split(",") if day != HOLIDAYS)
    return frozenset(feasts) | (named_days(others, first, last) if others else frozenset())


def open_intervals(
    rules: Sequence[Rule], first: dt.date, last: dt.date, feasts: Collection[dt.date] = ()
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield when rules are open, of the days from ``first`` to ``last``; intervals that meet are one."""
    begun: tuple[dt.datetime, dt.datetime] | None = None
    for day, spans in _spans_by_day(rules, first, last, feasts):
        midnight = dt.datetime.combine(day, dt.time())
        for start, end in spans:
            begin, finish = (midnight + dt.timedelta(minutes=minutes) for minutes in (start, end))
            if begun and begin <= begun[1]:
                begun = (begun[0], max(begun[1], finish))
            else:
                if begun:
                    yield begun
                begun = (begin, finish)
    if begun:
        yield begun


def _spans_by_day(
    rules: Sequence[Rule], first: dt.date, last: dt.date, feasts: Collection[dt.date]
) -> Iterator[tuple[dt.date, Spans]]:
    """Yield each day with its clock times, in minutes since its midnight, in order."""
    held = [(rule, rule.spans, days_of(rule, first - ONE_DAY, last + ONE_DAY, feasts)) for rule in rules]
    for number in range((last - first).days + 1):
        day = first + number * ONE_DAY
        spans: Spans = ()
        for rule, own, days in held:
            if not rule.opens and rule.times:
                shut = [
                    (start + days_on * MINUTES_PER_DAY, end + days_on * MINUTES_PER_DAY)
                    for days_on in (-1, 0, 1)
                    if day + days_on * ONE_DAY in days
                    for start, end in own
                ]
                spans = tuple(left for span in spans for left in _less(span, shut))
            elif day in days:
                spans = () if not rule.opens else (*(spans if rule.joined == ADDED else ()), *own)
        yield day, tuple(sorted(spans))


def _less(span: tuple[int, int], shut: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of a span when others are taken out of it."""
    start, end = span
    edges = sorted({start, end, *(edge for pair in shut for edge in pair if start < edge < end)})
    for begin, finish in pairwise(edges):
        if not any(first <= begin < last for first, last in shut):
            yield begin, finish
