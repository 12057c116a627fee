"""Measures of access: one file per measure, and the list of what each says of itself."""

from __future__ import annotations

from estate_model.access import nearest, share_of_week, within
from estate_model.access.measure import Measure

MEASURES: tuple[Measure, ...] = (nearest.MEASURE, within.MEASURE, share_of_week.MEASURE)

__all__ = ["MEASURES", "Measure"]
