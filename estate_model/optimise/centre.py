"""p-centre: the least minutes within which everybody, at every time counted, has an open counter.

The threshold is found by halving among the travel times themselves, each step a covering question that
HiGHS answers yes or no (Minieka 1970); of the plans that reach it, the one with the least mean is kept.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, hstack

from estate_model.errors import ChoiceError
from estate_model.nouns import Booleans, Floats
from estate_model.optimise.best import Best, Search, clash_words, judged
from estate_model.optimise.problem import Problem, costs_of
from estate_model.optimise.program import Block, Program, solve

ROUNDS_PER_MINUTE = 60


def centre(search: Search) -> tuple[Best, float]:
    """Return the plan with the shortest longest journey, and that journey in minutes, proven least.

    The plan's own ``value`` and ``bound`` are those of the search's goal among the plans that reach it.
    Places that no candidate can reach are left out.
    """
    minutes, cap = costs_of(search.problem, covering=False)
    reached = (search.problem.people > 0) & (minutes.min(axis=1) < cap)
    minutes = np.unique(np.ceil(minutes[reached] * ROUNDS_PER_MINUTE) / ROUNDS_PER_MINUTE, axis=0)
    bare = _bare(search)
    if solve(bare, seconds=search.seconds).infeasible:
        raise ChoiceError(clash_words(search))
    steps = np.unique(minutes)
    low, high = 0, len(steps) - 1
    if not len(steps) or _infeasible(search, bare, _covers(minutes, float(steps[-1]))):
        return _least(search, minutes, cap), cap
    while low < high:
        middle = (low + high) // 2
        if _infeasible(search, bare, _covers(minutes, float(steps[middle]))):
            low = middle + 1
        else:
            high = middle
    return _least(search, minutes, float(steps[low])), float(steps[low])


def _bare(search: Search) -> Program:
    """Return the rules alone: only the whole columns, nothing to minimise."""
    full = search.program()
    whole = full.whole
    blocks = tuple(block for block in full.blocks if block.matrix.shape[1] <= whole)
    return replace(full, cost=np.zeros(whole), upper=full.upper[:whole], blocks=blocks, offset=0.0)


def _infeasible(search: Search, bare: Program, sets: Booleans) -> bool:
    covered = bare.with_blocks(*_cover_blocks(search.problem, sets))
    return solve(covered, seconds=search.seconds).infeasible


def _covers(minutes: Floats, limit: float) -> Booleans:
    """Return the distinct sets of candidates within a limit, without those that hold another."""
    sets = np.unique(minutes <= limit, axis=0)
    sets = sets[np.argsort(sets.sum(axis=1), kind="stable")]
    kept: list[int] = []
    for number, one in enumerate(sets):
        if not any((one & sets[other] == sets[other]).all() for other in kept):
            kept.append(number)
    chosen: Booleans = sets[kept]
    return chosen


def _cover_blocks(problem: Problem, sets: Booleans) -> list[Block]:
    """Return the rows "one of these is open" for every set, in every class of the week that counts."""
    blocks = []
    part, none = csr_array(sets.astype(float)), csr_array(sets.shape)
    for one in problem.classes:
        if one.weight > 0:
            levels = range(len(problem.patterns))
            matrix = hstack([part if level in one.patterns else none for level in levels], format="csr")
            lower, upper = np.ones(len(sets)), np.full(len(sets), np.inf)
            blocks.append(Block(matrix=csr_array(matrix), lower=lower, upper=upper))
    return blocks


def _least(search: Search, minutes: Floats, limit: float) -> Best:
    """Return the best plan by the search's goal among those that reach the limit."""
    program = search.program()
    _, cap = costs_of(search.problem, covering=False)
    if limit < cap:
        program = program.with_blocks(*_cover_blocks(search.problem, _covers(minutes, limit)))
    return judged(search, solve(program, seconds=search.seconds))
