"""The p-median problems of OR-Library (Beasley 1985) against their published optima.

``python -m benchmarks.orlib FOLDER`` reads ``pmed*.txt`` and ``optima.txt`` (a name and a number a line) in a
folder, solves each in at most 60 seconds, and writes its table into ``benchmarks/choosing.md``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from estate_model.nouns import Floats
from estate_model.optimise.problem import Pattern, Problem, WeekClass

SECONDS = 60.0


def read(path: Path) -> tuple[Floats, int]:
    """Return the lengths of shortest paths between vertices, and how many are to be kept.

    Of edges named twice the last one counts, as OR-Library says.
    """
    numbers = np.array(path.read_text(encoding="utf-8").split(), dtype=np.int64)
    (vertices, _, keep), edges = numbers[:3].tolist(), numbers[3:].reshape(-1, 3)
    lengths = np.zeros((vertices, vertices))
    for first, second, length in edges.tolist():
        lengths[first - 1, second - 1] = lengths[second - 1, first - 1] = length
    return shortest_path(csr_array(lengths), directed=False), keep


def problem_of(lengths: Floats) -> Problem:
    """Return the problem: one person at every vertex, a candidate at every vertex, a minute a unit."""
    number = len(lengths)
    return Problem(
        site_ids=tuple(str(vertex) for vertex in range(number)),
        seconds=(lengths * 60).astype(np.float32),
        people=np.ones(number),
        boroughs=("all",),
        place_borough=np.zeros(number, dtype=np.int64),
        site_borough=np.zeros(number, dtype=np.int64),
        patterns=(Pattern(name="all-day", hours="24/7", hours_a_week=168.0),),
        allowed=np.ones((number, 1), dtype=np.bool_),
        classes=(WeekClass(weight=1.0, patterns=(0,)),),
        cap_minutes=float(lengths.max()) + 1,
        limit_minutes=45.0,
    )
