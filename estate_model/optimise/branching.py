"""The best plan by branch and cut: a small linear programme, planes where it is too low, parts of choices.

Columns are the choices, the worst borough's mean, and the mean cost of every group of places (a borough, or a
part of one). With x the share to which a counter is open, a set adds its gain times
``max(0, 1 - sum of x over the set)``: a place 10 minutes from A and 30 from B, with a cap of 90, costs

    10 + 20 x max(0, 1 - x_A) + 60 x max(0, 1 - x_A - x_B).

That is convex: at x_A = x_B = 0 the plane ``cost >= 90 - 80 x_A - 60 x_B`` touches it and lies below it, at
x_A = 1 the plane ``cost >= 10``. The programme begins with no cost at all; planes are added where its answer
is too low, until it is right there (Benders 1962; Cornuejols, Nemhauser and Wolsey 1980). What it says then
is a bound that no plan is below. A choice that is neither 0 nor 1 is tried both ways (Land and Doig 1960); a
part whose bound is not under the best plan so far is done, and a choice is fixed where its reduced cost alone
would lift the bound over that plan. For London's 37 counters about 12 programmes of 108 columns take the
place of one of 9,500.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from estate_model.nouns import Floats
from estate_model.optimise.aggregated import AggregatedWeek
from estate_model.optimise.formulation import Goal, borough_limit, choice_blocks
from estate_model.optimise.problem import Problem
from estate_model.optimise.program import TIGHT, Answer, Block, Program, Relaxed, Solved
from estate_model.optimise.rules import Rule

MOST_PARTS = 400
WHOLE = 1e-7
VIOLATED = 1e-8
ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A part of all choices: the least and the most that each may be, and a bound known beforehand."""

    lower: Floats
    upper: Floats
    bound: float = -np.inf


def branch_and_cut(
    problem: Problem, week: AggregatedWeek, goal: Goal, rules: Sequence[Rule]
) -> Solved | None:
    """Return the proven optimum under the rules, or None where ``MOST_PARTS`` did not suffice.

    The goal must not limit the concentration index.
    """
    costs, master = Costs.of(week), _master(problem, week, goal, rules)
    relaxed, choices = Relaxed(master), slice(0, master.whole)
    best = Solved(columns=None, value=np.inf, bound=np.inf, proven=True, infeasible=True)
    parts = [_Part(lower=np.zeros(master.whole), upper=master.upper[choices])]
    for _ in range(MOST_PARTS):
        if not parts:
            return best
        part = parts.pop()
        if part.bound >= best.value - TIGHT:
            continue
        relaxed.limit(part.lower, part.upper)
        answer = _settled(relaxed, costs, best.value)
        if answer is None or answer.value >= best.value - TIGHT:
            continue
        choice = answer.columns[choices]
        if np.abs(choice - np.round(choice)).max() <= WHOLE:
            bound = min(best.bound, answer.value)
            best = Solved(columns=choice, value=answer.value, bound=bound, proven=True, infeasible=False)
        else:
            parts += _halves(_narrowed(part, answer, best.value), choice, answer.value)
    return None


def _master(problem: Problem, week: AggregatedWeek, goal: Goal, rules: Sequence[Rule]) -> Program:
    """Return the programme without planes: choices, the worst borough's mean, and each group's."""
    (boroughs, groups), whole = week.of_borough.shape, problem.allowed.size
    cost = np.concatenate([np.zeros(whole), [goal.worst_share], week.shares * (1 - goal.worst_share)])
    upper = np.concatenate([problem.allowed.T.ravel().astype(float), np.full(groups + 1, week.most)])
    above = np.concatenate([np.zeros((boroughs, whole)), np.ones((boroughs, 1)), -week.of_borough], axis=1)
    worst = Block(matrix=csr_array(above), lower=np.zeros(boroughs), upper=np.full(boroughs, np.inf))
    blocks = (*choice_blocks(problem, rules), *borough_limit(goal, whole), worst)
    return Program(cost=cost, upper=upper, whole=whole, blocks=blocks)


def _settled(relaxed: Relaxed, costs: Costs, enough: float) -> Answer | None:
    """Return the least answer that no plane can lift, or one of ``enough`` or more; None without any."""
    groups = len(costs.base)
    while True:
        answer = relaxed.solve()
        if answer is None or answer.value >= enough:
            return answer
        choice, means = answer.columns[: -groups - 1].clip(0.0, 1.0), answer.columns[-groups:]
        constant, slope = costs.planes_at(choice)
        low = np.flatnonzero(constant + slope @ choice > means + VIOLATED)
        if not len(low):
            return answer
        own = np.eye(groups)[low]
        relaxed.add(np.concatenate([-slope[low], np.zeros((len(low), 1)), own], axis=1), constant[low])


@dataclass(frozen=True, kw_only=True)
class Costs:
    """Every group's mean cost as a function of the choice.

    Each class has its sets' members and a column of ones, (sets, options + 1); the sets' gains, (groups,
    sets); and the choices that open each option. ``base`` is what a group pays with everything open.
    """

    classes: tuple[tuple[Floats, csr_array, Floats], ...]
    base: Floats

    @classmethod
    def of(cls, week: AggregatedWeek) -> Costs:
        """Return the costs of a week; the group for ranks is left out."""
        groups = len(week.shares)
        classes = [
            (
                np.column_stack([part.places.members, np.ones(len(part.places))]),
                part.weight * part.places.gains[:groups],
                part.opened_by.astype(np.float64),
            )
            for part in week.classes
        ]
        base = np.sum([part.weight * part.places.base[:groups] for part in week.classes], axis=0)
        return cls(classes=tuple(classes), base=base)

    def planes_at(self, choice: Floats) -> tuple[Floats, Floats]:
        """Return the planes below the groups' mean costs that touch them at a choice, whole or not.

        ``cost >= constant + slope @ choice``: (groups,) and (groups, patterns x candidates).
        """
        constant, slope = self.base.copy(), np.zeros((len(self.base), len(choice)))
        for members, gains, opened_by in self.classes:
            missing = members[:, :-1] @ (opened_by @ choice) < 1.0 - ROUNDING
            lost = gains @ (members * missing[:, None])
            constant += lost[:, -1]
            slope -= lost[:, :-1] @ opened_by
        return constant, slope


def _narrowed(part: _Part, answer: Answer, least: float) -> _Part:
    """Return the part without choices that would by their reduced cost alone be no better than ``least``."""
    choice, reduced = answer.columns[: len(part.lower)], answer.reduced[: len(part.lower)]
    shut = (choice <= TIGHT) & (answer.value + reduced > least)
    opened = (choice >= 1.0 - TIGHT) & (answer.value - reduced > least)
    return _Part(lower=np.where(opened, 1.0, part.lower), upper=np.where(shut, 0.0, part.upper))


def _halves(part: _Part, choice: Floats, bound: float) -> list[_Part]:
    """Return the part cut in two at the choice farthest from whole; the likelier half comes last."""
    column = int(np.abs(choice - np.round(choice)).argmax())
    upper, lower = part.upper.copy(), part.lower.copy()
    upper[column], lower[column] = 0.0, 1.0
    without = _Part(lower=part.lower, upper=upper, bound=bound)
    having = _Part(lower=lower, upper=part.upper, bound=bound)
    return [without, having] if choice[column] >= 0.5 else [having, without]  # noqa: PLR2004 - a half
