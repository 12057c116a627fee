"""The question, and what changes: how many counters, which, and to what hours."""

from __future__ import annotations

from collections.abc import Sequence

from estate_model.analysis.counters import CounterChange, hours_in_words, is_always_open
from estate_model.outputs.annex.content import Bullets, Section, Text, Trace
from estate_model.outputs.annex.references import change_keys
from estate_model.outputs.annex.telling import joined, told
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import counted
from estate_model.outputs.words.sentences import day_words

PHRASES = {
    "closed": "Closed",
    "opened": "Opened",
    "moved": "Moved to another building",
    "reduced": "Shorter hours",
    "extended": "Longer hours",
    "shifted": "Other hours",
}
HOURS_A_WEEK = "168"


def question(report: Report) -> Section:
    """Return the question in its own words, and the changes by kind with the counters' names."""
    scenario = report.results.scenario
    intro = Text(scenario.question)
    changed = [change for change in report.counters if change.status != "open"]
    bullets = Bullets(
        tuple(_of_one_kind(report, status, changed) for status in PHRASES if _are(status, changed))
    )
    lists = (bullets,) if bullets.items else ()
    return Section("The question and the changes", (intro, compared(report), estate_text(report), *lists))


def compared(report: Report) -> Text:
    """Say what before and after are."""
    results = report.results
    after = f"After is {day_words(results.scenario.effective_date)}, with the changes made."
    if results.against is None:
        return Text(f"Before is the estate as it stood on {day_words(results.scenario.baseline)}. {after}")
    return Text(f"Before is “{results.against.title}”; after is “{results.scenario.title}”.")


def count(report: Report, shown: str, *conditions: tuple[str, str, str]) -> Trace:
    """Return a number of counters, each of which has one row at the first moment in ``counters.csv``."""
    moment = report.headline_impacts[0].moment.name
    return Trace(shown=shown, file="counters.csv", row=(("moment", "=", moment), *conditions), column="")


def estate_text(report: Report) -> Text:
    """Say how many counters there are before and after, and how many are open all day, every day."""
    changes = report.counters
    before = sum(change.week_hours_before > 0 for change in changes)
    after = sum(change.week_hours_after > 0 for change in changes)
    was = count(report, str(before or "no"), ("week_hours_before", ">", "0"))
    now = count(report, str(after or "none"), ("week_hours_after", ">", "0"))
    if all(change.status == "open" for change in changes):
        word = "is" if after == 1 else "are"
        return told(
            "No counter closes, opens or changes its hours: there {word} {now} {counters}.",
            word=word, now=now, counters="counter" if after == 1 else "counters",
        )  # fmt: skip
    first = told(
        "There {word} {was} {counters} before and {now} after.",
        word="is" if before == 1 else "are", was=was, now=now, counters=counted(before, "counter").split()[1],
    )  # fmt: skip
    return joined(first, _all_day(report))


def _all_day(report: Report) -> Text:
    numbers = [
        sum(is_always_open(getattr(change, f"week_hours_{when}")) for change in report.counters)
        for when in ("before", "after")
    ]
    was, now = (
        count(report, str(number or "none"), (f"week_hours_{when}", ">=", HOURS_A_WEEK))
        for number, when in zip(numbers, ("before", "after"), strict=True)
    )
    return told("Open all day, every day: {was} before, {now} after.", was=was, now=now)


def _are(status: str, changes: Sequence[CounterChange]) -> bool:
    return any(change.status == status for change in changes)


def _of_one_kind(report: Report, status: str, changes: Sequence[CounterChange]) -> Text:
    """Name the counters with one kind of change, by their new hours where these change."""
    mine = [change for change in changes if change.status == status]
    by_hours: dict[str, list[str]] = {}
    for change in sorted(mine, key=lambda one: one.site.name):
        by_hours.setdefault("" if status == "closed" else hours_in_words(change.hours_after), []).append(
            short_name(change.site.name)
        )
    groups = [", ".join(names) + (f" ({hours})" if hours else "") for hours, names in by_hours.items()]
    number = count(report, str(len(mine)), ("status", "=", status))
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
