"""``whole_area.csv``: the whole area, for every profile, moment and group."""

from __future__ import annotations

import pandas as pd

from estate_model.outputs.report import Report
from estate_model.outputs.tables.zones import csv_bytes
from estate_model.outputs.words.estate import HOURS_COLUMNS, hours_figures

AS_GIVEN = "as given"


def whole_area(report: Report) -> dict[str, bytes]:
    """Return the table. ``hours`` says which counters with assumed hours are taken as shut."""
    hours = dict(zip(HOURS_COLUMNS, (figure.value for figure in hours_figures(report)), strict=True))
    given = report.totals.reset_index().assign(**hours)
    given.insert(2, "hours", AS_GIVEN)
    shut = report.totals_on_record
    frames = [given]
    if len(shut):
        certain = shut.reset_index()
        left_out = [name for name in given if "share_of_week" in name or name in HOURS_COLUMNS]
        frames.append(certain[given.columns.drop(left_out)])
    table = pd.concat(frames, ignore_index=True)
    return {"whole_area.csv": csv_bytes(table)}
