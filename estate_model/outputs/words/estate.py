"""The estate in a sentence: how many counters before and after, and what happens to them."""

from __future__ import annotations

from collections.abc import Callable

from estate_model.analysis.counters import is_always_open
from estate_model.nouns import WHEN
from estate_model.nouns.figure import COUNTERS, HOURS, Figure
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import counted, listed
from estate_model.outputs.words.measured import at
from estate_model.outputs.words.text import Text, commas, told
from estate_model.people.exposure import EVERYONE

HOURS_A_WEEK = "168"
HOURS_COLUMNS = ("counter_hours_a_week_before", "counter_hours_a_week_after")
PHRASES = {
    "closed": ("closes", "close"),
    "opened": ("opens", "open"),
    "moved": ("moves to another building", "move to other buildings"),
    "reduced": ("has shorter hours", "have shorter hours"),
    "extended": ("has longer hours", "have longer hours"),
    "shifted": ("has other hours", "have other hours"),
}


def counters_figure(report: Report, number: int, *conditions: tuple[str, str, str]) -> Figure:
    """Return a number of the force's own counters: each has a row at the first moment in ``counters.csv``."""
    force = report.results.area.force
    own = (("operator", "=", force),) if report.results.area.operators else ()
    row = (("moment", "=", report.headline_impacts[0].moment.name), *own, *conditions)
    return Figure(value=number, unit=COUNTERS, file="counters.csv", row=row)


def hours_figures(report: Report) -> tuple[Figure, Figure]:
    """Return the hours a week for which the force's own counters are open, added up, before and after."""
    row = (*at(report.headline_impacts[0]), ("group", "=", EVERYONE))
    before, after = (
        Figure(
            value=sum(getattr(change, f"week_hours_{when}") for change in report.own_counters),
            unit=HOURS, label=f"open counter-hours a week, {when}",
            file="whole_area.csv", row=row, column=column,
        )
        for when, column in zip(WHEN, HOURS_COLUMNS, strict=True)
    )  # fmt: skip
    return before, after


def whose_text(report: Report) -> Text | None:
    """Say whose counters count; nothing where the area's sites name one force, or none."""
    area, scenario = report.results.area, report.results.scenario
    count = [name for name in area.operators if name in (scenario.operators or area.operators)]
    if len(area.operators) <= 1:
        return None
    left_out = [f"the {name}" for name in area.operators if name not in count]
    but = f", not those of {listed(left_out)}" if left_out else ""
    own = f" Numbers of counters and their hours are the {area.operators[0]}'s."
    return Text(f"Counters of {listed([f'the {name}' for name in count])} count{but}.{own}")


def open_counters(report: Report) -> tuple[Figure, Figure]:
    """Return how many counters there are before and after."""
    return _counted_by_hours(report, lambda hours: hours > 0, (">", "0"))


def always_open(report: Report) -> tuple[Figure, Figure]:
    """Return how many counters are open all day, every day, before and after."""
    return _counted_by_hours(report, is_always_open, (">=", HOURS_A_WEEK))


def _counted_by_hours(
    report: Report, counts: Callable[[float], bool], condition: tuple[str, str]
) -> tuple[Figure, Figure]:
    before, after = (
        counters_figure(
            report,
            sum(counts(getattr(change, f"week_hours_{when}")) for change in report.own_counters),
            (f"week_hours_{when}", *condition),
        )
        for when in WHEN
    )
    return before, after


def estate_text(report: Report) -> Text:
    """Say how many counters there are before and after, and what happens to them."""
    before, after = open_counters(report)
    counters = Text(counted(round(after.value), "counter"), (), (after,))
    hours_before, hours_after = hours_figures(report)
    if all(change.status == "open" for change in report.counters):
        verb = "is" if after.value == 1 else "are"
        template = (
            "No counter closes, opens or changes its hours: there {verb} {counters}, open for {hours} "
            "counter-hours a week."
        )
        return told(template, verb=verb, counters=counters, hours=hours_after)
    night_before, night_after = always_open(report)
    return told(
        "{before} before, {after} after: {changes}. "
        "Open all day, every day: {night_before} before, {night_after} after. "
        "Open counter-hours a week: {hours_before} before, {hours_after} after.",
        before=Text(counted(round(before.value), "counter").capitalize(), (), (before,)),
        after=Text(after.central if after.value else "none", (), (after,)),
        changes=commas(happenings(report)),
        night_before=night_before, night_after=night_after,
        hours_before=hours_before, hours_after=hours_after,
    )  # fmt: skip


def happenings(report: Report) -> list[Text]:
    """Count the counters by what happens to them; a move is a closure and an opening, and said once."""
    statuses: list[str] = [change.status for change in report.own_counters]
    return [
        Text(
            f"{number} {PHRASES[status][number != 1]}",
            (),
            (counters_figure(report, number, ("status", "=", status)),)
            if number == statuses.count(status)
            else (),
        )
        for status, number in happens_to(report).items()
    ]


def happens_to(report: Report) -> dict[str, int]:
    """Count the force's own counters by status, in the order of ``PHRASES``; one that moves is no closure."""
    statuses: list[str] = [change.status for change in report.own_counters]
    counts = {status: statuses.count(status) for status in PHRASES}
    counts["closed"] = sum(change.is_own for change in report.closing)
    return {status: number for status, number in counts.items() if number}
