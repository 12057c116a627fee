"""The ranges of a run: its headline question, and the 90% range of every headline number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estate_model.analysis.uncertainty.answers import Number
from estate_model.analysis.uncertainty.draws import spreads_of
from estate_model.analysis.uncertainty.intervals import Interval, intervals, varied
from estate_model.analysis.uncertainty.question import Question, ask
from estate_model.nouns.parameters import Spread
from estate_model.results import Results


@dataclass(frozen=True, kw_only=True)
class Ranges:
    """The headline question, the range of each number, and how each parameter that varied does so."""

    question: Question
    intervals: Mapping[Number, Interval]
    varied: tuple[Spread, ...]


def ranges(results: Results) -> Ranges:
    """Return the 90% range of every headline number; none where the data let nothing vary."""
    question, names = ask(results, results.losing_minutes), varied(results)
    spreads = spreads_of(results)
    return Ranges(
        question=question,
        intervals=intervals(results, question) if names else {},
        varied=tuple(spreads[name] for name in names),
    )
