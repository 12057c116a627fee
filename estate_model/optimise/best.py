"""The best plan, proven; the next best after it; and which rules clash when there is none."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from estate_model.errors import ChoiceError
from estate_model.optimise.aggregated import AggregatedWeek
from estate_model.optimise.branching import MOST_SETS, NONE, Branching, Part
from estate_model.optimise.formulation import Goal, program
from estate_model.optimise.problem import SHUT, Plan, Problem
from estate_model.optimise.program import GAP_OF_ROUNDING, Program, Solved, solve, without
from estate_model.optimise.rules import Rule, not_again
from estate_model.optimise.score import value


@dataclass(frozen=True, kw_only=True)
class Best:
    """A plan, the goal's exact value for it, and the proven bound that no plan can be below.

    ``gap`` is (value - bound) / value, 0 to 1; ``proven`` whether the search ended with no gap to speak of.
    """

    plan: Plan
    value: float
    bound: float
    proven: bool

    @property
    def gap(self) -> float:
        """How far the value may be above the least possible, as a share of the value."""
        if self.value <= 0:
            return 0.0
        gap = max(0.0, (self.value - self.bound) / self.value)
        return 0.0 if gap <= GAP_OF_ROUNDING else gap


@dataclass(frozen=True, kw_only=True)
class Search:
    """How a best plan is looked for: the problem, its week aggregated, goal, rules, and seconds at most."""

    problem: Problem
    week: AggregatedWeek
    goal: Goal
    rules: tuple[Rule, ...]
    seconds: float = 300.0

    def with_rules(self, *more: Rule) -> Search:
        """Return the search under more rules."""
        return replace(self, rules=(*self.rules, *more))

    def program(self) -> Program:
        """Return the whole programme, a row for every set."""
        return program(self.problem, self.week, self.goal, self.rules)

    def branching(self) -> Branching | None:
        """Return the search by branch and cut; None where that cannot do."""
        if self.goal.concentration_at_most is not None:
            return None
        return Branching(self.problem, self.week, self.goal, self.rules)

    def solve(
        self,
        branching: Branching | None = None,
        parts: Sequence[Part] | None = None,
        known: Sequence[Best] = (),
    ) -> Solved:
        """Return the optimum: by branch and cut, or by the whole programme where that does not do.

        ``branching`` may be one that knows planes already, ``parts`` those of its choices that keep to the
        rules, and ``known`` plans that do.
        """
        until = time.monotonic() + self.seconds
        branching = branching or self.branching()
        solved = replace(NONE, bound=0.0, proven=False, infeasible=False)
        if branching is not None:
            least = min(known, key=lambda plan: plan.value, default=None)
            start = NONE if least is None else solved_by(self.problem, least)
            parts = [branching.all] if parts is None else parts
            solved = branching.solve(parts, seconds=self.seconds, known=start)
        left = until - time.monotonic()
        if solved.proven or (branching is not None and (left <= 0 or self.week.sets > MOST_SETS)):
            return solved
        whole = solve(self.program(), seconds=left, start=solved.columns)
        better = whole if whole.infeasible or whole.value < solved.value else solved
        return replace(better, bound=max(solved.bound, whole.bound), proven=whole.proven)


def best(search: Search) -> Best:
    """Return the best plan, with its bound.

    Raise ChoiceError when no plan keeps to all the rules (says which clash), or none was found in time.
    """
    plan = attempt(search)
    if plan is None:
        raise ChoiceError(clash_words(search))
    return plan


def attempt(search: Search, branching: Branching | None = None, known: Sequence[Best] = ()) -> Best | None:
    """Return the best plan, or None when no plan keeps to all the rules; see ``Search.solve``."""
    solved = search.solve(branching, known=known)
    if solved.infeasible:
        return None
    if solved.columns is None:
        raise ChoiceError(
            f"no plan was found in {search.seconds:g} seconds; give more with --time-limit, or ask for less"
        )
    return judged(search, solved)


def judged(search: Search, solved: Solved) -> Best:
    """Return a solution as a plan with its exact value, worked out anew from the travel times."""
    if solved.columns is None:
        raise ValueError("there is no solution to judge")
    plan = plan_of(search.problem, solved)
    exact = value(search.problem, plan, search.goal)
    rounding = GAP_OF_ROUNDING * exact if solved.proven else 0.0
    bound = exact if solved.bound >= exact - rounding else solved.bound
    return Best(plan=plan, value=exact, bound=bound, proven=solved.proven)


def plan_of(problem: Problem, solved: Solved) -> Plan:
    """Return the plan that the whole columns say."""
    chosen = np.asarray(solved.columns)[: problem.allowed.size].reshape(problem.allowed.shape[::-1])
    level = chosen.argmax(axis=0)
    return tuple(np.where(chosen.max(axis=0) > 0.5, level, SHUT).tolist())  # noqa: PLR2004 - to the nearer


def solved_by(problem: Problem, best: Best) -> Solved:
    """Return a plan as the columns that say it."""
    columns = np.zeros(problem.allowed.shape[::-1])
    for column, level in enumerate(best.plan):
        if level != SHUT:
            columns[level, column] = 1.0
    return Solved(columns=columns.ravel(), value=best.value, bound=0.0, proven=True, infeasible=False)


def reach(first: Best, within: float) -> float:
    """Return the value up to which plans are within a share of the best."""
    return first.value * (1 + within) + GAP_OF_ROUNDING


def following(search: Search, first: Best, known: Sequence[Best] = ()) -> Iterator[Best]:
    """Yield the plans after the best one, in order, for as long as there are any.

    Each is the optimum when those before it are forbidden (a no-good cut each), so none is missed. ``known``
    are plans that keep to the rules.
    """
    branching, plan = search.branching(), first
    while True:
        rule = not_again(search.problem, plan.plan)
        search = search.with_rules(rule)
        if branching is not None:
            branching.add(rule)
        known = [other for other in known if rule.holds(other.plan)]
        after = attempt(search, branching, known)
        if after is None:
            return
        plan = after
        yield plan


def clash_words(search: Search) -> str:
    """Say which rules exclude one another: a set of which none can be spared.

    Rules are left out one at a time; one without which the rest still clash is dropped for good, so what
    remains is an irreducible infeasible set (the deletion filter of Chinneck and Dravnieks 1991).
    """
    whole = search.program()
    labels = [block.label for block in whole.blocks if block.label]
    trial = replace(whole, cost=np.zeros(len(whole.cost)), offset=0.0)
    for label in labels:
        fewer = without(trial, (label,))
        if solve(fewer, seconds=search.seconds).infeasible:
            trial = fewer
    left = [block.label for block in trial.blocks if block.label]
    named = "; ".join(left)
    return f"no plan can do all that is asked; these exclude one another: {named or 'the candidates'}"
