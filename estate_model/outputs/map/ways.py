"""The matrices of seconds that a page holds, points x sites, and how each profile uses them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from estate_model.nouns import Floats, Seconds, TravelTimes
from estate_model.outputs.map.points import Gathered
from estate_model.outputs.page.what_if import Way
from estate_model.results import Results

SAME_SECONDS = 2.0
FACTOR_DECIMALS = 6
ROWS = 4096  # places looked at together: so many stay near the processor
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

    A profile that goes by a timetable has one for each moment.
    """
    kept: list[_Journeys] = []
    ways = []
    profiles = [results.area.profiles[key] for key in results.scenario.profiles]
    ages = list(dict.fromkeys(profile.age_from for profile in profiles))
    for profile in profiles:
        parts = [some[profile.profile_id] for some in (results.times, results.spare_times) if some]
        crowd = ages.index(profile.age_from)
        if parts[0].by_moment:
            first = len(kept)
            kept += [
                _Journeys(tuple(table.at(impact.moment) for table in parts), gathered)
                for impact in results.headline_impacts
            ]
            ways.append(Way(matrix=first, factor=1.0, crowd=crowd, by_moment=tuple(range(first, len(kept)))))
            continue
        own = _Journeys(tuple(parts), gathered)
        matrix, factor = _multiple(own, kept)
        if matrix == len(kept):
            kept.append(own)
        ways.append(Way(matrix=matrix, factor=factor, crowd=crowd))
    return tuple(own.means for own in kept), tuple(ways)


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
