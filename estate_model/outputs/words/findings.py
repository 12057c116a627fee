"""All of a run's findings, in the order a reader needs them."""

from __future__ import annotations

from estate_model.outputs.report import Report
from estate_model.outputs.words import sentences
from estate_model.outputs.words.assumed import assumed_text, candidates_text
from estate_model.outputs.words.fairness import demand_sentences, equality_sentences, standards_sentences
from estate_model.outputs.words.text import Text


def findings_text(report: Report) -> tuple[Text, ...]:
    """Return what is not sure, what changes for residents, pledges that are not kept, and who bears it."""
    unsure = filter(None, (candidates_text(report), assumed_text(report)))
    first = (*unsure, *sentences.findings_text(report))
    if report.is_light:
        return first
    more = (*standards_sentences(report), *equality_sentences(report), *demand_sentences(report))
    return (*first, *map(Text, more))


def findings(report: Report) -> tuple[str, ...]:
    """Return the findings' words."""
    return tuple(text.words for text in findings_text(report))
