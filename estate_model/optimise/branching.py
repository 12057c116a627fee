"""The best plan by branch and cut: a small linear programme, planes where it is too low, parts of choices.

Columns are the choices, the worst borough's mean, and the mean cost of every group of places (a part of a
borough). The programme begins with no cost at all; planes that lie below those means (``planes``) are added
where its answer is too low, until it is right there (Benders 1962; Cornuejols, Nemhauser and Wolsey 1980).
What it says then is a bound that no plan is below. The whole choice nearest to the first answer, bettered by
swaps where candidates are many, is the plan to begin with. A choice that is neither 0 nor 1 is tried both
ways (Land and Doig 1960); a part whose bound is not under the best plan so far is done, and a choice is fixed
where its reduced cost alone would lift the bound over that plan. For London's 37 counters about 12 programmes
of 222 columns take the place of one of 9,500.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from estate_model.nouns import Floats
from estate_model.optimise.aggregated import AggregatedWeek
from estate_model.optimise.formulation import Goal, borough_limit
from estate_model.optimise.planes import Planes
from estate_model.optimise.problem import Problem
from estate_model.optimise.program import TIGHT, Answer, Block, Program, Relaxed, Solved, solve
from estate_model.optimise.rules import Rule, choice_blocks
from estate_model.optimise.swap import swapped

MOST_PARTS, MOST_SETS = 400, 50_000
MANY_CANDIDATES = 300
SECONDS = 30.0
WHOLE = 1e-7
NONE = Solved(columns=None, value=np.inf, bound=np.inf, proven=True, infeasible=True)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of all choices: the least and the most that each may be, and a bound known beforehand."""

    lower: Floats
    upper: Floats
    bound: float = 0.0


class Branching:
    """Searches of one problem under the same rules: each begins with the planes that earlier ones found."""

    def __init__(self, problem: Problem, week: AggregatedWeek, goal: Goal, rules: Sequence[Rule]) -> None:
        """Make the programme without planes. The goal must not limit the concentration index."""
        self._problem, self._week, self._goal, self._rules = problem, week, goal, [*rules]
        self._planes, master = Planes(week), _master(problem, week, goal, rules)
        self._relaxed, self._bare = Relaxed(master), True
        self.all = Part(lower=np.zeros(master.whole), upper=master.upper[: master.whole])

    def add(self, rule: Rule) -> None:
        """Keep to one more rule from here on."""
        self._rules.append(rule)
        self._relaxed.add(rule.block())

    def solve(self, parts: Sequence[Part], *, seconds: float, known: Solved = NONE) -> Solved:
        """Return the optimum in some parts; ``known`` is a choice in one of them.

        Or what was found in time or, where sets are few enough for the whole programme, in ``MOST_PARTS``.
        """
        until = time.monotonic() + seconds
        best, left, looked = known, [*parts], 0
        most = MOST_PARTS if self._week.sets <= MOST_SETS else np.inf
        while left and looked < most and time.monotonic() < until:
            part = left.pop()
            if part.bound >= best.value - TIGHT:
                continue
            answer, settled = self._settled(part, best.value, until)
            looked += 1
            if answer is None or answer.value >= best.value - TIGHT:
                continue
            choice = answer.columns[: len(part.lower)]
            if best.columns is None:
                best = self._start(part, choice)
            if not settled:
                left.append(replace(part, bound=answer.value))
            elif np.abs(choice - np.round(choice)).max() <= WHOLE:
                best = replace(NONE, columns=choice, value=answer.value, infeasible=False)
            else:
                left += _halves(_narrowed(part, answer, best.value), choice, answer.value)
        bound = min([best.value, *(part.bound for part in left)])
        return replace(best, bound=bound, proven=not left, infeasible=best.infeasible and not left)

    def _settled(self, part: Part, enough: float, until: float) -> tuple[Answer | None, bool]:
        """Return a part's least answer that no plane can lift, or one not under ``enough``; None without any.

        Also whether it is settled: False where time was up first.
        """
        self._relaxed.limit(part.lower, part.upper)
        groups = len(self._week.shares)
        while True:
            answer = self._relaxed.solve()
            if answer is None or answer.value >= enough:
                return answer, True
            choice, means = answer.columns[: -groups - 1].clip(0.0, 1.0), answer.columns[-groups:]
            planes = None
            if self._bare:  # the first answer knows of no costs: begin where all choices are alike
                planes, self._bare = self._planes.above(np.full(len(choice), choice.mean()), means), False
            planes = planes or self._planes.above(choice, means)
            if planes is None:
                self._relaxed.tidy()
                return answer, True
            if time.monotonic() > until:
                return answer, False
            self._relaxed.add(planes, lasting=False)

    def _start(self, part: Part, choice: Floats) -> Solved:
        """Return the whole choice nearest to one that is not; none where that breaks the goal.

        Where candidates are many it is bettered by swaps.
        """
        rules, goal = [*self._rules, *_fixed(self._problem, part)], self._goal
        nearest = solve(_nearest(self._problem, rules, choice), seconds=SECONDS)
        if nearest.columns is None:
            return NONE
        whole = np.round(nearest.columns)
        if len(self._problem.site_ids) > MANY_CANDIDATES:
            whole = swapped(self._problem, rules, whole, covering=goal.covering)
        means = self._planes.means(whole)
        worst = float((self._week.of_borough @ means).max())
        if goal.worst_borough_at_most is not None and worst > goal.worst_borough_at_most:
            return NONE
        value = goal.worst_share * worst + (1 - goal.worst_share) * float(self._week.shares @ means)
        return replace(NONE, columns=whole, value=value, infeasible=False)


def _fixed(problem: Problem, part: Part) -> list[Rule]:
    """Return the rules that keep a choice within a part."""
    shape = problem.allowed.shape[::-1]
    opened, shut = part.lower.reshape(shape), (part.upper < 1).astype(np.float64)
    rules = [Rule(label="", coefficients=shut.reshape(shape), upper=0.0)]
    if opened.any():
        rules.append(Rule(label="", coefficients=opened, lower=float(opened.sum())))
    return rules


def _nearest(problem: Problem, rules: Sequence[Rule], choice: Floats) -> Program:
    """Return the programme of the whole choice under the rules that has the most of what is wanted."""
    upper, blocks = problem.allowed.T.ravel().astype(float), tuple(choice_blocks(problem, rules))
    return Program(cost=-choice, upper=upper, whole=len(choice), blocks=blocks)


def _master(problem: Problem, week: AggregatedWeek, goal: Goal, rules: Sequence[Rule]) -> Program:
    """Return the programme without planes: choices, the worst borough's mean, and each group's."""
    (boroughs, groups), whole = week.of_borough.shape, problem.allowed.size
    cost = np.concatenate([np.zeros(whole), [goal.worst_share], week.shares * (1 - goal.worst_share)])
    upper = np.concatenate([problem.allowed.T.ravel().astype(float), np.full(groups + 1, week.most)])
    above = np.concatenate([np.zeros((boroughs, whole)), np.ones((boroughs, 1)), -week.of_borough], axis=1)
    worst = Block(matrix=csr_array(above), lower=np.zeros(boroughs), upper=np.full(boroughs, np.inf))
    blocks = (*choice_blocks(problem, rules), *borough_limit(goal, whole), worst)
    return Program(cost=cost, upper=upper, whole=whole, blocks=blocks)


def _narrowed(part: Part, answer: Answer, least: float) -> Part:
    """Return the part without choices that would by their reduced cost alone be no better than ``least``."""
    choice, reduced = answer.columns[: len(part.lower)], answer.reduced[: len(part.lower)]
    shut = (choice <= TIGHT) & (answer.value + reduced > least)
    opened = (choice >= 1.0 - TIGHT) & (answer.value - reduced > least)
    return Part(lower=np.where(opened, 1.0, part.lower), upper=np.where(shut, 0.0, part.upper))


def _halves(part: Part, choice: Floats, bound: float) -> list[Part]:
    """Return the part cut in two at the choice farthest from whole; the likelier half comes last."""
    column = int(np.abs(choice - np.round(choice)).argmax())
    upper, lower = part.upper.copy(), part.lower.copy()
    upper[column], lower[column] = 0.0, 1.0
    without = Part(lower=part.lower, upper=upper, bound=bound)
    having = Part(lower=lower, upper=part.upper, bound=bound)
    return [without, having] if choice[column] >= 0.5 else [having, without]  # noqa: PLR2004 - a half
