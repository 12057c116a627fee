"""Which of an area's sites, as officers' bases, put most wards within the pledge's walk of one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estate_model.analysis.standards.ward_base import CHECK, WALK
from estate_model.errors import ChoiceError
from estate_model.nouns import Floats, Integers, Seconds, Site
from estate_model.nouns.area import Area
from estate_model.nouns.network import Network, Travel
from estate_model.nouns.standards import Standard
from estate_model.optimise.covering import Cover, max_cover
from estate_model.scenario.scenario import Scenario, estate_after
from estate_model.travel.travel_times import travel_times
from estate_model.units import SECONDS_PER_MINUTE


@dataclass(frozen=True, kw_only=True)
class BasesRequest:
    """How many bases, by whose walk (a profile; empty = the scenario's first), and seconds at most."""

    bases: int
    profile: str = ""
    seconds: float = 300.0


@dataclass(frozen=True, kw_only=True)
class BasesChoice:
    """The sites and wards of a choice, the walk between each two, and the bases chosen.

    ``minutes`` is (wards, sites), to a ward's nearest place; ``standard`` is the pledge whose limit counts.
    """

    scenario: Scenario
    area: Area
    network: Network
    request: BasesRequest
    standard: Standard
    profile_id: str
    sites: tuple[Site, ...]
    wards: tuple[str, ...]
    minutes: Floats
    cover: Cover

    @property
    def nearest(self) -> Integers:
        """The chosen site nearest to each ward, by number, shape (wards,)."""
        points: Integers = self.cover.points[self.minutes[:, self.cover.points].argmin(axis=1)]
        return points

    @property
    def walk_minutes(self) -> Floats:
        """The walk of each ward to the nearest chosen base, shape (wards,)."""
        return np.asarray(self.minutes[:, self.cover.points].min(axis=1))

    @property
    def beyond_all(self) -> int:
        """How many wards no site is near enough to."""
        return int((self.minutes > self.standard.threshold).all(axis=1).sum())


def choose_bases(scenario: Scenario, area: Area, travel: Travel, request: BasesRequest) -> BasesChoice:
    """Return the bases that put most wards within the pledge's walk.

    Candidates are every site of the force on record, with a counter or without one, and those that the
    scenario adds. A ward's walk is that between a base and the nearest of its places.

    Raise ChoiceError when the profile does not walk, no standard is about bases, or there are too few sites.
    """
    profile_id = request.profile or scenario.profiles[0]
    if profile_id not in scenario.profiles:
        known = ", ".join(scenario.profiles)
        raise ChoiceError(f"--profile: the scenario has no profile '{profile_id}' (it has: {known})")
    if area.profiles[profile_id].mode != WALK:
        raise ChoiceError(f"--bases: the pledge is of a walk, which '{profile_id}' is not; see --profile")
    standard = next((one for one in area.yardsticks.standards if one.check == CHECK.name), None)
    if standard is None:
        raise ChoiceError(f"standards.csv has no standard with the check {CHECK.name}, so there is no limit")
    estate = estate_after(scenario, area)
    sites = tuple(site for _, site in sorted(estate.sites.items()) if site.operator == estate.force)
    if not 1 <= request.bases <= len(sites):
        raise ChoiceError(f"--bases: there are {len(sites)} sites, so choose from 1 to {len(sites)} of them")
    network, times = travel_times(area, sites, [area.profiles[profile_id]], travel)
    wards, minutes = ward_minutes(area, times[profile_id].seconds, standard)
    cover = max_cover(minutes <= standard.threshold, request.bases, seconds=request.seconds)
    return BasesChoice(
        scenario=scenario, area=area, network=network, request=request, standard=standard,
        profile_id=profile_id, sites=sites, wards=wards, minutes=minutes, cover=cover,
    )  # fmt: skip


def ward_minutes(area: Area, seconds: Seconds, standard: Standard) -> tuple[tuple[str, ...], Floats]:
    """Return the wards the standard was made for (else all), and minutes from each site: (wards, sites)."""
    wards, boroughs = area.zoning_of("ward"), area.zoning_of("borough")
    order = np.argsort(wards.index, kind="stable")
    starts = np.searchsorted(wards.index[order], np.arange(len(wards.codes)))
    minutes = np.minimum.reduceat(seconds[order], starts, axis=0).astype(np.float64) / SECONDS_PER_MINUTE
    of_ward = boroughs.index[order][starts]
    made_for = np.array([standard.covers(boroughs.codes[number]) for number in of_ward], dtype=bool)
    kept = np.flatnonzero(made_for) if made_for.any() else np.arange(len(wards.codes))
    return tuple(wards.codes[number] for number in kept), minutes[kept]
