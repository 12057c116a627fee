"""A run's headline question in a form that can be answered again for many parameter draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from estate_model.access.nearest import Key
from estate_model.nouns import Access, Booleans, Floats, Integers, TravelTimes
from estate_model.nouns.access import SAMPLE
from estate_model.nouns.area import OfflineSet
from estate_model.nouns.times import Whole
from estate_model.people.exposure import EVERYONE, OFFLINE

WEIGHED = (EVERYONE, *OFFLINE)
Moments = Mapping[str, tuple[Key, Key]]
Week = tuple[Mapping[Key, float], Mapping[Key, float]]


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """What may be taken otherwise than the run did: no random draws, but another choice.

    ``shift_minutes`` moves every moment; ``assumed`` gives counters other hours whose own are only assumed;
    ``hours`` counts only the week's hours from the first to the second clock hour (``None`` = all);
    ``sets`` replaces the offline sets.
    """

    shift_minutes: float = 0.0
    assumed: Mapping[str, str] = field(default_factory=dict)
    hours: tuple[float, float] | None = None
    sets: Mapping[str, OfflineSet] | None = None


@dataclass(frozen=True, kw_only=True)
class NearestTimes:
    """Seconds to the nearest open counter per place (``inf`` = none) and which it is (-1 = none)."""

    seconds: Floats
    site: Whole

    def equals(self, other: NearestTimes) -> bool:
        """Whether another is the same at every place."""
        mine, theirs = (one.seconds[::SAMPLE] for one in (self, other))
        return (
            np.array_equal(mine, theirs)
            and np.array_equal(self.seconds, other.seconds)
            and np.array_equal(self.site, other.site)
        )


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Residents of one borough and nearest counter: ``people[i]`` live within the ``i`` shortest times."""

    pair: int
    seconds: Floats
    people: Floats


@dataclass(frozen=True, kw_only=True)
class Changed:
    """Places whose nearest counter changes, and those that lose their last one (``cut_off``, by place).

    Per place whose counter changes: ``rows`` the place, ``start`` and ``end`` its seconds before and after,
    ``both`` the number of its two borough-and-counter pairs, which stand in ``old`` and ``new``.
    """

    rows: Integers
    start: Floats
    end: Floats
    both: Integers
    old: Integers
    new: Integers
    cut_off: Integers


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The headline profile's journeys and people, places in order of borough.

    ``rows`` are the places' row numbers in the results;
    ``people`` has a column per group of ``WEIGHED``; ``borough`` and ``area`` (a zone's part in one cell)
    are numbers per place, ``zone_of_area`` the zone's number per area;
    ``moments`` maps a moment to the counters that count before and after; ``week`` has, before and after, the
    hours of the week by the set of counters then open. ``near`` has the journeys to each of these sets,
    ``curves`` residents by journey time, one for each borough and nearest counter (where many draws are to be
    asked), and ``person_seconds`` the residents who reach one with their seconds by borough and counter;
    ``changed`` has, for the sets before and after of each moment, the places whose counter changes.
    Places where nobody lives are left out.
    """

    times: TravelTimes
    rows: Integers
    people: Floats
    boroughs: tuple[str, ...]
    borough: Integers
    area: Integers
    zone_of_area: Integers
    moments: Moments
    week: Week
    headline_seconds: float
    losing_seconds: float
    near: Mapping[Key, NearestTimes]
    curves: Mapping[Key, tuple[Curve, ...]]
    person_seconds: Mapping[Key, tuple[float, Floats]]
    changed: Mapping[tuple[Key, Key], Changed]

    def pairs_of(self, journeys: NearestTimes) -> Integers:
        """Return one number per place for its borough and nearest counter together (-1 = no counter)."""
        return _pairs(self.borough, journeys, len(self.times.site_ids))

    @cached_property
    def totals(self) -> Floats:
        """People of each group of ``WEIGHED``."""
        totals: Floats = self.people.sum(axis=0)
        return totals


def with_journeys(headline: Headline, near: Mapping[Key, NearestTimes]) -> Headline:
    """Return the question with journeys to sets of counters; sets that no journey tells apart become one."""
    same: dict[Key, Key] = {}
    for key, journeys in near.items():
        alike = (other for other in same.values() if near[other].equals(journeys))
        same[key] = next(alike, key)
    near = {key: near[key] for key in dict.fromkeys(same.values())}
    sums = {
        key: headline.person_seconds.get(key) or _person_seconds(headline, journeys)
        for key, journeys in near.items()
    }
    moments = {name: (same[old], same[new]) for name, (old, new) in headline.moments.items()}
    changed = {
        pair: headline.changed.get(pair) or _changed(headline, near[pair[0]], near[pair[1]])
        for pair in dict.fromkeys(moments.values())
    }
    return replace(
        headline,
        moments=moments,
        week=(_merged(headline.week[0], same), _merged(headline.week[1], same)),
        near={**headline.near, **near},
        person_seconds={**headline.person_seconds, **sums},
        changed={**headline.changed, **changed},
    )


def with_curves(headline: Headline) -> Headline:
    """Return the question with curves to every set of counters: worth it for many draws."""
    curves = {key: tuple(_curves(headline, journeys)) for key, journeys in headline.near.items()}
    return replace(headline, curves=curves)


def _merged(hours: Mapping[Key, float], same: Mapping[Key, Key]) -> dict[Key, float]:
    merged: dict[Key, float] = {}
    for key, some in hours.items():
        merged[same[key]] = merged.get(same[key], 0.0) + some
    return merged


def _changed(headline: Headline, before: NearestTimes, after: NearestTimes) -> Changed:
    """Return the places whose nearest counter is another after than before."""
    reach = reached(before), reached(after)
    rows = np.flatnonzero(reach[0] & reach[1] & (before.site != after.site))
    sites = len(headline.times.site_ids)
    old, new = (headline.borough[rows] * sites + one.site[rows] for one in (before, after))
    most = len(headline.boroughs) * sites
    pairs, both = np.unique(old * most + new, return_inverse=True)
    return Changed(
        rows=rows, start=before.seconds[rows], end=after.seconds[rows], both=both,
        old=pairs // most, new=pairs % most, cut_off=np.flatnonzero(reach[0] & ~reach[1]),
    )  # fmt: skip


def _person_seconds(headline: Headline, journeys: NearestTimes) -> tuple[float, Floats]:
    """Return the residents who reach a counter, and person-seconds by borough and counter."""
    near = reached(journeys)
    people, pairs = headline.people[near, 0], headline.pairs_of(journeys)[near]
    most = len(headline.boroughs) * len(headline.times.site_ids)
    sums = np.bincount(pairs, weights=people * journeys.seconds[near], minlength=most)
    return float(people.sum()), sums.astype(np.float64)


def journeys_of(access: Access, rows: Integers) -> NearestTimes:
    """Return the journeys of some places, by row."""
    site = access.site_index if access.site_index is not None else np.array([], dtype=np.int64)
    return NearestTimes(seconds=access.values[rows], site=site[rows])


def _curves(headline: Headline, journeys: NearestTimes) -> Iterable[Curve]:
    """Yield residents by journey time, for each borough and nearest counter."""
    near = reached(journeys)
    pairs, seconds = headline.pairs_of(journeys)[near], journeys.seconds[near]
    people = headline.people[near, 0]
    order = np.lexsort((seconds, pairs))
    edges = np.flatnonzero(np.diff(pairs[order])) + 1
    for rows in np.split(order, edges):
        if len(rows):
            counted = np.concatenate([[0.0], np.cumsum(people[rows])])
            yield Curve(pair=int(pairs[rows[0]]), seconds=seconds[rows], people=counted)


def _pairs(borough: Integers, journeys: NearestTimes, sites: int) -> Integers:
    pairs: Integers = borough * sites + journeys.site
    return np.where(journeys.site < 0, -1, pairs)


def reached(journeys: NearestTimes) -> Booleans:
    """Return whether each place can reach any open counter."""
    return np.isfinite(journeys.seconds)
