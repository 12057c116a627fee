"""The program beside the minimal pipeline: CPU seconds and peak memory of fresh processes that take turns.

``python -m benchmarks.pipeline --beside --rounds 3`` prints a table in Markdown; put it into
``benchmarks/pipeline.md`` from a quiet machine. CPU seconds are user and system time of the process and of
what it started, as the operating system counts them; the median of the rounds stands in the table.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
SCENARIO = "met-2026-decision"
OTHERS = ("met-2025-proposal", "one-24-7-per-borough")
KILOBYTES_PER_MEGABYTE = 1024
BYTES_PER_KILOBYTE = 1024
PIPELINE = "the pipeline: one profile, one table"


@dataclass(frozen=True)
class Job:
    """A command to measure: its words after ``python -m``, and what it finds in the cache.

    ``cold`` empties the cache first. ``exit_code`` is what it must end with; ``less`` names the job whose
    seconds are taken off, and ``share`` what the rest is divided by.
    """

    name: str
    words: tuple[str, ...]
    cold: bool = False
    exit_code: int = 0
    less: str = ""
    share: int = 1


@dataclass(frozen=True)
class Cost:
    """What a job took, once a round."""

    cpu_seconds: list[float] = field(default_factory=list)
    peak_megabytes: list[float] = field(default_factory=list)


def jobs(options: str, out: Path) -> list[Job]:
    """Return what is measured; ``options`` is the help of ``run``, which says whether a light run exists."""
    place = ("--out", str(out))
    cold, warm = f"`run {SCENARIO}`, empty cache", f"`run {SCENARIO}`, again"
    light = [Job("`run --light`", ("estate_model", "run", SCENARIO, "--light", *place))]
    return [
        Job(PIPELINE, ("benchmarks.pipeline", str(out / "boroughs.csv"))),
        Job(cold, ("estate_model", "run", SCENARIO, *place), cold=True),
        Job(warm, ("estate_model", "run", SCENARIO, *place)),
        Job(
            "each further scenario of one `run`, empty cache",
            ("estate_model", "run", SCENARIO, *OTHERS, *place),
            cold=True,
            less=cold,
            share=len(OTHERS),
        ),
        Job(
            "each further scenario of one `run`, again",
            ("estate_model", "run", SCENARIO, *OTHERS, *place),
            less=warm,
            share=len(OTHERS),
        ),
        *(light if "--light" in options else []),
        Job("`check`", ("estate_model", "check", SCENARIO)),
        Job("a misspelt name", ("estate_model", "run", "met-2026-decison", *place), exit_code=3),
    ]


def beside(rounds: int) -> str:
    """Return the table: every job once a round, in turn, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out, cache = Path(folder) / "out", Path(folder) / "cache"
        out.mkdir()
        known = jobs(_help_of_run(), out)
        costs = {job.name: Cost() for job in known}
        for number in range(rounds):
            for job in known:
                if job.cold:
                    shutil.rmtree(cache, ignore_errors=True)
                cpu_seconds, peak_megabytes = _measured(job, cache)
                costs[job.name].cpu_seconds.append(cpu_seconds)
                costs[job.name].peak_megabytes.append(peak_megabytes)
                print(f"round {number + 1}: {job.name}: {cpu_seconds:.2f} s", file=sys.stderr, flush=True)
    return _table(known, costs, rounds)


def _help_of_run() -> str:
    words = [sys.executable, "-m", "estate_model", "run", "--help"]
    return subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _measured(job: Job, cache: Path) -> tuple[float, float]:
    """Run a job; return its CPU seconds and its peak memory in megabytes."""
    environment = {**os.environ, "ESTATE_MODEL_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", *job.words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != job.exit_code:
        raise SystemExit(f"{' '.join(job.words)}: ended with {process.returncode}, not {job.exit_code}")
    kilobytes = used.ru_maxrss / (BYTES_PER_KILOBYTE if sys.platform == "darwin" else 1)
    return used.ru_utime + used.ru_stime, kilobytes / KILOBYTES_PER_MEGABYTE


def _table(known: Sequence[Job], costs: dict[str, Cost], rounds: int) -> str:
    usual = {name: median(cost.cpu_seconds) for name, cost in costs.items()}
    lines = [
        f"Median of {rounds} rounds; from the lowest to the highest in brackets.",
        "",
        "| what | CPU seconds | of the pipeline's | peak MB |",
        "|---|---|---|---|",
    ]
    for job in known:
        rest = [
            (seconds - (costs[job.less].cpu_seconds[number] if job.less else 0.0)) / job.share
            for number, seconds in enumerate(costs[job.name].cpu_seconds)
        ]
        middle = median(rest)
        lines.append(
            f"| {job.name} | {middle:.2f} ({min(rest):.2f} to {max(rest):.2f}) "
            f"| {middle / usual[PIPELINE]:.2f} | {max(costs[job.name].peak_megabytes):.0f} |"
        )
    return "\n".join(lines)
