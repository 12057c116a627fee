"""All of a run's findings, in the order a reader needs them."""

from __future__ import annotations

from estate_model.outputs import words
from estate_model.outputs.fairness_words import equality_sentences, standards_sentences
from estate_model.outputs.report import Report


def findings(report: Report) -> tuple[str, ...]:
    """Return what changes for residents, then pledges that are not kept, then who bears it."""
    return (*words.findings(report), *standards_sentences(report), *equality_sentences(report))
