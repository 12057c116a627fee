"""The nouns of a choice: opening patterns, classes of the week, the problem, and a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from estate_model.nouns import Booleans, Floats, Integers, Seconds
from estate_model.units import SECONDS_PER_MINUTE

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
    """A share of the week (``weight``, 0 to 1) in which the same ``patterns`` are open, by number.

    ``seconds_of`` has, by pattern number, the class's own times (places, candidates): ``inf`` where a counter
    with that pattern is shut when one arrives. A pattern it lacks, or None, has the problem's times.
    """

    weight: float
    patterns: tuple[int, ...]
    seconds_of: Mapping[int, Seconds] | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A share of the week, and the columns of the counters open in it.

    ``seconds`` are their times (places, columns) where they are not the problem's: ``inf`` = shut on arrival.
    """

    weight: float
    columns: Integers
    seconds: Seconds | None = None


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
        for week_class in self.classes:
            for seconds in (week_class.seconds_of or {}).values():
                if seconds.shape != self.seconds.shape:
                    raise ValueError(f"a class's seconds have shape {seconds.shape}, not places x candidates")
        if self.allowed.shape != (sites, len(self.patterns)):
            raise ValueError(f"allowed has shape {self.allowed.shape}, not candidates x patterns")
        if not np.isclose(sum(week_class.weight for week_class in self.classes), 1.0):
            raise ValueError("the weights of the week's classes must sum to 1")
        if not self.people.sum() > 0:
            raise ValueError("nobody is counted: every place has 0 people")

    def with_people(self, people: Floats) -> Problem:
        """Return the same problem for other people."""
        return replace(self, people=people)

    def peopled(self) -> Problem:
        """Return the problem without the places where nobody of the group lives: the same answers, sooner.

        Times are laid out by candidate, so that the nearest of some candidates is found column by column.
        """
        lived_in = self.people > 0
        return self.with_seconds(
            lambda seconds: np.asfortranarray(seconds[lived_in]),
            people=self.people[lived_in],
            place_borough=self.place_borough[lived_in],
            rank=None if self.rank is None else self.rank[lived_in],
        )

    def with_seconds(self, change: Callable[[Seconds], Seconds], **fields: Any) -> Problem:  # noqa: ANN401
        """Return the problem with every table of times changed alike, and other fields replaced."""
        classes = tuple(
            replace(week_class, seconds_of={key: change(own) for key, own in week_class.seconds_of.items()})
            if week_class.seconds_of
            else week_class
            for week_class in self.classes
        )
        return replace(self, seconds=change(self.seconds), classes=classes, **fields)

    def seconds_in(self, week_class: WeekClass, level: int) -> Seconds:
        """Return the times to candidates with a pattern, in a class of the week: (places, candidates)."""
        return (week_class.seconds_of or {}).get(level, self.seconds)

    def options(self, week_class: WeekClass) -> tuple[Seconds, Booleans]:
        """Return the times to a class's options, and which choices open each of them.

        An option is a candidate, open with any pattern of the class; or, where the class has its own times, a
        candidate with one pattern. Times are (places, options); choices (options, patterns x candidates).
        """
        levels, sites = len(self.patterns), len(self.site_ids)
        opened_by = np.zeros((len(week_class.patterns), sites, levels, sites), dtype=np.bool_)
        for number, level in enumerate(week_class.patterns):
            opened_by[number, range(sites), level, range(sites)] = True
        if not week_class.seconds_of:
            return self.seconds, opened_by.any(axis=0).reshape(sites, -1)
        own = [self.seconds_in(week_class, level) for level in week_class.patterns]
        return np.concatenate(own, axis=1), opened_by.reshape(-1, levels * sites)

    def opening(self, plan: Plan, week_class: WeekClass) -> Opening:
        """Return what a plan has open in a class of the week."""
        columns = [j for j, level in enumerate(plan) if level in week_class.patterns]
        seconds = None
        if week_class.seconds_of and columns:
            seconds = np.stack([self.seconds_in(week_class, plan[j])[:, j] for j in columns], axis=1)
        return Opening(weight=week_class.weight, columns=np.array(columns, dtype=np.int64), seconds=seconds)


def staffed_hours(problem: Problem, plan: Plan) -> float:
    """Return the hours a week in which a plan's counters are open, summed over counters."""
    return sum(problem.patterns[level].hours_a_week for level in plan if level != SHUT)


def capped_minutes(problem: Problem) -> Floats:
    """Return minutes from each place to each candidate, at most ``cap_minutes``: (places, candidates)."""
    minutes = problem.seconds.astype(np.float64)
    minutes /= SECONDS_PER_MINUTE
    return np.minimum(minutes, problem.cap_minutes, out=minutes)
