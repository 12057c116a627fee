"""What is asked of a choice: how much there is, and what must hold; turned into named rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from estate_model.analysis.choice.case import ALL_DAY, HOURS_IN_A_WEEK, Case
from estate_model.errors import ChoiceError, did_you_mean
from estate_model.nouns import Floats
from estate_model.opening import hours_a_week
from estate_model.optimise import rules
from estate_model.optimise.formulation import Goal
from estate_model.optimise.rules import Rule

MEDIAN, COVER, CENTRE, WORST_BOROUGH, MIX = "median", "cover", "centre", "worst-borough", "mix"
OBJECTIVES = (MEDIAN, COVER, CENTRE, WORST_BOROUGH, MIX)
ANY = "*"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The limits and conditions of a choice; None = not asked.

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


def goal_of(asked: Asked) -> Goal:
    """Return the goal that an objective stands for."""
    share = {WORST_BOROUGH: 1.0, MIX: asked.worst_share}.get(asked.objective, 0.0)
    return Goal(
        covering=asked.objective == COVER,
        worst_share=share,
        worst_borough_at_most=asked.worst_borough_at_most,
        concentration_at_most=asked.concentration_at_most,
    )


def rules_of(asked: Asked, case: Case) -> tuple[Rule, ...]:
    """Return the rules of what is asked.

    Raises
    ------
    ChoiceError
        When a site is unknown, a cost is missing, or the area lacks what a condition needs.
    """
    problem = case.problem
    _known(asked.must_keep, case, "--must-keep")
    _known(asked.must_close, case, "--must-close")
    if asked.concentration_at_most is not None and problem.rank is None:
        raise ChoiceError(f"{case.area.name} has no deciles of deprivation, so no concentration index")
    found: list[Rule] = []
    if asked.keep is not None:
        found.append(rules.keep(problem, asked.keep))
    hours = scenario_hours(case) if asked.same_hours else asked.hours
    if hours is not None:
        found.append(rules.hours_at_most(problem, hours))
    if asked.budget is not None:
        found.append(rules.budget(costs_table(asked, case), asked.budget))
    found += rules.must_keep(problem, asked.must_keep)
    found += rules.must_close(problem, asked.must_close)
    if asked.each_borough:
        found += rules.one_in_each_borough(problem)
    found += _pattern_rules(asked, case)
    return tuple(found)


def as_in_the_scenario(asked: Asked, case: Case) -> bool:
    """Whether the choice keeps to the scenario's own mix of opening patterns, for want of other words."""
    others = (asked.hours, asked.budget, asked.all_day, asked.reduced_at_most)
    free = asked.same_hours or case.wish.own_hours or case.wish.patterns
    return not free and all(one is None for one in others)


def _pattern_rules(asked: Asked, case: Case) -> list[Rule]:
    problem = case.problem
    long = [n for n, one in enumerate(problem.patterns) if one.hours_a_week >= HOURS_IN_A_WEEK]
    short = [n for n in range(len(problem.patterns)) if n not in long]
    found = []
    if asked.all_day is not None:
        number, label = asked.all_day, f"{asked.all_day} {ALL_DAY}"
        found.append(rules.number_of(problem, long, label, least=number, most=number))
    if asked.reduced_at_most is not None:
        label = f"at most {asked.reduced_at_most} reduced"
        found.append(rules.number_of(problem, short, label, least=0, most=asked.reduced_at_most))
    if as_in_the_scenario(asked, case):
        counts = pattern_counts(case)
        for last in range(len(counts) - 1):
            number, name = sum(counts[: last + 1]), problem.patterns[last].name
            label = f"at most {number} at {name} hours or longer, as in the scenario"
            found.append(rules.number_of(problem, range(last + 1), label, least=0, most=number))
    return found


def pattern_counts(case: Case) -> list[int]:
    """Return how many of the scenario's counters have each opening pattern."""
    texts = [site.hours for site in case.after.counters]
    return [texts.count(one.hours) for one in case.problem.patterns]


def scenario_hours(case: Case) -> float:
    """Return the staffed hours a week of the scenario's counters."""
    return sum(hours_a_week(site.hours, case.scenario.week_start) for site in case.after.counters)


def costs_table(asked: Asked, case: Case) -> Floats:
    """Return costs, (patterns, candidates): each site's fixed part and its part per staffed hour."""
    missing = [key for key in case.problem.site_ids if key not in asked.costs and ANY not in asked.costs]
    if missing:
        raise ChoiceError(
            f"--costs: no row for {', '.join(missing[:3])}; add them, or a row '{ANY}' for every other site"
        )
    rows = [costs_of_site(asked, key) for key in case.problem.site_ids]
    fixed, each = np.array(rows, dtype=np.float64).T
    hours = np.array([one.hours_a_week for one in case.problem.patterns])
    table: Floats = fixed[None, :] + hours[:, None] * each[None, :]
    return table


def costs_of_site(asked: Asked, site_id: str) -> tuple[float, float]:
    """Return a site's fixed cost and its cost per staffed hour a week, by its own row or that of ``*``."""
    return asked.costs.get(site_id, asked.costs.get(ANY, (0.0, 0.0)))


def _known(ids: Sequence[str], case: Case, option: str) -> None:
    for key in ids:
        if key not in case.problem.site_ids:
            hint = did_you_mean(key, case.problem.site_ids)
            raise ChoiceError(f"{option}: '{key}' is not among the candidates{hint}")
