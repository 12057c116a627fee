"""One choice made: the best plan, what it means beside the estates before and after, and how it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from estate_model.analysis.choice.around import Around, Means, SearchLimits, look_around
from estate_model.analysis.choice.by_timetable import moments_of
from estate_model.analysis.choice.case import ChoiceCase
from estate_model.analysis.choice.request import CENTRE, PlanRequest, goal_of, rules_of
from estate_model.errors import ChoiceError
from estate_model.nouns import CLOSED, Estate
from estate_model.optimise.aggregated import aggregated_week
from estate_model.optimise.best import Best, Search, best
from estate_model.optimise.centre import centre
from estate_model.optimise.robust import Robustness, robustness
from estate_model.optimise.rules import Rule
from estate_model.optimise.score import Score, nearest_minutes, openings, score


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A choice on its way out: what is ``around`` the best plan, and the one ``taken`` of those listed.

    ``scores`` has the estates before and after and the plan taken, by name; ``farthest_minutes`` only for
    p-centre.
    """

    case: ChoiceCase
    request: PlanRequest
    limits: SearchLimits
    around: Around
    taken: Best
    scores: Mapping[str, Score]
    plan_scores: tuple[Score, ...]
    farthest_minutes: float | None

    @property
    def hours(self) -> dict[str, str]:
        """Every candidate's hours under the plan taken."""
        return self.case.hours_of(self.taken.plan)

    @property
    def robustness(self) -> Robustness | None:
        """How the plan taken holds among the best of the draws; None without draws."""
        return robustness(self.taken.plan, self.around.draws) if self.around.draws else None


def make_choice(case: ChoiceCase, request: PlanRequest, limits: SearchLimits, means: Means) -> Choice:
    """Return the best plan of a case under a request, and what goes with it.

    Stopped by Ctrl-C once the best plan is known, it returns what was done until then.

    Raise ChoiceError when no plan can do all that is requested; says what clashes.
    """
    search, progress = search_of(case, request, limits), means.progress
    progress(f"{len(case.problem.site_ids)} candidates; places merged into {search.week.sets:,} terms")
    farthest = None
    if request.objective == CENTRE:
        first, farthest = centre(search)
    else:
        first = best(search)
        progress(f"Best plan found: gap {first.gap:.4%}, {'proven' if first.proven else 'not proven'}")
    around = Around(plans=[first])
    if farthest is None:
        look_around(around, search, case, limits, means)
    problem = search.problem
    plan_scores = tuple(score(problem, openings(problem, near.plan)) for near in around.plans)
    taken = _taken(around.plans, plan_scores, request)
    scores = {
        "before": score(problem, case.openings(estate_hours(case, case.before), problem)),
        "after": score(problem, case.openings(estate_hours(case, case.after), problem)),
        "chosen": plan_scores[around.plans.index(taken)],
    }
    return Choice(
        case=case, request=request, limits=limits, around=around, taken=taken, scores=scores,
        plan_scores=plan_scores, farthest_minutes=farthest,
    )  # fmt: skip


def search_of(case: ChoiceCase, request: PlanRequest, limits: SearchLimits) -> Search:
    """Return the search of a request, with places aggregated as deep as its rules need."""
    return _search(case, request, limits, rules_of(request, case))


def search_of_any(case: ChoiceCase, request: PlanRequest, limits: SearchLimits) -> Search:
    """Return the search without rules, with places aggregated for whatever rules are given to it."""
    return _search(case, request, limits, ())


def _search(case: ChoiceCase, request: PlanRequest, limits: SearchLimits, rules: tuple[Rule, ...]) -> Search:
    goal, problem = goal_of(request), case.problem.peopled()
    week = aggregated_week(problem, covering=goal.covering, rules=rules)
    return Search(problem=problem, week=week, goal=goal, rules=rules, seconds=limits.seconds)


def estate_hours(case: ChoiceCase, estate: Estate) -> dict[str, str]:
    """Return the hours in an estate of every candidate, ``off`` where it has no counter there."""
    sites = estate.sites
    return {key: sites[key].hours if key in sites else CLOSED for key in case.problem.site_ids}


def staffed(case: ChoiceCase, hours: Mapping[str, str]) -> float:
    """Return the staffed hours a week of some hours by candidate."""
    return sum(case.hours_a_week(text) for text in hours.values() if text != CLOSED)


def _taken(plans: Sequence[Best], scores: tuple[Score, ...], request: PlanRequest) -> Best:
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


def by_moment(case: ChoiceCase, hours: Mapping[str, str]) -> pd.DataFrame:
    """Return, by moment and group, mean minutes of those who reach a counter and people over the limit.

    Minutes are not capped: these are the numbers that ``run`` gives for the same estate.
    """
    people = case.people(case.profile_id)
    rows = []
    for moment in moments_of(case.scenario, case.scope, case.times):
        at_moment = replace(case, scope=replace(case.scope, when=((moment, 1.0),)))
        (opening,) = at_moment.openings(hours)
        nearest = nearest_minutes(case.problem, opening)
        reached = np.isfinite(nearest)
        counted = reached @ people.people
        minutes = np.where(reached, nearest, 0.0) @ people.people
        over = (nearest > case.problem.limit_minutes) @ people.people
        for number, group in enumerate(people.groups):
            mean = float(minutes[number] / counted[number]) if counted[number] > 0 else None
            rows.append((moment, group, mean, float(over[number])))
    return pd.DataFrame(rows, columns=["moment", "group", "mean_minutes", "people_over_limit"])
