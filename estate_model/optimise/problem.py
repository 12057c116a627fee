"""The nouns of a choice: opening patterns, classes of the week, the problem, and a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from estate_model.nouns import Booleans, Floats, Integers, Seconds

SHUT = -1
Plan = tuple[int, ...]
"""Per candidate, in order: the number of its opening pattern, or -1 for closed."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Opening hours that a candidate may be given, and how many they are in the reference week."""

    name: str
    hours: str
    hours_a_week: float


@dataclass(frozen=True, kw_only=True)
class WeekClass:
    """A share of the week (``weight``, 0 to 1) in which the same ``patterns`` are open, by number."""

    weight: float
    patterns: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Places, candidates, patterns and the week: everything a choice depends on but its rules.

    ``seconds`` is (places, candidates), ``inf`` = cannot be reached; ``people`` weighs the places;
    ``place_borough`` and ``site_borough`` number the ``boroughs``; ``allowed`` is (candidates, patterns).
    A journey over ``cap_minutes``, or none, counts as ``cap_minutes``; ``limit_minutes`` is the limit of
    covering. ``rank`` is each place's deprivation rank (0 to 1, most deprived first), where known.
    """

    site_ids: tuple[str, ...]
    seconds: Seconds
    people: Floats
    boroughs: tuple[str, ...]
    place_borough: Integers
    site_borough: Integers
    patterns: tuple[Pattern, ...]
    allowed: Booleans
    classes: tuple[WeekClass, ...]
    cap_minutes: float
    limit_minutes: float
    rank: Floats | None = None

    def __post_init__(self) -> None:
        """Check shapes, weights and that some people are counted."""
        places, sites = self.seconds.shape
        if (sites, places) != (len(self.site_ids), len(self.people)):
            raise ValueError(f"seconds has shape {self.seconds.shape}, not places x candidates")
        if self.allowed.shape != (sites, len(self.patterns)):
            raise ValueError(f"allowed has shape {self.allowed.shape}, not candidates x patterns")
        if not np.isclose(sum(one.weight for one in self.classes), 1.0):
            raise ValueError("the weights of the week's classes must sum to 1")
        if not self.people.sum() > 0:
            raise ValueError("nobody is counted: every place has 0 people")

    def with_people(self, people: Floats) -> Problem:
        """Return the same problem for other people."""
        return replace(self, people=people)

    def peopled(self) -> Problem:
        """Return the problem without the places where nobody of the group lives: the same answers, sooner."""
        on = self.people > 0
        rank = None if self.rank is None else self.rank[on]
        return replace(
            self,
            seconds=self.seconds[on],
            people=self.people[on],
            place_borough=self.place_borough[on],
            rank=rank,
        )

    def open_in(self, plan: Plan, one: WeekClass) -> Integers:
        """Return the candidates' columns that a plan has open in a class of the week."""
        return np.array([j for j, level in enumerate(plan) if level in one.patterns], dtype=np.int64)


def staffed_hours(problem: Problem, plan: Plan) -> float:
    """Return the hours a week in which a plan's counters are open, summed over counters."""
    return sum(problem.patterns[level].hours_a_week for level in plan if level != SHUT)


def costs_of(problem: Problem, *, covering: bool) -> tuple[Floats, float]:
    """Return what a journey from each place to each candidate costs, and the most it can cost.

    Minutes, at most ``cap_minutes``; or, ``covering``, 1 where the journey is over the limit and else 0.
    """
    minutes = problem.seconds.astype(np.float64) / 60.0
    if covering:
        return (minutes > problem.limit_minutes).astype(np.float64), 1.0
    return np.minimum(minutes, problem.cap_minutes), problem.cap_minutes
