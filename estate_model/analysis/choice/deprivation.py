"""Each place's rank by deprivation, where the area records it."""

from __future__ import annotations

import numpy as np

from estate_model.nouns import Floats
from estate_model.nouns.area import Area
from estate_model.nouns.zone_groups import Category

MOST_DEPRIVED_FIRST = "1 = most deprived"


def deprivation(area: Area) -> Category | None:
    """Return the area's first class of zones that runs from the most deprived, or None."""
    ordered = [one for one in area.groups.categories if MOST_DEPRIVED_FIRST in one.meaning]
    return ordered[0] if ordered else None


def ranks(area: Area, people: Floats) -> Floats | None:
    """Return each place's rank, 0 to 1, most deprived first: the middle of its class's people.

    None where the area has no such class. Places whose class is not known stand in the middle, at 0.5.
    """
    category = deprivation(area)
    if category is None:
        return None
    by_zone = area.groups.table[category.column]
    classes = area.places.table["zone_code"].astype(str).map(by_zone).to_numpy(dtype=float)
    known = np.isfinite(classes)
    rank = np.full(len(people), 0.5)
    total = people[known].sum()
    before = 0.0
    for one in np.unique(classes[known]):
        inside = classes == one
        number = people[inside].sum()
        rank[inside] = (before + number / 2) / total if total > 0 else 0.5
        before += number
    return rank
