"""The consultation annex: one content model, one renderer per format; HTML is always written."""

from __future__ import annotations

from dataclasses import dataclass, field

from estate_model.outputs.annex.assemble import full_annex, local_annex
from estate_model.outputs.annex.content import Cover
from estate_model.outputs.annex.formats import HTML, renderer
from estate_model.outputs.annex.part import Part
from estate_model.outputs.annex.sections.alternatives import alternatives_csv
from estate_model.outputs.report import Report


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked for: formats by name, parts of the area that get two pages of their own, and a cover."""

    formats: tuple[str, ...] = (HTML,)
    parts: tuple[Part, ...] = ()
    cover: Cover = field(default_factory=Cover)


def annexes(report: Report, wish: Wish) -> dict[str, bytes]:
    """Return the annex, its technical appendix and one for each part, in every format asked for and HTML."""
    local = (local_annex(report, part, wish.cover) for part in wish.parts)
    made = [*full_annex(report, wish.cover), *local]
    formats = dict.fromkeys((HTML, *wish.formats))
    files = {f"{annex.name}.{name}": renderer(name)(annex) for annex in made for name in formats}
    return {**files, **alternatives_csv(report)}
