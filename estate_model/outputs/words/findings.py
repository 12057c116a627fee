"""All of a run's findings, in the order a reader needs them."""

from __future__ import annotations

from estate_model.outputs.report import Report
from estate_model.outputs.words import sentences
from estate_model.outputs.words.fairness import demand_sentences, equality_sentences, standards_sentences
from estate_model.outputs.words.text import Text


def findings_text(report: Report) -> tuple[Text, ...]:
    """Return what changes for residents and, but for a light run, pledges not kept, then who bears it."""
    if report.is_light:
        return sentences.findings_text(report)
    more = (*standards_sentences(report), *equality_sentences(report), *demand_sentences(report))
    return (*sentences.findings_text(report), *map(Text, more))


def findings(report: Report) -> tuple[str, ...]:
    """Return the findings' words."""
    return tuple(text.words for text in findings_text(report))
