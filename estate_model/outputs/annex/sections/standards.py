"""Pledges and standards: what was promised here, what others promise, and what is kept after the changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from estate_model.analysis.standards import FAIL, PASS
from estate_model.nouns.figure import BOROUGHS, SHARE, Figure
from estate_model.nouns.standards import PLEDGE
from estate_model.outputs.annex.content import Cell, Section, Table
from estate_model.outputs.annex.sentences import focus
from estate_model.outputs.report import Report
from estate_model.outputs.tables.equality import standards_table
from estate_model.outputs.words.text import Text, told

NOT_APPLICABLE = "n/a"
STATUSES = {"pledge": "pledged here", "yardstick": "what others promise", "band": "for comparison"}
MEANT = (
    "A pledge was made here, for this service; other rows are what other services promise, or "
    "bands that are used in reports, and bind nobody here. Definitions and sources are in standards.csv."
)


def standards(report: Report) -> Section | None:
    """Return the pledges, in words and as a table; nothing where the area has none."""
    rows = _rows(report)
    pledges = rows[rows["status"] == PLEDGE] if len(rows) else rows
    if not len(pledges):
        return None
    labels = report.results.area.labels
    texts = [pledge_text(row, labels) for row in pledges.to_dict("records")]
    title = f"Pledges, at {focus(report).moment.name} where the time matters"
    return Section("Pledges and standards", (*texts, _table(report, pledges, title)))


def standards_in_full(report: Report) -> Section | None:
    """Return every standard at the moment places are ranked by; nothing where the area has none."""
    rows = _rows(report)
    if not len(rows):
        return None
    title = f"Pledges and standards, at {focus(report).moment.name} where the time matters"
    return Section("Every pledge and standard", (Text(MEANT), _table(report, rows, title)))


def _rows(report: Report) -> pd.DataFrame:
    """Return every standard at the moment places are ranked by."""
    table = standards_table(report) if report.fairness.judgements else pd.DataFrame()
    return table[table["moment"].isin(["", focus(report).moment.name])] if len(table) else table


def pledge_text(row: dict[Any, Any], labels: Mapping[str, str]) -> Text:
    """Say of a pledge whether it is kept, and in how many boroughs it is not."""
    title = row["title"]
    if row["result_after"] not in (PASS, FAIL):
        return told("The pledge “{title}” {result}.", title=title, result=str(row["result_after"]))
    if row["result_after"] == PASS:
        return told("The pledge “{title}” is kept after the changes.", title=title)
    number = Figure(
        value=int(row["boroughs_below_after"]), unit=BOROUGHS, file="standards.csv",
        row=(("standard", "=", row["standard"]), ("moment", "=", row["moment"])),
        column="boroughs_below_after",
    )  # fmt: skip
    was = "it was kept before" if row["result_before"] == PASS else "it was not kept before either"
    zones = labels["borough" if number.value == 1 else "boroughs"]
    return told(
        "The pledge “{title}” is not kept after the changes in {number} {zones}; {was}.",
        title=title, number=number, zones=zones, was=was,
    )  # fmt: skip


def _table(report: Report, rows: pd.DataFrame, title: str) -> Table:
    return Table(
        title=title,
        columns=(
            "Standard",
            "What it is",
            "Needed (%)",
            "Before (%)",
            "After (%)",
            "Result before",
            "Result after",
            f"Worst {report.results.area.labels['boroughs']} after",
        ),
        rows=tuple(
            (
                Cell(row["title"]),
                Cell(STATUSES.get(row["status"], row["status"])),
                *(_share(row[name]) for name in ("share_needed", "value_before", "value_after")),
                Cell(row["result_before"]),
                Cell(row["result_after"]),
                Cell(row["worst_boroughs_after"] or NOT_APPLICABLE),
            )
            for row in rows.to_dict("records")
        ),
        note=f"From standards.csv: shares of residents, or of {report.results.area.labels['boroughs']}, "
        "as its column value_is says.",
    )  # fmt: skip


def _share(value: Any) -> Cell:  # noqa: ANN401 - a cell of a table
    share = float("nan") if value is None or pd.isna(value) else float(value)
    return Cell.of(Figure(value=share, unit=SHARE, rounding="tenth"))
