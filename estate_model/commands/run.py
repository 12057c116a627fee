"""Run scenarios, or one against another, and write everything found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from estate_model.api.running import Request
from estate_model.commands.load import load, load_all
from estate_model.commands.network import ON_TERMINAL, choose_network
from estate_model.commands.progress import Pace, say, tell, warn
from estate_model.commands.show import put_run, show_findings
from estate_model.errors import OutputError, ScenarioError
from estate_model.inputs.store.find import area_folder, data_root
from estate_model.inputs.store.finished import earlier_annexes, finished_files, remember_finished
from estate_model.inputs.store.record import RECORD
from estate_model.inputs.store.runs import read_runs
from estate_model.nouns.area import Area
from estate_model.outputs.annex import Wish
from estate_model.outputs.annex.formats import check_formats
from estate_model.outputs.gis.geoparquet import check_parquet, geoparquet
from estate_model.outputs.index import INDEX, OURS, index_page
from estate_model.outputs.outputs import Output, everything
from estate_model.outputs.report import Report
from estate_model.outputs.run_record import run_record
from estate_model.outputs.save import check_place, save, save_index
from estate_model.outputs.summary import summary
from estate_model.scenario.scenario import Scenario

ANNEX, MOST_NAMED = "annex", 12


@dataclass(frozen=True, kw_only=True)
class Job:
    """One run to do: a scenario, perhaps another to hold it against, and where its outputs go."""

    scenario: Scenario
    against: Scenario | None
    area: Area
    files: tuple[Path, ...]
    folder: Path
    streets: str | None
    annex: Wish | None = None
    alternatives: tuple[Scenario, ...] = ()
    more: tuple[Output, ...] = ()


def run_scenarios(  # noqa: PLR0913 - one for each option
    words: Sequence[str],
    *,
    out: Path,
    data: Path | None,
    streets: str | None = None,
    annex: Sequence[str] | None = None,
    parquet: bool = False,
) -> None:
    """Run scenarios one after another; every one is read and checked before the first is run.

    ``streets`` chooses the network: ``postcodes``, ``osm``, or ``None`` for streets where the area has them;
    ``annex`` the formats of an annex, if one is wanted; ``parquet`` adds ``cells.parquet``.
    """  # fmt: skip
    check_formats(annex or ())
    if parquet:
        check_parquet()
    loaded, faults = load_all(words, data)
    if faults:
        raise ScenarioError(faults)
    jobs = [
        Job(
            scenario=scenario,
            against=None,
            area=area,
            files=(path,),
            folder=out / scenario.name,
            streets=checked(scenario, area, streets, data),
            annex=None if annex is None else Wish(formats=tuple(annex)),
            more=(geoparquet,) if parquet else (),
        )
        for scenario, area, path in loaded
    ]
    run_all(jobs, data)


def compare_scenarios(
    before: str, after: str, *, out: Path, data: Path | None, streets: str | None = None
) -> None:
    """Run what changes for residents between two scenarios of one area."""
    against, area, before_path = load(before, data)
    scenario, other_area, after_path = load(after, data)
    if other_area.area_id != area.area_id:
        raise ScenarioError(
            [f"{before_path} is about '{area.area_id}', but {after_path} is about '{other_area.area_id}'"]
        )
    files, folder = (before_path, after_path), out / f"{against.name}-vs-{scenario.name}"
    job = Job(
        scenario=scenario, against=against, area=area, files=files, folder=folder,
        streets=checked(scenario, area, streets, data),
    )  # fmt: skip
    run_all([job], data)


def checked(scenario: Scenario, area: Area, streets: str | None, data: Path | None) -> str | None:
    """Return the network asked for, once it is known that the scenario can travel on it."""
    choose_network(scenario, area, streets=streets, data=data)
    return streets


def run_all(jobs: Sequence[Job], data: Path | None) -> None:
    """Do jobs one after another, once all their places are known to be free."""
    folders = [job.folder for job in jobs]
    for folder in folders:
        if folders.count(folder) > 1:
            raise OutputError(f"{folder}: two of the scenarios would be written there; rename one file")
        check_place(folder)
    pace = Pace("scenarios")
    for number, job in enumerate(jobs):
        if number:
            say(pace.words(number, len(jobs)))
        _run(job, data)
    for out in dict.fromkeys(folder.parent for folder in folders):
        list_runs(out)


def list_runs(out: Path) -> None:
    """Write the list of all runs and choices under a folder."""
    if save_index(index_page(read_runs(out)), out / INDEX, OURS):
        tell(f"All runs: {out / INDEX}")
    else:
        warn(f"{out / INDEX}: not written, since what stands there is not ours")


def _run(job: Job, data: Path | None) -> None:
    area = job.area
    say(
        f"{job.scenario.name}, 1 of 2: finding ways to the counters of {area.name} "
        f"({len(area.places):,} postcodes)"
    )
    request = Request(
        scenario=job.scenario, against=job.against, area=area, files=job.files,
        folder=area_folder(area.area_id, data_root(data)), alternatives=job.alternatives,
    )  # fmt: skip
    report = request.report(streets=job.streets, telling=ON_TERMINAL)
    say("2 of 2: drawing the map and writing the tables" + (" and the annex" if job.annex else ""))
    only_adds = job.annex is not None and not job.alternatives and not job.more
    standing = finished_files(job.folder, run_record(report, {})[RECORD]) if only_adds else {}
    files = everything(report, job.annex, (*job.more, _annexes_there(job)), standing)
    save(files, job.folder)
    remember_finished(files[RECORD])
    put_run(job.folder, files)
    annexes = [name for name in files if name.startswith(ANNEX)]
    _show(report, job.folder, sorted(annexes, key=lambda name: (name.count("-"), name)))


def _annexes_there(job: Job) -> Output:
    """Return what adds the annexes that the same run wrote before: none is lost by writing another."""

    def output(report: Report) -> dict[str, bytes]:
        return (
            {} if job.alternatives else earlier_annexes(job.folder, lambda: summary(report)["summary.json"])
        )

    return output


def _show(report: Report, folder: Path, annexes: Sequence[str]) -> None:
    show_findings(report)
    tell(f"\nMap:    {folder / 'map.html'}  (open it in a browser; it needs no internet)")
    tell(f"Tables: {folder}/*.csv, summary.json, run.json")
    if annexes:
        more = f" and {len(annexes) - MOST_NAMED} more" if len(annexes) > MOST_NAMED else ""
        tell(f"Annex:  {', '.join(str(folder / name) for name in annexes[:MOST_NAMED])}{more}")
