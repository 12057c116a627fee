"""By how much journeys differ from the most to the least deprived: the slope index of inequality."""

from __future__ import annotations

import numpy as np

from estate_model.analysis.choice.deprivation import deprivation
from estate_model.analysis.equity.inequality import NO_PEOPLE, fractional_rank
from estate_model.nouns import Access, Floats
from estate_model.nouns.area import Area
from estate_model.units import SECONDS_PER_MINUTE


def deprivation_slope(access: Access, people: Floats, area: Area) -> float | None:
    """Return minutes by which the least deprived end's journey is longer than the most deprived end's.

    The slope of the person-weighted line of minutes on fractional rank (0 = most deprived, 1 = least):
    cov(t, R) / var(R). Residents who reach no counter, and zones whose class is not known, are left out;
    ``None`` where the area has no class that runs from the most deprived, or all have the same.
    """
    category = deprivation(area)
    if category is None:
        return None
    by_zone = np.asarray(area.groups.class_of(category.category_id), dtype=np.float64)
    return slope(access.values / SECONDS_PER_MINUTE, people, by_zone[area.place_zone])


def slope(minutes: Floats, people: Floats, classes: Floats) -> float | None:
    """Return the slope of minutes on the fractional rank of classes, lowest class first.

    Half the people at class 1 with 10 minutes, half at class 2 with 20: ranks 0.25 and 0.75.

    >>> slope(np.array([10.0, 20.0]), np.array([5.0, 5.0]), np.array([1.0, 2.0]))
    20.0
    """
    kept = np.isfinite(minutes) & ~np.isnan(classes) & (people > 0)
    if people[kept].sum() <= NO_PEOPLE:
        return None
    weights = people[kept] / people[kept].sum()
    rank = fractional_rank(classes[kept], weights) - 0.5
    spread = float(weights @ rank**2)
    return float((weights * minutes[kept]) @ rank) / spread if spread > NO_PEOPLE else None
