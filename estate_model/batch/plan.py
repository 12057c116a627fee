"""Which tasks a batch has: each scenario in its own area or, where it names none, in every area asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from estate_model.batch.program import area_hash, program
from estate_model.batch.task import Task
from estate_model.errors import OutputError, ScenarioError, did_you_mean
from estate_model.inputs.scenario.scenario_file import ScenarioText
from estate_model.inputs.store.find import area_folder, area_ids

ALL, LIGHT, NATIONAL = "all", "-light", "national"
LONGEST_NAME = 60
Failed = tuple[str, str]
"""A folder's name, and why nothing stands in it."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked for: the areas (``all`` = every one of the data folder), and how each run is made."""

    areas: tuple[str, ...]
    data: Path
    streets: str | None = None
    light: bool = False


def tasks_of(texts: Sequence[ScenarioText], wish: Wish) -> tuple[list[Task], list[Failed]]:
    """Return the tasks, in order of area, and the scenarios that cannot be read.

    Raise ScenarioError or AreaError when an area is not there, a scenario's area was not asked for, or an
    area has no scenario. Raise OutputError when two tasks would write to one folder.
    """
    areas = _areas(wish)
    faults, failed, placed = [], [], []
    for text in texts:
        try:
            own = str(text.located().data.get("area") or "")
        except ScenarioError as error:
            failed.append((text.name, str(error)))
            continue
        if own and areas and own not in areas:
            hint = did_you_mean(own, areas)
            faults.append(f"{text.path}: is about '{own}', which --areas does not name{hint}")
        elif not own and not areas:
            faults.append(f"{text.path}: names no area; give --areas, or 'area:' in the file")
        else:
            placed += [(own, text)] if own else [(one, replace(text, area_id=one)) for one in areas]
    faults += [f"{text.path}: '{text.name}' is too long a name" for _, text in placed if _too_long(text)]
    named = {area_id for area_id, _ in placed}
    if wish.areas != (ALL,) and not failed:
        faults += [f"--areas {one}: no scenario is about it" for one in areas if one not in named]
    if faults:
        raise ScenarioError(list(dict.fromkeys(faults)))
    hashes = {area_id: _hash(area_id, wish.data) for area_id in sorted(named)}
    tasks = [
        Task(
            text=text, area_id=area_id, folder=text.name + (LIGHT if wish.light else ""), data=wish.data,
            area_hash=hashes[area_id], program=dict(program()), streets=wish.streets, light=wish.light,
        )
        for area_id, text in sorted(placed, key=lambda pair: pair[0])
    ]  # fmt: skip
    _each_to_its_own(tasks)
    return tasks, failed


def _areas(wish: Wish) -> list[str]:
    there = area_ids(wish.data)
    if wish.areas == (ALL,):
        return there
    return [area_folder(one, wish.data).name for one in dict.fromkeys(wish.areas)]


def _hash(area_id: str, data: Path) -> str:
    """Return an area's hash; empty for one that is not there, whose tasks say so when they are run."""
    return area_hash(area_id, data) if area_id in area_ids(data) else ""


def _too_long(text: ScenarioText) -> bool:
    return len(text.name) > LONGEST_NAME


def _each_to_its_own(tasks: Sequence[Task]) -> None:
    seen: dict[str, Path] = {NATIONAL: Path("the nation's own tables")}
    for task in tasks:
        if other := seen.get(task.folder):
            raise OutputError(
                f"{other} and {task.text.path} would both be written to {task.folder}; rename one"
            )
        seen[task.folder] = task.text.path
