"""``money.csv``: extra travel in a year, its value, and savings where costs are given. Second to minutes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from estate_model.analysis.money import MoneyRow
from estate_model.outputs.report import Report
from estate_model.outputs.tables.zones import csv_bytes

COLUMNS = ("item", "low", "central", "high", "unit", "formula", "source", "confidence")
CAUTION = (
    "Money is second to minutes. Visits are reports a day and counter over the published shares of visits "
    "that report, which differ so widely that there are fewest (low) and most (high) and no central figure; "
    "they are taken to be spread as residents are and to stay as many. Hours of travel are put into pounds "
    "only where the scenario gives a value of time, and leave out journeys that are no longer made. Do not "
    "set them off against savings."
)


def money_table(report: Report) -> dict[str, bytes]:
    """Return ``money.csv``, or nothing where neither visits nor costs are known."""
    rows = _rows(report)
    if not rows:
        return {}
    table = pd.DataFrame([_written(row) for row in rows], columns=list(COLUMNS))
    return {"money.csv": csv_bytes(table)}


def money_record(report: Report) -> dict[str, Any]:
    """Return the same as the summary holds it, with what a reader must know of it."""
    rows = _rows(report)
    return {"caution": CAUTION, "items": [_record(row) for row in rows]}


def _rows(report: Report) -> tuple[MoneyRow, ...]:
    rows: tuple[MoneyRow, ...] = report.results.analyses["money"]
    return rows


def _rounded(row: MoneyRow, value: float | None) -> float | None:
    return None if value is None else round(value, 1 if row.unit == "minutes" else 0)


def _record(row: MoneyRow) -> dict[str, Any]:
    numbers = {name: _rounded(row, getattr(row, name)) for name in ("low", "central", "high")}
    return {**{name: getattr(row, name) for name in COLUMNS}, **numbers}


def _written(row: MoneyRow) -> dict[str, Any]:
    """Return a row in which every number is a text, since a column holds several units."""
    return {
        name: f"{value:.1f}" if isinstance(value, float) and row.unit == "minutes" else _text(value)
        for name, value in _record(row).items()
    }


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if isinstance(value, float) else str(value)
