"""Is the best set robust? The choice made again under drawn errors of people and of the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    week = aggregated_week(problem, covering=search.goal.covering, rules=search.rules)
    return attempt(replace(search, problem=problem, week=week))


def draw_of(search: Search, errors: Errors, seed: int, number: int) -> Plan | None:
    """Return the best plan of one draw, None where there is none: seed and number alone say what is drawn."""
    generator = np.random.default_rng([seed, number])
    other = again(search, drawn(search.problem, errors, generator))
    return None if other is None else other.plan


def draws_of(search: Search, errors: Errors, *, draws: int, seed: int) -> Iterator[Plan | None]:
    """Yield the best plan of each draw, one after another."""
    for number in range(draws):
        yield draw_of(search, errors, seed, number)


def robustness(plan: Plan, draws: Sequence[Plan | None]) -> Robustness:
    """Return how a plan holds among those of some draws."""
    opened = np.array([np.array(drawn) != SHUT for drawn in draws if drawn is not None])
    opened = opened.reshape(-1, len(plan))
    answered, same = max(len(opened), 1), (opened == (np.array(plan) != SHUT)).all(axis=1)
    kept: Floats = opened.sum(axis=0) / answered
    return Robustness(draws=len(opened), kept=kept, same_counters=float(same.sum() / answered))
