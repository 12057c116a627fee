"""Maximal covering: which points, so many of them, cover most (Church and ReVelle 1974), proven by HiGHS.

Column x is 1 where a point is chosen, column u where a thing is left uncovered. Minimise the sum of u with

    sum of x = number,   u + sum of x over the points that cover the thing >= 1.

Two points that each cover one of two things, and one to choose: one thing stays uncovered, and u is 1 for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from estate_model.errors import ChoiceError
from estate_model.nouns import Booleans, Integers
from estate_model.optimise.program import GAP_OF_ROUNDING, Block, Program, solve


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The points chosen, by number; how many things they cover, and the proven most that any could."""

    points: Integers
    covered: int
    most: int

    @property
    def proven(self) -> bool:
        """Whether no other points can cover more."""
        return self.covered >= self.most


def max_cover(covers: Booleans, number: int, *, seconds: float) -> Cover:
    """Return the ``number`` points that cover most; ``covers`` is (things, points).

    Raise ChoiceError when there are fewer points, or none was found in time.
    """
    things, points = covers.shape
    if not 1 <= number <= points:
        raise ChoiceError(f"choose from 1 to {points} of the {points} points, not {number}")
    count = csr_array(np.ones((1, points)))
    reach = hstack([csr_array(covers.astype(np.float64)), eye_array(things)], format="csr")
    exact = np.array([float(number)])
    blocks = (
        Block(matrix=count, lower=exact, upper=exact),
        Block(matrix=reach, lower=np.ones(things), upper=np.full(things, np.inf)),
    )
    cost = np.concatenate([np.zeros(points), np.ones(things)])
    solved = solve(Program(cost=cost, upper=np.ones(len(cost)), whole=points, blocks=blocks), seconds=seconds)
    if solved.columns is None:
        raise ChoiceError(f"nothing was found in {seconds:g} seconds; give more with --time-limit")
    chosen = np.sort(np.argsort(-solved.columns[:points], kind="stable")[:number])
    most = things - int(np.ceil(max(solved.bound, 0.0) - GAP_OF_ROUNDING))
    return Cover(points=chosen, covered=int(covers[:, chosen].any(axis=1).sum()), most=most)
