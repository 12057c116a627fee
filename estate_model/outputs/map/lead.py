"""The page's one sentence: what happens to the counters, and to how many residents."""

from __future__ import annotations

from estate_model.outputs.report import Report
from estate_model.outputs.words.estate import open_counters
from estate_model.outputs.words.figures import first_upper, listed
from estate_model.outputs.words.measured import whole_area
from estate_model.outputs.words.sentences import people_label

VERBS = {
    "closed": ("closes", "close"),
    "opened": ("opens", "open"),
    "reduced": ("has shorter hours", "have shorter hours"),
    "extended": ("has longer hours", "have longer hours"),
}
MOST_PARTS = 2


def lead(report: Report) -> str:
    """Say in one sentence what changes and how many residents must travel farther at the first moment."""
    impact = report.headline_impacts[0]
    losing = whole_area(report, impact).losing()
    who = people_label(impact.profile).lower()
    limit = f"over {report.losing_minutes} minutes longer"
    people = f"{losing.central} {who} must travel {limit}" if losing.value else f"nobody must travel {limit}"
    return f"{first_upper(listed([*_changes(report), f'at {impact.moment.name} {people}']))}."


def _changes(report: Report) -> list[str]:
    """Return what happens to most counters first named: closures, openings, hours."""
    statuses: list[str] = [change.status for change in report.own_counters]
    before = round(open_counters(report)[0].value)
    counts = {status: statuses.count(status) for status in VERBS if statuses.count(status)}
    said = [f"{number} {VERBS[status][number != 1]}" for status, number in counts.items()][:MOST_PARTS]
    if not said:
        return ["no counter changes"]
    first, rest = said[0].split(" ", 1)
    return [f"{first} of {before} counters {rest}", *said[1:]] if "opened" not in counts else said
