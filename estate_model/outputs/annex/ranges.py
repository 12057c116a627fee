"""The range of a figure, where the run found one; everything that prints a range asks here."""

from __future__ import annotations

from estate_model.nouns import Impact
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import ranged_minutes, ranged_people, ranged_percent
from estate_model.people.exposure import EVERYONE

LOSING = "people_losing"


def extent(report: Report, impact: Impact | None, measure: str, *, group: str = EVERYONE) -> str:
    """Return a figure's range as words such as ``36,000 to 47,000``, or nothing where there is none.

    ``impact`` is the moment's, or ``None`` for the whole week; ``people_losing`` is a journey longer by more
    than the report's ``losing_minutes``.
    """
    found = report.interval(impact, measure, group=group)
    if found is None:
        return ""
    kinds = {"people": ranged_people, "share": ranged_percent}
    said = kinds.get(measure.split("_", maxsplit=1)[0], ranged_minutes)(found.central, found.low, found.high)
    return said.partition(" (")[2].removesuffix(")")
