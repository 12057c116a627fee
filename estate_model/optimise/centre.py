"""p-centre: the least minutes within which everybody, at every time counted, has an open counter.

The threshold is found by halving among the travel times themselves, each step a covering question that
HiGHS answers yes or no (Minieka 1970); of the plans that reach it, the one with the least mean is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from estate_model.errors import ChoiceError
from estate_model.nouns import Booleans, Floats
from estate_model.optimise.best import Best, Search, clash_words, judged
from estate_model.optimise.problem import Problem
from estate_model.optimise.program import Block, Program, solve
from estate_model.units import SECONDS_PER_MINUTE

ROUNDS_PER_MINUTE = 60


@dataclass(frozen=True, kw_only=True)
class _Reach:
    """Distinct rows of minutes to a class's options, (rows, options), and the choices that open each."""

    minutes: Floats
    opened_by: Booleans

    def block(self, limit: float) -> Block:
        """Return the rows "one within the limit is open", one for every distinct set of options."""
        sets = _smallest(self.minutes <= limit)
        lower, upper = np.ones(len(sets)), np.full(len(sets), np.inf)
        return Block(matrix=csr_array(sets.astype(float) @ self.opened_by), lower=lower, upper=upper)


def centre(search: Search) -> tuple[Best, float]:
    """Return the plan with the shortest longest journey, and that journey in minutes, proven least.

    The plan's own ``value`` and ``bound`` are those of the search's goal among the plans that reach it.
    Places that no candidate can reach are left out.
    """
    cap, reaches = search.problem.cap_minutes, _reaches(search.problem)
    bare = _bare(search)
    if solve(bare, seconds=search.seconds).infeasible:
        raise ChoiceError(clash_words(search))
    steps = np.unique(np.concatenate([np.zeros(0), *(np.unique(reach.minutes) for reach in reaches)]))

    def possible(limit: float) -> bool:
        covered = bare.with_blocks(*(reach.block(limit) for reach in reaches))
        return not solve(covered, seconds=search.seconds).infeasible

    low, high = 0, len(steps) - 1
    if not len(steps) or not possible(float(steps[-1])):
        return judged(search, solve(search.program(), seconds=search.seconds)), cap
    while low < high:
        middle = (low + high) // 2
        if possible(float(steps[middle])):
            high = middle
        else:
            low = middle + 1
    limit = float(steps[low])
    program = search.program()
    if limit < cap:
        program = program.with_blocks(*(reach.block(limit) for reach in reaches))
    return judged(search, solve(program, seconds=search.seconds)), limit


def _reaches(problem: Problem) -> list[_Reach]:
    """Return what can be reached in each class of the week that counts, minutes rounded up to a second."""
    cap = problem.cap_minutes
    reaches = []
    for week_class in problem.classes:
        if week_class.weight > 0:
            seconds, opened_by = problem.options(week_class)
            minutes = np.minimum(seconds.astype(np.float64) / SECONDS_PER_MINUTE, cap)
            reached = (problem.people > 0) & (minutes.min(axis=1, initial=cap) < cap)
            rounded = np.ceil(minutes[reached] * ROUNDS_PER_MINUTE) / ROUNDS_PER_MINUTE
            reaches.append(_Reach(minutes=np.unique(rounded, axis=0), opened_by=opened_by))
    return reaches


def _bare(search: Search) -> Program:
    """Return the rules alone: only the whole columns, nothing to minimise."""
    full = search.program()
    whole = full.whole
    blocks = tuple(block for block in full.blocks if block.matrix.shape[1] <= whole)
    return replace(full, cost=np.zeros(whole), upper=full.upper[:whole], blocks=blocks, offset=0.0)


def _smallest(sets: Booleans) -> Booleans:
    """Return the distinct sets of options, without those that hold another: (sets, options)."""
    sets = np.unique(sets, axis=0)
    sets = sets[np.argsort(sets.sum(axis=1), kind="stable")]
    kept: list[int] = []
    for number, options in enumerate(sets):
        if not any((options & sets[other] == sets[other]).all() for other in kept):
            kept.append(number)
    smallest: Booleans = sets[kept]
    return smallest
