"""All of a run's findings, in the order a reader needs them."""

from __future__ import annotations

from estate_model.outputs.report import Report
from estate_model.outputs.words import sentences
from estate_model.outputs.words.fairness import equality_sentences, standards_sentences


def findings(report: Report) -> tuple[str, ...]:
    """Return what changes for residents, then pledges that are not kept, then who bears it."""
    return (*sentences.findings(report), *standards_sentences(report), *equality_sentences(report))
