"""What a set of open counters means for people: exact, place by place, from the travel times themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Floats, Integers
from estate_model.optimise.formulation import Goal
from estate_model.optimise.problem import Plan, Problem, costs_of

DECILE = 0.1
Openings = Sequence[tuple[float, Integers]]
"""Shares of the week (summing to 1), each with the columns of the counters open then."""


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


def openings(problem: Problem, plan: Plan) -> Openings:
    """Return what a plan has open in each class of the week."""
    return [(one.weight, problem.open_in(plan, one)) for one in problem.classes]


def score(problem: Problem, opened: Openings) -> Score:
    """Return the averages over the week of what is open in it."""
    minutes, over, farthest = _by_place(problem, opened)
    people = problem.people
    total = float(people.sum())
    worst = borough_means(problem, minutes)
    mean = float(people @ minutes) / total
    concentration = None
    if problem.rank is not None:
        concentration = concentration_index(people, minutes, problem.rank)
    return Score(
        mean_minutes=mean,
        people_over_limit=float(people @ over),
        share_over_limit=float(people @ over) / total,
        worst_borough=problem.boroughs[int(np.nanargmax(worst))],
        worst_borough_minutes=float(np.nanmax(worst)),
        worst_borough_share_over=float(np.nanmax(borough_means(problem, over))),
        worst_decile_minutes=worst_share_mean(people, minutes, DECILE),
        farthest_minutes=float(farthest[people > 0].max()),
        concentration=concentration,
    )


def _by_place(problem: Problem, opened: Openings) -> tuple[Floats, Floats, Floats]:
    """Return each place's mean capped minutes, share of the week over the limit, and longest journey."""
    minutes, cap = costs_of(problem, covering=False)
    far, _ = costs_of(problem, covering=True)
    mean, over, farthest = (np.zeros(len(minutes)) for _ in range(3))
    for weight, columns in opened:
        if weight <= 0:
            continue
        nearest = minutes[:, columns].min(axis=1, initial=cap)
        mean += weight * nearest
        over += weight * far[:, columns].min(axis=1, initial=1.0)
        farthest = np.maximum(farthest, nearest)
    return mean, over, farthest


def value(problem: Problem, plan: Plan, goal: Goal) -> float:
    """Return the goal's exact value for a plan, in its own unit (minutes, or share of people)."""
    return goal_value(score(problem, openings(problem, plan)), goal)


def goal_value(found: Score, goal: Goal) -> float:
    """Return the goal's value of a score, in its own unit (minutes, or share of people)."""
    mean = found.share_over_limit if goal.covering else found.mean_minutes
    worst = found.worst_borough_share_over if goal.covering else found.worst_borough_minutes
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


def concentration_index(people: Floats, minutes: Floats, rank: Floats) -> float:
    """Return the concentration index of minutes: people x minutes x (2 rank - 1) over people x minutes.

    Ranks run from 0 to 1 with the most deprived first, each place at the middle of its people (Kakwani,
    Wagstaff and van Doorslaer 1997); 0 = even, below 0 = the deprived travel longer.

    >>> concentration_index(np.array([1.0, 1.0]), np.array([30.0, 10.0]), np.array([0.25, 0.75]))
    -0.25
    """
    burden = people * minutes
    total = float(burden.sum())
    return float(burden @ (2 * rank - 1)) / total if total > 0 else 0.0
