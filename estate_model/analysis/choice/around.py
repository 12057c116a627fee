"""What is found around the best plan: what each counter is worth, the next best plans, drawn errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from estate_model.analysis.choice.case import ChoiceCase
from estate_model.nouns.parameters import find
from estate_model.optimise.best import Best, Search, following, reach
from estate_model.optimise.forced import Forced, forced
from estate_model.optimise.problem import Plan, Problem
from estate_model.optimise.robust import ABS_TO_SIGMA, Errors, again, draws_of
from estate_model.people.exposure import OFFLINE


class Draws(Protocol):
    """Who makes the draws: in this process, or on workers, whose number changes nothing."""

    def __call__(self, search: Search, errors: Errors, *, draws: int, seed: int) -> Iterable[Plan | None]:
        """Yield the best plan of each draw, in any order; None where there is none."""


class Progress(Protocol):
    """Who is told what happens and, with a total, how much of it is done."""

    def __call__(self, words: str, done: int = 0, total: int = 0) -> None:
        """Take words."""


@dataclass(frozen=True, kw_only=True)
class Means:
    """Who is told how far a choice is, and who makes its draws."""

    progress: Progress
    draws: Draws = draws_of


@dataclass(frozen=True, kw_only=True)
class SearchLimits:
    """How much is done beside the best plan: the next best, drawn errors, and how long each search may take.

    ``within`` is the share of the best value that a plan may lie above it.
    """

    number: int = 10
    within: float = 0.02
    draws: int = 0
    seed: int = 1
    seconds: float = 300.0


@dataclass(kw_only=True)
class Around:
    """What was found step by step; ``stopped`` is whether Ctrl-C came before the last was done.

    ``plans`` are the best in order, and ``all_near`` whether these are all within the limit; ``forced`` is
    what forcing each candidate does; ``elsewhere`` the best plans for other offline sets and ways of travel,
    by what was changed; ``draws`` those under drawn errors, None where a draw had none.
    """

    plans: list[Best]
    all_near: bool = False
    forced: list[Forced] = field(default_factory=list)
    elsewhere: dict[str, Plan] = field(default_factory=dict)
    draws: list[Plan | None] = field(default_factory=list)
    stopped: bool = False


def look_around(around: Around, search: Search, case: ChoiceCase, limits: SearchLimits, means: Means) -> None:
    """Find what the limits say, beginning with the best plan; stopped by Ctrl-C, keep what was found."""
    progress = means.progress
    try:
        if limits.number > 1:
            progress("Forcing each counter the other way")
            for row in forced(search, around.plans[0]):
                around.forced.append(row)
                progress(row.site_id, len(around.forced), len(search.problem.site_ids))
            progress("Looking for the next best plans")
            _near(around, search, limits, progress)
        if limits.draws:
            progress(f"Choosing again under {limits.draws} drawn errors")
            around.elsewhere.update(_elsewhere(search, case))
            for plan in means.draws(search, errors_of(case), draws=limits.draws, seed=limits.seed):
                around.draws.append(plan)
                progress("draws", len(around.draws), limits.draws)
    except KeyboardInterrupt:
        around.stopped = True


def _near(around: Around, search: Search, limits: SearchLimits, progress: Progress) -> None:
    """Add the next best plans, as many and as near as the limits say."""
    first = around.plans[0]
    most = reach(first, limits.within)
    known = [row.best for row in around.forced if row.best is not None]
    after = following(search, first, known)
    while len(around.plans) < limits.number:
        plan = next(after, None)
        if plan is None or plan.value > most:
            around.all_near = plan is None or plan.bound > most
            return
        around.plans.append(plan)
        progress("plans", len(around.plans), limits.number)


def errors_of(case: ChoiceCase) -> Errors:
    """Return how wrong people and network may be, as ``uncertainty.csv`` says; not at all without a row."""
    people, network = (
        find(case.area.spreads, parameter, (case.network.kind,)).sd / ABS_TO_SIGMA
        for parameter in ("sharing_residents", "pair_error")
    )
    cells = case.area.places.table["cell_code"].astype(str)[case.problem.people > 0]
    return Errors(people=people, network=network, cell=np.unique(cells, return_inverse=True)[1])


def _elsewhere(search: Search, case: ChoiceCase) -> Iterator[tuple[str, Plan]]:
    """Yield the best counters for other offline sets, and for the scenario's other ways of travel."""
    people = case.people(case.profile_id)
    for group in OFFLINE:
        if group != case.scope.group:
            yield from _again(search, group, case.problem.with_people(people.of(group)))
    for profile_id in case.times:
        if profile_id != case.profile_id:
            yield from _again(search, profile_id, case.problem_of(profile_id))


def _again(search: Search, label: str, problem: Problem) -> Iterator[tuple[str, Plan]]:
    plan = again(search, problem.peopled())
    if plan is not None:
        yield label, plan.plan
