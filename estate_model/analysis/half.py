"""The minutes within which half of all residents have an open counter, and who has one near."""

from __future__ import annotations

import math

import numpy as np

from estate_model.access.within import within
from estate_model.analysis.equity.percentile import percentile
from estate_model.nouns import Access, Floats
from estate_model.units import SECONDS_PER_MINUTE

HALF = 0.5


def median_minutes(access: Access, people: Floats) -> float | None:
    """Return the minutes within which half of all residents are; ``None`` where half reach no counter."""
    seconds, place = access.distinct
    counts = np.bincount(place, weights=people, minlength=len(seconds)).astype(np.float64)
    minutes = percentile(seconds / SECONDS_PER_MINUTE, counts, HALF)
    return minutes if math.isfinite(minutes) else None


def share_within(access: Access, people: Floats, minutes: float) -> float:
    """Return the share of all residents, 0 to 1, whose nearest open counter is within so many minutes."""
    return float(people @ within(access, minutes)) / float(people.sum())


def people_at(access: Access, people: Floats, site_ids: frozenset[str]) -> float:
    """Return the residents whose nearest open counter is one of some."""
    if access.site_index is None:
        return 0.0
    chosen = np.array([*(key in site_ids for key in access.site_ids), False])
    return float(people @ chosen[access.site_index])
