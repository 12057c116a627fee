"""The sections of an annex: one file each, in the order of this list.

To add one, write ``(Report) -> Section | None`` in a file of its own and put its name here; a section for
which the run has no data returns ``None`` and is left out. The last one, the method, is made from the others.
"""

from __future__ import annotations

from collections.abc import Callable

from estate_model.outputs.annex.content import Section
from estate_model.outputs.annex.sections.alternatives import alternatives
from estate_model.outputs.annex.sections.answer import answer
from estate_model.outputs.annex.sections.counters import counters
from estate_model.outputs.annex.sections.equality import equality
from estate_model.outputs.annex.sections.limits import limits
from estate_model.outputs.annex.sections.question import question
from estate_model.outputs.annex.sections.standards import standards
from estate_model.outputs.annex.sections.when import when
from estate_model.outputs.annex.sections.where import where
from estate_model.outputs.annex.sections.who import who
from estate_model.outputs.report import Report

SECTIONS: tuple[Callable[[Report], Section | None], ...] = (
    question,
    answer,
    where,
    when,
    who,
    equality,
    standards,
    alternatives,
    counters,
    limits,
)
