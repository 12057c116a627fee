"""rank, choose, frontier: read the scenario, make the case, choose, write and say what was found."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estate_model.analysis.choice.around import Means, SearchLimits
from estate_model.analysis.choice.bases import BasesRequest, choose_bases
from estate_model.analysis.choice.case import ChoiceCase, make_case
from estate_model.analysis.choice.choice import make_choice
from estate_model.analysis.choice.frontier import Scale, make_frontier
from estate_model.analysis.choice.ranking import make_ranking
from estate_model.analysis.choice.request import PlanRequest
from estate_model.analysis.choice.scope import ChoiceScope
from estate_model.api.loading import cells_of
from estate_model.batch.draws import draws_by
from estate_model.commands.answer import put
from estate_model.commands.load import load
from estate_model.commands.network import choose_network
from estate_model.commands.progress import Pace, say, tell
from estate_model.commands.run import list_runs
from estate_model.commands.workers import Workers, runner_of
from estate_model.inputs.store.find import area_folder, data_root
from estate_model.inputs.store.provenance import sha256_of
from estate_model.optimise.program import solver
from estate_model.outputs.choices.base_files import base_files
from estate_model.outputs.choices.choice_files import choice_files
from estate_model.outputs.choices.frontier_files import frontier_files
from estate_model.outputs.choices.rank_files import rank_files
from estate_model.outputs.choices.record import record, recorded
from estate_model.outputs.choices.words import NOT_ADVICE
from estate_model.outputs.save import check_place, save

if TYPE_CHECKING:
    import geopandas as gpd

WIDTH = 100
FOUND = ("choice.json", "rank.json", "frontier.json")
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
    """What one command makes of a case, whether it was stopped early, and the end of its folder's name."""

    name: str
    request: PlanRequest
    limits: SearchLimits
    make: Callable[[ChoiceCase], tuple[Files, bool]]


def rank(place: Place, scope: ChoiceScope) -> None:
    """Write what each counter's closing or reopening alone does."""

    def make(case: ChoiceCase) -> tuple[Files, bool]:
        return rank_files(make_ranking(case), _cells(place, case)), False

    _do(place, scope, Task(name="rank", request=PlanRequest(), limits=SearchLimits(), make=make))


def choose(
    place: Place, scope: ChoiceScope, request: PlanRequest, limits: SearchLimits, workers: Workers
) -> None:
    """Write the best plan; its draws are made in this process, or on workers."""
    solver()
    name = f"choose-{request.objective}-{_amount(request)}"
    with runner_of(workers, loading="estate_model.batch.draws") as runner:

        def make(case: ChoiceCase) -> tuple[Files, bool]:
            choice = make_choice(case, request, limits, Means(progress=Pace(), draws=draws_by(runner)))
            return choice_files(choice, _cells(place, case)), choice.around.stopped

        _do(place, scope, Task(name=name, request=request, limits=limits, make=make))


def bases(place: Place, request: BasesRequest) -> None:
    """Write the bases that put most wards within the pledge's walk."""
    solver()
    scenario, area, path = load(place.scenario, place.data)
    folder = place.out / f"{scenario.name}-choose-bases-{request.bases}"
    check_place(folder)
    travel = choose_network(scenario, area, streets=place.streets, data=place.data)
    say(f"{scenario.name}: finding ways to the sites of {area.name} ({len(area.places):,} postcodes)")
    choice = choose_bases(scenario, area, travel, request)
    files = base_files(choice)
    inputs = [_row(path, "scenario file"), *area.provenance, *choice.network.provenance]
    _finish(place, folder, files, recorded(choice, {"bases": asdict(request)}, inputs, files))


def frontier(
    place: Place, scope: ChoiceScope, request: PlanRequest, limits: SearchLimits, scale: Scale
) -> None:
    """Write the frontier."""
    solver()

    def make(case: ChoiceCase) -> tuple[Files, bool]:
        frontier = make_frontier(case, request, scale, limits, Pace())
        return frontier_files(frontier), frontier.stopped

    usual = request.objective == PlanRequest().objective and scale.kind == Scale().kind
    name = "frontier" if usual else f"frontier-{request.objective}-by-{scale.kind}"
    _do(place, scope, Task(name=name, request=request, limits=limits, make=make))


def _cells(place: Place, case: ChoiceCase) -> gpd.GeoDataFrame:
    """Return the area's polygons, for maps."""
    return cells_of(area_folder(case.area.area_id, data_root(place.data)), case.area)


def _amount(request: PlanRequest) -> str:
    """Return how much there is, as the name of a folder says it."""
    parts = []
    if request.keep is not None:
        parts.append(f"keep-{request.keep}")
    if request.same_hours:
        parts.append("hours-same")
    elif request.hours is not None:
        parts.append(f"hours-{request.hours:g}")
    if request.budget is not None:
        parts.append(f"budget-{request.budget:g}")
    return "-".join(parts)


def _do(place: Place, scope: ChoiceScope, task: Task) -> None:
    """Read, choose, write and show; nothing is written unless all went well.

    What was done before Ctrl-C goes to a folder of its own, so that no finished one is lost.
    """
    scenario, area, path = load(place.scenario, place.data)
    folder = place.out / f"{scenario.name}-{task.name}"
    check_place(folder)
    travel = choose_network(scenario, area, streets=place.streets, data=place.data)
    say(f"{scenario.name}: finding ways to the candidates of {area.name} ({len(area.places):,} postcodes)")
    case = make_case(scenario, area, scope, travel)
    files, stopped = task.make(case)
    if stopped:
        folder = folder.with_name(f"{folder.name}-unfinished")
    inputs = [_row(path, "scenario file"), *area.provenance, *case.network.provenance]
    if place.costs is not None:
        inputs.append(_row(place.costs, "costs of counters"))
    _finish(place, folder, files, record(case, task.request, task.limits, inputs, files))
    if stopped:
        raise click.Abort


def _finish(place: Place, folder: Path, files: Files, about: Files) -> None:
    """Write the files and the record about them, say what was found, and list the folder with all others."""
    save({**files, **about}, folder)
    found = next(files[name] for name in FOUND if name in files)
    put(folder=str(folder), files=sorted({*files, *about}), found=json.loads(found))
    _show(files, folder)
    list_runs(place.out)


def _row(path: Path, title: str) -> Mapping[str, str]:
    return {"path": path.name, "title": title, "sha256": sha256_of(path)}


def _show(files: Mapping[str, bytes], folder: Path) -> None:
    """Print the summary's findings, and where the files are."""
    lines: Sequence[str] = files["summary.txt"].decode("utf-8").split("\n")
    tell(f"\n{lines[0]}\n")
    for line in lines[2 : lines.index("On what terms:") - 1]:
        finding = click.wrap_text(line, width=WIDTH, initial_indent="  ", subsequent_indent="    ")
        tell(finding if line.startswith("- ") else line)
    tell(f"\n{click.wrap_text(NOT_ADVICE, width=WIDTH)}")
    tell(f"\nWritten to {folder}: {', '.join(sorted(files))}")
