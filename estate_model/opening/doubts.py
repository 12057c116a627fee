"""What is doubtful in hours that can be read (taken away, uneven, far past midnight); which are the same."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from estate_model.opening.days import ONE_DAY, Days, days_of, open_intervals
from estate_model.opening.rules import (
    ADDED,
    HOLIDAYS,
    PLAIN_DAYS,
    REPLACING,
    Rule,
    rules_of,
    written,
)
from estate_model.opening.text import read_hours
from estate_model.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, SECONDS_PER_HOUR

LONG_NIGHT_MINUTES = 12 * MINUTES_PER_HOUR
FIRST_YEAR, YEARS, EQUAL_WEEKS = 2025, 4, 4
WEEK = dt.timedelta(weeks=1)


def hours_doubts(hours: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return a sentence for each doubt about sites' names and hours; sites of like hours share it."""
    named: dict[str, dict[str, None]] = {}
    for name, text in hours:
        named.setdefault(text, {})[name] = None
    return tuple(
        f"Opening hours '{text}' of {', '.join(names)}: {doubt}."
        for text, names in named.items()
        for doubt in doubts_of(text)
    )


@lru_cache(maxsize=1024)
def doubts_of(text: str) -> tuple[str, ...]:
    """Return what a reader must know of a text that can be read but may not say what was meant.

    >>> doubts_of("Mo-Fr 09:00-12:00; Mo-Fr 13:00-17:00")[0][:52]
    "'Mo-Fr 13:00-17:00' takes away hours of an earlier r"
    >>> doubts_of("Mo-Fr 09:00-17:00; PH off")
    ()
    """
    rules = rules_of(read_hours(text))
    taken = tuple(_taken_away(rules)) or tuple(_idle(rules))
    return (*taken, *_nights(rules), *_added_holidays(rules), *_undone(rules), *_uneven(rules), *_long(rules))


def _taken_away(rules: Sequence[Rule]) -> Iterator[str]:
    """Say which rules replace hours of earlier ones on the same days, and what a comma would give."""
    for number, rule in enumerate(rules):
        if not rule.opens or rule.joined != REPLACING or rule.days == HOLIDAYS:
            continue
        if not any(past.opens and _days(past, rules) & _days(rule, rules) for past in rules[:number]):
            continue
        added = (*rules[:number], replace(rule, joined=ADDED), *rules[number + 1 :])
        as_written, joined = (_average(_week_hours(kept)) for kept in (rules, added))
        if joined > as_written:
            yield (
                f"'{rule}' takes away hours of an earlier rule: after ';' it replaces them on its days "
                f"({as_written:g} hours a week; {joined:g} with a comma, as in '{written(added)}')"
            )


def _idle(rules: Sequence[Rule]) -> Iterator[str]:
    """Say which hours are never kept beside the other rules."""
    hours = _week_hours(rules)
    for number, rule in enumerate(rules):
        rest = (*rules[:number], *rules[number + 1 :])
        if rest and rule.opens and not rule.by_holiday and _week_hours(rest) == hours:
            yield f"'{rule}' has no effect beside the other rules"


def _undone(rules: Sequence[Rule]) -> Iterator[str]:
    """Say which ``off``, and which hours of holidays, a later rule undoes; a holiday may be any weekday."""
    for number, rule in enumerate(rules):
        after = [late for late in rules[number + 1 :] if late.opens]
        if rule.by_holiday:
            replacing = (late for late in after if late.joined == REPLACING or not rule.opens)
            undone = any(late.by_holiday or PLAIN_DAYS.fullmatch(late.days) for late in replacing)
            on_days = "on public holidays"
        else:
            undone = not (rule.opens or rule.times) and _is_undone(number, after, rules)
            on_days = "on the same days"
        if undone:
            yield f"'{rule}' is undone by a later rule {on_days}; where it shall hold, write it last"


def _is_undone(number: int, after: Sequence[Rule], rules: Sequence[Rule]) -> bool:
    """Whether opening rules after an ``off`` name all its days or, where those are dates, all that matter."""
    shut, named = _days(rules[number], rules), _named(after, rules)
    if PLAIN_DAYS.fullmatch(rules[number].days):
        return shut <= named
    rest = (*rules[:number], *rules[number + 1 :])
    return bool(shut & named) and _hours_by_week(rest, _years(rules)) == _week_hours(rules)


def _added_holidays(rules: Sequence[Rule]) -> Iterator[str]:
    """Say which hours of holidays come after a comma, and so beside the ordinary ones."""
    for rule in rules[1:]:
        if rule.opens and rule.by_holiday and rule.joined == ADDED:
            yield (
                f"'{rule}' comes after a comma: on public holidays its hours are added to those of the other "
                "rules; write ';' before it where they replace them"
            )


def _nights(rules: Sequence[Rule]) -> Iterator[str]:
    """Say whose the hours after midnight are, where other rules might cut them."""
    late = [rule for rule in rules if rule.runs_past_midnight]
    if late and len(rules) > 1:
        yield (
            f"the hours after midnight of '{late[0]}' are counted with the day they begin on; no rule of the "
            "day after cuts them"
        )


def _uneven(rules: Sequence[Rule]) -> Iterator[str]:
    """Say between what hours the weeks differ, public holidays left out."""
    if _weekly(rules):
        return
    hours = _week_hours(rules)
    if min(hours) < max(hours):
        yield (
            f"they differ from week to week ({min(hours):g} to {max(hours):g} hours, {_average(hours):g} on "
            "average); only those of the scenario's week are counted"
        )


def _long(rules: Sequence[Rule]) -> Iterator[str]:
    """Say which hours run far past midnight, as 09:00-05:00 does where 17:00 is meant."""
    for rule in rules:
        for span, (start, end) in zip(rule.times.split(","), rule.spans, strict=True):
            if rule.opens and end > MINUTES_PER_DAY and end - start > LONG_NIGHT_MINUTES:
                yield (
                    f"'{span}' is open for {(end - start) / MINUTES_PER_HOUR:g} hours, until "
                    f"{span.partition('-')[2]} on the next day; times are of 24 hours, as in '09:00-17:00'"
                )


def same_hours(one: str, other: str) -> bool:
    """Whether two texts say the same hours of every week, and of public holidays, in other words.

    >>> same_hours("Mo-We 9:00-17:00", "Mo,Tu,We 09:00-17:00")
    True
    >>> same_hours("Mo-We 9:00-17:00", "Mo-We 9:00-17:00; PH off")
    False
    """
    if one == other:
        return True
    both = [rules_of(read_hours(text)) for text in (one, other)]
    first, last = _years([rule for rules in both for rule in rules])
    feasts = frozenset(first + WEEK + number * ONE_DAY for number in range(7))  # each day of a week is one
    spells, others = (list(open_intervals(rules, first, last, feasts)) for rules in both)
    return spells == others


def _named(some: Sequence[Rule], rules: Sequence[Rule]) -> Days:
    return frozenset().union(*(_days(rule, rules) for rule in some))


def _weekly(rules: Sequence[Rule]) -> bool:
    """Whether rules name days of the week and holidays only."""
    return all(rule.by_holiday or PLAIN_DAYS.fullmatch(rule.days) for rule in rules)


def _days(rule: Rule, rules: Sequence[Rule]) -> Days:
    """Return the days a rule names in the years looked at, holidays left out."""
    return days_of(rule, *_years(rules))


def _years(rules: Sequence[Rule]) -> tuple[dt.date, dt.date]:
    """Return the first Monday and last Sunday of the years rules name, of four, or of four equal weeks."""
    named = [int(year) for rule in rules for year in re.findall(r"\b(?:19|20)\d\d\b", rule.days)]
    start = dt.date(min(named, default=FIRST_YEAR), 1, 1)
    first = start - start.weekday() * ONE_DAY
    weeks = (
        EQUAL_WEEKS
        if _weekly(rules)
        else -((first - dt.date(max([*named, start.year + YEARS - 1]), 12, 31)).days // 7)
    )
    return first, first + weeks * WEEK - ONE_DAY


@lru_cache(maxsize=1024)
def _hours_by_week(rules: tuple[Rule, ...], years: tuple[dt.date, dt.date]) -> tuple[float, ...]:
    """Return the hours open in each week of the years looked at, holidays left out."""
    first, last = years
    hours = [0.0] * ((last - first).days // 7 + 2)  # the last one is of the night after
    start = dt.datetime.combine(first, dt.time())
    for begin, finish in open_intervals(rules, first - ONE_DAY, last):
        begin = max(begin, start)  # noqa: PLW2901
        while begin < finish:
            week = (begin.date() - first).days // 7
            until = min(finish, dt.datetime.combine(first + (week + 1) * WEEK, dt.time()))
            hours[week] += (until - begin).total_seconds() / SECONDS_PER_HOUR
            begin = until  # noqa: PLW2901 - what is left of it
    return tuple(hours[:-1])


def _week_hours(rules: Sequence[Rule]) -> tuple[float, ...]:
    return _hours_by_week(tuple(rules), _years(rules))


def _average(hours: Sequence[float]) -> float:
    return round(sum(hours) / len(hours), 2)
