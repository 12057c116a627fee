"""What a measure says of itself; ``estate-model explain`` and the outputs read it from here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Measure:
    """The declaration of one measure: its words, unit, formula and source."""

    name: str
    title: str
    unit: str
    better: str
    formula: str
    unreachable: str
    source: str
