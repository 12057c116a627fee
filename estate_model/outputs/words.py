"""Sentences made from numbers: every figure is rounded to what the data bear, every branch is tested."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from estate_model.exposure import EVERYONE, OFFLINE
from estate_model.model import Results
from estate_model.nouns import Impact
from estate_model.outputs.counters import CounterChange, counter_changes, is_always_open
from estate_model.outputs.report import Report

NEAREST_PEOPLE = 100


def people(number: float, *, nearest: int = NEAREST_PEOPLE) -> str:
    """Return a number of people in words of figures, rounded.

    >>> people(41234), people(40), people(0)
    ('41,200', 'fewer than 100', 'no')
    """
    if number == 0:
        return "no"
    rounded = round(number / nearest) * nearest
    return f"{rounded:,.0f}" if rounded else f"fewer than {nearest}"


def between(low: float, central: float, high: float) -> str:
    """Return a central figure with its low and high ends.

    >>> between(900, 1210, 2500)
    '1,200 (low 900, high 2,500)'
    """
    if low == central == high == 0:
        return "none"
    return f"{people(central)} (low {people(low)}, high {people(high)})"


def percent(share: float) -> str:
    """Return a share as a whole percentage, never rounding something to nothing.

    >>> percent(0.456), percent(0.002), percent(0.0), percent(0.999), percent(1.0)
    ('46%', 'under 1%', '0%', 'over 99%', '100%')
    """
    if 0 < share < 0.005:  # noqa: PLR2004 - half a percent
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{100 * share:.0f}%"  # noqa: PLR2004


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "counter"), counted(0, "counter"), counted(27, "counter")
    ('1 counter', 'no counters', '27 counters')
    """
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def estate_sentence(results: Results) -> str:
    """Say how many counters there are before and after, and what happens to them."""
    changes = counter_changes(results)
    before = [c for c in changes if c.week_hours_before > 0]
    after = [c for c in changes if c.week_hours_after > 0]
    if all(c.status == "open" for c in changes):
        return f"No counter closes, opens or changes its hours: there are {counted(len(after), 'counter')}."
    parts = _what_happens(changes)
    night_before = sum(is_always_open(c.week_hours_before) for c in changes)
    night_after = sum(is_always_open(c.week_hours_after) for c in changes)
    return (
        f"{counted(len(before), 'counter').capitalize()} before, {len(after) or 'none'} after: "
        f"{', '.join(parts)}. "
        f"Open all day, every day: {night_before} before, {night_after} after."
    )


def _what_happens(changes: Sequence[CounterChange]) -> list[str]:
    phrases = {
        "closed": ("closes", "close"),
        "opened": ("opens", "open"),
        "moved": ("moves in from another building", "move in from other buildings"),
        "reduced": ("has shorter hours", "have shorter hours"),
        "extended": ("has longer hours", "have longer hours"),
    }
    parts = []
    for status, (one, many) in phrases.items():
        number = sum(change.status == status for change in changes)
        if number:
            parts.append(f"{number} {one if number == 1 else many}")
    return parts


def moment_words(impact: Impact) -> str:
    """Return the moment's name with its day and time, for example ``night (Wednesday 03:00)``."""
    return f"{impact.moment.name} ({impact.moment.at:%A %H:%M})"


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def impact_sentence(report: Report, impact: Impact) -> str:
    """Say who loses at one moment: residents, and those who depend on a counter, low to high."""
    rows = report.totals_of(impact)
    everyone = rows.loc[EVERYONE]
    who = "residents" if not impact.profile.age_from else f"residents aged {impact.profile.age_from} and over"
    opening = f"{_first_upper(moment_words(impact))}, {impact.profile.label}:"
    if not everyone["people_losing"] and not everyone["people_gaining"]:
        return f"{opening} no resident's journey changes."
    if np.isclose(everyone["people"], everyone["people_without_open_counter_after"]):
        return f"{opening} no counter is open after the changes, so nobody can reach one."
    return f"{opening} {_minutes(everyone)}; {_losers(report, rows, who)}."


def _minutes(everyone: pd.Series) -> str:
    before, after = everyone["mean_minutes_before"], everyone["mean_minutes_after"]
    if pd.isna(before):
        return f"no counter was open before; the mean journey to the nearest is {after:.0f} minutes after"
    return f"the mean journey to the nearest open counter goes from {before:.0f} to {after:.0f} minutes"


def _losers(report: Report, rows: pd.DataFrame, who: str) -> str:
    column, more = report.losing_column, f"lose more than {report.losing_minutes} minutes"
    if not rows[column].loc[EVERYONE]:
        gaining = people(rows["people_gaining"].loc[EVERYONE])
        return f"no {who} {more}, and {gaining} have a shorter journey"
    offline = between(*(float(rows[column].loc[group]) for group in OFFLINE))
    share = percent(rows[column].loc[EVERYONE] / rows["people"].loc[EVERYONE])
    return (
        f"{people(rows[column].loc[EVERYONE])} {who} ({share}) {more}, of whom {offline} depend on a counter"
    )


def week_sentence(report: Report) -> str:
    """Say for what share of the week residents have an open counter within the headline limit."""
    scenario, first = report.results.scenario, report.headline_impacts[0]
    row = report.totals_of(first).loc[EVERYONE]
    return (
        f"The week, {first.profile.label}: averaged over residents, an open counter is within "
        f"{scenario.headline_minutes} minutes "
        f"for {percent(row['share_of_week_before'])} of the week before and "
        f"{percent(row['share_of_week_after'])} after."
    )


def findings(report: Report) -> tuple[str, ...]:
    """Return the run's findings, most important first: the estate, each moment on foot, the week."""
    moments = tuple(impact_sentence(report, impact) for impact in report.headline_impacts)
    return (estate_sentence(report.results), *moments, week_sentence(report))
