"""Residents who find a nearer counter shut that opens a little later: nobody waits, but they could."""

from __future__ import annotations

import numpy as np

from estate_model.access.measure import Measure, Weights
from estate_model.nouns import Access, Limits


def _counts(nearest: Access, _week: Access, limits: Limits) -> Weights:
    """Return who finds a nearer counter shut on arrival that opens soon after; or nothing."""
    if limits.soon_minutes is None:
        return {}
    soon = np.zeros(len(nearest.values), dtype=bool)
    if nearest.soon_values is not None:
        soon = nearest.soon_values < nearest.values
    return {f"people_nearer_door_opens_within_{limits.soon_minutes}_minutes": soon}


MEASURE = Measure(
    name="opens_soon",
    title="People who find a nearer counter shut that opens within a number of minutes",
    unit="people",
    better="lower",
    formula="people at places p with a counter s shut on arrival, t(p, s) < t(p), that opens at most "
    "N minutes after the arrival; N is the scenario's soon_minutes",
    unreachable="counted where a counter that opens soon is all that can be reached",
    source="this project: the journeys that count have an open counter on arrival, so nobody waits",
    counts=_counts,
    columns={
        "people_nearer_door_opens_within_N_minutes": "People who find a nearer counter shut on arrival that "
        "opens within N minutes, {when}."
    },
)
