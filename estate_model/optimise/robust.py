"""Is the best set robust? The choice made again under drawn errors of people and of the network."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from estate_model.nouns import Floats, Integers, Seconds
from estate_model.optimise.aggregated import aggregated_week
from estate_model.optimise.best import Best, Search, attempt
from estate_model.optimise.problem import SHUT, Plan, Problem

ABS_TO_SIGMA = float(np.sqrt(np.pi / 2))  # of a normal: sigma over mean absolute deviation


@dataclass(frozen=True, kw_only=True)
class Errors:
    """How wrong the inputs may be, as mean absolute shares.

    ``people`` is drawn once per cell (``cell`` numbers the places' cells) and shared by its places;
    ``network`` once per counter and shared by all its journeys, so that the order of counters may change.
    """

    people: float
    network: float
    cell: Integers


@dataclass(frozen=True, kw_only=True)
class Robustness:
    """Of the draws that had a plan: how often each candidate is kept, and the same counters come out."""

    draws: int
    kept: Floats
    same_counters: float


def drawn(problem: Problem, errors: Errors, generator: np.random.Generator) -> Problem:
    """Return the problem with drawn people and travel times; factors have mean 1 and are log-normal.

    Which counters are shut on arrival stays as it is without errors.
    """
    cells = _factors(generator, errors.people, int(errors.cell.max()) + 1)
    sites = _factors(generator, errors.network, len(problem.site_ids))

    def change(seconds: Seconds) -> Seconds:
        longer = np.empty_like(seconds)
        for column, factor in enumerate(sites.tolist()):
            longer[:, column] = seconds[:, column] * np.float64(factor)
        return longer

    return problem.with_seconds(change, people=problem.people * cells[errors.cell])


def _factors(generator: np.random.Generator, mean_absolute: float, number: int) -> Floats:
    sigma = mean_absolute * ABS_TO_SIGMA
    factors: Floats = np.exp(sigma * generator.standard_normal(number) - sigma**2 / 2)
    return factors


def again(search: Search, problem: Problem) -> Best | None:
    """Return the best plan of another problem under the same goal and rules; None without any."""
    week = aggregated_week(problem, covering=search.goal.covering)
    return attempt(replace(search, problem=problem, week=week))


def robustness(search: Search, plan: Plan, errors: Errors, *, draws: int, seed: int) -> Robustness:
    """Return how the best set holds over ``draws`` draws: the same seed gives the same answer."""
    kept = np.zeros(len(plan))
    same = answered = 0
    before = np.array(plan) != SHUT
    for number in range(draws):
        generator = np.random.default_rng([seed, number])
        other = again(search, drawn(search.problem, errors, generator))
        if other is not None:
            now = np.array(other.plan) != SHUT
            kept += now
            same += bool((now == before).all())
            answered += 1
    return Robustness(draws=answered, kept=kept / max(answered, 1), same_counters=same / max(answered, 1))
