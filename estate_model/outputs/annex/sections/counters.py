"""Every counter before and after: hours, and for how many residents it is the nearest open one."""

from __future__ import annotations

from estate_model.analysis.counters import hours_in_words
from estate_model.nouns.figure import PEOPLE, Figure
from estate_model.outputs.annex.content import Cell, Section, Table
from estate_model.outputs.page.marks import MARKS
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import first_upper
from estate_model.outputs.words.sentences import moment_words
from estate_model.people.exposure import EVERYONE


def counters(report: Report) -> Section:
    """Return the table of counters, by name."""
    impact = report.headline_impacts[0]
    inherited = report.flows_of(impact)[EVERYONE]
    nearest = [inherited.groupby(level=f"counter_{when}").sum() for when in ("before", "after")]
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
