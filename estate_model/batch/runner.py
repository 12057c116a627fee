"""Who does a batch's tasks: this process, one after another; or workers, through ``on_dask``."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from estate_model.batch.task import Call, Outcome, Task

Result = tuple[Task, Outcome]


class Runner(Protocol):
    """Does tasks, in any order."""

    def each(self, call: Call, tasks: Sequence[Task]) -> Iterator[Result]:
        """Yield every task with what ``call`` makes of it, as it is done."""


class Here:
    """One task after another, in this process and in the order given."""

    def each(self, call: Call, tasks: Sequence[Task]) -> Iterator[Result]:
        """Yield every task with what ``call`` makes of it."""
        for task in tasks:
            yield task, call(task)


class Queue:
    """Tasks not begun, by area: a worker goes on with the area it has, and takes a large one next."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        """Hold the tasks of each area in the order given."""
        self.areas: dict[str, deque[Task]] = {}
        self.at: dict[str, str] = {}
        for task in tasks:
            self.areas.setdefault(task.area_id, deque()).append(task)
        self.weights = {area_id: _bytes_of(few[0].data / area_id) for area_id, few in self.areas.items()}

    def take(self, worker: str) -> Task | None:
        """Return the next task for a worker, of an area that no other has where there is one."""
        if not self.areas:
            return None
        area_id = self.at.get(worker, "")
        if area_id not in self.areas:
            taken = {area for other, area in self.at.items() if other != worker}
            area_id = max(
                self.areas, key=lambda one: (one not in taken, len(self.areas[one]) * self.weights[one])
            )
            self.at[worker] = area_id
        tasks = self.areas[area_id]
        task = tasks.popleft()
        if not tasks:
            del self.areas[area_id]
        return task


def _bytes_of(folder: Path) -> int:
    """Return how much an area holds, which is how long it takes; one not seen from here counts 1."""
    return sum(path.stat().st_size for path in folder.glob("*") if path.is_file()) or 1
