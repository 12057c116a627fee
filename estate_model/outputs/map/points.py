"""Postcodes gathered into fewer points, so that a page can hold all: nearby ones of one cell and zone."""

from __future__ import annotations

import heapq

import numpy as np
import pandas as pd

from estate_model.nouns import Booleans, Floats, Integers

MOST_POINTS = 16_000
GRID_METRES = 10
HILBERT_BITS = 16


def gather(keys: pd.Series, xy_metres: Floats, people: Floats, most: int = MOST_POINTS) -> Integers:
    """Return the point of each place, numbered along a Hilbert curve; no point holds places of two keys.

    There are as many points as keys, or ``most`` if that is more: the point with the most residents times
    their spread is cut in two, across its longer axis, again and again.

    >>> gather(pd.Series(["a", "a", "b"]), np.array([[0.0, 0], [900, 0], [9000, 0]]), np.ones(3), 2).tolist()
    [0, 0, 1]
    """
    index, _ = pd.factorize(keys, sort=True)
    order = np.argsort(index, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(index[order])) + 1)
    heap = [(-cost, part[0], part, side) for part in parts for cost, side in (_cut(part, xy_metres, people),)]
    heapq.heapify(heap)
    while len(heap) < most and heap[0][0] < 0:
        _, _, part, side = heapq.heappop(heap)
        for half in (part[side], part[~side]):
            cost, inner = _cut(half, xy_metres, people)
            heapq.heappush(heap, (-cost, half[0], half, inner))
    return _along_a_curve([part for _, _, part, _ in heap], xy_metres)


def _cut(part: Integers, xy_metres: Floats, people: Floats) -> tuple[float, Booleans]:
    """Return how much a part gains by being cut (residents x spread in metres), and where."""
    weight = people[part]
    total = float(weight.sum())
    if total == 0 or len(part) == 1:
        return 0.0, np.zeros(len(part), dtype=bool)
    away = xy_metres[part] - weight @ xy_metres[part] / total
    across, axes = np.linalg.eigh((away * weight[:, None]).T @ away / total)
    side = away @ axes[:, 1] > 0
    if side.all() or not side.any():
        return 0.0, side
    return total * float(np.sqrt(max(across.sum(), 0.0))), side if side[0] else ~side


def _along_a_curve(parts: list[Integers], xy_metres: Floats) -> Integers:
    middles = np.array([xy_metres[part].mean(axis=0) for part in parts])
    steps = np.rint((middles - middles.min(axis=0)) / GRID_METRES).astype(np.int64)
    place = np.lexsort(([part[0] for part in parts], hilbert(steps)))
    points = np.empty(sum(map(len, parts)), dtype=np.int64)
    for number, at in enumerate(place):
        points[parts[at]] = number
    return points


def hilbert(steps: Integers) -> Integers:
    """Return how far along a Hilbert curve each whole-number point lies: near points have near numbers.

    >>> hilbert(np.array([[0, 0], [1, 0], [1, 1], [0, 1]])).tolist()
    [0, 1, 2, 3]
    """
    x, y = np.minimum(steps, 2**HILBERT_BITS - 1).T
    along = np.zeros(len(steps), dtype=np.int64)
    for bit in reversed(range(HILBERT_BITS)):
        side = 1 << bit
        right, up = (x & side) > 0, (y & side) > 0
        along += side * side * ((3 * right) ^ up)
        x, y = x & (side - 1), y & (side - 1)
        turned = right & ~up
        x, y = np.where(turned, side - 1 - x, x), np.where(turned, side - 1 - y, y)
        x, y = np.where(up, x, y), np.where(up, y, x)
    return along
