"""``psed.csv``, ``demand.csv`` and ``standards.csv``; the other tables of equality go out as they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from estate_model.analysis.demand import ELSEWHERE
from estate_model.analysis.demand import NOTES as DEMAND_NOTES
from estate_model.analysis.equity import NOTES as EQUITY_NOTES
from estate_model.analysis.standards import Judgement
from estate_model.outputs.report import Report
from estate_model.outputs.tables.zones import csv_bytes
from estate_model.outputs.words.fairness import in_words, worst_places

PSED_COLUMNS = (
    "profile", "moment", "characteristic", "protected", "tested", "group", "label", "verdict", "people",
    "share_losing", "share_losing_everyone", "share_losing_others", "difference_share_losing",
    "relative_risk", "mean_minutes_longer", "mean_minutes_longer_others", "in_words", "why_not", "source",
)  # fmt: skip
DEMAND_COLUMNS = (
    "profile", "moment", "demand", "label", "unit", "period", "count_a_year", "mean_minutes_before",
    "mean_minutes_after", "mean_minutes_after_residents", "count_losing", "share_losing",
    "share_losing_residents", "zones_not_known", "people_in_zones_not_known", "source",
)  # fmt: skip
DIGITS = 4
Names = dict[Any, str]


def equality(report: Report) -> dict[str, bytes]:
    """Return the tables of the equality duty, other demand and standards, by file name."""
    return {
        "psed.csv": csv_bytes(psed_table(report)),
        "demand.csv": csv_bytes(demand_table(report)),
        "standards.csv": csv_bytes(standards_table(report)),
    }


def psed_table(report: Report) -> pd.DataFrame:
    """Return the equality duty's table, each row with its sentence."""
    table = report.fairness.psed.reindex(columns=list(PSED_COLUMNS))
    table["in_words"] = [in_words(row, report.losing_minutes) for row in table.to_dict("records")]
    for column in ("group", "label", "why_not"):
        table[column] = table[column].fillna("")
    table["people"] = table["people"].round().astype("Int64")
    return table


def demand_table(report: Report) -> pd.DataFrame:
    """Return recorded crime, counts whole and blank where only shares are shown."""
    table = report.fairness.demand.reindex(columns=list(DEMAND_COLUMNS))
    for column in ("count_a_year", "count_losing"):
        table[column] = table[column].astype(np.float64).round().astype("Int64")
    return table


def standards_table(report: Report) -> pd.DataFrame:
    """Return a row per standard and moment: what was needed, found before and after, and the worst places."""
    names = report.borough_names.to_dict(), report.ward_names.to_dict()
    table = pd.DataFrame([_standard_row(one, report, names) for one in report.fairness.judgements])
    below = ["boroughs_below_before", "boroughs_below_after"]
    return table.astype(dict.fromkeys(below, "Int64"))


def _standard_row(one: Judgement, report: Report, names: tuple[Names, Names]) -> dict[str, Any]:
    standard, (boroughs, wards) = one.standard, names
    return {
        "standard": standard.standard_id,
        "title": standard.title,
        "status": standard.status,
        "profile": report.headline_impacts[0].profile.profile_id,
        "moment": one.moment,
        "threshold": f"{standard.threshold:g}",
        "unit": standard.unit,
        "share_needed": np.nan if standard.share_needed is None else standard.share_needed,
        "value_is": one.after.value_is,
        "value_before": one.before.value,
        "value_after": one.after.value,
        "result_before": one.before.result,
        "result_after": one.after.result,
        "margin_before": one.before.margin,
        "margin_after": one.after.margin,
        "boroughs_below_before": one.before.parts_below,
        "boroughs_below_after": one.after.parts_below,
        "worst_boroughs_after": worst_places(one.after.parts, boroughs),
        "worst_wards_after": worst_places(one.after.small_parts, wards),
        "definition": standard.definition,
        "measured": standard.measured,
        "source": standard.source,
        "date": standard.date,
        "url": standard.url,
        "confidence": standard.confidence,
    }


def equality_summary(report: Report) -> dict[str, Any]:
    """Return what ``summary.json`` holds of the same tables, and what a reader must know of them."""
    fair = report.fairness
    return {
        "equality": _records(fair.equality),
        "psed": _records(psed_table(report)),
        "inequality": _records(fair.inequality),
        "demand": _records(fair.demand),
        "load": _records(fair.load),
        "standards": _records(standards_table(report)),
        "equality_notes": [
            *EQUITY_NOTES,
            *DEMAND_NOTES,
            *([ELSEWHERE] if report.results.area.yardsticks.elsewhere else []),
        ],
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values; a number that has no meaning, or has no end, is null."""
    return [
        {str(name): _plain(str(name), value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _plain(name: str, value: Any) -> str | float | int | None:  # noqa: ANN401 - a cell of any column
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or not np.isfinite(value):
        return None
    if isinstance(value, (int, np.integer)):
        return int(value)
    return round(float(value), 1 if name.startswith(("people", "mean", "p90", "count")) else DIGITS)
