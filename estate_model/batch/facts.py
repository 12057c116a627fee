"""What the nation's tables need of one run: plain numbers, as JSON holds them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from estate_model.analysis.counters import CounterChange, is_always_open
from estate_model.analysis.equity.slope import deprivation_slope
from estate_model.analysis.half import median_minutes
from estate_model.nouns import WHEN, Impact
from estate_model.nouns.figure import Figure
from estate_model.outputs.report import Report
from estate_model.outputs.words.assumed import assumed_sites
from estate_model.outputs.words.measured import whole_area
from estate_model.outputs.words.sources import attribution
from estate_model.people.exposure import EVERYONE


def facts_of(report: Report) -> Mapping[str, Any]:
    """Return a run's facts: whose, on what network, its counters, and each moment by the first profile."""
    results, area = report.results, report.results.area
    scenario, changes = results.scenario, report.own_counters
    first = whole_area(report, results.headline_impacts[0])
    counted = {site.site_id for one in (results.before, results.after) for site in one.counters}
    return {
        "area": area.area_id,
        "name": area.name,
        "crs": area.crs,
        "scenario": scenario.name,
        "title": scenario.title,
        "effective_date": scenario.effective_date.isoformat(),
        "residents": float(area.places.people.sum()),
        "network": results.network.kind,
        "ground": results.network.ground,
        "error": results.network.error,
        "profile": area.profiles[scenario.profiles[0]].label,
        "timetable": timetable.words if (timetable := results.network.timetable) else "",
        "counters": _counts(changes),
        "own_counters": [_counter(change) for change in changes],
        "assumed": len(assumed_sites(report)),
        "candidates": sum(site.site_id not in counted for site in area.candidates),
        "losing_minutes": results.losing_minutes,
        "near_minutes": scenario.headline_minutes,
        "week": {when: _numbers(first.of_week(when)) for when in WHEN},
        "moments": [_moment(report, impact) for impact in results.headline_impacts],
        "attribution": list(attribution(report)),
    }


def _counts(changes: Sequence[CounterChange]) -> dict[str, int]:
    """Return how many counters there are, and how many open all day, before and after."""
    weeks = [(change.week_hours_before, change.week_hours_after) for change in changes]
    counts = {when: sum(week[at] > 0 for week in weeks) for at, when in enumerate(WHEN)}
    all_day = {
        f"all_day_{when}": sum(is_always_open(week[at]) for week in weeks) for at, when in enumerate(WHEN)
    }
    return {**counts, **all_day}


def _counter(change: CounterChange) -> dict[str, str | float]:
    """Return a counter as the areas around need it."""
    return {
        "site_id": change.site.site_id,
        "easting": change.site.easting_metres,
        "northing": change.site.northing_metres,
        "before": change.hours_before,
        "after": change.hours_after,
    }


def _moment(report: Report, impact: Impact) -> dict[str, Any]:
    """Return one moment's figures for everyone."""
    measured, people = whole_area(report, impact), impact.exposure.of(EVERYONE)
    near = f"people_within_{report.results.scenario.headline_minutes}_minutes"
    facts: dict[str, Any] = {
        "moment": impact.moment.name,
        "clock": f"{impact.moment.at:%a %H:%M}",
        "losing": _numbers(measured.losing()),
    }
    for when, access in impact.accesses.items():
        within = f"{near}_{when}"
        known = within in measured.rows[EVERYONE]
        facts |= {
            f"minutes_{when}": _numbers(measured.minutes(when)),
            f"median_{when}": median_minutes(access, people),
            f"near_{when}": _numbers(measured.share(within)) if known else None,
            f"unreached_{when}": measured.value(f"people_without_open_counter_{when}"),
            f"slope_{when}": deprivation_slope(access, people, report.results.area),
        }
    return facts


def _numbers(figure: Figure) -> dict[str, float | None]:
    """Return a figure's value and ends; ``None`` for what is not a number."""
    return {
        name: None if value is None or math.isnan(value) else float(value)
        for name, value in (("value", figure.value), ("low", figure.low), ("high", figure.high))
    }
