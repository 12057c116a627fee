"""The time within which a share of a group's people are, for people by place and for shares of zones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from estate_model.analysis.equity.groups import EquityGroup
from estate_model.nouns import Access, Floats
from estate_model.units import SECONDS_PER_MINUTE

CLOSE = 1e-9
NO_PEOPLE = 1e-6
# London's 26 groups took 0.25 of a second a run by every time; by this many parts of the times first, a tenth
PARTS = 64


def percentile(minutes: Floats, people: Floats, share: float) -> float:
    """Return the shortest time within which at least ``share`` of the people are; ``nan`` for nobody.

    ``minutes`` go from the shortest time to the longest.

    >>> percentile(np.array([1.0, 3.0, np.inf]), np.array([8.0, 1.0, 1.0]), 0.9)
    3.0
    """
    so_far = np.cumsum(people)
    if so_far[-1] <= NO_PEOPLE:
        return np.nan
    return float(minutes[int(np.searchsorted(so_far, share * so_far[-1] * (1 - CLOSE)))])


def percentiles(
    access: Access, groups: Sequence[EquityGroup], everyone: Floats, share: float
) -> dict[str, float]:
    """Return the percentile in minutes of each group, by id."""
    seconds, place = access.distinct
    minutes = seconds / SECONDS_PER_MINUTE
    found = {
        group.group_id: percentile(
            minutes, np.bincount(place, group.people, len(minutes)).astype(np.float64), share
        )
        for group in groups
        if group.zone is None
    }
    zoned = [group for group in groups if group.zone is not None]
    return {**found, **(_of_zones(access, zoned, everyone, share) if zoned else {})}


def _of_zones(
    access: Access, groups: Sequence[EquityGroup], everyone: Floats, share: float
) -> dict[str, float]:
    """Return the same of shares of zones: find the part of the times it lies in, then look there."""
    seconds, place = access.distinct
    zone, number = np.asarray(groups[0].zone), len(groups[0].people)
    width = len(seconds) // PARTS + 1
    part = place // width
    by_part = np.bincount(zone * PARTS + part, everyone, number * PARTS).reshape(number, PARTS)
    so_far = np.cumsum(np.vstack([group.people for group in groups]) @ by_part, axis=1)
    parts = [int(np.searchsorted(people, share * people[-1] * (1 - CLOSE))) for people in so_far]
    places = {at: np.flatnonzero(part == at) for at in set(parts)}
    found = {}
    for group, people, at in zip(groups, so_far, parts, strict=True):
        wanted = share * people[-1] * (1 - CLOSE)
        if people[-1] <= NO_PEOPLE:
            found[group.group_id] = np.nan
            continue
        inside = places[at]
        counts = np.bincount(place[inside] - at * width, everyone[inside] * group.people[zone[inside]])
        step = int(np.searchsorted((people[at - 1] if at else 0.0) + np.cumsum(counts), wanted))
        found[group.group_id] = float(seconds[at * width + min(step, len(counts) - 1)]) / SECONDS_PER_MINUTE
    return found
