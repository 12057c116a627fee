"""The matrices of seconds that a page holds, points x sites, and how each profile uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from estate_model.nouns import Floats, Seconds, TravelTimes
from estate_model.outputs.map.points import Gathered
from estate_model.outputs.page.what_if import Way
from estate_model.results import Results
from estate_model.units import SECONDS_PER_HOUR

SAME_SECONDS = 2.0
FACTOR_DECIMALS = 6
ROWS = 4096  # places looked at together: so many stay near the processor
LEAST_MOMENTS = 2
MOST_TIMES = 1_500_000  # times by timetable on a page: two moments of London, 0.6 MB
LONGEST = np.float32(3 * SECONDS_PER_HOUR)  # what is farther is as far, and so is what nobody reaches
HAIR = 0.01  # seconds: more than 32-bit numbers are out by


@dataclass(frozen=True)
class _Journeys:
    """One profile's travel times to the counters and to the other sites, from places and from points."""

    tables: tuple[TravelTimes, ...]
    gathered: Gathered

    @cached_property
    def means(self) -> Floats:
        """Mean seconds from each point to each site, in id order."""
        order = np.argsort([key for table in self.tables for key in table.site_ids])
        return np.hstack([self.gathered.mean_seconds(table.seconds) for table in self.tables])[:, order]

    @cached_property
    def total(self) -> float:
        """The sum of all means, found without them; ``inf`` where a place cannot reach a site."""
        return sum(self.gathered.sum_of_means(table.seconds) for table in self.tables)


def ways_of(results: Results, gathered: Gathered) -> tuple[tuple[Floats, ...], tuple[Way, ...]]:
    """Return the matrices that are no multiple of an earlier one, and how each profile uses them.

    Who goes by a timetable has one for each moment that ``_carried`` has room for.
    """
    kept: list[_Journeys] = []
    ways = []
    profiles = [results.area.profiles[key] for key in results.scenario.profiles]
    ages = list(dict.fromkeys(profile.age_from for profile in profiles))
    carried = _carried(results, len(gathered.whole))
    for profile in profiles:
        parts = [some[profile.profile_id] for some in _tables(results)]
        crowd = ages.index(profile.age_from)
        if parts[0].by_moment:
            matrices: list[int | None] = []
            for impact in results.headline_impacts:
                has = (profile.profile_id, impact.moment.name) in carried
                matrices.append(len(kept) if has else None)
                if has:
                    kept.append(_Journeys(tuple(table.at(impact.moment) for table in parts), gathered))
            ways.append(Way(matrix=0, factor=1.0, crowd=crowd, by_moment=tuple(matrices)))
            continue
        own = _Journeys(tuple(parts), gathered)
        matrix, factor = _multiple(own, kept)
        if matrix == len(kept):
            kept.append(own)
        ways.append(Way(matrix=matrix, factor=factor, crowd=crowd))
    return tuple(own.means for own in kept), tuple(ways)


def _carried(results: Results, points: int) -> set[tuple[str, str]]:
    """Return which profiles by timetable a page has journeys of, and at which moments.

    There is room for ``MOST_TIMES``, and for two moments of the first such profile at least: the scenario's
    first, and the one whose journeys differ most from those. Other moments and profiles come after.
    """
    rides = [times for times in results.times.values() if times.by_moment]
    if not rides:
        return set()
    moments = [impact.moment.name for impact in results.headline_impacts]
    first = np.minimum(rides[0].by_moment[moments[0]], LONGEST)

    def unlike(moment: str) -> float:
        other = np.minimum(rides[0].by_moment[moment], LONGEST)
        return float(np.abs(other - first).sum(dtype=np.float64))

    moments[1:] = sorted(moments[1:], key=unlike, reverse=True)
    sites = sum(len(some[rides[0].profile.profile_id].site_ids) for some in _tables(results))
    wanted = [(times.profile.profile_id, moment) for times in rides for moment in moments]
    return set(wanted[: max(LEAST_MOMENTS, MOST_TIMES // max(points * sites, 1))])


def _tables(results: Results) -> tuple[Mapping[str, TravelTimes], ...]:
    return tuple(some for some in (results.times, results.spare_times) if some)


def _multiple(own: _Journeys, kept: list[_Journeys]) -> tuple[int, float]:
    """Return which kept matrix a profile's is a multiple of, and by what factor: a new one, by 1, if none.

    All who go at one steady speed on one network are multiples of one another, as every place then shows;
    what holds of every place holds of their means, which are worked out only where it does not.
    """
    for number, other in enumerate(kept):
        factor = round(own.total / max(other.total, 1.0), FACTOR_DECIMALS)
        pairs = [(mine.seconds, its.seconds) for mine, its in zip(own.tables, other.tables, strict=True)]
        if np.isfinite(factor) and all(_near(*pair, factor) for pair in pairs):
            return number, factor
        reached = np.isfinite(own.means)
        if np.array_equal(reached, np.isfinite(other.means)):
            mine, its = own.means[reached], other.means[reached]
            factor = round(float(mine.sum() / max(its.sum(), 1.0)), FACTOR_DECIMALS)
            if (np.abs(mine - factor * its) <= SAME_SECONDS * max(factor, 1.0)).all():
                return number, factor
    return len(kept), 1.0


def _near(mine: Seconds, its: Seconds, factor: float) -> bool:
    """Whether all seconds are a factor times others, to within ``SAME_SECONDS``; all are finite."""
    most = SAME_SECONDS * max(factor, 1.0) - HAIR
    parts = (slice(first, first + ROWS) for first in range(0, len(mine), ROWS))
    return all(bool((np.abs(mine[part] - factor * its[part]) <= most).all()) for part in parts)
