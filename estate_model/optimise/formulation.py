"""The choice as a mixed-integer programme: p-median, covering, worst borough, and mixes of them.

Minimise the people-weighted mean over places and week of what the nearest open counter costs, under the
rules. With x = 1 where a candidate has a pattern, and u = 1 where all of a set are shut in a class of the
week (``terms``), every set S = P + {s} has the row

    u_S >= u_P - (x of s, summed over the patterns open then),   u_(empty) = 1

and u needs no wholeness of its own. Costs are capped minutes (p-median: Hakimi 1964; ReVelle and Swain
1970) or 1 over the limit (maximal covering: Church and ReVelle 1974). The mean of the worst borough enters
as a variable above every borough's mean: alone it is minimax by borough; with a share, the cent-dian of
Halpern (1976). A limit on the concentration index is linear, since places keep their deprivation rank r:
sum of people x minutes x (2r - 1 - limit) <= 0; it needs u exact from above too (McCormick 1976).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from estate_model.nouns import Floats, Integers
from estate_model.optimise.problem import Problem, costs_of
from estate_model.optimise.program import Block, Program
from estate_model.optimise.rules import Rule, fewest_open
from estate_model.optimise.terms import Terms, terms


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What is made least: the mean of minutes or, ``covering``, the share of people over the limit.

    ``worst_share`` (0 to 1) of the weight goes to the worst borough's mean instead of the whole area's.
    The two limits are conditions: on the worst borough's mean (same unit), and on the concentration index.
    """

    covering: bool = False
    worst_share: float = 0.0
    worst_borough_at_most: float | None = None
    concentration_at_most: float | None = None


@dataclass(frozen=True, kw_only=True)
class Merged:
    """A problem's terms for one kind of cost: made once, used for every rule and goal of that kind."""

    terms: Terms
    most: float


def merged(problem: Problem, *, covering: bool) -> Merged:
    """Return the problem's places merged without loss."""
    costs, most = costs_of(problem, covering=covering)
    return Merged(terms=terms(costs, most), most=most)


def program(problem: Problem, made: Merged, goal: Goal, rules: Sequence[Rule]) -> Program:
    """Return the programme whose optimum is the best plan under the rules.

    Columns: x by pattern and candidate, the worst borough's mean, then every class's terms.
    """
    whole = problem.allowed.size
    sites = len(problem.site_ids)
    kept = [
        int((made.terms.size <= sites - fewest_open(problem, rules, one.patterns)).sum())
        for one in problem.classes
    ]
    starts = whole + 1 + np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)
    weights = np.array([one.weight for one in problem.classes])
    spread = _Spread(starts=starts, kept=tuple(kept), weights=weights)
    mean = problem.people / problem.people.sum()
    cost = spread.row(mean @ made.terms.gains) * (1 - goal.worst_share)
    cost[whole] = goal.worst_share
    upper = np.concatenate([problem.allowed.T.ravel().astype(float), [made.most], np.ones(sum(kept))])
    blocks = [*_choice_blocks(problem, rules), *_set_blocks(problem, made, goal, spread)]
    if goal.worst_share or goal.worst_borough_at_most is not None:
        blocks.append(_worst_borough(problem, made, spread, whole))
    if goal.worst_borough_at_most is not None:
        blocks.append(_borough_limit(goal.worst_borough_at_most, whole))
    if goal.concentration_at_most is not None:
        blocks.append(_concentration(problem, made, goal.concentration_at_most, spread))
    offset = float(mean @ made.terms.base) * (1 - goal.worst_share)
    return Program(cost=cost, upper=upper, whole=whole, blocks=tuple(blocks), offset=offset)


@dataclass(frozen=True, kw_only=True)
class _Spread:
    """Where each class's terms stand among the columns, and what the class weighs."""

    starts: Integers
    kept: tuple[int, ...]
    weights: Floats

    def row(self, per_term: Floats) -> Floats:
        """Return a row over all columns: each class's share of a coefficient per term."""
        row = np.zeros(int(self.starts[-1]))
        for start, number, weight in zip(self.starts, self.kept, self.weights, strict=False):
            row[start : start + number] = weight * per_term[:number]
        return row


def _choice_blocks(problem: Problem, rules: Sequence[Rule]) -> list[Block]:
    """Return one pattern a candidate, and a block for every rule."""
    sites, levels = len(problem.site_ids), len(problem.patterns)
    each = csr_array(np.tile(np.eye(sites), (1, levels)))
    blocks = [Block(matrix=each, lower=np.full(sites, -np.inf), upper=np.ones(sites))]
    for rule in rules:
        row = csr_array(rule.coefficients.reshape(1, -1))
        lower, upper = np.array([rule.lower]), np.array([rule.upper])
        blocks.append(Block(matrix=row, label=rule.label, lower=lower, upper=upper))
    return blocks


def _set_blocks(problem: Problem, made: Merged, goal: Goal, spread: _Spread) -> list[Block]:
    """Return the rows that tie each set to its predecessor, in each class of the week."""
    exact = goal.concentration_at_most is not None
    blocks = []
    for number, one in enumerate(problem.classes):
        kept, start = spread.kept[number], int(spread.starts[number])
        rows = np.arange(kept)
        parent, added = made.terms.parent[:kept], made.terms.added[:kept]
        inner = parent >= 0
        shut = [(rows, level * len(problem.site_ids) + added) for level in one.patterns]
        own = (rows, start + rows)
        before = (rows[inner], start + parent[inner])
        alone = np.where(inner, 0.0, 1.0)
        blocks.append(_rows([(own, 1.0), (before, -1.0), *((at, 1.0) for at in shut)], lower=alone))
        if exact:
            blocks.append(_rows([(own, 1.0), *((at, 1.0) for at in shut)], upper=np.ones(kept)))
            blocks.append(_rows([(own, 1.0), (before, -1.0)], upper=alone))
    return blocks


def _rows(
    entries: Sequence[tuple[tuple[Integers, Integers], float]],
    *,
    lower: Floats | None = None,
    upper: Floats | None = None,
) -> Block:
    """Return a block of rows from (rows, columns) and the one value each set of them has."""
    number = len(lower if lower is not None else upper if upper is not None else ())
    rows = np.concatenate([at[0] for at, _ in entries])
    columns = np.concatenate([at[1] for at, _ in entries])
    values = np.concatenate([np.full(len(at[0]), value) for at, value in entries])
    shape = (number, int(columns.max(initial=-1)) + 1)
    return Block(
        matrix=csr_array((values, (rows, columns)), shape=shape),
        lower=np.full(number, -np.inf) if lower is None else lower,
        upper=np.full(number, np.inf) if upper is None else upper,
    )


def _worst_borough(problem: Problem, made: Merged, spread: _Spread, column: int) -> Block:
    """Return a row per borough: the worst borough's mean is at least this borough's."""
    number = len(problem.boroughs)
    people = np.bincount(problem.place_borough, weights=problem.people, minlength=number)
    share = problem.people / people[problem.place_borough].clip(1e-300)
    places = np.arange(len(share))
    average = csr_array((share, (problem.place_borough, places)), shape=(number, len(share)))
    lived_in = np.flatnonzero(people > 0)
    gains, base = (average @ made.terms.gains).toarray(), average @ made.terms.base
    rows = np.array([-spread.row(gains[borough]) for borough in lived_in])
    rows[:, column] = 1.0
    return Block(matrix=csr_array(rows), lower=base[lived_in], upper=np.full(len(lived_in), np.inf))


def _borough_limit(limit: float, column: int) -> Block:
    """Return the row that keeps the worst borough's mean at most at ``limit``."""
    matrix = csr_array(([1.0], ([0], [column])), shape=(1, column + 1))
    label = f"worst borough at most {limit:g}"
    return Block(matrix=matrix, lower=np.array([-np.inf]), upper=np.array([limit]), label=label)


def _concentration(problem: Problem, made: Merged, limit: float, spread: _Spread) -> Block:
    """Return the row that keeps the concentration index of minutes at most at ``limit``."""
    if problem.rank is None:
        raise ValueError("a limit on the concentration index needs every place's deprivation rank")
    weight = problem.people / problem.people.sum() * (2 * problem.rank - 1 - limit)
    row = csr_array(spread.row(weight @ made.terms.gains)[None])
    upper = np.array([-float(weight @ made.terms.base)])
    label = f"concentration index at most {limit:g}"
    return Block(matrix=row, lower=np.array([-np.inf]), upper=upper, label=label)
