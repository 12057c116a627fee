"""What a measure says of itself: what each person counts for, and what comes of the sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from estate_model.nouns import Access, Booleans, Floats, Limits

Weights = Mapping[str, Floats | Booleans]
Counts = Callable[[Access, Access, Limits], Weights]
Sums = Callable[[str], pd.Series]
Results = Callable[[Sums], Mapping[str, pd.Series]]


def _nothing(*_asked: object) -> Mapping[str, pd.Series]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """The declaration of one measure: its words, unit, formula and source, and how a run computes it.

    ``counts`` is given access to the nearest counter that counts, the share of the week, and the limits; it
    returns by column what one person at each place counts for. Columns are added up by zone and group, before
    and after; those whose names begin with ``people_`` stand in the tables. ``results`` is given the sums by
    column and returns what is worked out from them, such as a mean. ``columns`` says what each column holds;
    ``N`` stands for a number of minutes and ``{when}`` for before or after.
    """

    name: str
    title: str
    unit: str
    better: str
    formula: str
    unreachable: str
    source: str
    counts: Counts | None = None
    results: Results = _nothing
    columns: Mapping[str, str] = field(default_factory=dict)
