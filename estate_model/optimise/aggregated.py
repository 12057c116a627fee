"""Places aggregated without loss: the cost of any set of open counters as a short sum of products.

A place pays its nearest counter's cost, and more when that one is shut. With two counters, A and B, and a
cap of 90 minutes, a place 10 minutes from A and 30 from B pays

    10 + 20 x [A shut] + 60 x [A and B shut],

so 10, 30 or 90. A place 50 minutes from B and 70 from A pays ``50 + 20 x [B shut] + 20 x [A and B shut]``.
The terms of all places add up by set, however many the places; here three sets do for two of them:

    total = 60 + 20 x [A shut] + 20 x [B shut] + 80 x [A and B shut].

London's 167,579 peopled postcodes and 37 counters become under 6,000 sets. Each is an earlier set and one
counter more, three numbers a row in a linear programme. The form is that of Hammer (1968) and Beresnev
(1973); AlBdaiwi, Ghosh and Goldengorin (2011), "Data aggregation for p-median problems".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from estate_model.nouns import Booleans, Floats, Integers
from estate_model.optimise.problem import Problem
from estate_model.units import SECONDS_PER_MINUTE

BITS = 64
Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True)
class AggregatedPlaces:
    """Sets of options (counters) with, for each place, what it pays more when all of a set are shut.

    ``parent`` is the number of the set without ``added`` (-1 = the empty set); ``gains`` is (places, sets);
    ``base`` what each place pays with everything open.
    """

    parent: Integers
    added: Integers
    gains: csr_array
    base: Floats

    def __len__(self) -> int:
        """Return the number of sets."""
        return len(self.parent)

    def members(self, options: int) -> Floats:
        """Return which of the options each set holds, 1 or 0: (sets, options)."""
        table = np.zeros((len(self), options))
        for number, (parent, added) in enumerate(zip(self.parent.tolist(), self.added.tolist(), strict=True)):
            if parent >= 0:
                table[number] = table[parent]
            table[number, added] = 1.0
        return table


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
    """A problem's classes for one kind of cost; ``most`` is what a place pays that reaches nothing."""

    classes: tuple[AggregatedClass, ...]
    most: float

    @property
    def sets(self) -> int:
        """The number of sets, those that classes share counted once."""
        return sum({id(part.places): len(part.places) for part in self.classes}.values())


def aggregated_week(problem: Problem, *, covering: bool) -> AggregatedWeek:
    """Return a problem's places aggregated without loss, once for all classes without times of their own.

    Costs are minutes, at most ``cap_minutes``; or, ``covering``, 1 over the limit and else 0.
    """
    classes = []
    shared: AggregatedPlaces | None = None
    for week_class in problem.classes:
        if week_class.weight <= 0:
            continue
        places = None if week_class.seconds_of else shared
        seconds, opened_by = problem.options(week_class)
        if places is None:
            places = _in_unit(seconds, problem, covering=covering)
        if not week_class.seconds_of:
            shared = places
        classes.append(AggregatedClass(weight=week_class.weight, places=places, opened_by=opened_by))
    return AggregatedWeek(classes=tuple(classes), most=1.0 if covering else problem.cap_minutes)


def _in_unit(seconds: npt.NDArray[np.float32], problem: Problem, *, covering: bool) -> AggregatedPlaces:
    if covering:
        far = seconds.astype(np.float64) / SECONDS_PER_MINUTE > problem.limit_minutes
        return aggregated(far.astype(np.float32), 1.0)
    return aggregated(seconds, problem.cap_minutes * SECONDS_PER_MINUTE, unit=SECONDS_PER_MINUTE)


def aggregated(costs: npt.NDArray[np.floating], most: float, *, unit: float = 1.0) -> AggregatedPlaces:
    """Return the places of a table of costs, aggregated.

    Parameters
    ----------
    costs
        (places, options), any unit; more than ``most`` counts as ``most``.
    most
        What a place pays with nothing open. Options that cost ``most`` never matter to a place.
    unit
        What costs are divided by in the answer, such as 60 for minutes of seconds.

    """
    places, options = costs.shape
    order = np.argsort(costs, axis=1, kind="stable").T.astype(np.int16)
    ranked = np.empty((options + 1, places))
    ranked[:options] = np.take_along_axis(costs.T, order, axis=0)
    ranked[options] = most
    np.minimum(ranked, most, out=ranked)
    ranked /= unit
    number = np.full(places, -1, dtype=np.int32)
    sets, gains = _Sets.none(options), []
    for depth in range(options):
        rows = np.flatnonzero(ranked[depth] < ranked[options])
        if not len(rows):
            break
        number[rows] = sets.with_one_more(number[rows], order[depth, rows])
        more = ranked[depth + 1, rows] - ranked[depth, rows]
        on = more > 0
        gains.append((rows[on].astype(np.int32), number[rows[on]], more[on]))
    return AggregatedPlaces(
        parent=np.concatenate(sets.parent),
        added=np.concatenate(sets.added),
        gains=_gathered(gains, (places, len(sets.words) - 1)),
        base=ranked[0],
    )


@dataclass(kw_only=True)
class _Sets:
    """The distinct sets so far as bits of ``words``, the empty one first; how each came from another."""

    words: Words
    parent: list[Integers]
    added: list[Integers]
    options: int

    @classmethod
    def none(cls, options: int) -> _Sets:
        nothing = np.zeros(0, dtype=np.int64)
        words = np.zeros((1, -(-options // BITS)), dtype=np.uint64)
        return cls(words=words, parent=[nothing], added=[nothing], options=options)

    def with_one_more(self, parent: npt.NDArray[np.int32], added: npt.NDArray[np.int16]) -> Integers:
        """Return the number of each row's set and one option more; sets not yet known are added.

        Rows are many, pairs of set and option few: the pairs are marked in a table, not sorted.
        """
        pair = (parent.astype(np.int64) + 1) * self.options + added
        marks = np.zeros(len(self.words) * self.options, dtype=np.int64)
        marks[pair] = 1
        pairs = np.flatnonzero(marks)
        sets, option = pairs // self.options, pairs % self.options
        words = self.words[sets]
        words[np.arange(len(pairs)), option // BITS] |= np.uint64(1) << (option % BITS).astype(np.uint64)
        distinct, first, same = np.unique(words, axis=0, return_index=True, return_inverse=True)
        marks[pairs] = len(self.words) - 1 + same.ravel()
        self.words = np.concatenate([self.words, distinct])
        self.parent.append(sets[first] - 1)
        self.added.append(option[first])
        numbers: Integers = marks[pair]
        return numbers


def _gathered(gains: list[tuple[np.ndarray, np.ndarray, Floats]], shape: tuple[int, int]) -> csr_array:
    if not gains:
        return csr_array(shape)
    rows, columns, values = (np.concatenate([part[n] for part in gains]) for n in range(3))
    return csr_array((values, (rows, columns)), shape=shape)
