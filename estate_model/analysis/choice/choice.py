"""One choice made: the best plan, what it means beside the estates before and after, and how it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from estate_model.analysis.choice.case import ChoiceCase
from estate_model.analysis.choice.request import CENTRE, PlanRequest, goal_of, rules_of
from estate_model.errors import ChoiceError
from estate_model.nouns import CLOSED, Estate, Floats
from estate_model.nouns.parameters import find
from estate_model.optimise.aggregated import aggregated_week
from estate_model.optimise.best import Best, Search, alternatives, best
from estate_model.optimise.centre import centre
from estate_model.optimise.problem import SHUT, Plan, Problem
from estate_model.optimise.robust import ABS_TO_SIGMA, Errors, Robustness, again, robustness
from estate_model.optimise.score import Score, nearest_minutes, openings, score
from estate_model.people.exposure import OFFLINE

Progress = Callable[[str], None]


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


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A choice on its way out. ``plans`` are the best in order; ``taken`` is the one chosen of them.

    ``scores`` has the estates before and after and the plan taken, by name; ``elsewhere`` the best plans
    for other offline sets and ways of travel, by what was changed; ``farthest_minutes`` only for p-centre.
    """

    case: ChoiceCase
    request: PlanRequest
    limits: SearchLimits
    plans: tuple[Best, ...]
    taken: Best
    scores: Mapping[str, Score]
    plan_scores: tuple[Score, ...]
    elsewhere: Mapping[str, Plan]
    robustness: Robustness | None
    farthest_minutes: float | None

    @property
    def hours(self) -> dict[str, str]:
        """Every candidate's hours under the plan taken."""
        return self.case.hours_of(self.taken.plan)


def make_choice(case: ChoiceCase, request: PlanRequest, limits: SearchLimits, progress: Progress) -> Choice:
    """Return the best plan of a case under a request, and what goes with it.

    Raises
    ------
    ChoiceError
        When no plan can do all that is requested; says what clashes.
    """
    search = search_of(case, request, limits)
    progress(f"{len(case.problem.site_ids)} candidates; places merged into {search.week.sets:,} terms")
    farthest = None
    if request.objective == CENTRE:
        first, farthest = centre(search)
        plans: tuple[Best, ...] = (first,)
    else:
        first = best(search)
        progress(f"Best plan found: gap {first.gap:.4%}, {'proven' if first.proven else 'not proven'}")
        plans = alternatives(search, first, number=limits.number, within=limits.within)
    problem = search.problem
    plan_scores = tuple(score(problem, openings(problem, near.plan)) for near in plans)
    taken = _taken(plans, plan_scores, request)
    scores = {
        "before": score(problem, case.openings(estate_hours(case, case.before), problem)),
        "after": score(problem, case.openings(estate_hours(case, case.after), problem)),
        "chosen": plan_scores[plans.index(taken)],
    }
    robust: Robustness | None = None
    elsewhere: dict[str, Plan] = {}
    if limits.draws and farthest is None:
        elsewhere = dict(_elsewhere(search, case))
        progress(f"Choosing again under {limits.draws} drawn errors")
        robust = robustness(search, taken.plan, errors_of(case), draws=limits.draws, seed=limits.seed)
    return Choice(
        case=case, request=request, limits=limits, plans=plans, taken=taken, scores=scores,
        plan_scores=plan_scores, elsewhere=elsewhere, robustness=robust, farthest_minutes=farthest,
    )  # fmt: skip


def search_of(case: ChoiceCase, request: PlanRequest, limits: SearchLimits) -> Search:
    """Return the search of a request, with places aggregated."""
    goal, problem = goal_of(request), case.problem.peopled()
    week = aggregated_week(problem, covering=goal.covering)
    return Search(
        problem=problem, week=week, goal=goal, rules=rules_of(request, case), seconds=limits.seconds
    )


def errors_of(case: ChoiceCase) -> Errors:
    """Return how wrong people and network may be, as ``uncertainty.csv`` says; not at all without a row."""
    people, network = (
        find(case.area.spreads, parameter, (case.network.kind,)).sd / ABS_TO_SIGMA
        for parameter in ("sharing_residents", "pair_error")
    )
    cells = case.area.places.table["cell_code"].astype(str)[case.problem.people > 0]
    return Errors(people=people, network=network, cell=np.unique(cells, return_inverse=True)[1])


def estate_hours(case: ChoiceCase, estate: Estate) -> dict[str, str]:
    """Return the hours in an estate of every candidate, ``off`` where it has no counter there."""
    sites = estate.sites
    return {key: sites[key].hours if key in sites else CLOSED for key in case.problem.site_ids}


def staffed(case: ChoiceCase, hours: Mapping[str, str]) -> float:
    """Return the staffed hours a week of some hours by candidate."""
    return sum(case.hours_a_week(text) for text in hours.values() if text != CLOSED)


def _taken(plans: tuple[Best, ...], scores: tuple[Score, ...], request: PlanRequest) -> Best:
    """Return the first plan whose worst-off decile keeps to the limit; without one, the best plan."""
    limit = request.worst_decile_at_most
    if limit is None:
        return plans[0]
    for plan, meaning in zip(plans, scores, strict=True):
        if meaning.worst_decile_minutes <= limit:
            return plan
    least = min(meaning.worst_decile_minutes for meaning in scores)
    raise ChoiceError(
        f"of the {len(plans)} best plans none keeps the worst-off decile's mean at {limit:g} minutes "
        f"(the least is {least:.1f}); allow more plans with --alternatives and --within"
    )


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


def kept_share(choice: Choice) -> Floats:
    """Return the share of the near-optimal plans in which each candidate is open."""
    opened = np.array([[level != SHUT for level in near.plan] for near in choice.plans], dtype=float)
    shares: Floats = opened.mean(axis=0)
    return shares


def by_moment(case: ChoiceCase, hours: Mapping[str, str]) -> pd.DataFrame:
    """Return, by moment and group, mean minutes of those who reach a counter and people over the limit.

    Minutes are not capped: these are the numbers that ``run`` gives for the same estate.
    """
    people = case.people(case.profile_id)
    rows = []
    for moment in case.scenario.moments_of_week():
        at_moment = replace(case, scope=replace(case.scope, when=((moment.name, 1.0),)))
        (opening,) = at_moment.openings(hours)
        nearest = nearest_minutes(case.problem, opening)
        reached = np.isfinite(nearest)
        counted = reached @ people.people
        minutes = np.where(reached, nearest, 0.0) @ people.people
        over = (nearest > case.problem.limit_minutes) @ people.people
        for number, group in enumerate(people.groups):
            mean = float(minutes[number] / counted[number]) if counted[number] > 0 else None
            rows.append((moment.name, group, mean, float(over[number])))
    return pd.DataFrame(rows, columns=["moment", "group", "mean_minutes", "people_over_limit"])
