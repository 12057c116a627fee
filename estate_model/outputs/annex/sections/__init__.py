"""The sections of an annex and of its technical appendix: one file each, in the order of these lists.

To add one, write ``(Report) -> Section | None`` in a file of its own and put its name here; a section for
which the run has no data returns ``None`` and is left out. The appendix's last ones are made from the others.
"""

from __future__ import annotations

from collections.abc import Callable

from estate_model.outputs.annex.content import Section
from estate_model.outputs.annex.sections.alternatives import alternatives
from estate_model.outputs.annex.sections.answer import answer
from estate_model.outputs.annex.sections.counters import closing, every_counter
from estate_model.outputs.annex.sections.equality import equality, equality_in_full
from estate_model.outputs.annex.sections.limits import limits, meanings
from estate_model.outputs.annex.sections.question import question
from estate_model.outputs.annex.sections.standards import standards, standards_in_full
from estate_model.outputs.annex.sections.when import when
from estate_model.outputs.annex.sections.where import every_borough, where, where_most
from estate_model.outputs.annex.sections.who import who
from estate_model.outputs.report import Report

Sections = tuple[Callable[[Report], Section | None], ...]

SECTIONS: Sections = (
    question,
    answer,
    where,
    closing,
    when,
    who,
    equality,
    standards,
    alternatives,
    limits,
)
APPENDIX: Sections = (meanings, every_counter, every_borough, where_most, equality_in_full, standards_in_full)
