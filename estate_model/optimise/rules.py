"""What a choice must keep to: each rule is one named linear row over (pattern, candidate)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from estate_model.nouns import Booleans, Floats
from estate_model.optimise.problem import SHUT, Plan, Problem
from estate_model.optimise.program import Block, Program, solve

SECONDS = 10.0
ROUNDING = 1e-6


@dataclass(frozen=True, kw_only=True)
class Rule:
    """``lower <= sum of coefficients x choice <= upper``; coefficients are (patterns, candidates)."""

    label: str
    coefficients: Floats
    lower: float = -np.inf
    upper: float = np.inf

    def block(self) -> Block:
        """Return the rule as a row of a programme."""
        row = csr_array(self.coefficients.reshape(1, -1))
        lower, upper = np.array([self.lower]), np.array([self.upper])
        return Block(matrix=row, label=self.label, lower=lower, upper=upper)

    def holds(self, plan: Plan) -> bool:
        """Whether a plan keeps to the rule."""
        total = sum(self.coefficients[level, j] for j, level in enumerate(plan) if level != SHUT)
        return bool(self.lower - 1e-6 <= total <= self.upper + 1e-6)


def choice_blocks(problem: Problem, rules: Sequence[Rule]) -> list[Block]:
    """Return one pattern a candidate, and a block for every rule."""
    sites, levels = len(problem.site_ids), len(problem.patterns)
    each = hstack([eye_array(sites)] * levels, format="csr")
    blocks = [Block(matrix=each, lower=np.full(sites, -np.inf), upper=np.ones(sites))]
    return [*blocks, *(rule.block() for rule in rules)]


def fewest_open(problem: Problem, rules: Sequence[Rule], opened_by: Booleans) -> int:
    """Return how many options, at least, every plan under the rules opens; 0 where there is no plan.

    ``opened_by`` is (options, patterns x candidates).
    """
    if not rules:
        return 0
    upper = problem.allowed.T.ravel().astype(float)
    cost, blocks = opened_by.sum(axis=0, dtype=np.float64), tuple(choice_blocks(problem, rules))
    solved = solve(Program(cost=cost, upper=upper, whole=0, blocks=blocks), seconds=SECONDS)
    return 0 if solved.columns is None or not solved.proven else int(np.ceil(solved.bound - ROUNDING))


def _zeros(problem: Problem) -> Floats:
    return np.zeros((len(problem.patterns), len(problem.site_ids)))


def keep(problem: Problem, number: int) -> Rule:
    """Return the rule that exactly ``number`` candidates are open."""
    ones = _zeros(problem) + 1
    return Rule(label=f"keep {number}", coefficients=ones, lower=number, upper=number)


def must_keep(problem: Problem, site_ids: Sequence[str]) -> tuple[Rule, ...]:
    """Return a rule per candidate that has to be open."""
    return tuple(
        Rule(label=f"must keep {key}", coefficients=_column(problem, key), lower=1) for key in site_ids
    )


def must_close(problem: Problem, site_ids: Sequence[str]) -> tuple[Rule, ...]:
    """Return a rule per candidate that has to be closed."""
    return tuple(
        Rule(label=f"must close {key}", coefficients=_column(problem, key), upper=0) for key in site_ids
    )


def _column(problem: Problem, site_id: str) -> Floats:
    coefficients = _zeros(problem)
    coefficients[:, problem.site_ids.index(site_id)] = 1
    return coefficients


def one_in_each_borough(problem: Problem) -> tuple[Rule, ...]:
    """Return a rule per borough that has a candidate: one of them is open."""
    rules = []
    for number in np.unique(problem.site_borough).tolist():
        coefficients = _zeros(problem)
        coefficients[:, problem.site_borough == number] = 1
        rules.append(Rule(label=f"one in {problem.boroughs[number]}", coefficients=coefficients, lower=1))
    return tuple(rules)


def number_of(problem: Problem, levels: Sequence[int], label: str, *, least: int, most: int) -> Rule:
    """Return the rule that from ``least`` to ``most`` candidates have one of these patterns."""
    coefficients = _zeros(problem)
    coefficients[list(levels)] = 1
    return Rule(label=label, coefficients=coefficients, lower=least, upper=most)


def hours_at_most(problem: Problem, hours: float) -> Rule:
    """Return the rule on staffed hours a week, summed over counters."""
    each = np.array([pattern.hours_a_week for pattern in problem.patterns])
    coefficients = _zeros(problem) + each[:, None]
    return Rule(label=f"{hours:g} staffed hours a week", coefficients=coefficients, upper=hours)


def budget(costs: Floats, most: float) -> Rule:
    """Return the rule on cost: ``costs`` is (patterns, candidates), in the unit of ``most``."""
    return Rule(label=f"budget {most:g}", coefficients=costs, upper=most)


def not_again(problem: Problem, plan: Plan) -> Rule:
    """Return the no-good cut: any plan but this one (Balas and Jeroslow 1972).

    Patterns that are open in the same classes of the week, with the same times, count as one, so that a plan
    is not listed again with hours that make no difference at the times counted.
    """
    levels = range(len(problem.patterns))
    coefficients = _zeros(problem) - 1
    for j, level in enumerate(plan):
        if level != SHUT:
            alike = [_alike(problem, j, level, other) for other in levels]
            coefficients[alike, j] = 1
    number = sum(level != SHUT for level in plan)
    return Rule(label="not again", coefficients=coefficients, upper=number - 1)


def _alike(problem: Problem, column: int, level: int, other: int) -> bool:
    """Whether two patterns mean the same for a candidate, in every class of the week."""
    for week_class in problem.classes:
        if (level in week_class.patterns) != (other in week_class.patterns):
            return False
        if level in week_class.patterns and week_class.seconds_of and level != other:
            first, second = (problem.seconds_in(week_class, key)[:, column] for key in (level, other))
            if not np.array_equal(first, second):
                return False
    return True
