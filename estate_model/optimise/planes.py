"""What groups of places pay as a function of the choice, and planes that lie below it.

With x the share to which a counter is open, a set of counters adds its gain times
``max(0, 1 - sum of x over the set)``: a place 10 minutes from A and 30 from B, with a cap of 90, costs

    10 + 20 x max(0, 1 - x_A) + 60 x max(0, 1 - x_A - x_B).

That is convex: at x_A = x_B = 0 the plane ``cost >= 90 - 80 x_A - 60 x_B`` touches it and lies below it, at
x_A = 1 the plane ``cost >= 10``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array

from estate_model.nouns import Floats, Integers
from estate_model.optimise.aggregated import AggregatedPlaces, AggregatedWeek
from estate_model.optimise.program import Block

ROUNDING = 1e-12
VIOLATED = 1e-8


@dataclass(frozen=True, kw_only=True)
class _Tree:
    """A class's sets group by group, smallest first: each is its ``parent`` and one ``option`` more.

    ``gain`` is what the ``group`` pays more when all of the set are shut; ``starts`` has the first of each
    size. ``opened_by`` has the choices that open each option, (options, choices).
    """

    group: Integers
    option: Integers
    parent: Integers
    gain: Floats
    starts: Integers
    opened_by: csr_array

    @classmethod
    def of(cls, places: AggregatedPlaces, weight: float, groups: int, opened_by: csr_array) -> _Tree:
        """Return the sets that matter to each group, with those that they came from."""
        gains = places.gains[:groups].tocoo()
        key = gains.col.astype(np.int64) * groups + gains.row
        levels = [np.zeros(0, dtype=np.int64)]
        for first, end in reversed(list(pairwise(places.starts.tolist()))):
            above = places.parent[levels[-1] // groups] * groups + levels[-1] % groups
            own = key[(key >= first * groups) & (key < end * groups)]
            levels.append(np.unique(np.concatenate([own, above])))
        keys = np.concatenate(levels[::-1])
        before = places.parent[keys // groups] * groups + keys % groups
        gain = np.zeros(len(keys))
        gain[np.searchsorted(keys, key)] = weight * gains.data
        return cls(
            group=keys % groups,
            option=places.added[keys // groups],
            parent=np.searchsorted(keys, before),
            gain=gain,
            starts=np.searchsorted(keys, places.starts * groups),
            opened_by=opened_by,
        )

    def shut(self, choice: Floats) -> tuple[Floats, int]:
        """Return to what share each set is all shut, for the sizes of which any set is, and their number."""
        opened, share = self.opened_by @ choice, np.zeros(len(self.gain))
        for size, (first, end) in enumerate(pairwise(self.starts.tolist())):
            before = share[self.parent[first:end]] if size else 1.0
            share[first:end] = before - opened[self.option[first:end]]
            share[first:end][share[first:end] <= ROUNDING] = 0.0
            if not share[first:end].any():
                return share[:first], size
        return share, len(self.starts) - 1

    def lost(self, choice: Floats, groups: int) -> tuple[Floats, Floats]:
        """Return what sets shut to some share add to each group, and what opening a choice takes off it."""
        share, sizes = self.shut(choice)
        group, option = self.group[: len(share)], self.option[: len(share)]
        paid = np.where(share > 0.0, self.gain[: len(share)], 0.0)
        constant = np.bincount(group, weights=paid, minlength=groups)
        for size in range(sizes - 1, 0, -1):
            before, first, end = self.starts[size - 1 : size + 2].tolist()
            parent = self.parent[first:end] - before
            paid[before:first] += np.bincount(parent, weights=paid[first:end], minlength=first - before)
        options = self.opened_by.shape[0]
        cells = np.bincount(group * options + option, weights=paid, minlength=groups * options)
        slope: Floats = cells.reshape(groups, options) @ self.opened_by
        return constant.astype(np.float64), slope


class Planes:
    """A week's costs by group as a function of the choice, and planes that lie below them."""

    def __init__(self, week: AggregatedWeek) -> None:
        """Lay out a week's sets; the group for ranks is left out."""
        self._groups = len(week.shares)
        self._trees = [
            _Tree.of(part.places, part.weight, self._groups, csr_array(part.opened_by.astype(float)))
            for part in week.classes
        ]
        self._base = np.sum([part.weight * part.places.base[: self._groups] for part in week.classes], axis=0)

    def means(self, choice: Floats) -> Floats:
        """Return the groups' mean costs at a choice."""
        constant, slope = self._at(choice)
        means: Floats = constant + slope @ choice
        return means

    def above(self, choice: Floats, means: Floats) -> Block | None:
        """Return the planes that touch the costs at a choice and lie above some means; None without any.

        As rows they are over the choices, one column more, and the groups' means.
        """
        constant, slope = self._at(choice)
        low = np.flatnonzero(constant + slope @ choice > means + VIOLATED)
        if not len(low):
            return None
        own = np.eye(self._groups)[low]
        rows = csr_array(np.concatenate([-slope[low], np.zeros((len(low), 1)), own], axis=1))
        return Block(matrix=rows, lower=constant[low], upper=np.full(len(low), np.inf))

    def _at(self, choice: Floats) -> tuple[Floats, Floats]:
        """Return planes below the groups' mean costs that touch them at a choice, whole or not.

        ``cost >= constant + slope @ choice``: (groups,) and (groups, choices).
        """
        constant, slope = self._base.copy(), np.zeros((self._groups, len(choice)))
        for tree in self._trees:
            more, less = tree.lost(choice, self._groups)
            constant += more
            slope -= less
        return constant, slope
