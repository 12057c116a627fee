"""All that a run says in sentences, with ranges, names and caveats: what the findings leave out."""

from __future__ import annotations

from estate_model.outputs.report import Report
from estate_model.outputs.words.assumed import assumed_text, candidates_text
from estate_model.outputs.words.fairness import demand_sentences, equality_sentences, standards_sentences
from estate_model.outputs.words.sentences import run_text
from estate_model.outputs.words.text import Text


def details_text(report: Report) -> tuple[Text, ...]:
    """Return what is not sure, what changes for residents, pledges that are not kept, and who bears it."""
    unsure = filter(None, (candidates_text(report), assumed_text(report)))
    first = (*unsure, *run_text(report))
    if report.is_light:
        return first
    more = (*standards_sentences(report), *equality_sentences(report), *demand_sentences(report))
    return (*first, *map(Text, more))


def details(report: Report) -> tuple[str, ...]:
    """Return the words of the details."""
    return tuple(text.words for text in details_text(report))
