"""Greedy drop, then swaps: the heuristic that a proven optimum is held against (Teitz and Bart 1968)."""

from __future__ import annotations

from itertools import product

import numpy as np

from estate_model.nouns import Floats


def mean_cost(costs: Floats, people: Floats, opened: list[int], most: float) -> float:
    """Return the people-weighted mean cost to the nearest of ``opened``, ``most`` where there is none."""
    nearest = costs[:, opened].min(axis=1, initial=most)
    return float(people @ nearest / people.sum())


def greedy_swap(costs: Floats, people: Floats, number: int, most: float) -> tuple[list[int], float]:
    """Return ``number`` columns found by dropping the least missed, then swapping while that helps."""
    opened = list(range(costs.shape[1]))
    while len(opened) > number:
        trials = [[one for one in opened if one != gone] for gone in opened]
        opened = min(trials, key=lambda some: mean_cost(costs, people, some, most))
    best = mean_cost(costs, people, opened, most)
    better = True
    while better:
        better = False
        shut = [one for one in range(costs.shape[1]) if one not in opened]
        for gone, come in product(list(opened), shut):
            trial = [come if one == gone else one for one in opened]
            found = mean_cost(costs, people, trial, most)
            if found < best - 1e-12:
                opened, best, better = trial, found, True
                break
    return sorted(opened), best


def cheapest(costs: Floats, people: Floats, most: float) -> float:
    """Return the mean cost with everything open: no set of counters can have less."""
    return mean_cost(costs, people, list(np.arange(costs.shape[1])), most)
