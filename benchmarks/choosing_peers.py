"""The referees: spopt's and lokigi's own ways to the best counters, on the same matrix."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

import numpy as np

from estate_model.nouns import Floats

Answer = tuple[list[int], float]


def _highs() -> Any:  # noqa: ANN401 - a module without types
    pulp: Any = import_module("pulp")
    return pulp.HiGHS(msg=False, threads=1, gapRel=0.0)


def spopt_median(minutes: Floats, people: Floats, number: int) -> Answer:
    """Return the columns that spopt's PMedian opens, and the mean minutes of people."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        locate: Any = import_module("spopt.locate")
        model = locate.PMedian.from_cost_matrix(minutes, people, number)
        model.solve(_highs())
    opened = [n for n, name in enumerate(model.fac2cli) if name]
    nearest = minutes[:, opened].min(axis=1)
    return opened, float(people @ nearest / people.sum())


def spopt_cover(minutes: Floats, people: Floats, number: int, limit: float) -> Answer:
    """Return the columns that spopt's MCLP opens, and the share of people it covers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        locate: Any = import_module("spopt.locate")
        model = locate.MCLP.from_cost_matrix(minutes, people, limit, number)
        model.solve(_highs())
    opened = [n for n, variable in enumerate(model.fac_vars) if variable.value() > 0.5]  # noqa: PLR2004
    covered = (minutes[:, opened] <= limit).any(axis=1)
    return opened, float(people @ covered / people.sum())


def whole(minutes: Floats) -> Floats:
    """Return a copy that a peer may change."""
    return np.array(minutes, dtype=np.float64)
