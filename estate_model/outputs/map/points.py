"""Postcodes gathered into fewer points, so that a page can hold all: nearby ones of one cell and zone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from estate_model.nouns import Booleans, Floats, Integers, Seconds

MOST_POINTS = 16_000
GRID_METRES = 10
HILBERT_BITS = 16
HALF = 0.5


@dataclass(frozen=True, kw_only=True)
class _Cuts:
    """Parts of one depth: each place's part and side, each part's gain by a cut and its first place."""

    places: Integers
    part: Integers
    side: Booleans
    gains: Floats
    firsts: Integers


def gather(keys: pd.Series, xy_metres: Floats, people: Floats, most: int = MOST_POINTS) -> Integers:
    """Return the point of each place, numbered along a Hilbert curve; no point holds places of two keys.

    There are as many points as keys, or ``most`` if that is more: the point with the most residents times
    their spread is cut in two, across its longer axis, again and again.

    >>> gather(pd.Series(["a", "a", "b"]), np.array([[0.0, 0], [900, 0], [9000, 0]]), np.ones(3), 2).tolist()
    [0, 0, 1]
    """
    part, unique = pd.factorize(keys)
    cuts = most - len(unique)
    if cuts > 0:
        part = _cut_up(part, _all_cuts(part, xy_metres, people, cuts), cuts)
    return _along_a_curve(part, xy_metres)


def _cut_up(part: Integers, depths: list[_Cuts], cuts: int) -> Integers:
    """Return each place's part after the cuts that gain most; of equal ones, the part that begins first."""
    gains = np.concatenate([cut.gains for cut in depths])
    firsts = np.concatenate([cut.firsts for cut in depths])
    best = np.lexsort((np.arange(len(gains)), firsts, -gains))[:cuts]
    chosen = np.zeros(len(gains), dtype=bool)
    chosen[best] = gains[best] > 0
    part = part.copy()
    for cut in depths:
        here, chosen = chosen[: len(cut.gains)], chosen[len(cut.gains) :]
        moved = here[cut.part]
        part[cut.places[moved]] = part.max() + 1 + (2 * cut.part + cut.side)[moved]
    return part


def _all_cuts(part: Integers, xy_metres: Floats, people: Floats, cuts: int) -> list[_Cuts]:
    """Return the cuts of all parts, then of their halves, and so on: a depth at a time.

    No half gains more by a cut than the whole did. So the cuts made one after another, each time the one
    that gains most, are the ``cuts`` best of all; halves that cannot be among them are not cut further.
    """
    places, limits, best = np.arange(len(part)), np.full(part.max() + 1, np.inf), np.zeros(0)
    depths = []
    while len(places):
        side, gains = _cut(part, xy_metres[places], people[places])
        gains = np.minimum(gains, limits)
        firsts = np.empty(len(gains), dtype=np.int64)
        firsts[part[::-1]] = places[::-1]
        depths.append(_Cuts(places=places, part=part, side=side, gains=gains, firsts=firsts))
        best = np.sort(np.append(best, gains))[-cuts:]
        wanted = (gains > 0) & (gains >= best[0] * (len(best) == cuts))
        again = wanted[part]
        halves = 2 * (np.cumsum(wanted) - 1)[part] + side
        places, part, limits = places[again], halves[again], np.repeat(gains[wanted], 2)
    return depths


def _cut(part: Integers, xy_metres: Floats, people: Floats) -> tuple[Booleans, Floats]:
    """Return on which side of its part's cut each place lies, and what each part gains by the cut.

    The cut goes through the residents' mean point, across the longer axis; the gain is residents x root
    mean square distance from that point in metres, 0 where no place or no resident is parted from another.
    """

    def sums(numbers: Floats) -> Floats:
        return np.bincount(part, weights=people * numbers).astype(np.float64)

    residents = np.bincount(part, weights=people)
    some = np.where(residents > 0, residents, 1.0)
    x, y = (axis - (sums(axis) / some)[part] for axis in xy_metres.T)
    xx, xy, yy = sums(x * x) / some, sums(x * y) / some, sums(y * y) / some
    turn = np.arctan2(2 * xy, xx - yy) / 2
    side = x * np.cos(turn)[part] + y * np.sin(turn)[part] > 0
    ahead, all_of_it = np.bincount(part, weights=side), np.bincount(part)
    parted = (ahead > 0) & (ahead < all_of_it)
    return side, np.where(parted, residents * np.sqrt(xx + yy), 0.0)


def _along_a_curve(part: Integers, xy_metres: Floats) -> Integers:
    """Return the parts renumbered from 0 along a Hilbert curve through the middles of their places."""
    _, firsts, part, counts = np.unique(part, return_index=True, return_inverse=True, return_counts=True)
    middles = np.column_stack([np.bincount(part, weights=axis) / counts for axis in xy_metres.T])
    steps = np.rint((middles - middles.min(axis=0)) / GRID_METRES).astype(np.int64)
    numbers = np.empty(len(firsts), dtype=np.int64)
    numbers[np.lexsort((firsts, hilbert(steps)))] = np.arange(len(firsts))
    return numbers[part]


def hilbert(steps: Integers) -> Integers:
    """Return how far along a Hilbert curve each whole-number point lies: near points have near numbers.

    >>> hilbert(np.array([[0, 0], [1, 0], [1, 1], [0, 1]])).tolist()
    [0, 1, 2, 3]
    """
    most = 2**HILBERT_BITS - 1
    points = gpd.GeoSeries(gpd.points_from_xy(*np.minimum(steps, most).T))
    along = points.hilbert_distance(total_bounds=(0, 0, most, most), level=HILBERT_BITS)
    return np.asarray(along, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """Places gathered into points: each place's point, and what it counts for there.

    That is its ``people`` or, where nobody lives at the whole point, 1.
    """

    point: Integers
    people: Floats

    @cached_property
    def weight(self) -> Floats:
        """What each place counts for in its point."""
        return np.where(np.bincount(self.point, weights=self.people)[self.point] > 0, self.people, 1.0)

    @cached_property
    def whole(self) -> Floats:
        """What the places of each point count for together."""
        return np.bincount(self.point, weights=self.weight).astype(np.float64)

    def means(self, numbers: Floats | Seconds) -> Floats:
        """Return the mean of one number per place over each point."""
        return np.bincount(self.point, weights=self.weight * numbers) / self.whole

    def sum_of_means(self, seconds: Seconds) -> float:
        """Return the sum of all that ``mean_seconds`` would return; ``inf`` where a place reaches not all."""
        sums = seconds.sum(axis=1, dtype=np.float64)
        return float((self.weight / self.whole[self.point]) @ sums) if np.isfinite(sums).all() else np.inf

    def mean_seconds(self, seconds: Seconds) -> Floats:
        """Return mean seconds, points x sites, of places x sites; ``inf`` where most cannot reach a site."""
        return np.column_stack([self._means_of_reached(column) for column in np.asfortranarray(seconds).T])

    def _means_of_reached(self, seconds: Seconds) -> Floats:
        reached = np.isfinite(seconds)
        if reached.all():
            return self.means(seconds)
        able = np.bincount(self.point, weights=self.weight * reached)
        sums = np.bincount(self.point, weights=self.weight * np.where(reached, seconds, 0))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(able > HALF * self.whole, sums / able, np.inf)
