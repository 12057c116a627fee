"""Measures of access to counters: one file per measure, and the list that a run computes."""

from __future__ import annotations

from estate_model.access import nearest, opens_soon, share_of_week, within
from estate_model.access.measure import Measure

MEASURES: list[Measure] = [nearest.MEASURE, within.MEASURE, opens_soon.MEASURE, share_of_week.MEASURE]

__all__ = ["MEASURES", "Measure"]
