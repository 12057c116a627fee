"""``summary.json``: the run's findings in words and in numbers, with units in every name."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from estate_model.outputs.report import Report
from estate_model.outputs.tables.equality import equality_summary
from estate_model.outputs.tables.money import money_record
from estate_model.outputs.tables.ranges import intervals_record
from estate_model.outputs.tables.wide import moment_words
from estate_model.outputs.words.details import details
from estate_model.outputs.words.estate import hours_figures
from estate_model.outputs.words.findings import findings
from estate_model.outputs.words.headlines import headlines
from estate_model.outputs.words.measured import whole_area
from estate_model.outputs.words.sources import attribution, definitions, notes, sources, uncertain
from estate_model.scenario.offline_sets import group_labels, offline_sets

SCHEMA_VERSION = 1


def summary(report: Report) -> dict[str, bytes]:
    """Return ``summary.json``."""
    return {"summary.json": json_bytes(content(report))}


def content(report: Report) -> dict[str, Any]:
    """Return findings, headlines, counters, totals by profile, moment and group, and the week."""
    results, scenario = report.results, report.results.scenario
    words = moment_words(report)
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": scenario.name,
        "compared_with": results.against.name if results.against else None,
        "title": scenario.title,
        "question": scenario.question,
        "area": results.area.area_id,
        "baseline": scenario.baseline.isoformat(),
        "effective_date": scenario.effective_date.isoformat(),
        "week_of": scenario.week_start.isoformat(),
        "moments": [
            {"name": moment.name, "at": f"{moment.at:%A %H:%M}", "ending": words[moment.name]}
            for moment in (impact.moment for impact in report.headline_impacts)
        ],
        "findings": list(findings(report)),
        "details": list(details(report)),
        "counters": _counters(report),
        "groups": group_labels(scenario, results.area),
        "offline_sets": _offline_sets(report),
        "profiles": _profiles(report),
        "network": {
            "kind": results.network.kind,
            "label": results.network.label,
            "error": results.network.error,
            "source": results.network.source,
        },
        "headlines": _headlines(report),
        "exact": "results, intervals and money are exact values; headlines and findings are as printed",
        "results": _totals(report),
        **(_in_full(report) if not report.is_light else {}),
        "uncertain": list(uncertain(report)),
        "sources": list(sources(report)),
        "definitions": list(definitions(report)),
        "notes": list(notes(report)),
        "attribution": list(attribution(report)),
    }


def _in_full(report: Report) -> dict[str, Any]:
    """Return what a light run has not."""
    return {
        "intervals": intervals_record(report),
        "money": money_record(report),
        **equality_summary(report),
    }


def _offline_sets(report: Report) -> dict[str, dict[str, str]]:
    chosen = offline_sets(report.results.scenario, report.results.area)
    return {name: {"set": one.label, "year": one.year, "source": one.source} for name, one in chosen.items()}


def _profiles(report: Report) -> dict[str, dict[str, str | float | int]]:
    chosen = [report.results.area.profiles[key] for key in report.results.scenario.profiles]
    return {
        profile.profile_id: {
            "label": profile.label,
            "speed_kmh": profile.speed_kmh,
            "age_from": profile.age_from,
            "source": profile.source,
            "confidence": profile.confidence,
        }
        for profile in chosen
    }


def json_bytes(content: object) -> bytes:
    """Return JSON that a person can read, UTF-8, with a last line end."""
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def _counters(report: Report) -> dict[str, Any]:
    changes = report.own_counters
    by_status: dict[str, list[str]] = {}
    for change in changes:
        by_status.setdefault(change.status, []).append(change.site.site_id)
    return {
        "before": sum(change.week_hours_before > 0 for change in changes),
        "after": sum(change.week_hours_after > 0 for change in changes),
        "week_hours_before": round(sum(change.week_hours_before for change in changes), 2),
        "week_hours_after": round(sum(change.week_hours_after for change in changes), 2),
        "by_status": dict(sorted(by_status.items())),
    }


def _headlines(report: Report) -> list[dict[str, Any]]:
    """Return one record per headline figure and moment, as every output prints it, and where it stands.

    Counter-hours a week are the same at every moment: their moment is empty.
    """
    of_week = zip(("counter_hours_before", "counter_hours_after"), hours_figures(report), strict=True)
    of_moments = (
        (impact.moment.name, name, figure)
        for impact in report.headline_impacts
        for name, figure in headlines(whole_area(report, impact)).items()
    )
    return [
        {
            "moment": moment,
            "name": name,
            "label": figure.label,
            "unit": figure.unit,
            "central": figure.central,
            "range": figure.range,
            "text": figure.text,
            "file": figure.file,
            "row": [list(part) for part in figure.row],
            "column": figure.column,
        }
        for moment, name, figure in (*(("", *pair) for pair in of_week), *of_moments)
    ]


def _totals(report: Report) -> list[dict[str, Any]]:
    """Return one record per profile, moment and group; a mean nobody can form is null."""
    records = []
    for keys, row in report.totals.iterrows():
        profile, moment, group = keys if isinstance(keys, tuple) else (keys, "", "")
        numbers = {str(name): _number(str(name), float(value)) for name, value in row.items()}
        records.append({"profile": profile, "moment": moment, "group": group, **numbers})
    return records


def _number(name: str, value: float) -> float | None:
    if pd.isna(value):
        return None
    return round(value, 4) if name.startswith("share") else round(value, 1)
