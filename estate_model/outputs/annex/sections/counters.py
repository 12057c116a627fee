"""Counters before and after: those that close and who takes over, and every one with its hours."""

from __future__ import annotations

from estate_model.analysis.counters import hours_in_words
from estate_model.analysis.flows import NO_COUNTER
from estate_model.nouns import WHEN
from estate_model.nouns.figure import PEOPLE, Figure
from estate_model.outputs.annex.content import Cell, Section, Table
from estate_model.outputs.page.marks import MARKS
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import first_upper
from estate_model.outputs.words.sentences import moment_words
from estate_model.people.exposure import EVERYONE

NONE = "none within reach"


def closing(report: Report) -> Section | None:
    """Return the counters that close, and the counter that most of their residents are then nearest to."""
    if not report.closing:
        return None
    impact = report.headline_impacts[0]
    flows = report.flows_of(impact)[EVERYONE].sort_values(ascending=False, kind="stable")
    names = {change.site.site_id: change.site.name for change in report.counters} | {NO_COUNTER: NONE}
    rows = []
    for change in sorted(report.closing, key=lambda one: one.site.name):
        heirs = flows[flows.index.get_level_values("counter_before") == change.site.site_id]
        heir = names[str(heirs.index[0][1])] if len(heirs) else "n/a"
        people = Figure(value=float(heirs.sum()), unit=PEOPLE)
        hours = hours_in_words(change.hours_before, confidence=change.confidence_before)
        rows.append((*map(Cell, (change.site.name, change.borough_name, hours)), Cell.of(people), Cell(heir)))
    table = Table(
        title=f"Counters that close, and where their residents then go at {moment_words(impact)}",
        columns=(
            "Counter", first_upper(report.results.area.labels["borough"]), "Hours before",
            "Residents nearest, before", "Nearest for most of them, after",
        ),
        rows=tuple(rows),
        note="From catchments.csv. The technical appendix has every counter.",
    )  # fmt: skip
    return Section("The counters that close", (table,))


def every_counter(report: Report) -> Section:
    """Return the table of all counters, by name."""
    impact = report.headline_impacts[0]
    inherited = report.flows_of(impact)[EVERYONE]
    nearest = [inherited.groupby(level=f"counter_{when}").sum() for when in WHEN]
    rows = tuple(
        (
            Cell(change.site.name),
            Cell(change.borough_name),
            Cell(MARKS[change.status].words),
            Cell(hours_in_words(change.hours_before, confidence=change.confidence_before)),
            Cell(hours_in_words(change.hours_after, confidence=change.confidence_after)),
            *(
                Cell.of(Figure(value=float(people.get(change.site.site_id, 0.0)), unit=PEOPLE))
                for people in nearest
            ),
        )
        for change in sorted(report.counters, key=lambda change: change.site.name)
    )
    borough = first_upper(report.results.area.labels["borough"])
    table = Table(
        title=f"Counters, and residents for whom each is the nearest open one at {moment_words(impact)}",
        columns=(
            "Counter", borough, "What changes", "Hours before", "Hours after",
            "Residents nearest, before", "Residents nearest, after",
        ),
        rows=rows,
        note="From counters.csv. Residents do not all visit; the column shows who inherits whose area.",
    )  # fmt: skip
    return Section("Every counter, before and after", (table,))
