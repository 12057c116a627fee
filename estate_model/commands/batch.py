"""Run many scenarios in many areas: here, or on workers; say how far it is, and list what failed."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from estate_model.batch.border import any_counter, border_tasks
from estate_model.batch.done import finished, mark_done
from estate_model.batch.plan import ALL, NATIONAL, Failed, Wish, tasks_of
from estate_model.batch.runner import Runner
from estate_model.batch.task import Task, outcome, outline_for
from estate_model.batch.work import Outcome
from estate_model.commands.progress import Pace, say, tell
from estate_model.commands.run import list_runs
from estate_model.errors import BatchError, EstateModelError, first_faults, message_of
from estate_model.inputs.forces.force_list import forces
from estate_model.inputs.scenario.scenario_list import scenario_texts
from estate_model.outputs.national.league import PAGE
from estate_model.outputs.national.national import national_files
from estate_model.outputs.national.national_run import National, NationalRun
from estate_model.outputs.save import check_place, save

MOST_NAMED = 3
WHOLE_AREA = "whole_area.csv"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a batch found: facts by folder, outlines by area, and what failed and why."""

    facts: Mapping[str, Any]
    outlines: dict[str, bytes]
    failed: Sequence[Failed]


def run_batch(words: Sequence[str], wish: Wish, runner: Runner, *, out: Path, resume: bool = False) -> None:
    """Run every scenario in its areas and write each run's folder, the nation's tables and the list of runs.

    With ``resume`` what an earlier batch finished, from the same inputs by the same program, is kept.

    Raise BatchError at the end, with every task that failed; the others are written.
    """
    tasks, failed = tasks_of(scenario_texts(words), wish)
    for folder in (*(task.folder for task in tasks), NATIONAL):
        check_place(out / folder)
    if wish.areas == (ALL,):
        _say_not_built({task.area_id for task in tasks})
    facts = {task.folder: known for task in tasks if resume and (known := finished(out, task)) is not None}
    if resume:
        say(f"{len(facts)} of {len(tasks)} are finished already")
    outlines: dict[str, bytes] = {}
    pace, failed = Pace("runs"), list(failed)
    todo = [task for task in tasks if task.folder not in facts]
    for done, (task, result) in enumerate(runner.each(outcome, todo), 1):
        error = result.error or _kept(out, task, result)
        if error:
            failed.append((task.folder, error))
            _say_failed(task, result, error)
        else:
            facts[task.folder] = result.facts
        pace(f"{len(failed)} failed", done, len(todo))
        if result.outline:
            outlines[task.area_id] = result.outline
    for task, result in runner.each(any_counter, border_tasks(tasks, facts)):
        if result.error:
            failed.append((f"{task.folder}, with counters of the areas around", result.error))
        elif result.facts:
            facts[task.folder] = {**facts[task.folder], "any": result.facts}
    _finish(out, tasks, Found(facts=facts, outlines=outlines, failed=failed))


def _kept(out: Path, task: Task, result: Outcome) -> str:
    """Write a task's folder; return what kept it from being written, if anything did."""
    try:
        save(result.files, out / task.folder)
        mark_done(out, task, result)
    except (EstateModelError, OSError) as error:
        return message_of(error)
    return ""


def _finish(out: Path, tasks: Sequence[Task], found: Found) -> None:
    """Write what is made of all runs together, and list what failed."""
    if found.facts:
        save(national_files(_national(out, tasks, found)), out / NATIONAL)
        tell(f"League: {out / NATIONAL / PAGE}")
        list_runs(out)
    tell(f"{len(found.facts)} of {len(tasks)} done: {out}")
    if found.failed:
        lines = [f"{name}: {line}" for name, error in sorted(found.failed) for line in error.splitlines()]
        number = len(found.failed)
        raise BatchError("\n".join([f"{number} failed; the others are written:", *first_faults(lines)]))


def _national(out: Path, tasks: Sequence[Task], found: Found) -> National:
    """Return every finished run as the nation's outputs need it, in order of area and folder."""
    done = sorted((task for task in tasks if task.folder in found.facts), key=lambda one: one.folder)
    for task in done:
        if task.area_id not in found.outlines:
            found.outlines[task.area_id] = outline_for(task)
    runs = [
        NationalRun(
            folder=task.folder,
            facts=found.facts[task.folder],
            table=(out / task.folder / WHOLE_AREA).read_bytes(),
            shared=task.text.path.stem if task.text.area_id else "",
            outline=shapely.from_wkb(found.outlines[task.area_id]),
        )
        for task in sorted(done, key=lambda one: one.area_id)
    ]
    return National(runs=tuple(runs), failed=tuple(sorted(found.failed)))


def _say_failed(task: Task, result: Outcome, error: str) -> None:
    say(f"{task.folder}: failed: {error.splitlines()[0]}")
    if result.trace and "--debug" in sys.argv:
        say(result.trace)


def _say_not_built(areas: set[str]) -> None:
    """Say which forces of England and Wales the data folder lacks, where it has any."""
    missing = [force_id for force_id in forces() if force_id not in areas]
    if missing and len(missing) < len(forces()):
        more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        named = ", ".join(missing[:MOST_NAMED])
        say(f"{len(missing)} of {len(forces())} forces are not built, and not in it: {named}{more}")
