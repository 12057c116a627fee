"""Every borough's mean cost as a convex function of the choice, and the planes that lie below it.

With x the share to which each counter is open, a set all shut adds its gain; relaxed, it adds the gain times
``max(0, 1 - sum of x over the set)``. Two counters A and B at 10 and 30 minutes and a cap of 90 cost

    10 + 20 x max(0, 1 - x_A) + 60 x max(0, 1 - x_A - x_B).

At x_A = 1, x_B = 0 both sets miss nothing, so the plane is ``cost >= 10``; at x_A = x_B = 0 it is
``cost >= 90 - 80 x_A - 60 x_B``. Each holds for every choice and is exact at its own point: a few planes
stand in for thousands of sets (Benders 1962; Cornuejols, Nemhauser and Wolsey 1980).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from estate_model.nouns import Floats
from estate_model.optimise.aggregated import AggregatedWeek
from estate_model.optimise.formulation import borough_shares
from estate_model.optimise.problem import Problem

ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True)
class Planes:
    """Where they touch, the boroughs' mean costs ``value``; and ``cost >= constant + slope @ choice``.

    ``slope`` is (boroughs, patterns x candidates), the others (boroughs,).
    """

    value: Floats
    constant: Floats
    slope: Floats


@dataclass(frozen=True, kw_only=True)
class BoroughCosts:
    """Boroughs' mean costs by class of the week: ``classes`` has (members, gains, opened_by) of each.

    ``members`` is (sets, options), ``gains`` (boroughs, sets) and ``opened_by`` (options, choices); ``base``
    is each borough's mean with everything open.
    """

    classes: tuple[tuple[Floats, csr_array, Floats], ...]
    base: Floats

    def planes_at(self, choice: Floats) -> Planes:
        """Return the planes that touch the costs at a choice, whole or not: (patterns x candidates,)."""
        value, constant = self.base.copy(), self.base.copy()
        slope = np.zeros((len(self.base), len(choice)))
        for members, gains, opened_by in self.classes:
            missing = 1.0 - members @ (opened_by @ choice)
            active = missing > ROUNDING
            columns = np.column_stack([members, np.ones(len(missing)), missing])
            columns *= active[:, None]
            summed = gains @ columns
            value += summed[:, -1]
            constant += summed[:, -2]
            slope -= summed[:, :-2] @ opened_by
        return Planes(value=value, constant=constant, slope=slope)


def borough_costs(problem: Problem, week: AggregatedWeek) -> BoroughCosts:
    """Return the mean cost of each borough's people, 0 for a borough where nobody lives."""
    shares = borough_shares(problem)
    classes = []
    base = np.zeros(len(problem.boroughs))
    for part in week.classes:
        members = part.places.members(len(part.opened_by))
        classes.append((members, part.weight * (shares @ part.places.gains), part.opened_by.astype(float)))
        base += part.weight * (shares @ part.places.base)
    return BoroughCosts(classes=tuple(classes), base=base)
