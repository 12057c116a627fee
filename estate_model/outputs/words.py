"""Sentences made from numbers: every figure is rounded to what the data bear, every branch is tested."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from estate_model.exposure import EVERYONE, OFFLINE
from estate_model.impact import longer_seconds
from estate_model.nouns import Impact, Profile
from estate_model.outputs.counters import CounterChange, is_always_open
from estate_model.outputs.report import Report
from estate_model.units import SECONDS_PER_MINUTE

FEWEST_PEOPLE = 100
FIGURES = 3
HALF_A_PERCENT = 0.005
WHEN = ("before", "after")
BOROUGHS_NAMED = 3
TOO_SMALL_TO_NAME = 10


def people(number: float) -> str:
    """Return a number of people to three figures, and no closer than the nearest hundred.

    >>> people(1_343_812), people(41_234), people(40), people(0)
    ('1,340,000', '41,200', 'fewer than 100', 'no')
    """
    if number == 0:
        return "no"
    if number < FEWEST_PEOPLE:
        return f"fewer than {FEWEST_PEOPLE}"
    step = max(FEWEST_PEOPLE, 10 ** (math.floor(math.log10(number)) + 1 - FIGURES))
    return f"{round(number / step) * step:,.0f}"


def offline(low: float, central: float, high: float) -> str:
    """Say how many of some people are likely offline: the central figure, and from low to high.

    >>> offline(900, 1210, 2500), offline(0, 0, 0)
    ('1,200 of them likely offline (900 to 2,500)', 'none of them likely offline')
    """
    if high == 0:
        return "none of them likely offline"
    return f"{people(central)} of them likely offline ({people(low)} to {people(high)})"


def percent(share: float) -> str:
    """Return a share as a whole percentage, never rounding something to nothing.

    >>> percent(0.456), percent(0.002), percent(0.0), percent(0.999), percent(1.0)
    ('46%', 'under 1%', '0%', 'over 99%', '100%')
    """
    if 0 < share <= HALF_A_PERCENT:
        return "under 1%"
    return "over 99%" if 1 - HALF_A_PERCENT <= share < 1 else f"{100 * share:.0f}%"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "counter"), counted(0, "counter"), counted(27, "counter")
    ('1 counter', 'no counters', '27 counters')
    """
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def estate_sentence(report: Report) -> str:
    """Say how many counters there are before and after, and what happens to them."""
    changes = report.counters
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
        "moved": ("moves to another building", "move to other buildings"),
        "reduced": ("has shorter hours", "have shorter hours"),
        "extended": ("has longer hours", "have longer hours"),
        "shifted": ("has other hours", "have other hours"),
    }
    parts = []
    moved = sum(change.status == "moved" for change in changes)
    for status, (one, many) in phrases.items():
        number = sum(change.status == status for change in changes) - (moved if status == "closed" else 0)
        if number:
            parts.append(f"{number} {one if number == 1 else many}")
    return parts


def people_label(profile: Profile) -> str:
    """Return whom a profile stands for, as a heading."""
    return "Residents" if not profile.age_from else f"Residents aged {profile.age_from} and over"


def day_words(day: dt.date) -> str:
    """Return a date as it is said, for example ``1 October 2025``."""
    return f"{day.day} {day:%B %Y}"


def moment_words(impact: Impact) -> str:
    """Return the moment's name with its day and time, for example ``night (Wednesday 03:00)``."""
    return f"{impact.moment.name} ({impact.moment.at:%A %H:%M})"


def impact_words(report: Report, impact: Impact) -> str:
    """Say what changes at one moment, without its name: minutes, who is within reach, who loses."""
    rows = report.totals_of(impact)
    everyone = rows.loc[EVERYONE]
    shut = [np.isclose(everyone["people"], everyone[f"people_without_open_counter_{w}"]) for w in WHEN]
    if all(shut):
        return "no counter is open before or after, so nobody can reach one."
    if shut[1]:
        return "no counter is open after the changes, so nobody can reach one."
    if not everyone["people_losing"] and not everyone["people_gaining"]:
        return f"{_same(report, everyone)}; no resident's journey changes."
    losers = _losers(report, rows, impact)
    return f"{_minutes(everyone)}; {losers}."


def _same(report: Report, everyone: pd.Series) -> str:
    shares = [
        f"{percent(everyone[f'people_within_{limit}_minutes_after'] / everyone['people'])} within {limit}"
        for limit in report.results.scenario.thresholds_minutes
    ]
    return f"{everyone['mean_minutes_after']:.0f} minutes on average; {listed(shares)} minutes"


def _minutes(everyone: pd.Series) -> str:
    before, after = everyone["mean_minutes_before"], everyone["mean_minutes_after"]
    if pd.isna(before):
        return f"no counter was open before, and the nearest is {after:.0f} minutes away on average after"
    return f"{before:.0f} minutes on average before, {after:.0f} after"


def _losers(report: Report, rows: pd.DataFrame, impact: Impact) -> str:
    who = people_label(impact.profile).lower()
    column, more = report.losing_column, f"have a journey over {report.losing_minutes} minutes longer"
    losing = rows[column].loc[EVERYONE]
    if not losing:
        gaining = people(rows["people_gaining"].loc[EVERYONE])
        return f"no {who} {more}, and {gaining} have a shorter one"
    share = percent(losing / rows["people"].loc[EVERYONE])
    likely = offline(*(float(rows[column].loc[group]) for group in OFFLINE))
    return f"{people(losing)} {who} ({share}) {more}; {likely}{_if_shut(report, impact, losing)}"


def _if_shut(report: Report, impact: Impact, losing: float) -> str:
    """Say how many would lose if the counters whose hours are only assumed were shut at that moment."""
    for other in report.results.on_record:
        if (other.profile, other.moment) == (impact.profile, impact.moment):
            longer = longer_seconds(other) > report.losing_minutes * SECONDS_PER_MINUTE
            number = float(other.exposure.of(EVERYONE)[longer].sum())
            if people(number) != people(losing):
                return f". It is {people(number)} residents if counters whose hours are assumed are shut then"
    return ""


def impact_sentence(report: Report, impact: Impact) -> str:
    """Say who loses at one moment, with its name and time."""
    return f"{first_upper(moment_words(impact))}: {impact_words(report, impact)}"


def _moment_sentences(report: Report) -> list[str]:
    """Return a sentence per moment, on the first profile; moments with the same answer share one."""
    moments: dict[str, list[str]] = {}
    for impact in report.headline_impacts:
        moments.setdefault(impact_words(report, impact), []).append(moment_words(impact))
    return [f"{first_upper(listed(names))}: {words}" for words, names in moments.items()]


def week_sentence(report: Report) -> str:
    """Say for what share of the week residents have an open counter within the headline limit."""
    row = report.totals_of(report.headline_impacts[0]).loc[EVERYONE]
    return (
        f"Share of the week with an open counter within {report.results.scenario.headline_minutes} minutes, "
        f"averaged over residents: {percent(row['share_of_week_before'])} before, "
        f"{percent(row['share_of_week_after'])} after."
    )


def borough_sentence(report: Report) -> str:
    """Name the boroughs with most residents who lose at the first moment; empty when nobody does."""
    first = report.headline_impacts[0]
    losing = report.boroughs_of(first).xs(EVERYONE, level="group")[report.losing_column]
    worst = losing[losing > 0].sort_values(ascending=False, kind="stable")[:BOROUGHS_NAMED]
    worst = worst[worst >= worst.max() / TOO_SMALL_TO_NAME]
    if worst.empty:
        return ""
    named = listed([f"{report.borough_names[code]} ({people(number)})" for code, number in worst.items()])
    return (
        f"Most residents whose journey at {first.moment.name} is over {report.losing_minutes} minutes longer "
        f"live in {named}."
    )


def findings(report: Report) -> tuple[str, ...]:
    """Return the run's findings: the estate, the journey meant, each moment, the week, the boroughs."""
    meant = (
        f"Journeys are to the nearest open counter, {report.headline_impacts[0].profile.label}. "
        "Likely offline: by national shares of each age, a central estimate (low to high)."
    )
    sentences = (
        estate_sentence(report),
        meant,
        *_moment_sentences(report),
        week_sentence(report),
        borough_sentence(report),
    )
    return tuple(sentence for sentence in sentences if sentence)


def first_upper(words: str) -> str:
    """Return words that begin with a capital, as at the start of a sentence."""
    return words[:1].upper() + words[1:]


def listed(words: Sequence[str]) -> str:
    """Join words as a reader would.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), words[-1]])
