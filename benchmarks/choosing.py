"""Choosing side by side: the best 27 of London's 37 counters, by this project, spopt with HiGHS, and lokigi.

``python -m benchmarks.choosing`` prints a table and writes ``benchmarks/choosing.md``. Each runs in a process
of its own, on the same walking minutes and weights (residents likely offline, central estimate); a referee
that is not installed is skipped with a line. The referees get a sample of places where they cannot take all.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.choosing_peers import spopt_cover, spopt_median
from benchmarks.greedy_swap import greedy_swap, mean_cost
from benchmarks.orlib import MARK, TABLE
from estate_model.analysis.choice.around import SearchLimits
from estate_model.analysis.choice.case import ChoiceCase, make_case
from estate_model.analysis.choice.choice import search_of
from estate_model.analysis.choice.request import PlanRequest
from estate_model.analysis.choice.scope import ChoiceScope
from estate_model.commands.load import load
from estate_model.nouns import Floats
from estate_model.nouns.network import Travel
from estate_model.optimise import rules
from estate_model.optimise.aggregated import aggregated_week
from estate_model.optimise.best import Best, Search, best
from estate_model.optimise.forced import forced
from estate_model.optimise.formulation import Goal
from estate_model.optimise.problem import SHUT, Pattern, Problem, WeekClass

KEEP = 27
LIMIT = 45.0
ALL_PLACES = 0
SAMPLES = (1000, 3000)
SEED = 7
TOO_LONG = 240
HEAD = """# Choosing side by side

`python -m benchmarks.choosing`: the best {keep} of London's {sites} counters, all open, on {places:,}
postcodes (or a sample, seed {seed}), on two cores that others used too. Seconds count everything after the
matrix is in memory (ours: merging places, building, solving). *Above* is how far the value (mean minutes, or
the share of people over 45 minutes) lies above ours, which is proven; memory is the process's peak.
{versions}.

| engine | places | seconds | value | proven | above | peak MB |
|---|---|---|---|---|---|---|"""
TASKS: tuple[tuple[str, int], ...] = (
    *(("ours, p-median", size) for size in (*SAMPLES, ALL_PLACES)),
    *(("greedy and swap", size) for size in (*SAMPLES, ALL_PLACES)),
    *(("spopt and HiGHS, p-median", size) for size in SAMPLES),
    *(("lokigi greedy, p-median", size) for size in SAMPLES),
    *(("lokigi grasp, p-median", size) for size in SAMPLES[:1]),
    *(("ours, cover", size) for size in (*SAMPLES, ALL_PLACES)),
    *(("spopt and HiGHS, cover", size) for size in SAMPLES),
)
HARD = (
    ("27 of 37, patterns as in the scenario", "scenario", PlanRequest(keep=KEEP)),
    ("37 candidates, counters and hours", "scenario", PlanRequest(same_hours=True)),
    ("60 candidates, 27 kept", "all", PlanRequest(keep=KEEP)),
    ("60 candidates, counters and hours", "all", PlanRequest(same_hours=True)),
    ("37 candidates, counters and hours, cover", "scenario", PlanRequest(same_hours=True, objective="cover")),
)


def main() -> None:
    """Run what the words on the command line say."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--task", help=argparse.SUPPRESS)
    words.add_argument("--size", type=int, help=argparse.SUPPRESS)
    words.add_argument("--matrix", type=Path, help=argparse.SUPPRESS)
    options = words.parse_args()
    if options.task:
        print(json.dumps(_child(options.task, options.matrix, options.size)))
        return
    with tempfile.TemporaryDirectory() as folder:
        text = _compare(Path(folder) / "matrix.npz")
    _, *orlib = TABLE.read_text(encoding="utf-8").partition(MARK)
    TABLE.write_text(text + "".join(orlib), encoding="utf-8")
    print(text)


def _compare(matrix: Path) -> str:
    """Return the whole report."""
    case = _case("scenario")
    minutes = case.problem.peopled().seconds.astype(float) / 60
    np.savez(matrix, minutes=minutes, people=case.problem.peopled().people)
    versions = ", ".join(_version(one) for one in ("highspy", "spopt", "lokigi"))
    lines = [
        HEAD.format(keep=KEEP, sites=minutes.shape[1], places=len(minutes), seed=SEED, versions=versions)
    ]
    ours: dict[tuple[str, int], float] = {}
    for task, size in TASKS:
        found = _in_a_process(task, matrix, size)
        kind = "cover" if "cover" in task else "median"
        if task.startswith("ours"):
            ours[kind, size] = found.get("value", np.nan)
        lines.append(_line(task, size or len(minutes), found, ours[kind, size]))
        print(lines[-1], flush=True)
    lines += ["\n## The whole question: opening patterns, the week, every postcode\n"]
    lines += ["*Forcing* is the whole table of what each counter is worth, every figure proven.\n"]
    lines += [
        "| problem | terms | merge s | solve s | forcing s | value | gap |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, candidates, request in HARD:
        lines.append(_hard(name, case if candidates == "scenario" else _case(candidates), request))
        print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


def _version(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return f"{name} not installed"


def _case(candidates: str) -> ChoiceCase:
    scenario, area, _ = load("met-2026-decision", None)
    return make_case(
        scenario.model_copy(update={"profiles": ("walk",)}),
        area,
        ChoiceScope(candidates=candidates),
        Travel(),
    )


def _in_a_process(task: str, matrix: Path, size: int) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.choosing", "--task", task, "--size", str(size)]
    try:
        done = subprocess.run(
            [*words, "--matrix", str(matrix)], capture_output=True, text=True, check=False, timeout=TOO_LONG
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"over {TOO_LONG} s"}
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1][:100]}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _line(task: str, places: int, found: dict[str, Any], ours: float) -> str:
    if "failed" in found:
        return f"| {task} | {places:,} | {found['failed']} | | | | |"
    above = (found["value"] - ours) / ours if ours else 0.0
    proven = "yes" if found["proven"] else "no"
    return (
        f"| {task} | {places:,} | {found['seconds']:.2f} | {found['value']:.5f} | {proven} | "
        f"{max(above, 0.0):.4%} | {found['peak_mb']:.0f} |"
    )


def _child(task: str, matrix: Path, size: int) -> dict[str, Any]:
    """Do one task; return its seconds, value (mean minutes, or share over the limit) and peak memory."""
    arrays = np.load(matrix)
    minutes, people = arrays["minutes"], arrays["people"]
    if size:
        some = np.random.default_rng(SEED).choice(len(people), size, replace=False)
        minutes, people = minutes[some], people[some]
    start = time.perf_counter()
    value, proven = _value(task, minutes, people)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "value": value, "proven": proven, "peak_mb": peak}


def _value(task: str, minutes: Floats, people: Floats) -> tuple[float, bool]:
    most = float(minutes.max()) + 1
    if task.startswith("ours"):
        found = _ours(minutes, people, covering="cover" in task)
        return found.value, found.proven and not found.gap
    if task.startswith("greedy"):
        return greedy_swap(minutes, people, KEEP, most)[1], False
    if task.startswith("spopt"):
        if "cover" in task:
            return 1 - spopt_cover(minutes, people, KEEP, LIMIT)[1], True
        return spopt_median(minutes, people, KEEP)[1], True
    opened = _lokigi(minutes, people, "grasp" if "grasp" in task else "greedy")
    return mean_cost(minutes, people, opened, most), False


def _ours(minutes: Floats, people: Floats, *, covering: bool) -> Best:
    """Return this project's best set."""
    sites = minutes.shape[1]
    problem = Problem(
        site_ids=tuple(str(number) for number in range(sites)),
        seconds=(minutes * 60).astype(np.float32),
        people=people,
        boroughs=("all",),
        place_borough=np.zeros(len(people), dtype=np.int64),
        site_borough=np.zeros(sites, dtype=np.int64),
        patterns=(Pattern(name="all-day", hours="24/7", hours_a_week=168.0),),
        allowed=np.ones((sites, 1), dtype=np.bool_),
        classes=(WeekClass(weight=1.0, patterns=(0,)),),
        cap_minutes=float(minutes.max()) + 1,
        limit_minutes=LIMIT,
    )
    rule = rules.keep(problem, KEEP)
    week = aggregated_week(problem, covering=covering, rules=[rule])
    found = best(Search(problem=problem, week=week, goal=Goal(covering=covering), rules=(rule,)))
    if sum(level != SHUT for level in found.plan) != KEEP:
        raise AssertionError("not as many as requested")
    return found


def _lokigi(minutes: Floats, people: Floats, strategy: str) -> list[int]:
    """Return the columns that lokigi opens."""
    pandas: Any = import_module("pandas")
    names = [f"s{number}" for number in range(minutes.shape[1])]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        problem = import_module("lokigi.site").SiteProblem(debug_mode=False)
        places = [f"p{number}" for number in range(len(people))]
        demand = pandas.DataFrame({"place": places, "people": people})
        problem.add_demand(demand, demand_col="people", location_id_col="place")
        table = pandas.DataFrame(minutes, columns=names)
        table.insert(0, "place", places)
        problem.add_travel_matrix(table, source_col="place", unit="minutes")
        solved = problem.solve(p=KEEP, search_strategy=strategy, show_progress=False)
    row = solved.solution_df.iloc[0]
    return [int(one) for one in row["site_indices"]]


def _hard(name: str, case: ChoiceCase, request: PlanRequest) -> str:
    """Return a line on one of the whole questions."""
    start = time.perf_counter()
    search = search_of(case, request, SearchLimits())
    middle = time.perf_counter()
    found = best(search)
    done = time.perf_counter()
    forcing = ""
    if request.keep is not None and all(row.proven for row in forced(search, found)):
        forcing = f"{time.perf_counter() - done:.1f}"
    return (
        f"| {name} | {search.week.sets:,} | {middle - start:.1f} | {done - middle:.1f} | {forcing} | "
        f"{found.value:.3f} | {found.gap:.2%} |"
    )


if __name__ == "__main__":
    main()
