"""The choice as a mixed-integer programme: p-median, covering, worst borough, and mixes of them.

Minimise the people-weighted mean over places and week of what the nearest open counter costs, under rules.
Column x is 1 where a candidate has a pattern. Column u, one for each set of counters in each class of the
week (``aggregated``), is 1 where all of the set are shut. Two counters A and B with one pattern have the rows

    u_A >= 1 - x_A,   u_AB >= u_A - x_B,

so u_AB is 1 only with both shut; a place 10 minutes from A and 30 from B, with a cap of 90, costs
10 + 20 u_A + 60 u_AB. In general u_S >= u_P - (x of s, summed over the patterns open then) for S = P + {s}.

Costs are capped minutes (p-median: Hakimi 1964; ReVelle and Swain 1970) or 1 over the limit (maximal
covering: Church and ReVelle 1974). The mean of the worst borough enters as a variable above every borough's:
alone it is minimax by borough; with a share, the cent-dian of Halpern (1976). A limit on the concentration
index is linear, since places keep their deprivation rank r: sum of people x minutes x (2r - 1 - limit) <= 0;
it needs u exact from above too (McCormick 1976).

HiGHS takes this programme whole where ``branching`` does not do: a limit on concentration, or a hard search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from estate_model.nouns import Floats
from estate_model.optimise.aggregated import AggregatedClass, AggregatedWeek
from estate_model.optimise.problem import Problem
from estate_model.optimise.program import Block, Program
from estate_model.optimise.rules import Rule, choice_blocks


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What is made least: the mean of minutes or, ``covering``, the share of people over the limit.

    ``worst_share`` (0 to 1) of the weight goes to the worst borough's mean instead of the whole area's.
    The two limits are conditions: on the worst borough's mean (same unit), and on the concentration index.
    Where nobody has to travel there is no burden to share out: such a plan keeps every limit on the index.
    """

    covering: bool = False
    worst_share: float = 0.0
    worst_borough_at_most: float | None = None
    concentration_at_most: float | None = None


def program(problem: Problem, week: AggregatedWeek, goal: Goal, rules: Sequence[Rule]) -> Program:
    """Return the programme whose optimum is the best plan under the rules.

    Columns: x by pattern and candidate, the worst borough's mean, then the sets of every class.
    """
    whole, groups = problem.allowed.size, len(week.shares)
    starts = whole + 1 + np.cumsum([0, *(len(part.places) for part in week.classes)])
    parts = [(part.weight * part.places.gains).toarray() for part in week.classes]
    gains = np.concatenate(parts, axis=1)
    base = np.sum([part.weight * part.places.base for part in week.classes], axis=0)
    mean = week.shares @ gains[:groups]
    cost = np.concatenate([np.zeros(whole), [goal.worst_share], mean * (1 - goal.worst_share)])
    upper = np.concatenate([problem.allowed.T.ravel().astype(float), [week.most], np.ones(len(mean))])
    blocks = [*choice_blocks(problem, rules), *borough_limit(goal, whole)]
    for part, start in zip(week.classes, starts, strict=False):
        blocks += _set_blocks(part, int(start), exact=goal.concentration_at_most is not None)
    if goal.worst_share or goal.worst_borough_at_most is not None:
        blocks.append(
            _worst_borough(week.of_borough @ gains[:groups], week.of_borough @ base[:groups], whole)
        )
    offset = float(week.shares @ base[:groups])
    if goal.concentration_at_most is not None:
        if problem.rank is None:
            raise ValueError("a limit on the concentration index needs every place's deprivation rank")
        limit = goal.concentration_at_most
        row = np.concatenate([np.zeros(whole + 1), gains[groups] - limit * mean])
        blocks.append(_concentration(row, limit * offset - base[groups], limit))
    offset *= 1 - goal.worst_share
    return Program(cost=cost, upper=upper, whole=whole, blocks=tuple(blocks), offset=offset)


def borough_limit(goal: Goal, column: int) -> list[Block]:
    """Return the row that keeps the worst borough's mean, which is a column, at most at the goal's limit."""
    limit = goal.worst_borough_at_most
    if limit is None:
        return []
    matrix = csr_array(([1.0], ([0], [column])), shape=(1, column + 1))
    label = f"worst borough at most {limit:g}"
    return [Block(matrix=matrix, lower=np.array([-np.inf]), upper=np.array([limit]), label=label)]


def _set_blocks(part: AggregatedClass, start: int, *, exact: bool) -> list[Block]:
    """Return the rows that tie each set to its predecessor, in a class whose sets begin at a column."""
    sets, whole = len(part.places), part.opened_by.shape[1]
    parent = part.places.parent
    inner = np.flatnonzero(parent >= 0)
    own = eye_array(sets, format="csr")
    before = csr_array((np.ones(len(inner)), (inner, parent[inner])), shape=(sets, sets))
    opened = csr_array(part.opened_by[part.places.added].astype(float))
    gap = csr_array((sets, start - whole))
    alone = np.where(parent >= 0, 0.0, 1.0)
    free = np.full(sets, np.inf)
    falls = hstack([opened, gap, own - before], format="csr")
    blocks = [Block(matrix=falls, lower=alone, upper=free)]
    if exact:
        shut = hstack([opened, gap, own], format="csr")
        nested = hstack([csr_array((sets, start)), own - before], format="csr")
        blocks.append(Block(matrix=shut, lower=-free, upper=np.ones(sets)))
        blocks.append(Block(matrix=nested, lower=-free, upper=alone))
    return blocks


def _worst_borough(gains: Floats, base: Floats, whole: int) -> Block:
    """Return a row per borough: the worst borough's mean is at least this borough's."""
    boroughs = len(base)
    rows = np.concatenate([np.zeros((boroughs, whole)), np.ones((boroughs, 1)), -gains], axis=1)
    return Block(matrix=csr_array(rows), lower=base, upper=np.full(boroughs, np.inf))


def _concentration(row: Floats, most: float, limit: float) -> Block:
    """Return the row that keeps the concentration index of minutes at most at ``limit``."""
    label = f"concentration index at most {limit:g}"
    return Block(matrix=csr_array(row[None]), lower=np.array([-np.inf]), upper=np.array([most]), label=label)
