"""Swaps: a choice made better by closing one counter and opening another while that helps.

Teitz and Bart (1968), with the bookkeeping of Whitaker (1983): a place whose nearest counter shuts goes to
its second nearest or to the one that opens, so every swap is weighed at once from two costs a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from estate_model.nouns import Booleans, Floats, Integers
from estate_model.optimise.aggregated import Costs, costs_of
from estate_model.optimise.problem import Problem
from estate_model.optimise.rules import Rule

PLACES_AT_ONCE = 20_000
HELPS = 1e-9


@dataclass(frozen=True, kw_only=True)
class _Class:
    """A class of the week: what places pay to reach options, (places, options), at most ``most``.

    ``option`` is the one that each choice opens; the number of options where it opens none.
    """

    weight: float
    costs: Costs
    most: float
    option: Integers

    def change(self, people: Floats, opened: Integers) -> Floats:
        """Return people's cost more for each swap: (opened choices and none, all choices)."""
        options = self.costs.shape[1]
        columns = self.option[opened]
        used = np.flatnonzero(columns < options)
        first, second = (np.full(len(people), self.most) for _ in range(2))
        nearest = np.full(len(people), len(opened))
        for row in used.tolist():
            costs = self.costs[:, columns[row]]
            nearest[costs < first] = row
            np.minimum(second, np.maximum(first, costs), out=second)
            np.minimum(first, costs, out=first)
        table = np.zeros((len(opened) + 1, options + 1))
        for start in range(0, len(people), PLACES_AT_ONCE):
            part = slice(start, start + PLACES_AT_ONCE)
            table += self._of_places(part, people, (nearest, first, second), len(opened))
        weighed: Floats = self.weight * table[:, self.option]
        return weighed

    def _of_places(
        self, part: slice, people: Floats, near: tuple[Integers, Floats, Floats], rows: int
    ) -> Floats:
        nearest, first, second = (values[part] for values in near)
        costs = np.column_stack([self.costs[part], np.full(len(first), self.most)])
        kept = np.minimum(costs, first[:, None])
        more = np.minimum(costs, second[:, None]) - kept
        cells = (people[part], (nearest, np.arange(len(first))))
        changed: Floats = csr_array(cells, shape=(rows + 1, len(first))) @ more
        changed[rows] = 0.0
        changed += people[part] @ (kept - first[:, None])
        return changed


def swapped(problem: Problem, rules: Sequence[Rule], choice: Floats, *, covering: bool) -> Floats:
    """Return a choice that no one swap, opening or change of pattern betters, of those the rules allow.

    Bettered is the mean cost of people; ``choice`` keeps to the rules. There is no limit of time: even a
    search stopped at once is then no worse than its swaps.
    """
    classes = _classes(problem, covering=covering)
    allowed = problem.allowed.T.ravel()
    choice = np.round(choice)
    while True:
        opened = np.flatnonzero(choice)
        change = np.sum([part.change(problem.people, opened) for part in classes], axis=0)
        change[~_possible(problem, rules, choice, opened) | ~allowed] = np.inf
        shut, come = np.unravel_index(change.argmin(), change.shape)
        if change[shut, come] > -HELPS * problem.people.sum():
            return choice
        choice[opened[shut : shut + 1]] = 0.0
        choice[come] = 1.0


def _classes(problem: Problem, *, covering: bool) -> list[_Class]:
    classes = []
    for week_class in problem.classes:
        if week_class.weight > 0:
            seconds, opened_by = problem.options(week_class)
            costs, most, _ = costs_of(problem, seconds, covering=covering)
            option = np.where(opened_by.any(axis=0), opened_by.argmax(axis=0), len(opened_by))
            classes.append(_Class(weight=week_class.weight, costs=costs, most=most, option=option))
    return classes


def _possible(problem: Problem, rules: Sequence[Rule], choice: Floats, opened: Integers) -> Booleans:
    """Return which swaps the rules allow: (opened choices and none, all choices)."""
    sites = len(problem.site_ids)
    site = np.tile(np.arange(sites), len(problem.patterns))
    gone = np.append(site[opened], -1)
    free = ~np.isin(site, site[opened])
    possible: Booleans = free[None, :] | (gone[:, None] == site[None, :])
    for rule in rules:
        each = rule.coefficients.ravel()
        total = each @ choice - np.append(each[opened], 0.0)[:, None] + each[None, :]
        possible &= (total >= rule.lower - HELPS) & (total <= rule.upper + HELPS)
    return possible
