"""All 43 forces and a batch of them, measured step by step: writes ``benchmarks/national.md``.

``python -m benchmarks.national FOLDER --from TABLES --from POSTCODES STEP...``, with any of the steps build,
again, counters, serial, pair, workers, tcp, light, growth and report, in this order; each may be its own
command. What each measured is kept in ``FOLDER/numbers.json``. Counters are invented, one a district, in the
middle of its residents: they measure the program, and say nothing of any force. ``--areas`` names some, for a
trial.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import itertools
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from estate_model.api.loading import load_area
from estate_model.batch.plan import Wish, tasks_of
from estate_model.batch.task import area_of, outcome
from estate_model.commands.forces import build_force
from estate_model.commands.progress import alongside
from estate_model.inputs.area.sign_area import sign_area
from estate_model.inputs.forces.force_list import forces
from estate_model.inputs.scenario.scenario_list import scenario_texts
from estate_model.nouns.area import Area

PUBLISHED = 59_597_611
TEMPLATE = """title: Every counter from 9 to 5 on weekdays
question: Who loses if no counter is open in the evening, at night or at a weekend?
baseline: 2026-01-01
changes:
  - set_hours: all
    hours: Mo-Fr 09:00-17:00
"""
LIGHT_RUNS, GROWTH_AREAS, MB = 1000, 8, 1024
LOOKS_SECONDS = 1.0  # looking takes time from the workers
ADDRESS = "tcp://127.0.0.1:8790"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
SAID = "invented for a benchmark"
Kill = tuple[Path, int]
"""A worker is killed once so many folders stand here."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Where everything is, and which forces are measured."""

    folder: Path
    sources: tuple[Path, ...]
    areas: tuple[str, ...]

    @property
    def data(self) -> Path:
        """The folder of areas."""
        return self.folder / "data"

    def keep(self, name: str, numbers: Mapping[str, Any]) -> None:
        """Keep what a step measured."""
        path = self.folder / "numbers.json"
        known = json.loads(path.read_text()) if path.is_file() else {}
        path.write_text(json.dumps({**known, name: dict(numbers)}, indent=1))
        print(name, dict(numbers), flush=True)

    def command(self, *words: str) -> list[str]:
        """Return the words of a batch."""
        batch = [sys.executable, "-m", "estate_model", "batch", *words, "--data", str(self.data)]
        return [*batch, "--areas", ",".join(self.areas)]


def build(bench: Bench) -> None:
    """Build every force from an empty cache, in this process; a force's own seconds and the peak of all."""
    rows = {}
    for force_id in bench.areas:
        started = time.process_time()
        build_force(force_id, folders=bench.sources, offline=True, data=bench.data)
        rows[force_id] = round(time.process_time() - started, 1)
    bench.keep(
        "build", {"cpu_seconds": rows, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MB}
    )


def again(bench: Bench) -> None:
    """Build one force again: the same bytes, and how long."""
    force_id, home = bench.areas[-1], bench.data / bench.areas[-1]
    before, started = _bytes_of(home), time.process_time()
    build_force(force_id, folders=bench.sources, offline=True, data=bench.data)
    seconds, same = round(time.process_time() - started, 1), _bytes_of(home) == before
    bench.keep("again", {"force": force_id, "cpu_seconds": seconds, "same_bytes": same})


def counters(bench: Bench) -> None:
    """Give every force a counter a district, and add up its residents."""
    people, counted = {}, {}
    for force_id in bench.areas:
        area, home = load_area(force_id, data=bench.data), bench.data / force_id
        sites = _invented(area)
        columns = {"postcode": "", "source": SAID, "notes": ""}
        pd.DataFrame(sites).drop(columns="people").assign(**columns).to_csv(home / "sites.csv", index=False)
        most = max(sites, key=lambda one: one["people"])["site_id"]
        hours = [
            {"site_id": one["site_id"], "valid_from": "2020-01-01", "confidence": SAID, "notes": "",
             "hours": "24/7" if one["site_id"] == most else "Mo-Sa 08:00-20:00"}
            for one in sites
        ]  # fmt: skip
        pd.DataFrame(hours).to_csv(home / "hours.csv", index=False)
        sign_area(home)
        people[force_id] = round(float(area.places.people.sum()))
        counted[force_id] = [len(area.places), len(sites)]
    bench.keep(
        "counters", {"residents": people, "total": sum(people.values()), "places_and_counters": counted}
    )


def _invented(area: Area) -> list[dict[str, Any]]:
    """Return a counter for each district: the postcode nearest its residents' middle."""
    people, xy = area.places.people.sum(axis=1), area.places.xy_metres
    zoning, names = area.zoning_of("borough"), area.names_of("borough")
    sites = []
    for number, code in enumerate(zoning.codes):
        here = np.flatnonzero(zoning.index == number)
        middle = np.average(xy[here], axis=0, weights=people[here] + 1e-9)
        at = xy[here[np.hypot(*(xy[here] - middle).T).argmin()]]
        sites.append(
            {"site_id": str(code).lower(), "name": f"Counter of {names[code]}", "borough_name": names[code],
             "easting": int(at[0]), "northing": int(at[1]), "people": float(people[here].sum())}
        )  # fmt: skip
    return sites


def serial(bench: Bench) -> None:
    """Run the template in every force, one after another."""
    _measured(bench, "serial")


def pair(bench: Bench) -> None:
    """Run it on two workers."""
    _measured(bench, "pair", "--workers", "2")


def workers(bench: Bench) -> None:
    """Run it on two workers, one of which is killed half-way."""
    _measured(bench, "workers", "--workers", "2", kill=True)


def tcp(bench: Bench) -> None:
    """Run it on a scheduler with two workers, each a process of its own."""
    _nothing_kept(bench, "tcp")
    environment = {**os.environ, **ONE_THREAD}
    dask = [sys.executable, "-m", "dask"]
    port = ADDRESS.rpartition(":")[2]
    starts = [[*dask, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]]
    starts += [[*dask, "worker", ADDRESS, "--nthreads", "1", "--no-dashboard"]] * 2
    started = [subprocess.Popen(one, env=environment, stderr=subprocess.DEVNULL) for one in starts]
    try:
        time.sleep(5)
        _measured(bench, "tcp", "--scheduler", ADDRESS)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def light(bench: Bench) -> None:
    """Run a thousand scenarios of one force lightly: each of its counters closed alone, then other hours."""
    area_id = bench.areas[len(bench.areas) // 2]
    sites = pd.read_csv(bench.data / area_id / "sites.csv")["site_id"]
    rows = [{"name": f"closes-{number}", "close": one} for number, one in enumerate(sites)]
    times = [f"{hour:02}:{tens}0" for hour in range(7, 19) for tens in range(6)]
    rows += [
        {"name": f"{opens}-{shuts}".replace(":", ""), "set_hours": "all", "hours": f"Mo-Fr {opens}-{shuts}"}
        for opens, shuts in itertools.product(times[:30], times[30:])
    ]
    table = bench.folder / "ideas.csv"
    pd.DataFrame(rows[:LIGHT_RUNS]).fillna("").assign(baseline="2026-01-01", area=area_id).to_csv(
        table, index=False
    )
    out = bench.folder / "light"
    command = [sys.executable, "-m", "estate_model", "batch", str(table), "--data", str(bench.data)]
    numbers = _timed([*command, "--out", str(out), "--light"])
    each = round(numbers["cpu_seconds"] / LIGHT_RUNS, 2)
    bench.keep("light", {**numbers, "force": area_id, "runs": LIGHT_RUNS, "cpu_seconds_each": each})


def growth(bench: Bench) -> None:
    """Run the template in forces of many sizes: CPU seconds with the search of ways, and without."""
    rows = {}
    (bench.folder / "nine-to-five.yaml").write_text(TEMPLATE)
    text = scenario_texts([str(bench.folder / "nine-to-five.yaml")])
    largest = max(bench.areas, key=lambda one: len(forces()[one].districts))
    for area_id in sorted({largest, *bench.areas[:: max(len(bench.areas) // GROWTH_AREAS, 1)]}):
        (task,), _ = tasks_of(text, Wish(areas=(area_id,), data=bench.data, light=True))
        _nothing_kept(bench, "growth")
        area = area_of(task)
        first, second = outcome(task), outcome(task)
        counted = area.places.people.shape[0], len(area.buildings)
        rows[area_id] = [*counted, first.cpu_seconds, second.cpu_seconds]
    bench.keep("growth", {"places_counters_first_again": rows})


def _nothing_kept(bench: Bench, name: str) -> None:
    """Let what follows find no travel times kept from earlier."""
    cache = bench.folder / f"cache-{name}"
    shutil.rmtree(cache, ignore_errors=True)
    os.environ["ESTATE_MODEL_CACHE"] = str(cache)


def _measured(bench: Bench, name: str, *words: str, kill: bool = False) -> None:
    """Run the template lightly in every force; keep seconds, memory, whether its bytes are the serial's."""
    _nothing_kept(bench, name)
    template, out = bench.folder / "nine-to-five.yaml", bench.folder / name
    template.write_text(TEMPLATE)
    shutil.rmtree(out, ignore_errors=True)
    command = bench.command(str(template), "--out", str(out), "--light", *words)
    numbers = _timed(command, (out, len(bench.areas) // 2) if kill else None)
    first = bench.folder / "serial"
    numbers["same_bytes"] = _bytes_of(out) == _bytes_of(first)
    numbers["files"] = len(_bytes_of(out))
    bench.keep(name, numbers)


def _timed(command: Sequence[str], kill_once: Kill | None = None) -> dict[str, Any]:
    """Run a command; return wall and CPU seconds, and the most memory any process of it had, in MB."""
    before, started, load = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), os.getloadavg()[0]
    process = subprocess.Popen(command, env={**os.environ, **ONE_THREAD}, stdout=subprocess.DEVNULL)
    peaks: dict[int, int] = {}
    killed: list[int] = []
    with _watched(process.pid, peaks, killed, kill_once):
        process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "wall_seconds": round(time.monotonic() - started, 1),
        "cpu_seconds": round(cpu, 1),
        "load_before": round(load, 1),
        "peak_mb": max(peaks.values(), default=0),
        "killed": len(killed),
        "exit": process.returncode,
    }


@contextlib.contextmanager
def _watched(root: int, peaks: dict[int, int], killed: list[int], kill: Kill | None) -> Iterator[None]:
    """Look at a process and those it started; kill a worker once so many folders stand there."""
    import psutil  # noqa: PLC0415 - comes with distributed

    def look(ended: threading.Event) -> None:
        while not ended.wait(LOOKS_SECONDS):
            with contextlib.suppress(psutil.Error):
                children = psutil.Process(root).children(recursive=True)
                for one in [psutil.Process(root), *children]:
                    peaks[one.pid] = max(peaks.get(one.pid, 0), one.memory_info().rss // MB // MB)
                spawned = [one for one in children if "spawn_main" in " ".join(one.cmdline())]
                if kill and not killed and spawned and len(list(kill[0].glob("nine-*"))) >= kill[1]:
                    killed.append(spawned[0].pid)
                    os.kill(spawned[0].pid, signal.SIGKILL)

    with alongside(look):
        yield


def _bytes_of(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


STEPS = {step.__name__: step for step in (build, again, counters, serial, pair, workers, tcp, light, growth)}


def main() -> None:
    """Do the steps that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("steps", nargs="+", choices=[*STEPS, "report"])
    parser.add_argument("--from", dest="sources", action="append", type=Path, default=[])
    parser.add_argument("--areas", default="")
    given = parser.parse_args()
    areas = tuple(given.areas.split(",")) if given.areas else tuple(forces())
    bench = Bench(folder=given.folder.resolve(), sources=tuple(given.sources), areas=areas)
    os.environ["ESTATE_MODEL_CACHE"] = str(bench.folder / "cache")
    for name in given.steps:
        if name == "report":
            from benchmarks.national_report import write  # noqa: PLC0415 - the page alone

            write(bench.folder)
        else:
            STEPS[name](bench)


if __name__ == "__main__":
    main()
