"""``whole_area.csv`` and ``curve.csv``: the whole area, and who is within how many minutes."""

from __future__ import annotations

import pandas as pd

from estate_model.access.within import within
from estate_model.outputs.report import Report
from estate_model.outputs.tables.zones import csv_bytes
from estate_model.people.exposure import EVERYONE

AS_GIVEN, ON_RECORD = "as given", "assumed ones shut"
CURVE_MINUTES = tuple(range(5, 65, 5))


def whole_area(report: Report) -> dict[str, bytes]:
    """Return both tables. ``hours`` says whether counters with assumed hours are open or taken as shut."""
    given = report.totals.reset_index()
    given.insert(2, "hours", AS_GIVEN)
    shut = report.totals_on_record
    frames = [given]
    if len(shut):
        certain = shut.reset_index()
        certain.insert(2, "hours", ON_RECORD)
        frames.append(certain[given.columns.drop([name for name in given if "share_of_week" in name])])
    table = pd.concat(frames, ignore_index=True)
    return {"whole_area.csv": csv_bytes(table), "curve.csv": csv_bytes(curve(report))}


def curve(report: Report) -> pd.DataFrame:
    """Return residents with an open counter within 5 to 60 minutes, by the first profile."""
    rows = []
    for impact in report.headline_impacts:
        people = impact.exposure.of(EVERYONE)
        for minutes in CURVE_MINUTES:
            row = {"profile": impact.profile.profile_id, "moment": impact.moment.name, "minutes": minutes}
            for when, access in (("before", impact.before), ("after", impact.after)):
                reached = float(people @ within(access, minutes))
                row |= {f"people_within_{when}": reached, f"share_within_{when}": reached / people.sum()}
            rows.append(row)
    return pd.DataFrame(rows)
