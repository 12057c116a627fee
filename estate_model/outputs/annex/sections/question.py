"""The question, and what changes: how many counters, which, and to what hours."""

from __future__ import annotations

from collections.abc import Sequence

from estate_model.analysis.counters import CounterChange, hours_in_words
from estate_model.outputs.annex.content import Bullets, Section
from estate_model.outputs.annex.references import change_keys
from estate_model.outputs.report import Report
from estate_model.outputs.words.estate import counters_figure, estate_text
from estate_model.outputs.words.figures import day_words
from estate_model.outputs.words.text import Text, told

PHRASES = {
    "closed": "Closed",
    "opened": "Opened",
    "moved": "Moved to another building",
    "reduced": "Shorter hours",
    "extended": "Longer hours",
    "shifted": "Other hours",
}


def question(report: Report) -> Section:
    """Return the question in its own words, and the changes by kind with the counters' names."""
    scenario = report.results.scenario
    intro = Text(scenario.question)
    moves = {change.site.site_id for change in report.counters if change.status == "closed"}
    moves -= {change.site.site_id for change in report.closing}  # said once, by the building it moves to
    changed = [
        change for change in report.counters if change.status != "open" and change.site.site_id not in moves
    ]
    kinds = [status for status in PHRASES if any(change.status == status for change in changed)]
    bullets = Bullets(tuple(_of_one_kind(report, status, changed) for status in kinds))
    lists = (bullets,) if bullets.items else ()
    return Section("The question and the changes", (intro, compared(report), estate_text(report), *lists))


def compared(report: Report) -> Text:
    """Say what before and after are."""
    results = report.results
    after = f"After is {day_words(results.scenario.effective_date)}, with the changes made."
    if results.against is None:
        return Text(f"Before is the estate as it stood on {day_words(results.scenario.baseline)}. {after}")
    return Text(f"Before is “{results.against.title}”; after is “{results.scenario.title}”.")


def _of_one_kind(report: Report, status: str, changes: Sequence[CounterChange]) -> Text:
    """Name the counters with one kind of change, by their new hours where these change."""
    mine = [change for change in changes if change.status == status]
    by_hours: dict[str, list[str]] = {}
    for change in sorted(mine, key=lambda one: one.site.name):
        by_hours.setdefault("" if status == "closed" else hours_in_words(change.hours_after), []).append(
            short_name(change.site.name)
        )
    groups = [", ".join(names) + (f" ({hours})" if hours else "") for hours, names in by_hours.items()]
    is_counted = len(mine) == sum(change.status == status for change in report.counters)
    figure = (counters_figure(report, len(mine), ("status", "=", status)),) if is_counted else ()
    number = Text(str(len(mine)), (), figure)
    return told(
        "{what}, {number}: {names}.",
        what=PHRASES[status], number=number, names="; ".join(groups),
        cites=change_keys(report, {change.site.site_id for change in mine}),
    )  # fmt: skip


def short_name(name: str) -> str:
    """Return a counter's name without the words all of them share.

    >>> short_name("Acton Police Station"), short_name("Royalty Studios")
    ('Acton', 'Royalty Studios')
    """
    return name.removesuffix(" Police Station") or name
