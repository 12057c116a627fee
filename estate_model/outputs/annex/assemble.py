"""Put an annex together: its sections, numbered tables and figures, and numbered references."""

from __future__ import annotations

from dataclasses import replace

from estate_model.outputs.annex.content import Annex, Cover, Section, labelled, plain
from estate_model.outputs.annex.local import local_sections
from estate_model.outputs.annex.part import Part
from estate_model.outputs.annex.references import references
from estate_model.outputs.annex.sections import APPENDIX, SECTIONS, Sections
from estate_model.outputs.annex.sections.method import method
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import day_words
from estate_model.outputs.words.sources import attribution

NAME, TECHNICAL = "annex", "annex-technical"
IN_NUMBERS = "The same in numbers: see the technical appendix."
BELOW = "The same in numbers: see below."
NO_COVER = Cover()


def full_annex(report: Report, cover: Cover = NO_COVER) -> tuple[Annex, Annex]:
    """Return the annex of about eight pages, and its technical appendix."""
    shown = labelled(_made(SECTIONS, report), note=IN_NUMBERS)
    made = labelled(_made(APPENDIX, report), prefix="A", note=BELOW)
    more = labelled((*made, *method(report, (*shown, *made))), prefix="A")
    title = plain(report.results.scenario.title)
    main = _annex(report, NAME, title, shown, cover)
    appendix = _annex(report, TECHNICAL, f"Technical appendix: {title}", more, cover)
    return main, replace(appendix, references=references(report, more))


def local_annex(report: Report, part: Part, cover: Cover = NO_COVER) -> Annex:
    """Return the two-page annex for a part of the area."""
    title = plain(f"{part.name}: {report.results.scenario.title}")
    sections = labelled(local_sections(report, part))
    return replace(_annex(report, f"{NAME}-{part.slug}", title, sections, cover), short=True)


def _made(makers: Sections, report: Report) -> tuple[Section, ...]:
    return tuple(section for make in makers if (section := make(report)) is not None)


def _annex(report: Report, name: str, title: str, sections: tuple[Section, ...], cover: Cover) -> Annex:
    results = report.results
    subtitle = (
        f"Access to police front counters in {results.area.name}. Annex to a consultation response; "
        f"changes of {day_words(results.scenario.effective_date)}."
    )
    return Annex(
        name=name,
        title=title,
        subtitle=plain(subtitle),
        cover=cover,
        date=cover.date or results.scenario.effective_date,
        sections=sections,
        references=references(report, sections, only_cited=True),
        attribution=tuple(plain(line) for line in attribution(report)),
    )
