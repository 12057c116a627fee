"""What each counter is worth: the least value with it forced the other way than in the best plan, proven.

Exact: the same search under one rule more, begun with the planes and plans that the searches before it found.
London's 37 take 2 s of one core; each from nothing took 4.5 s.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from estate_model.optimise.best import Best, Search, judged
from estate_model.optimise.branching import Part
from estate_model.optimise.problem import SHUT, Problem
from estate_model.optimise.rules import must_close, must_keep

SHARES = 4


@dataclass(frozen=True, kw_only=True)
class Forced:
    """The best plan with a candidate shut where the best of all has it open (``kept``), else with it open.

    ``best`` is None where there is no such plan (``bound`` is ``inf``), or none was found in time. No such
    plan is below ``bound``.
    """

    site_id: str
    kept: bool
    best: Best | None
    bound: float

    @property
    def proven(self) -> bool:
        """Whether the least value is known."""
        return self.bound >= (np.inf if self.best is None else self.best.value)


def forced(search: Search, first: Best) -> Iterator[Forced]:
    """Yield what forcing each candidate does; ``first`` is the best plan.

    All share the search's seconds; one takes at most ``SHARES`` even shares of what is left.
    """
    until = time.monotonic() + search.seconds
    branching, plans = search.branching(), [first]
    for column, site_id in enumerate(search.problem.site_ids):
        kept = first.plan[column] != SHUT
        rule = (must_close if kept else must_keep)(search.problem, [site_id])
        left = max(0.0, until - time.monotonic())
        fair = SHARES * left / (len(search.problem.site_ids) - column)
        stricter = replace(search.with_rules(*rule), seconds=min(left, fair))
        parts = None if branching is None else _parts(search.problem, branching.all, column, shut=kept)
        known = [plan for plan in plans if (plan.plan[column] != SHUT) != kept]
        solved = stricter.solve(branching, parts, known)
        best = None if solved.columns is None else judged(search, solved)
        if best is not None:
            plans.append(best)
        bound = max(first.bound, solved.bound if best is None else best.bound)
        yield Forced(site_id=site_id, kept=kept, best=best, bound=bound)


def _parts(problem: Problem, whole: Part, column: int, *, shut: bool) -> list[Part]:
    """Return the choices with a candidate shut, or a part for each pattern with which it may be open."""
    levels = column + np.arange(len(problem.patterns)) * len(problem.site_ids)
    if shut:
        upper = whole.upper.copy()
        upper[levels] = 0.0
        return [replace(whole, upper=upper)]
    parts = []
    for level in levels[whole.upper[levels] > 0]:
        lower = whole.lower.copy()
        lower[level] = 1.0
        parts.append(replace(whole, lower=lower))
    return parts
