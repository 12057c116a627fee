"""rank, choose, frontier: read the scenario, make the case, choose, write and say what was found."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from estate_model.analysis.choice.asked import Asked
from estate_model.analysis.choice.case import Case, Wish, make_case
from estate_model.analysis.choice.choice import Effort, make_choice
from estate_model.analysis.choice.frontier import Scale, make_frontier
from estate_model.analysis.choice.ranking import make_ranking
from estate_model.commands.load import load
from estate_model.commands.network import choose_network
from estate_model.commands.progress import say
from estate_model.inputs.store.provenance import sha256_of
from estate_model.optimise.program import solver
from estate_model.outputs.choices.choice_files import choice_files
from estate_model.outputs.choices.frontier_files import frontier_files
from estate_model.outputs.choices.rank_files import rank_files
from estate_model.outputs.choices.record import record
from estate_model.outputs.choices.words import NOT_ADVICE
from estate_model.outputs.save import check_place, save

WIDTH = 100
Files = dict[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a command reads and writes: the scenario's word, the folders, the network, extra inputs."""

    scenario: str
    out: Path
    data: Path | None
    streets: str | None
    costs: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Task:
    """What one command makes of a case, and the end of its folder's name."""

    name: str
    asked: Asked
    effort: Effort
    make: Callable[[Case], Files]


def rank(place: Place, wish: Wish) -> None:
    """Write what each counter's closing or reopening alone does."""
    task = Task(name="rank", asked=Asked(), effort=Effort(), make=lambda case: rank_files(make_ranking(case)))
    _do(place, wish, task)


def choose(place: Place, wish: Wish, asked: Asked, effort: Effort) -> None:
    """Write the best plan."""
    _greet()

    def make(case: Case) -> Files:
        return choice_files(make_choice(case, asked, effort, say))

    name = f"choose-{asked.objective}-{_amount(asked)}"
    _do(place, wish, Task(name=name, asked=asked, effort=effort, make=make))


def frontier(place: Place, wish: Wish, asked: Asked, effort: Effort, scale: Scale) -> None:
    """Write the frontier."""
    _greet()

    def make(case: Case) -> Files:
        return frontier_files(make_frontier(case, asked, scale, effort, say))

    usual = asked.objective == Asked().objective and scale.kind == Scale().kind
    name = "frontier" if usual else f"frontier-{asked.objective}-by-{scale.kind}"
    _do(place, wish, Task(name=name, asked=asked, effort=effort, make=make))


def _amount(asked: Asked) -> str:
    """Return how much there is, as the name of a folder says it."""
    parts = []
    if asked.keep is not None:
        parts.append(f"keep-{asked.keep}")
    if asked.same_hours:
        parts.append("hours-same")
    elif asked.hours is not None:
        parts.append(f"hours-{asked.hours:g}")
    if asked.budget is not None:
        parts.append(f"budget-{asked.budget:g}")
    return "-".join(parts)


def _greet() -> None:
    """Check that HiGHS is there; its licence line, printed once by its own code, goes to standard error."""
    highs = solver()
    sys.stdout.flush()
    saved = os.dup(1)
    try:
        os.dup2(2, 1)
        highs.Highs().silent()
    finally:
        os.dup2(saved, 1)
        os.close(saved)


def _do(place: Place, wish: Wish, task: Task) -> None:
    """Read, choose, write and show; nothing is written unless all went well."""
    scenario, area, path = load(place.scenario, place.data)
    folder = place.out / f"{scenario.name}-{task.name}"
    check_place(folder)
    travel = choose_network(scenario, area, streets=place.streets, data=place.data)
    say(f"{scenario.name}: finding ways to the candidates of {area.name} ({len(area.places):,} postcodes)")
    case = make_case(scenario, area, wish, travel)
    files = task.make(case)
    inputs = [_row(path, "scenario file"), *area.provenance, *case.network.provenance]
    if place.costs is not None:
        inputs.append(_row(place.costs, "costs of counters"))
    save({**files, **record(case, task.asked, task.effort, inputs, files)}, folder)
    _show(files, folder)


def _row(path: Path, title: str) -> Mapping[str, str]:
    return {"path": path.name, "title": title, "sha256": sha256_of(path)}


def _show(files: Mapping[str, bytes], folder: Path) -> None:
    """Print the summary's findings, and where the files are."""
    lines: Sequence[str] = files["summary.txt"].decode("utf-8").split("\n")
    click.echo(f"\n{lines[0]}\n")
    for line in lines[2 : lines.index("On what terms:") - 1]:
        click.echo(click.wrap_text(line, width=WIDTH, initial_indent="  ", subsequent_indent="    "))
    click.echo(f"\n{click.wrap_text(NOT_ADVICE, width=WIDTH)}")
    click.echo(f"\nWritten to {folder}: {', '.join(sorted(files))}")
