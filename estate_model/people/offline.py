"""Offline shares with their oldest range split, the area's total kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from estate_model.nouns import Places
from estate_model.nouns.area import OfflineSet
from estate_model.people.exposure import part_of_band

OLDEST_FROM = 85


def with_oldest_split(
    sets: Mapping[str, OfflineSet], places: Places, ratio: float | None
) -> dict[str, OfflineSet]:
    """Return the sets with their last range split at 85; unchanged without a ratio."""
    return {name: one if ratio is None else split_oldest(one, places, ratio) for name, one in sets.items()}


def can_split(places: Places) -> bool:
    """Whether the area's ages tell those of 85 and over apart."""
    return any(band.age_from == OLDEST_FROM for band in places.bands)


def split_oldest(offline: OfflineSet, places: Places, ratio: float) -> OfflineSet:
    """Return the set with its last range split at 85, the area's people in it kept.

    With ``n`` residents below 85 and ``m`` from 85 in the range of share ``s``, the younger share is
    ``x = s (n + m) / (n + ratio m)`` and the older ``ratio x``, at most 1; what that leaves over goes to
    the younger. A set that already tells them apart, or an area that cannot, comes back unchanged.
    """
    first, last, share = offline.shares[-1]
    if last is not None or first >= OLDEST_FROM or not can_split(places):
        return offline
    people = places.people.sum(axis=0)
    bands = list(zip(places.bands, people, strict=True))
    older = sum(count for band, count in bands if band.age_from >= OLDEST_FROM)
    younger = sum(count * part_of_band(band, first, OLDEST_FROM - 1) for band, count in bands)
    if not older or not younger:
        return offline
    old_share = min(1.0, ratio * share * (younger + older) / (younger + ratio * older))
    young_share = (share * (younger + older) - old_share * older) / younger
    split = ((first, OLDEST_FROM - 1, float(young_share)), (OLDEST_FROM, None, float(old_share)))
    words = f"split at {OLDEST_FROM}, the older share {ratio:g} times the younger, the total kept"
    return replace(offline, shares=(*offline.shares[:-1], *split), source=f"{offline.source}; {words}")
