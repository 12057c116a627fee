"""The frontier: the least harm that can be proven for every number of counters, staffed hours or cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from estate_model.analysis.choice.around import Progress, SearchLimits
from estate_model.analysis.choice.case import ChoiceCase
from estate_model.analysis.choice.choice import estate_hours, search_of_any, staffed
from estate_model.analysis.choice.request import (
    CENTRE,
    PlanRequest,
    as_in_the_scenario,
    costs_of_site,
    goal_of,
    pattern_counts,
    rules_of,
)
from estate_model.errors import ChoiceError
from estate_model.nouns import CLOSED
from estate_model.optimise.best import Best, Search, attempt
from estate_model.optimise.rules import Rule
from estate_model.optimise.score import Score, goal_value, openings, score

COUNTERS, HOURS, COST = "counters", "hours", "cost"
SAME = 1e-6


@dataclass(frozen=True, kw_only=True)
class FrontierStep:
    """One amount, and the best plan that it allows."""

    amount: float
    best: Best
    score: Score


@dataclass(frozen=True, kw_only=True)
class EstatePoint:
    """An estate as it is or as proposed, beside the frontier.

    ``above`` is its harm less the frontier's at the same amount, ``amount_needed`` the least amount on the
    frontier with no more harm; None where the frontier has no such step. ``comparable`` is whether its
    opening patterns are ones that the frontier's plans may have: if not, the two are on different terms.
    """

    name: str
    amount: float
    harm: float
    score: Score
    above: float | None
    amount_needed: float | None
    comparable: bool


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What the frontier runs over: ``counters``, ``hours`` or ``cost``, the last two in ``steps`` amounts."""

    kind: str = COUNTERS
    steps: int = 12


@dataclass(frozen=True, kw_only=True)
class Frontier:
    """Steps with rising amounts and falling harm; harm is minutes, or the share of people over the limit.

    ``stopped`` is whether Ctrl-C came before the last step.
    """

    case: ChoiceCase
    request: PlanRequest
    scale: Scale
    steps: tuple[FrontierStep, ...]
    points: tuple[EstatePoint, ...]
    stopped: bool = False


def make_frontier(
    case: ChoiceCase, request: PlanRequest, scale: Scale, limits: SearchLimits, progress: Progress
) -> Frontier:
    """Return the frontier of a case.

    By ``counters``: every number from 1 to all candidates. By ``hours`` or ``cost``: evenly spaced amounts
    up to the larger of the estates before and after, and exactly the amounts of those two. Stopped by
    Ctrl-C, it has the steps done by then.

    Raise ChoiceError when no amount allows a plan that keeps to the rules, or the objective has no frontier.
    """
    if request.objective == CENTRE:
        raise ChoiceError("a frontier is drawn for median, cover, worst-borough or mix, not for centre")
    estates = {"before": estate_hours(case, case.before), "after": estate_hours(case, case.after)}
    amounts = {name: _amount(case, request, scale.kind, hours) for name, hours in estates.items()}
    base, stopped = search_of_any(case, request, limits), False
    steps: list[FrontierStep] = []
    rules = {
        amount: rules_of(_limited(request, scale.kind, amount), case)
        for amount in _amounts(case, scale, list(amounts.values()))
    }
    progress(f"Choosing for {len(rules)} numbers of {scale.kind}")
    try:
        for step in _steps(base, rules):
            steps.append(step)
            words = f"{scale.kind} {step.amount:g}: {step.best.value:.4g}, gap {step.best.gap:.4%}"
            progress(words, [*rules].index(step.amount) + 1, len(rules))
    except KeyboardInterrupt:
        if not steps:
            raise
        stopped = True
    if not steps:
        raise ChoiceError("no amount allows a plan that keeps to the rules")
    points = []
    for name, hours in estates.items():
        if not stopped or amounts[name] <= steps[-1].amount + SAME:
            meaning = score(base.problem, case.openings(hours, base.problem))
            point = _point(name, amounts[name], meaning, steps, request)
            limited = _limited(request, scale.kind, 1)
            points.append(replace(point, comparable=_comparable(case, limited, hours)))
    return Frontier(
        case=case, request=request, scale=scale, steps=tuple(steps), points=tuple(points), stopped=stopped
    )


def _steps(base: Search, rules: Mapping[float, tuple[Rule, ...]]) -> Iterator[FrontierStep]:
    """Yield a step for each amount, by its rules, that allows a plan."""
    for amount, limits in rules.items():
        plan = attempt(replace(base, rules=limits))
        if plan is not None:
            meaning = score(base.problem, openings(base.problem, plan.plan))
            yield FrontierStep(amount=amount, best=plan, score=meaning)


def _limited(request: PlanRequest, kind: str, amount: float) -> PlanRequest:
    """Return the request with the amount of one step in place of its own limit."""
    if kind == COUNTERS:
        return replace(request, keep=int(amount))
    if kind == HOURS:
        return replace(request, hours=amount)
    return replace(request, budget=amount)


def _amount(case: ChoiceCase, request: PlanRequest, kind: str, hours: Mapping[str, str]) -> float:
    """Return how many counters, staffed hours or money an estate takes."""
    opened = {key: text for key, text in hours.items() if text != CLOSED}
    if kind == COUNTERS:
        return float(len(opened))
    if kind == HOURS:
        return staffed(case, hours)
    parts = [(costs_of_site(request, key), case.hours_a_week(text)) for key, text in opened.items()]
    return sum(fixed + each * number for (fixed, each), number in parts)


def _amounts(case: ChoiceCase, scale: Scale, of_estates: Sequence[float]) -> list[float]:
    if scale.kind == COUNTERS:
        return [float(number) for number in range(1, len(case.problem.site_ids) + 1)]
    most = max(of_estates)
    even = np.linspace(most / scale.steps, most, scale.steps)
    return sorted({*(float(round(amount, 2)) for amount in even), *of_estates})


def _point(
    name: str, amount: float, meaning: Score, steps: Sequence[FrontierStep], request: PlanRequest
) -> EstatePoint:
    harm = goal_value(meaning, goal_of(request))
    within = [step for step in steps if step.amount <= amount + SAME]
    no_more = [step.amount for step in steps if step.best.value <= harm * (1 + SAME)]
    return EstatePoint(
        name=name,
        amount=amount,
        harm=harm,
        score=meaning,
        above=harm - within[-1].best.value if within else None,
        amount_needed=min(no_more) if no_more else None,
        comparable=True,
    )


def _comparable(case: ChoiceCase, request: PlanRequest, hours: Mapping[str, str]) -> bool:
    """Whether an estate has only patterns that plans may have, and no more long ones than they may."""
    texts = [text for text in hours.values() if text != CLOSED]
    known = [pattern.hours for pattern in case.problem.patterns]
    if not set(texts) <= set(known):
        return False
    if not as_in_the_scenario(request, case):
        return True
    counts, most = np.cumsum([texts.count(text) for text in known]), np.cumsum(pattern_counts(case))
    return bool((counts[:-1] <= most[:-1]).all())
