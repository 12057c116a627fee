"""``whole_area.csv``: the whole area, for every profile, moment and group."""

from __future__ import annotations

import pandas as pd

from estate_model.outputs.report import Report
from estate_model.outputs.tables.zones import csv_bytes

AS_GIVEN = "as given"


def whole_area(report: Report) -> dict[str, bytes]:
    """Return the table. ``hours`` says which counters with assumed hours are taken as shut."""
    given = report.totals.reset_index()
    given.insert(2, "hours", AS_GIVEN)
    shut = report.totals_on_record
    frames = [given]
    if len(shut):
        certain = shut.reset_index()
        frames.append(certain[given.columns.drop([name for name in given if "share_of_week" in name])])
    table = pd.concat(frames, ignore_index=True)
    return {"whole_area.csv": csv_bytes(table)}
