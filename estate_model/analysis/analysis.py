"""What an analysis says of itself: its name, what it finds in a run, and tables that go out as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from estate_model.results import Results

Tables = Mapping[str, pd.DataFrame]


def _no_tables(_found: Any) -> Tables:  # noqa: ANN401 - whatever the analysis finds
    return {}


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """One analysis of a run.

    ``found`` is given the results so far, with every analysis that stands before it in the list, and its
    answer stands under ``name`` in ``Results.analyses``; ``tables`` returns tables that are written as CSV,
    by file name without ending. ``kept`` returns what of the answer may be kept between runs, for an analysis
    that is slow and whose answer is small; ``None``: it is made anew each time.
    """

    name: str
    title: str
    found: Callable[[Results], Any]
    tables: Callable[[Any], Tables] = _no_tables
    kept: Callable[[Any], Any] | None = None


def whole(found: Any) -> Any:  # noqa: ANN401
    """Return all that an analysis found."""
    return found
