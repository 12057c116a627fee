"""Whether a counter that is open at the moment lies within a time limit."""

from __future__ import annotations

from estate_model.access.measure import Measure, Weights
from estate_model.nouns import Access, Booleans, Limits
from estate_model.units import SECONDS_PER_MINUTE


def _counts(nearest: Access, _week: Access, limits: Limits) -> Weights:
    return {
        f"people_within_{minutes}_minutes": within(nearest, minutes) for minutes in limits.thresholds_minutes
    }


MEASURE = Measure(
    name="within",
    title="People within a number of minutes of an open counter",
    unit="people",
    better="higher",
    formula="people at places p with t(p) <= limit",
    unreachable="not within",
    source=(
        "cumulative opportunity with a threshold; 15, 30, 45 and 60 minutes are the DfT journey-time bands; "
        "standards.csv says who used which"
    ),
    counts=_counts,
    columns={"people_within_N_minutes": "People with an open counter within N minutes {when}."},
)


def within(nearest: Access, limit_minutes: float) -> Booleans:
    """Return, per place, whether the nearest open counter is at most ``limit_minutes`` away.

    >>> import numpy as np
    >>> within(Access(measure="nearest", values=np.array([1800.0, 1801.0, np.inf])), 30).tolist()
    [True, False, False]
    """
    return nearest.values <= limit_minutes * SECONDS_PER_MINUTE
