"""The p-median problems of OR-Library (Beasley 1985) against their published optima.

``python -m benchmarks.orlib FOLDER`` reads ``pmed*.txt`` and ``optima.txt`` (a name and a number a line) in a
folder, gives each 60 seconds, prints a table and writes it at the end of ``benchmarks/choosing.md``.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from estate_model.nouns import Floats
from estate_model.optimise import rules
from estate_model.optimise.aggregated import aggregated_week
from estate_model.optimise.best import Search, best
from estate_model.optimise.formulation import Goal
from estate_model.optimise.problem import Pattern, Problem, WeekClass

SECONDS = 60.0
TABLE = Path(__file__).with_name("choosing.md")
MARK = "\n## OR-Library\n"
HEAD = """
`python -m benchmarks.orlib FOLDER`: the p-median problems of OR-Library, a candidate at every vertex, against
their published optima, on one of two cores that others used too. The first answer's nearest whole choice,
bettered by swaps where candidates are over 300, is where the search begins. *Above* is how far the value lies
above the published optimum; CPU seconds count merging and solving, at most 60 of them by the clock.

| problem | vertices | kept | published | ours | above | proven | merge s | all s |
|---|---|---|---|---|---|---|---|---|
"""


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


def main() -> None:
    """Solve every problem of the folder named."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    folder = words.parse_args().folder
    lines = []
    for row in (folder / "optima.txt").read_text(encoding="utf-8").splitlines():
        name, optimum = row.split()
        lines.append(line(folder / f"{name}.txt", int(optimum)))
        print(lines[-1], flush=True)
    before = TABLE.read_text(encoding="utf-8").partition(MARK)[0]
    TABLE.write_text(before + MARK + HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def line(path: Path, optimum: int) -> str:
    """Return a problem's line of the table."""
    lengths, keep = read(path)
    problem = problem_of(lengths)
    start = time.process_time()
    rule = rules.keep(problem, keep)
    week = aggregated_week(problem, covering=False, rules=[rule])
    merged = time.process_time()
    search = Search(problem=problem, week=week, goal=Goal(), rules=(rule,), seconds=SECONDS)
    found = best(search)
    done = time.process_time()
    total, proven = round(found.value * len(lengths), 3), "yes" if found.proven and not found.gap else "no"
    return (
        f"| {path.stem} | {len(lengths)} | {keep} | {optimum:,} | {total:,.0f} | {total / optimum - 1:.2%} | "
        f"{proven} | {merged - start:.1f} | {done - start:.1f} |"
    )


if __name__ == "__main__":
    main()
