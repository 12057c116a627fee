"""Put an annex together: its sections, numbered tables and figures, and numbered references."""

from __future__ import annotations

from estate_model.outputs.annex.content import Annex, Section, labelled, plain
from estate_model.outputs.annex.local import local_sections
from estate_model.outputs.annex.part import Part
from estate_model.outputs.annex.references import references
from estate_model.outputs.annex.sections import SECTIONS
from estate_model.outputs.annex.sections.method import method
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import day_words
from estate_model.outputs.words.sources import attribution

NAME = "annex"


def full_annex(report: Report) -> Annex:
    """Return the whole annex."""
    made = tuple(section for make in SECTIONS if (section := make(report)) is not None)
    title = plain(report.results.scenario.title)
    return _annex(report, NAME, title, (*made, method(report, made)))


def local_annex(report: Report, part: Part) -> Annex:
    """Return the two-page annex for a part of the area."""
    title = plain(f"{part.name}: {report.results.scenario.title}")
    return _annex(report, f"{NAME}-{part.slug}", title, local_sections(report, part), short=True)


def _annex(
    report: Report, name: str, title: str, sections: tuple[Section, ...], *, short: bool = False
) -> Annex:
    results = report.results
    subtitle = (
        f"Access to police front counters in {results.area.name}. Annex to a consultation response; "
        f"changes of {day_words(results.scenario.effective_date)}."
    )
    return Annex(
        name=name,
        title=title,
        subtitle=plain(subtitle),
        date=results.scenario.effective_date,
        sections=labelled(sections),
        references=references(report, sections, only_cited=short),
        attribution=tuple(plain(line) for line in attribution(report)),
        short=short,
    )
