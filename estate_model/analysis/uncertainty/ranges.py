"""The ranges of a run: its headline question, and the 90% range of every headline number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from estate_model.analysis.uncertainty.draws import spreads_of
from estate_model.analysis.uncertainty.headline import Headline
from estate_model.analysis.uncertainty.headline_numbers import Number
from estate_model.analysis.uncertainty.headline_of import headline_of
from estate_model.analysis.uncertainty.intervals import Interval, intervals, varied
from estate_model.nouns.parameters import Spread
from estate_model.results import Results


@dataclass(frozen=True, kw_only=True)
class Ranges:
    """The headline question, the range of each number, and how each parameter that varied does so.

    The question is large and asked again where only the answers were kept: then it is ``None``.
    """

    headline: Headline | None
    intervals: Mapping[Number, Interval]
    varied: tuple[Spread, ...]


def ranges(results: Results) -> Ranges:
    """Return the 90% range of every headline number; none where the data let nothing vary."""
    headline, names = headline_of(results, results.losing_minutes), varied(results)
    spreads = spreads_of(results)
    return Ranges(
        headline=headline,
        intervals=intervals(results, headline) if names else {},
        varied=tuple(spreads[name] for name in names),
    )


def without_headline(found: Ranges) -> Ranges:
    """Return the answers alone."""
    return replace(found, headline=None)
