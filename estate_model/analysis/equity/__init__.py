"""Who bears it: groups of residents held against everyone else, and how unevenly minutes are spread.

Groups are shares of zones applied to the residents of their places, so every result is one of areas: where
a group lives, not what its members do. Differences inside a zone cannot be seen, which draws every relative
risk towards 1. Two groups are never combined: their overlap is not known and is not guessed by multiplying.
"""

from __future__ import annotations

from estate_model.access.measure import Measure
from estate_model.analysis.equity.compare import MEASURES as COMPARED
from estate_model.analysis.equity.inequality import MEASURES as SPREAD
from estate_model.analysis.equity.theil import MEASURES as THEIL

MEASURES: tuple[Measure, ...] = (*COMPARED, *SPREAD, *THEIL)
NOTES = (
    (
        "Groups: a zone's share of a group is applied to the residents of each of its postcodes. "
        "Results say where a group lives, not what its members do; differences inside a zone cannot be "
        "seen, which draws every comparison towards no difference."
    ),
    (
        "Groups overlap and are compared one at a time. Rates of overlapping groups are never "
        "multiplied as if independent, so combined effects (such as disabled and over 75) are not "
        "tested."
    ),
    (
        "Means leave out people who can reach no open counter; the 90th percentile counts them as "
        "farther than anyone; people whose journey becomes impossible count among those who lose."
    ),
    (
        "Comparisons take every counter's hours as they are given, assumed hours included, and hold no "
        "error of the network."
    ),
)

__all__ = ["MEASURES", "NOTES"]
