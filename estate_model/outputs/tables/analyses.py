"""The tables that analyses give out as they are, as CSV."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from estate_model.analysis.analyses import ANALYSES
from estate_model.outputs.report import Report
from estate_model.outputs.tables.own_names import LEVELS, OWN
from estate_model.outputs.tables.zones import csv_bytes


def analysis_tables(report: Report) -> dict[str, bytes]:
    """Return every analysis's own tables, by file name."""
    made = report.results.analyses
    return {
        f"{name}.csv": csv_bytes(_of_own_levels(table, report.results.area.labels))
        for analysis in ANALYSES
        if analysis.name in made
        for name, table in analysis.tables(made[analysis.name]).items()
    }


def _of_own_levels(table: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return a table that says of each row's level what the area calls it."""
    own = {level: labels[level] for level in OWN}
    return table.assign(**{column: table[column].replace(own) for column in LEVELS if column in table})
