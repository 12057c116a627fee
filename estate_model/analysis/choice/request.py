"""What a choice is requested to keep to: how much there is, and what must hold; turned into named rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from estate_model.analysis.choice.case import ChoiceCase
from estate_model.analysis.choice.patterns import ALL_DAY
from estate_model.errors import ChoiceError, did_you_mean, shown
from estate_model.nouns import Floats
from estate_model.optimise import rules
from estate_model.optimise.formulation import Goal
from estate_model.optimise.rules import Rule
from estate_model.units import HOURS_IN_A_WEEK

MEDIAN, COVER, CENTRE, WORST_BOROUGH, MIX = "median", "cover", "centre", "worst-borough", "mix"
ANY = "*"


@dataclass(frozen=True, kw_only=True)
class PlanRequest:
    """The limits and conditions of a choice; None = not requested.

    ``hours`` are staffed hours a week, ``budget`` and ``costs`` in one unit of money: per site, a part that
    is paid when it is open at all, and a part per staffed hour a week. ``same_hours`` asks for the
    scenario's own staffed hours.
    """

    objective: str = MEDIAN
    worst_share: float = 0.5
    keep: int | None = None
    hours: float | None = None
    same_hours: bool = False
    budget: float | None = None
    costs: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    must_keep: tuple[str, ...] = ()
    must_close: tuple[str, ...] = ()
    each_borough: bool = False
    all_day: int | None = None
    reduced_at_most: int | None = None
    worst_borough_at_most: float | None = None
    worst_decile_at_most: float | None = None
    concentration_at_most: float | None = None


def goal_of(request: PlanRequest) -> Goal:
    """Return the goal that an objective stands for."""
    share = {WORST_BOROUGH: 1.0, MIX: request.worst_share}.get(request.objective, 0.0)
    return Goal(
        covering=request.objective == COVER,
        worst_share=share,
        worst_borough_at_most=request.worst_borough_at_most,
        concentration_at_most=request.concentration_at_most,
    )


def rules_of(request: PlanRequest, case: ChoiceCase) -> tuple[Rule, ...]:
    """Return the rules of a request.

    Raise ChoiceError when a site is unknown, a cost is missing, or the area lacks what a condition needs.
    """
    problem = case.problem
    _known(request.must_keep, case, "--must-keep")
    _known(request.must_close, case, "--must-close")
    if request.concentration_at_most is not None and problem.rank is None:
        raise ChoiceError(f"{case.area.name} has no deciles of deprivation, so no concentration index")
    requested: list[Rule] = []
    if request.keep is not None:
        requested.append(rules.keep(problem, request.keep))
    hours = scenario_hours(case) if request.same_hours else request.hours
    if hours is not None:
        requested.append(rules.hours_at_most(problem, hours))
    if request.budget is not None:
        requested.append(rules.budget(costs_table(request, case), request.budget))
    requested += rules.must_keep(problem, request.must_keep)
    requested += rules.must_close(problem, request.must_close)
    if request.each_borough:
        requested += rules.one_in_each_borough(problem)
    requested += _pattern_rules(request, case)
    return tuple(requested)


def as_in_the_scenario(request: PlanRequest, case: ChoiceCase) -> bool:
    """Whether the choice keeps to the scenario's own mix of opening patterns, for want of other words."""
    others = (request.hours, request.budget, request.all_day, request.reduced_at_most)
    free = request.same_hours or case.scope.own_hours or case.scope.patterns
    return not free and all(limit is None for limit in others)


def _pattern_rules(request: PlanRequest, case: ChoiceCase) -> list[Rule]:
    problem = case.problem
    levels = range(len(problem.patterns))
    long = [level for level in levels if problem.patterns[level].hours_a_week >= HOURS_IN_A_WEEK]
    short = [level for level in levels if level not in long]
    requested = []
    if request.all_day is not None:
        number, label = request.all_day, f"{request.all_day} {ALL_DAY}"
        requested.append(rules.number_of(problem, long, label, least=number, most=number))
    if request.reduced_at_most is not None:
        label = f"at most {request.reduced_at_most} reduced"
        requested.append(rules.number_of(problem, short, label, least=0, most=request.reduced_at_most))
    if as_in_the_scenario(request, case):
        counts = pattern_counts(case)
        for last in range(len(counts) - 1):
            number, name = sum(counts[: last + 1]), problem.patterns[last].name
            label = f"at most {number} at {name} hours or longer, as in the scenario"
            requested.append(rules.number_of(problem, range(last + 1), label, least=0, most=number))
    return requested


def pattern_counts(case: ChoiceCase) -> list[int]:
    """Return how many of the scenario's counters have each opening pattern."""
    texts = [site.hours for site in case.after.counters]
    return [texts.count(pattern.hours) for pattern in case.problem.patterns]


def scenario_hours(case: ChoiceCase) -> float:
    """Return the staffed hours a week of the scenario's counters."""
    return sum(case.hours_a_week(site.hours) for site in case.after.counters)


def costs_table(request: PlanRequest, case: ChoiceCase) -> Floats:
    """Return costs, (patterns, candidates): each site's fixed part and its part per staffed hour."""
    known = {*case.problem.site_ids, *case.area.buildings, ANY}
    for key in request.costs:
        if key not in known:
            raise ChoiceError(f"--costs: no site '{shown(key)}' in this area{did_you_mean(key, known)}")
    missing = [key for key in case.problem.site_ids if key not in request.costs and ANY not in request.costs]
    if missing:
        raise ChoiceError(
            f"--costs: no row for {', '.join(missing[:3])}; add them, or a row '{ANY}' for every other site"
        )
    rows = [costs_of_site(request, key) for key in case.problem.site_ids]
    fixed, each = np.array(rows, dtype=np.float64).T
    hours = np.array([pattern.hours_a_week for pattern in case.problem.patterns])
    table: Floats = fixed[None, :] + hours[:, None] * each[None, :]
    return table


def costs_of_site(request: PlanRequest, site_id: str) -> tuple[float, float]:
    """Return a site's fixed cost and its cost per staffed hour a week, by its own row or that of ``*``."""
    return request.costs.get(site_id, request.costs.get(ANY, (0.0, 0.0)))


def _known(ids: Sequence[str], case: ChoiceCase, option: str) -> None:
    for key in ids:
        if key not in case.problem.site_ids:
            hint = did_you_mean(key, case.problem.site_ids)
            raise ChoiceError(f"{option}: '{key}' is not among the candidates{hint}")
