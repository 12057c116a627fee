"""The tables that analyses give out as they are, as CSV."""

from __future__ import annotations

from estate_model.analysis.analyses import ANALYSES
from estate_model.outputs.report import Report
from estate_model.outputs.tables.zones import csv_bytes


def analysis_tables(report: Report) -> dict[str, bytes]:
    """Return every analysis's own tables, by file name."""
    made = report.results.analyses
    return {
        f"{name}.csv": csv_bytes(table)
        for analysis in ANALYSES
        if analysis.name in made
        for name, table in analysis.tables(made[analysis.name]).items()
    }
