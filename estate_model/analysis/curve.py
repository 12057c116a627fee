"""Residents with an open counter within so many minutes: the cumulative curve of the first profile."""

from __future__ import annotations

import pandas as pd

from estate_model.access.within import within
from estate_model.people.exposure import EVERYONE
from estate_model.results import Results

CURVE_MINUTES = tuple(range(5, 65, 5))


def curve(results: Results) -> pd.DataFrame:
    """Return residents with an open counter within 5 to 60 minutes, a row per moment and limit."""
    rows = []
    for impact in results.headline_impacts:
        people = impact.exposure.of(EVERYONE)
        for minutes in CURVE_MINUTES:
            row = {"profile": impact.profile.profile_id, "moment": impact.moment.name, "minutes": minutes}
            for when, access in (("before", impact.before), ("after", impact.after)):
                reached = float(people @ within(access, minutes))
                row |= {f"people_within_{when}": reached, f"share_within_{when}": reached / people.sum()}
            rows.append(row)
    return pd.DataFrame(rows)
