"""The range of a figure, where the run found one; everything that prints a range asks here."""

from __future__ import annotations

from typing import Any

from estate_model.exposure import EVERYONE
from estate_model.outputs.report import Report
from estate_model.outputs.words import people, percent

WHOLE_AREA, WHOLE_WEEK = "all", "(week)"
LOSING = "people_losing"


def intervals(report: Report) -> dict[Any, Any]:
    """Return the run's ranges by number, or nothing where the model gives none (``Report.intervals``)."""
    found: dict[Any, Any] = getattr(report, "intervals", {})
    return found


def extent(
    report: Report, measure: str, moment: str, *, group: str = EVERYONE, zone: str = WHOLE_AREA
) -> str:
    """Return a figure's range as words such as ``36,000 to 47,000``, or nothing where there is none.

    A key of ``Report.intervals`` has ``measure``, ``moment``, ``zone`` and ``group``, a value ``low`` and
    ``high``; ``people_losing`` is a journey longer by more than the report's ``losing_minutes``.
    """
    for key, found in intervals(report).items():
        if (key.measure, key.moment, key.zone, key.group) == (measure, moment, zone, group):
            low, high = (_rounded(measure, number) for number in (found.low, found.high))
            return low if low == high else f"{low} to {high}"
    return ""


def _rounded(measure: str, number: float) -> str:
    if measure.startswith("people"):
        return people(number)
    return percent(number) if measure.startswith("share") else f"{number:.0f}"
