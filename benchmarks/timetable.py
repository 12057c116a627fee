"""Measure the building of a timetable: CPU seconds and peak memory, from feeds to what a run reads.

``python -m benchmarks.timetable london london_gtfs.zip`` prints one table. The aim is 60 CPU seconds and 2 GB
for 10.5 million stop times.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from estate_model.commands.load import load_area
from estate_model.inputs.timetable.build import build_timetable
from estate_model.inputs.timetable.folder import read_timetable, save_timetable
from estate_model.nouns.service_day import WEEKDAYS

Made = TypeVar("Made")


def measured(name: str, make: Callable[[], Made]) -> Made:
    """Return what ``make`` makes; print the CPU seconds it took and the process's peak memory so far."""
    begin = time.process_time()
    made = make()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"| {name} | {time.process_time() - begin:.2f} | {peak:.2f} |", flush=True)
    return made


def measure(area_id: str, feeds: list[Path], data: Path | None = None) -> None:
    """Print the table for an area and its feeds."""
    area = load_area(area_id, data)
    print("| step | CPU s | peak GB so far |\n|---|---|---|")
    timetable = measured("build", lambda: build_timetable(feeds, area, None, lambda _words: None))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured("write", lambda: save_timetable(timetable, area, folder))
        size = sum(path.stat().st_size for path in folder.rglob("*.npz"))
        again = measured("read", lambda: read_timetable(folder))
    measured("one day", lambda: again.days["wednesday"])
    measured("all seven days", lambda: [again.days[name] for name in WEEKDAYS])
    stop_times = sum(count.stop_times for count in again.counts)
    connections = {name: f"{len(again.days[name]):,}" for name in ("wednesday", "saturday", "sunday")}
    print(
        f"\n{len(again.stops):,} stops; {stop_times:,} stop times on {again.reference_day}; {size:,} bytes; "
    )
    print(f"connections {connections}; {again.words}")


if __name__ == "__main__":
    measure(sys.argv[1], [Path(word) for word in sys.argv[2:]])
