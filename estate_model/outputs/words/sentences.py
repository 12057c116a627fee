"""Sentences made from numbers: every figure is rounded to what the data bear, every branch is tested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from estate_model.analysis.counters import CounterChange, is_always_open
from estate_model.analysis.impact import longer_seconds
from estate_model.nouns import Impact, Profile
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import (
    counted,
    first_upper,
    listed,
    offline,
    people,
    percent,
    ranged_minutes,
    ranged_people,
    ranged_percent,
)
from estate_model.people.exposure import EVERYONE, OFFLINE
from estate_model.units import SECONDS_PER_MINUTE

WHEN = ("before", "after")
BOROUGHS_NAMED = 3
TOO_SMALL_TO_NAME = 10


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
    return f"{_minutes(report, everyone, impact)}; {losers}."


def _same(report: Report, everyone: pd.Series) -> str:
    shares = [
        f"{percent(everyone[f'people_within_{limit}_minutes_after'] / everyone['people'])} within {limit}"
        for limit in report.results.scenario.thresholds_minutes
    ]
    return f"{everyone['mean_minutes_after']:.0f} minutes on average; {listed(shares)} minutes"


def _minutes(report: Report, everyone: pd.Series, impact: Impact) -> str:
    before, after = everyone["mean_minutes_before"], everyone["mean_minutes_after"]
    if pd.isna(before):
        return f"no counter was open before, and the nearest is {after:.0f} minutes away on average after"
    ranges = [report.interval(impact, f"mean_minutes_{when}") for when in WHEN]
    first, last = (
        (one.central, one.low, one.high) if one else (mean,) * 3
        for one, mean in zip(ranges, (before, after), strict=True)
    )
    return f"{ranged_minutes(*first, unit=' minutes')} on average before, {ranged_minutes(*last)} after"


def _losers(report: Report, rows: pd.DataFrame, impact: Impact) -> str:
    who = people_label(impact.profile).lower()
    column, more = report.losing_column, f"have a journey over {report.losing_minutes} minutes longer"
    losing = rows[column].loc[EVERYONE]
    if not losing:
        gaining = people(rows["people_gaining"].loc[EVERYONE])
        return f"no {who} {more}, and {gaining} have a shorter one"
    share = percent(losing / rows["people"].loc[EVERYONE])
    sets = [float(rows[column].loc[group]) for group in OFFLINE]
    shut = _if_shut(report, impact, losing)
    found = [report.interval(impact, "people_losing", group=group) for group in (EVERYONE, OFFLINE[1])]
    if found[0] is None or found[1] is None or not sets[-1]:
        return f"{people(losing)} {who} ({share}) {more}; {offline(*sets)}{shut}"
    all_of_them, likely = (ranged_people(one.central, one.low, one.high) for one in found if one)
    return (
        f"{all_of_them} {who}, {share}, {more}; {likely} of them likely offline "
        f"({people(sets[0])} by the low set, {people(sets[-1])} by the high one){shut}"
    )


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
    shares = []
    for when in WHEN:
        found = report.interval(None, f"share_of_week_{when}")
        share = row[f"share_of_week_{when}"]
        shares.append(ranged_percent(share, found.low, found.high) if found else percent(share))
    return (
        f"Share of the week with an open counter within {report.results.scenario.headline_minutes} minutes, "
        f"averaged over residents: {shares[0]} before, {shares[1]} after."
    )


def borough_sentence(report: Report) -> str:
    """Name the boroughs with most residents who lose at the first moment; empty when nobody does."""
    first = report.headline_impacts[0]
    losing = report.boroughs_of(first).xs(EVERYONE, level="group")[report.losing_column]
    worst = losing[losing > 0].sort_values(ascending=False, kind="stable")[:BOROUGHS_NAMED]
    worst = worst[worst >= worst.max() / TOO_SMALL_TO_NAME]
    if worst.empty:
        return ""
    named = listed([_borough(report, str(code), float(number)) for code, number in worst.items()])
    return (
        f"Most residents whose journey at {first.moment.name} is over {report.losing_minutes} minutes longer "
        f"live in {named}."
    )


def _borough(report: Report, code: str, losing: float) -> str:
    found = report.interval(report.headline_impacts[0], "people_losing", zone=code)
    if found is None or found.low == found.high:
        return f"{report.borough_names[code]} ({people(losing)})"
    return f"{report.borough_names[code]}, {ranged_people(losing, found.low, found.high)}"


def ranges_sentence(report: Report) -> str:
    """Say what the ranges in brackets are; empty where there are none."""
    if not report.intervals:
        return ""
    return (
        "Brackets hold nine in ten of the answers when pace, network error, offline share and where "
        "residents live vary as far as they are unknown; opening hours do not vary."
    )


def findings(report: Report) -> tuple[str, ...]:
    """Return the run's findings: the estate, the journey meant, each moment, the week, the boroughs."""
    meant = (
        f"Journeys are to the nearest open counter, {report.headline_impacts[0].profile.label}. "
        "Likely offline: by national shares of each age, a central estimate between a low and a high one."
    )
    sentences = (
        estate_sentence(report),
        meant,
        ranges_sentence(report),
        *_moment_sentences(report),
        week_sentence(report),
        borough_sentence(report),
    )
    return tuple(sentence for sentence in sentences if sentence)
