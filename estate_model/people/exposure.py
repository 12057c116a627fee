"""People by group at each place: everyone, older residents, and those who depend on a counter.

Offline dependence: people in an age band x the share of that age that cannot use the digital
counter. Ages within a band are taken as even, so a band that a range covers in part counts in
proportion (the band 15-24 under a share for 16-44 counts nine tenths). Children, 0 to 15, are in no
set and a group of their own (of the band 15-24 they are a tenth). The low, the central and the high set
always stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from estate_model.nouns import AgeBand, Exposure, Floats, Places
from estate_model.nouns.area import OfflineSet

EVERYONE, CHILDREN = "everyone", "children"
ADULT_AGE = 16
OLDER = {"aged_65_plus": 65, "aged_75_plus": 75}
OFFLINE = ("offline_low", "offline_central", "offline_high")
GROUPS = (EVERYONE, CHILDREN, *OLDER, *OFFLINE)
GROUP_LABELS = {
    "everyone": "Residents",
    "children": "Children aged 0 to 15, in none of the offline groups (ages within a band taken as even)",
    "aged_65_plus": "Residents aged 65 and over",
    "aged_75_plus": "Residents aged 75 and over",
    "offline_low": "Residents likely offline, low set",
    "offline_central": "Residents likely offline",
    "offline_high": "Residents likely offline, high set",
}
GROUP_FORMULAS = {
    "everyone": "residents of the place; under a profile for older residents, those of that age",
    "children": "residents of 0 to 15, ages within a band taken as even",
    "aged_65_plus": "sum of the age bands from 65",
    "aged_75_plus": "sum of the age bands from 75",
    "offline_low": "residents by age x the low set's share of that age; under 16 none",
    "offline_central": "residents by age x the central set's share of that age; under 16 none",
    "offline_high": "residents by age x the high set's share of that age; under 16 none",
}
OLDEST = 105


def band_shares(bands: tuple[AgeBand, ...], offline: OfflineSet) -> Floats:
    """Return the share of each age band that cannot use the digital counter.

    >>> ages = ((16, 44, 0.1), (45, 74, 0.2), (75, None, 0.5))
    >>> shares = OfflineSet(set_id="x", label="", shares=ages, source="", year="")
    >>> band_shares((AgeBand(0, 14), AgeBand(15, 24), AgeBand(85, None)), shares).round(3).tolist()
    [0.0, 0.09, 0.5]
    """
    total = [
        sum(share * part_of_band(band, max(first, ADULT_AGE), last) for first, last, share in offline.shares)
        for band in bands
    ]
    return np.array(total)


def exposure(places: Places, offline: Mapping[str, OfflineSet], *, age_from: int = 0) -> Exposure:
    """Return people by group per place, counting only residents of ``age_from`` years and over.

    ``offline`` maps ``offline_low``, ``offline_central`` and ``offline_high`` to the set of each.

    Raise ValueError when ``age_from`` lies inside an age band, which then cannot be split without guessing.
    """
    people = places.people * _from_age(places.bands, age_from)
    columns = [people.sum(axis=1)]
    columns += [people @ np.array([part_of_band(band, 0, ADULT_AGE - 1) for band in places.bands])]
    columns += [people @ _from_age(places.bands, age) for age in OLDER.values()]
    columns += [people @ band_shares(places.bands, offline[name]) for name in OFFLINE]
    return Exposure(groups=GROUPS, people=np.column_stack(columns))


def _from_age(bands: tuple[AgeBand, ...], age: int) -> Floats:
    if age and not any(band.age_from == age for band in bands):
        raise ValueError(f"no age band begins at {age}")
    return np.array([float(band.age_from >= age) for band in bands])


def part_of_band(band: AgeBand, first: int, last: int | None) -> float:
    """Return the part of the band's years that lie from ``first`` to ``last``, 0 to 1."""
    band_end = OLDEST if band.age_to is None else band.age_to + 1
    range_end = OLDEST if last is None else last + 1
    shared = min(band_end, range_end) - max(band.age_from, first)
    return max(shared, 0) / (band_end - band.age_from)
