"""The page of ``benchmarks.national``: what each step measured, beside what was asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

PAGE = Path(__file__).parent / "national.md"
PUBLISHED = 59_597_611
STEPS = "build again counters serial pair workers tcp light growth report"
HEAD = f"""# All 43 forces, and a batch of them

Made by `python -m benchmarks.national FOLDER --from TABLES --from POSTCODES {STEPS}`.
The counters are **invented**: one a district, in the middle of its residents; the largest district's is open
all day, the others Mon to Sat 08:00 to 20:00. They measure the program and say nothing of any force. The
scenario opens every counter on weekdays from 9 to 5; runs are light. Batches were measured one after another
on two cores with nothing else running, where what the machine gives varies by a fifth: the same day two
workers took 57 s of 103 s (0.56) and 74 s of 124 s (0.60), and with one killed half-way 76 s of 124 s (0.61).

| what | asked for | measured |
|---|---|---|
"""
ROW = "| {} | {} | {} |\n"
MB_A_CELL = 4 / 1e6


def write(folder: Path) -> None:
    """Write the page from what the steps kept."""
    numbers = json.loads((folder / "numbers.json").read_text())
    PAGE.write_text(HEAD + "".join(ROW.format(*row) for row in _rows(numbers)), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _rows(numbers: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield a row for each thing asked for that was measured."""
    if build := numbers.get("build"):
        first, *rest = build["cpu_seconds"].values()
        said = f"the first, which cuts the national tables, {first:.0f} CPU s; others {min(rest):.0f}"
        said += f" to {max(rest):.0f}, all {first + sum(rest):.0f}; peak {build['peak_mb']:,} MB"
        yield "A force from an empty cache, files at hand", "under 180 CPU s, 1 GB", said
    if again := numbers.get("again"):
        same = "the same bytes" if again["same_bytes"] else "OTHER BYTES"
        yield (
            "The same again",
            "under 10 s, the same bytes",
            f"{again['cpu_seconds']} CPU s ({again['force']}), {same}",
        )
    if counters := numbers.get("counters"):
        total, count = counters["total"], len(counters["residents"])
        said = (
            f"{total:,} in {count} areas; {PUBLISHED - total:+,} to the census"
            if total != PUBLISHED
            else f"{total:,}"
        )
        yield "Residents of all forces", f"{PUBLISHED:,}, nobody lost", said
        cells = [places * sites for places, sites in counters["places_and_counters"].values()]
        places, sites = (sum(pair[at] for pair in counters["places_and_counters"].values()) for at in (0, 1))
        said = f"{sum(cells) * MB_A_CELL:,.0f} MB, at most {max(cells) * MB_A_CELL:,.0f} MB at once; "
        said += f"the whole country at once would be {places * sites * MB_A_CELL:,.0f} MB"
        yield "A profile's matrix of metres, force by force", "149 MB where the country is 3.8 GB", said
    yield from _batches(numbers)
    if growth := numbers.get("growth"):
        yield from _growth(growth)
    if light := numbers.get("light"):
        said = f"{light['cpu_seconds_each']} CPU s each of {light['runs']} ({light['force']}), all counted"
        yield "Many scenarios of one force, light", "at most 1 CPU s each of 1,000", said


def _growth(growth: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield what a place more takes, and how well a straight line tells the seconds."""
    table = np.array(list(growth["places_counters_first_again"].values()), dtype=float)
    for column, title in ((2, "with the search of ways"), (3, "once ways are kept")):
        line = np.polyfit(table[:, 0], table[:, column], 1)
        off = np.abs(np.polyval(line, table[:, 0]) - table[:, column])
        said = f"{line[1]:.2f} + {line[0] * 1e5:.2f} per 100,000 places CPU s in {len(table)} forces of "
        said += f"{table[:, 0].min():,.0f} to {table[:, 0].max():,.0f} places; at most {off.max():.2f} s off"
        yield f"A light run by places, {title}", "growth linear", said


def _batches(numbers: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield a row for each way the batch was run."""
    serial = numbers.get("serial")
    titles = {
        "serial": ("Batch, one after another", "-"),
        "pair": ("Batch, two workers", "0.6 of serial wall, 1.5 GB a worker, same bytes"),
        "workers": (
            "Batch, two workers, one killed half-way",
            "0.6 of serial wall, 1.5 GB a worker, same bytes",
        ),
        "tcp": ("Batch, a scheduler by TCP with two workers", "same bytes as serial"),
    }
    for name, (title, asked) in titles.items():
        if not (run := numbers.get(name)):
            continue
        cpu = "" if name == "tcp" else f", {run['cpu_seconds']:.0f} CPU s"
        said = f"{run['wall_seconds']:.0f} s wall (load before: {run['load_before']}){cpu}"
        said += f", peak of one process {run['peak_mb']:,} MB, {run['files']} files"
        if serial and name != "serial":
            ratio = run["wall_seconds"] / serial["wall_seconds"]
            same = "the same bytes" if run["same_bytes"] else "OTHER BYTES"
            said += f", {np.round(ratio, 2)} of serial wall, {same}, {run['killed']} killed"
        yield title, asked, said
