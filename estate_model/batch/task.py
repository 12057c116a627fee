"""One task of a batch: a scenario of an area, as bytes; and what is made of it, as bytes too.

``outcome`` is what workers run. It lives here, in the installed package, so that every worker runs the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import shapely

from estate_model.api import loading
from estate_model.api.loading import cells_of
from estate_model.api.running import QUIET, Request
from estate_model.batch.facts import facts_of
from estate_model.batch.program import area_hash, differences, program
from estate_model.batch.work import Outcome, guarded
from estate_model.errors import AreaError
from estate_model.inputs.scenario.scenario_file import ScenarioText, read_text
from estate_model.inputs.store.find import area_folder, data_root
from estate_model.inputs.store.kept import keeper, key_of
from estate_model.nouns.area import Area
from estate_model.nouns.england_and_wales import CRS
from estate_model.outputs.light import light
from estate_model.outputs.report import Report

OUTLINE = b"outline 1"  # raise it when the same area would give another outline
COARSE_METRES = 100.0

HELD: dict[tuple[str, Path], Area] = {}


@dataclass(frozen=True, kw_only=True)
class Task:
    """A scenario of an area: its bytes, what it may depend on, and the folder its outputs go to.

    ``data`` is where the client has the area; ``area_hash`` and ``program`` what both must be wherever it is
    run.
    """

    text: ScenarioText
    area_id: str
    folder: str
    data: Path
    area_hash: str
    program: Mapping[str, str]
    streets: str | None = None
    light: bool = False

    @property
    def group(self) -> str:
        """Return the area, which a worker loads once for all its tasks."""
        return self.area_id

    @property
    def size(self) -> int:
        """Return how much the area holds, which is how long it takes; one not seen from here counts 1."""
        folder = self.data / self.area_id
        return sum(path.stat().st_size for path in folder.glob("*") if path.is_file()) or 1

    @property
    def key(self) -> str:
        """Return a hash of everything that the outputs depend on."""
        causes = (
            self.area_id, self.area_hash, self.text.path.name, self.text.area_id, str(self.streets),
            str(self.light), *(f"{name} {one}" for name, one in self.program.items()),
        )  # fmt: skip
        return key_of([*(cause.encode() for cause in causes), self.text.content])


def outcome(task: Task) -> Outcome:
    """Return what a task makes; never raises, so that one fault stops no other task."""
    return guarded(task, _run)


def _run(task: Task) -> Outcome:
    if differ := differences(task.program, program()):
        raise AreaError(f"the worker has another program than the client: {differ}")
    started, area = time.process_time(), area_of(task)
    scenario, _ = read_text(task.text, lambda _name: area)
    request = Request(
        scenario=scenario, against=None, area=area, folder=area_folder(task.area_id, root_of(task)),
        texts=((task.text.path.name, task.text.content),), light=task.light,
    )  # fmt: skip
    report = request.report(streets=task.streets, telling=QUIET)
    return Outcome(
        files=light(report) if task.light else _everything(report),
        facts=facts_of(report),
        outline=outline_for(task),
        cpu_seconds=round(time.process_time() - started, 2),
    )


def _everything(report: Report) -> Mapping[str, bytes]:
    """Return every output; those of light runs are there without loading what draws and writes the others."""
    from estate_model.outputs.outputs import everything  # noqa: PLC0415 - a third of a second

    return everything(report)


def outline_for(task: Task) -> bytes:
    """Return the outline of a task's area, kept from earlier where it was made before."""
    return outline_of(task.area_hash, area_folder(task.area_id, root_of(task)), lambda: area_of(task))


def root_of(task: Task) -> Path:
    """Return the data folder: the client's where it is seen from here, else this machine's own."""
    return task.data if task.data.is_dir() else data_root(None)


def area_of(task: Task) -> Area:
    """Return a task's area, held until a task of another area comes; raise AreaError where it differs."""
    root = root_of(task)
    if area_hash(task.area_id, root) != task.area_hash:
        raise AreaError(
            f"{root / task.area_id}: is another than when the batch began, or than the client's; "
            "build it again, or share one data folder"
        )
    key = (task.area_hash, root)
    if key not in HELD:
        HELD.clear()
        loading.CELLS.clear()
        loading.area_as_it_stands.cache_clear()
        HELD[key] = loading.load_area(task.area_id, data=root)
    return HELD[key]


def outline_of(area_hash: str, folder: Path, area: Callable[[], Area]) -> bytes:
    """Return an area's land as WKB, in metres of the British National Grid, simplified to 100 m."""

    def make() -> bytes:
        known = area()
        land = known.shore if known.shore is not None else shapely.union_all(cells_of(folder, known).geometry)
        coarse = shapely.simplify(land, min(COARSE_METRES, shapely.length(land) / 1000))
        return bytes(shapely.to_wkb(gpd.GeoSeries([coarse], crs=known.crs).to_crs(CRS).iloc[0]))

    return keeper()([OUTLINE, area_hash.encode()], make)
