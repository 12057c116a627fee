"""Places aggregated without loss: the cost of any set of open counters as a short sum of products.

A place pays its nearest counter's cost, and more when that one is shut. With two counters, A and B, and a
cap of 90 minutes, a place 10 minutes from A and 30 from B pays

    10 + 20 x [A shut] + 60 x [A and B shut],

so 10, 30 or 90. A place 50 minutes from B and 70 from A pays ``50 + 20 x [B shut] + 20 x [A and B shut]``.
The terms of all places add up by set, however many the places; here three sets do for two of them:

    total = 60 + 20 x [A shut] + 20 x [B shut] + 80 x [A and B shut].

London's 167,579 peopled postcodes and 37 counters become under 6,000 sets. Each is an earlier set and one
counter more, three numbers a row in a linear programme. Where 27 of 37 must be open, no 11 are ever all shut,
so sets end at 10 counters. The form is that of Hammer (1968) and Beresnev (1973); AlBdaiwi, Ghosh and
Goldengorin (2011), "Data aggregation for p-median problems".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack, vstack

from estate_model.nouns import Booleans, Floats, Integers, Seconds
from estate_model.optimise.problem import Problem
from estate_model.optimise.rules import Rule, fewest_open
from estate_model.units import SECONDS_PER_MINUTE

BITS = 64
GROUPS = 1000
PLACES_AT_ONCE = 20_000
Costs = npt.NDArray[np.floating]


@dataclass(frozen=True, kw_only=True)
class Sums:
    """How places are added up: each counts with its ``weight`` in the row of its ``group``, of ``groups``."""

    group: Integers
    weight: Floats
    groups: int

    def of(self, values: Floats) -> Floats:
        """Return the weighted sum of a value per place, by group."""
        weights = self.weight * values
        return np.bincount(self.group, weights=weights, minlength=self.groups).astype(np.float64)


@dataclass(frozen=True, kw_only=True)
class AggregatedPlaces:
    """Sets of options (counters), and what each group of places pays more when all of a set are shut.

    ``parent`` is the number of the set without ``added`` (-1 = the empty set). Sets come smallest first, and
    ``starts`` has the first of each size. ``gains`` is (groups, sets); ``base`` what a group pays with all
    open.
    """

    parent: Integers
    added: Integers
    starts: Integers
    gains: csr_array
    base: Floats

    def __len__(self) -> int:
        """Return the number of sets."""
        return len(self.parent)


@dataclass(frozen=True, kw_only=True)
class AggregatedClass:
    """A class of the week: its places aggregated, and the choices that open each option.

    ``opened_by`` is (options, patterns x candidates).
    """

    weight: float
    places: AggregatedPlaces
    opened_by: Booleans


@dataclass(frozen=True, kw_only=True)
class AggregatedWeek:
    """A problem's classes for one kind of cost; ``most`` is what a place pays that reaches nothing.

    Groups of places have their people's mean (0 where nobody lives); ``shares`` are their parts of all
    people, ``of_borough`` their parts of each borough's, (boroughs, groups). Where places have a deprivation
    rank r, one group more has the mean of cost x (2r - 1) of all.
    """

    classes: tuple[AggregatedClass, ...]
    most: float
    shares: Floats
    of_borough: Floats

    @property
    def sets(self) -> int:
        """The number of sets, those that classes share counted once."""
        return sum({id(part.places): len(part.places) for part in self.classes}.values())


def aggregated_week(problem: Problem, *, covering: bool, rules: Sequence[Rule] = ()) -> AggregatedWeek:
    """Return a problem's places aggregated without loss, once for all classes without times of their own.

    Costs are minutes, at most ``cap_minutes``; or, ``covering``, 1 over the limit and else 0. Sets that
    plans under the ``rules`` never shut are left out: the answer is for those rules, and stricter ones.
    """
    group, borough_of_group = _groups(problem)
    groups = len(borough_of_group)
    total = problem.people.sum()
    living = np.bincount(group, weights=problem.people, minlength=groups)
    sums = [Sums(group=group, weight=problem.people / living[group].clip(1e-300), groups=groups)]
    if problem.rank is not None:
        weight = problem.people / total * (2 * problem.rank - 1)
        sums.append(Sums(group=np.zeros(len(weight), dtype=np.int64), weight=weight, groups=1))
    counted = [week_class for week_class in problem.classes if week_class.weight > 0]
    options = [problem.options(week_class) for week_class in counted]
    fewest = [fewest_open(problem, rules, opened_by) for _, opened_by in options]
    alike = [least for part, least in zip(counted, fewest, strict=True) if not part.seconds_of]
    shared: AggregatedPlaces | None = None
    classes = []
    for week_class, (seconds, opened_by), own in zip(counted, options, fewest, strict=True):
        places = None if week_class.seconds_of else shared
        if places is None:
            costs, most, unit = costs_of(problem, seconds, covering=covering)
            least = own if week_class.seconds_of else min(alike)
            places = aggregated(costs, most, sums, unit=unit, open_at_least=least)
        if not week_class.seconds_of:
            shared = places
        classes.append(AggregatedClass(weight=week_class.weight, places=places, opened_by=opened_by))
    parts = np.zeros((len(problem.boroughs), groups))
    parts[borough_of_group, np.arange(groups)] = living
    return AggregatedWeek(
        classes=tuple(classes),
        most=1.0 if covering else problem.cap_minutes,
        shares=living / total,
        of_borough=parts / parts.sum(axis=1, keepdims=True).clip(1e-300),
    )


def costs_of(problem: Problem, seconds: Seconds, *, covering: bool) -> tuple[Costs, float, float]:
    """Return a table of costs, the most that one may be, and what they are divided by."""
    if covering:
        far = seconds.astype(np.float64) / SECONDS_PER_MINUTE > problem.limit_minutes
        return far.astype(np.float32), 1.0, 1.0
    return seconds, problem.cap_minutes * SECONDS_PER_MINUTE, SECONDS_PER_MINUTE


def _groups(problem: Problem) -> tuple[Integers, Integers]:
    """Return each place's group by number, and each group's borough.

    A group is a borough or, where boroughs are few, a part of one by nearest candidate. Planes below the cost
    of a small group lie closer to it: 70 candidates and 40 places took 27 s in 2 groups, 0.8 s in 40.
    """
    parts = -(-GROUPS // len(problem.boroughs))
    nearest = problem.seconds.argmin(axis=1) if parts > 1 else 0
    pairs, group = np.unique(problem.place_borough * parts + nearest % parts, return_inverse=True)
    return group, pairs // parts


def aggregated(
    costs: Costs, most: float, sums: Sequence[Sums], *, unit: float = 1.0, open_at_least: int = 0
) -> AggregatedPlaces:
    """Return the places of a table of costs, aggregated.

    Parameters
    ----------
    costs
        (places, options), any unit; more than ``most`` counts as ``most``.
    most
        What a place pays with nothing open. Options that cost ``most`` never matter to a place.
    sums
        The groups that places are added up in, one kind after another.
    unit
        What costs are divided by in the answer, such as 60 for minutes of seconds.
    open_at_least
        How many options are always open: sets that can then not be all shut are left out.

    """
    options = costs.shape[1]
    order, ranked = _nearest_first(costs, options - open_at_least + 1)
    rows = np.arange(len(costs))
    sets = _Sets(options=options)
    number = np.zeros(len(costs), dtype=np.int64)
    gains: list[list[csr_array]] = [[csr_array((kind.groups, 0))] for kind in sums]
    for depth in range(options - open_at_least):
        rows = rows[ranked[depth, rows] < most]
        if not len(rows):
            break
        number[rows] = sets.with_one_more(number[rows], order[depth, rows])
        after = ranked[depth + 1, rows] if depth + 1 < options else np.inf
        more = (np.minimum(after, most, dtype=np.float64) - ranked[depth, rows]) / unit
        for kind, parts in zip(sums, gains, strict=True):
            cells = (kind.group[rows], number[rows])
            parts.append(csr_array((kind.weight[rows] * more, cells), shape=(kind.groups, len(sets.words))))
    base = np.minimum(ranked[0], most, dtype=np.float64) / unit
    return AggregatedPlaces(
        parent=np.concatenate(sets.parent),
        added=np.concatenate(sets.added),
        starts=np.array(sets.starts[1:]),
        gains=vstack([hstack(parts) for parts in gains], format="csr"),
        base=np.concatenate([kind.of(base) for kind in sums]),
    )


def _nearest_first(costs: Costs, most: int) -> tuple[npt.NDArray[np.int16], Costs]:
    """Return each place's options by rising cost, at most so many, and those costs: (options, places)."""
    shape = (min(most, costs.shape[1]), len(costs))
    order, ranked = np.empty(shape, dtype=np.int16), np.empty(shape, dtype=costs.dtype)
    for start in range(0, len(costs), PLACES_AT_ONCE):
        part = np.ascontiguousarray(costs[start : start + PLACES_AT_ONCE])
        at = np.argsort(part, axis=1, kind="stable")[:, : shape[0]]
        order[:, start : start + PLACES_AT_ONCE] = at.T
        ranked[:, start : start + PLACES_AT_ONCE] = np.take_along_axis(part, at, axis=1).T
    return order, ranked


class _Sets:
    """The distinct sets so far, one size after another; ``words`` are those of the last size as bits."""

    def __init__(self, *, options: int) -> None:
        """Begin with the empty set, which has no number."""
        self.options = options
        self.words = np.zeros((1, -(-options // BITS)), dtype=np.uint64)
        none = np.zeros(0, dtype=np.int64)
        self.starts, self.parent, self.added = [-1, 0], [none], [none]

    def with_one_more(self, parent: Integers, added: npt.NDArray[np.int16]) -> Integers:
        """Return the number of each row's set and one option more; numbers are within a size.

        Rows are many, pairs of set and option few: the pairs are marked in a table, not sorted.
        """
        pair = parent * self.options + added
        marks = np.zeros(len(self.words) * self.options, dtype=np.int64)
        marks[pair] = 1
        pairs = np.flatnonzero(marks)
        sets, option = pairs // self.options, pairs % self.options
        words = self.words[sets]
        words[np.arange(len(pairs)), option // BITS] |= np.uint64(1) << (option % BITS).astype(np.uint64)
        self.words, first, same = np.unique(words, axis=0, return_index=True, return_inverse=True)
        marks[pairs] = same.ravel()
        self.parent.append(sets[first] + self.starts[-2])
        self.added.append(option[first])
        self.starts.append(self.starts[-1] + len(first))
        numbers: Integers = marks[pair]
        return numbers
