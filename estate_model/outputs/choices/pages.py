"""The page of a choice, a ranking or a frontier: findings, pictures with their tables, and the terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from estate_model.analysis.choice.case import ChoiceCase
from estate_model.outputs.annex.content import Annex, Bullets, Picture, Section, Table, labelled
from estate_model.outputs.annex.render.html import render
from estate_model.outputs.drawing.svg import WIDTH
from estate_model.outputs.words.text import Text

NAME = "page.html"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was found, in words: findings, and on what terms."""

    title: str
    findings: Sequence[str]
    terms: Sequence[str]


def page(case: ChoiceCase, told: Told, blocks: Sequence[Picture | Table]) -> bytes:
    """Return a page as HTML without scripts, which asks nothing of any network."""
    sections = (
        Section("What was found", (Bullets(tuple(map(Text, told.findings))),)),
        Section("In pictures", tuple(blocks)),
        Section("On what terms", (Bullets(tuple(map(Text, (*told.terms, *case.scenario.uncertain)))),)),
    )
    annex = Annex(
        name=NAME, title=told.title, subtitle=case.scenario.question, date=case.scenario.effective_date,
        sections=labelled(sections), references=(), attribution=case.area.attribution,
    )  # fmt: skip
    return render(annex)


def pictured(title: str, drawn: tuple[str, int], data: Table, *, kind: str) -> Picture:
    """Return a drawing with its numbers; the numbers are its alternative text too."""
    rows = "; ".join(", ".join(cell.words for cell in row) for row in data.rows)
    svg, height = drawn
    return Picture(
        title=title, alt=f"{kind}. {title}. {'; '.join(data.columns)}: {rows}.", svg=svg, data=data,
        width=WIDTH, height=height, is_map=kind == "Map",
    )  # fmt: skip
