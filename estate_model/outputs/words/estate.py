"""The estate in a sentence: how many counters before and after, and what happens to them."""

from __future__ import annotations

from estate_model.analysis.counters import is_always_open
from estate_model.nouns.figure import COUNTERS, Figure
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import counted
from estate_model.outputs.words.measured import WHEN
from estate_model.outputs.words.text import Text, told

HOURS_A_WEEK = "168"
PHRASES = {
    "closed": ("closes", "close"),
    "opened": ("opens", "open"),
    "moved": ("moves to another building", "move to other buildings"),
    "reduced": ("has shorter hours", "have shorter hours"),
    "extended": ("has longer hours", "have longer hours"),
    "shifted": ("has other hours", "have other hours"),
}


def counters_figure(report: Report, number: int, *conditions: tuple[str, str, str]) -> Figure:
    """Return a number of counters, each of which has one row at the first moment in ``counters.csv``."""
    row = (("moment", "=", report.headline_impacts[0].moment.name), *conditions)
    return Figure(value=number, unit=COUNTERS, file="counters.csv", row=row)


def open_counters(report: Report) -> tuple[Figure, Figure]:
    """Return how many counters there are before and after."""
    before, after = (
        counters_figure(
            report,
            sum(getattr(change, f"week_hours_{when}") > 0 for change in report.counters),
            (f"week_hours_{when}", ">", "0"),
        )
        for when in WHEN
    )
    return before, after


def estate_text(report: Report) -> Text:
    """Say how many counters there are before and after, and what happens to them."""
    before, after = open_counters(report)
    counters = Text(counted(round(after.value), "counter"), (), (after,))
    if all(change.status == "open" for change in report.counters):
        verb = "is" if after.value == 1 else "are"
        template = "No counter closes, opens or changes its hours: there {verb} {counters}."
        return told(template, verb=verb, counters=counters)
    night_before, night_after = (
        counters_figure(
            report,
            sum(is_always_open(getattr(change, f"week_hours_{when}")) for change in report.counters),
            (f"week_hours_{when}", ">=", HOURS_A_WEEK),
        )
        for when in WHEN
    )
    return told(
        "{before} before, {after} after: {changes}. "
        "Open all day, every day: {night_before} before, {night_after} after.",
        before=Text(counted(round(before.value), "counter").capitalize(), (), (before,)),
        after=Text(after.central if after.value else "none", (), (after,)),
        changes=_what_happens(report),
        night_before=night_before, night_after=night_after,
    )  # fmt: skip


def _what_happens(report: Report) -> Text:
    """Count the counters by what happens to them; a move is a closure and an opening, and said once."""
    statuses: list[str] = [change.status for change in report.counters]
    moved = statuses.count("moved")
    parts, figures = [], []
    for status, phrases in PHRASES.items():
        number = statuses.count(status) - (moved if status == "closed" else 0)
        if number:
            parts.append(f"{number} {phrases[number != 1]}")
            if status != "closed" or not moved:
                figures.append(counters_figure(report, number, ("status", "=", status)))
    return Text(", ".join(parts), (), tuple(figures))
