"""What a set of open counters means for people: exact, place by place, from the travel times themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Floats
from estate_model.optimise.formulation import Goal
from estate_model.optimise.problem import Opening, Plan, Problem
from estate_model.units import SECONDS_PER_MINUTE

DECILE = 0.1


@dataclass(frozen=True, kw_only=True)
class Score:
    """The week's averages for the people counted; minutes are capped, people are not rounded.

    ``worst_decile_minutes`` is the mean of the tenth of people with the longest journeys;
    ``farthest_minutes`` the longest journey of anybody at any time; ``concentration`` the index of minutes
    over deprivation (below 0: the deprived travel longer), None where ranks are not known.
    """

    mean_minutes: float
    people_over_limit: float
    share_over_limit: float
    worst_borough: str
    worst_borough_minutes: float
    worst_borough_share_over: float
    worst_decile_minutes: float
    farthest_minutes: float
    concentration: float | None


def openings(problem: Problem, plan: Plan) -> list[Opening]:
    """Return what a plan has open in each class of the week."""
    return [problem.opening(plan, week_class) for week_class in problem.classes]


def score(problem: Problem, opened: Sequence[Opening]) -> Score:
    """Return the averages over the week of what is open in it."""
    minutes, over, farthest = _by_place(problem, opened)
    people = problem.people
    total = float(people.sum())
    worst = borough_means(problem, minutes)
    rank = problem.rank
    return Score(
        mean_minutes=float(people @ minutes) / total,
        people_over_limit=float(people @ over),
        share_over_limit=float(people @ over) / total,
        worst_borough=problem.boroughs[int(np.nanargmax(worst))],
        worst_borough_minutes=float(np.nanmax(worst)),
        worst_borough_share_over=float(np.nanmax(borough_means(problem, over))),
        worst_decile_minutes=worst_share_mean(people, minutes, DECILE),
        farthest_minutes=float(farthest[people > 0].max()),
        concentration=None if rank is None else concentration(people * minutes, rank),
    )


def nearest_minutes(problem: Problem, opening: Opening) -> Floats:
    """Return each place's minutes to the nearest of what is open, ``inf`` where there is none."""
    nearest = np.full(len(problem.people), np.inf, dtype=np.float32)
    for number, column in enumerate(opening.columns.tolist()):
        times = problem.seconds[:, column] if opening.seconds is None else opening.seconds[:, number]
        np.minimum(nearest, times, out=nearest)
    minutes: Floats = nearest.astype(np.float64) / SECONDS_PER_MINUTE
    return minutes


def _by_place(problem: Problem, opened: Sequence[Opening]) -> tuple[Floats, Floats, Floats]:
    """Return each place's mean capped minutes, share of the week over the limit, and longest journey."""
    mean, over, farthest = (np.zeros(len(problem.people)) for _ in range(3))
    for opening in opened:
        if opening.weight <= 0:
            continue
        nearest = nearest_minutes(problem, opening)
        over += opening.weight * (nearest > problem.limit_minutes)
        np.minimum(nearest, problem.cap_minutes, out=nearest)
        mean += opening.weight * nearest
        np.maximum(farthest, nearest, out=farthest)
    return mean, over, farthest


def value(problem: Problem, plan: Plan, goal: Goal) -> float:
    """Return the goal's exact value for a plan, in its own unit (minutes, or share of people)."""
    minutes, over, _ = _by_place(problem, openings(problem, plan))
    costs = over if goal.covering else minutes
    mean = float(problem.people @ costs) / float(problem.people.sum())
    if not goal.worst_share:
        return mean
    worst = float(np.nanmax(borough_means(problem, costs)))
    return (1 - goal.worst_share) * mean + goal.worst_share * worst


def goal_value(score: Score, goal: Goal) -> float:
    """Return the goal's value of a score, in its own unit (minutes, or share of people)."""
    mean = score.share_over_limit if goal.covering else score.mean_minutes
    worst = score.worst_borough_share_over if goal.covering else score.worst_borough_minutes
    return (1 - goal.worst_share) * mean + goal.worst_share * worst


def borough_means(problem: Problem, values: Floats) -> Floats:
    """Return each borough's people-weighted mean, ``nan`` where nobody lives."""
    number = len(problem.boroughs)
    people = np.bincount(problem.place_borough, weights=problem.people, minlength=number)
    sums = np.bincount(problem.place_borough, weights=problem.people * values, minlength=number)
    means: Floats = np.where(people > 0, sums / people.clip(1e-300), np.nan)
    return means


def worst_share_mean(people: Floats, minutes: Floats, share: float) -> float:
    """Return the mean minutes of the ``share`` of people with the most, a place being split where it must.

    >>> worst_share_mean(np.array([9.0, 1.0]), np.array([10.0, 50.0]), 0.2)
    30.0
    """
    order = np.argsort(-minutes, kind="stable")
    wanted = share * people.sum()
    before = np.concatenate([[0.0], np.cumsum(people[order])[:-1]])
    counted = np.clip(wanted - before, 0.0, people[order])
    return float(counted @ minutes[order] / wanted)


def concentration(burden: Floats, rank: Floats) -> float:
    """Return the concentration index of a burden, such as people x minutes, over ranks from 0 to 1.

    That is the sum of burden x (2 rank - 1) over the burden's sum: 0 = even; below 0 = more where the rank is
    low; 0 for no burden at all. Each place's rank is the middle of its people's (Kakwani, Wagstaff and van
    Doorslaer 1997).

    >>> import numpy as np
    >>> concentration(np.array([30.0, 10.0]), np.array([0.25, 0.75]))
    -0.25
    """
    total = float(burden.sum())
    return float(burden @ (2 * rank - 1)) / total if total > 0 else 0.0
