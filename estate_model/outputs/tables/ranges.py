"""``intervals.csv``, ``sensitivity.csv`` and ``sensitivity.svg``: how sure every headline number is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from estate_model.analysis.uncertainty.headline_numbers import WHOLE_AREA, Number
from estate_model.analysis.uncertainty.sensitivity import Swing
from estate_model.nouns.parameters import Spread
from estate_model.outputs.drawing.tornado import tornado
from estate_model.outputs.report import Report
from estate_model.outputs.tables.zones import csv_bytes

LEVEL = 0.9
DECIMALS = {"people": 0, "minutes": 1, "share": 4}
NUMBER_COLUMNS = ("profile", "moment", "zone_code", "zone_name", "group", "measure", "unit")


def how_sure(report: Report) -> dict[str, bytes]:
    """Return the ranges, one parameter at a time, and the widest of those as a drawing."""
    swings = report.results.analyses["sensitivity"]
    return {
        "intervals.csv": csv_bytes(interval_table(report)),
        "sensitivity.csv": csv_bytes(_sensitivity_table(report, swings)),
        "sensitivity.svg": tornado(report, swings).encode("utf-8"),
    }


def unit_of(number: Number) -> str:
    """Return a headline number's unit: people, minutes or share."""
    if number.measure.startswith("mean_minutes"):
        return "minutes"
    return "share" if number.measure.startswith("share") else "people"


def column_of(report: Report, number: Number) -> str:
    """Return the name of the column that holds the number in the other tables."""
    if number.measure == "people_losing":
        return report.losing_column
    return number.measure.replace("headline", f"{report.results.scenario.headline_minutes}_minutes")


def written(value: float, unit: str) -> str:
    """Return a number as the tables write its kind.

    >>> written(41233.7, "people"), written(39.16, "minutes"), written(0.61823, "share")
    ('41234', '39.2', '0.6182')
    """
    return f"{value:.{DECIMALS[unit]}f}"


def _named(report: Report, number: Number) -> dict[str, str]:
    whole = number.zone == WHOLE_AREA
    name = report.results.area.name if whole else str(report.borough_names[number.zone])
    values = (
        report.results.scenario.profiles[0], number.moment, number.zone, name, number.group,
        column_of(report, number), unit_of(number),
    )  # fmt: skip
    return dict(zip(NUMBER_COLUMNS, values, strict=True))


def interval_table(report: Report) -> pd.DataFrame:
    """Return a row per headline number with its 90% range, and what varied to make it."""
    scenario = report.results.scenario
    what = " ".join(spread.parameter for spread in _varied(report))
    rows: list[dict[str, Any]] = []
    for number, found in report.intervals.items():
        ends = {name: written(getattr(found, name), unit_of(number)) for name in ("central", "low", "high")}
        rows.append(
            {**_named(report, number), **ends, "stretched_to_hold_central": "yes" if found.widened else "no",
             "draws": scenario.draws, "seed": scenario.seed, "what_varied": what}
        )  # fmt: skip
    more = ("central", "low", "high", "stretched_to_hold_central", "draws", "seed", "what_varied")
    return pd.DataFrame(rows, columns=[*NUMBER_COLUMNS, *more])


def _sensitivity_table(report: Report, swings: tuple[Swing, ...]) -> pd.DataFrame:
    rows = []
    for swing in swings:
        unit = unit_of(swing.number)
        rows.append(
            {**_named(report, swing.number), "parameter": swing.label,
             "low_setting": swing.low_setting, "high_setting": swing.high_setting,
             "central": written(swing.central, unit), "at_low": written(swing.at_low, unit),
             "at_high": written(swing.at_high, unit), "width": written(swing.width, unit),
             "source": swing.source}
        )  # fmt: skip
    more = ("parameter", "low_setting", "high_setting", "central", "at_low", "at_high", "width", "source")
    return pd.DataFrame(rows, columns=[*NUMBER_COLUMNS, *more])


def intervals_record(report: Report) -> dict[str, Any]:
    """Return the ranges as the summary holds them: how they were made, and a record per number."""
    scenario = report.results.scenario
    records = []
    for number, found in report.intervals.items():
        unit = unit_of(number)
        ends = {name: float(written(getattr(found, name), unit)) for name in ("central", "low", "high")}
        records.append({**_named(report, number), **ends})
    return {
        "level": LEVEL,
        "draws": scenario.draws,
        "seed": scenario.seed,
        "varied": [
            {"parameter": row.parameter, "distribution": row.distribution, "unit": row.unit,
             "source": row.source, "confidence": row.confidence}
            for row in _varied(report)
        ],
        "not_varied": "opening hours, moments, public transport, who would travel at all",
        "numbers": records,
    }  # fmt: skip


def _varied(report: Report) -> tuple[Spread, ...]:
    """Return how each parameter that the ranges let vary does so."""
    return report.ranges.varied if report.ranges else ()
