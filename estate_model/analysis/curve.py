"""Residents with an open counter within so many minutes: the cumulative curve of the first profile."""

from __future__ import annotations

import numpy as np
import pandas as pd

from estate_model.nouns import Access, Floats
from estate_model.people.exposure import EVERYONE
from estate_model.results import Results
from estate_model.units import SECONDS_PER_MINUTE

CURVE_MINUTES = tuple(range(5, 65, 5))


def curve(results: Results) -> pd.DataFrame:
    """Return residents with an open counter within 5 to 60 minutes, a row per moment and limit."""
    rows = []
    for impact in results.headline_impacts:
        people = impact.exposure.of(EVERYONE)
        reached = {when: _people_within(access, people) for when, access in impact.accesses.items()}
        for number, minutes in enumerate(CURVE_MINUTES):
            row = {"profile": impact.profile.profile_id, "moment": impact.moment.name, "minutes": minutes}
            for when, counts in reached.items():
                row |= {
                    f"people_within_{when}": counts[number],
                    f"share_within_{when}": counts[number] / people.sum(),
                }
            rows.append(row)
    return pd.DataFrame(rows)


def _people_within(access: Access, people: Floats) -> Floats:
    """Return the people within each of ``CURVE_MINUTES``: counted at the first they keep to."""
    limits = np.array(CURVE_MINUTES) * SECONDS_PER_MINUTE
    first = np.searchsorted(limits, access.values)
    counts = np.bincount(first, weights=people, minlength=len(limits) + 1)
    return np.cumsum(counts[:-1], dtype=np.float64)
