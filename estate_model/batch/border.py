"""Counters of the areas around: those near enough, and reached by land, count beside the area's own.

The way across the border is a straight line to the nearest postcode, as for any counter on the screening
network; one that would leave the land of both areas is none. On real streets none is known.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from estate_model.analysis.half import median_minutes, people_at, share_within
from estate_model.api.running import QUIET
from estate_model.batch.task import Task, area_of, root_of
from estate_model.batch.work import Outcome, guarded
from estate_model.inputs.area.choose_network import travel_on
from estate_model.inputs.area.land import LAND_FILE, read_shore
from estate_model.inputs.scenario.scenario_file import read_text
from estate_model.inputs.store.find import area_folder
from estate_model.inputs.store.kept import keeper
from estate_model.model import access_of
from estate_model.nouns import CLOSED, Impact, Site
from estate_model.nouns.area import Area, DatedHours
from estate_model.people.exposure import EVERYONE
from estate_model.results import Results
from estate_model.scenario.changes import Close, Open, SetHours
from estate_model.scenario.changes.base import Change
from estate_model.scenario.scenario import Scenario
from estate_model.travel.networks.land import dry_ground, on_land

METHOD = b"border 1"  # raise it when the same task and counters would give other facts
STRIP_METRES = 10_000.0
LONG_AGO = dt.date(1900, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """A counter of another area: whose, its id there, its point in metres, and its hours before and after.

    ``area_hash`` is that of its area's files, whose shore is looked at too.
    """

    area_id: str
    area_hash: str
    crs: str
    site_id: str
    easting: float
    northing: float
    before: str
    after: str

    @property
    def key(self) -> str:
        """Its id beside another area's own."""
        return f"{self.area_id}--{self.site_id}"


@dataclass(frozen=True, kw_only=True)
class BorderTask(Task):
    """A task, with the counters of all other areas."""

    beyond: tuple[Beyond, ...]


def border_tasks(tasks: Sequence[Task], facts: Mapping[str, Mapping[str, Any]]) -> list[Task]:
    """Return a task more for each finished one that shares its scenario with other areas."""
    shared: dict[Path, list[Task]] = {}
    for task in tasks:
        if task.text.area_id and task.folder in facts:
            shared.setdefault(task.text.path, []).append(task)
    made: list[Task] = []
    for group in shared.values():
        counters = {task.area_id: _own(facts[task.folder], task.area_hash) for task in group}
        for task in group:
            others = tuple(one for key, its in counters.items() if key != task.area_id for one in its)
            fields = {one.name: getattr(task, one.name) for one in dataclasses.fields(task)}
            made += [BorderTask(**fields, beyond=others)] if others else []
    return made


def _own(facts: Mapping[str, Any], area_hash: str) -> list[Beyond]:
    """Return an area's own counters, as they stand in its facts."""
    area_id, crs = str(facts["area"]), str(facts["crs"])
    return [
        Beyond(area_id=area_id, area_hash=area_hash, crs=crs, **counter) for counter in facts["own_counters"]
    ]


def any_counter(task: Task) -> Outcome:
    """Return what residents have where counters of the areas around count too, as facts; never raises."""
    return guarded(task, _any_counter)


def _any_counter(task: Task) -> Outcome:
    """Return the facts, kept from earlier where the task and the counters around were the same."""
    others = task.beyond if isinstance(task, BorderTask) else ()
    causes = [METHOD, task.key.encode(), repr(others).encode()]
    content = keeper()(causes, lambda: json.dumps(_facts(task, others)).encode())
    return Outcome(facts=json.loads(content))


def _facts(task: Task, others: Sequence[Beyond]) -> dict[str, Any]:
    area = area_of(task)
    scenario, _ = read_text(task.text, lambda _name: area)
    scenario = scenario.model_copy(update={"profiles": scenario.profiles[:1]})
    folder = area_folder(task.area_id, root_of(task))
    travel = travel_on(scenario, area, folder, streets=task.streets, telling=QUIET)
    near = (
        () if travel.streets is not None or scenario.operators else tuple(_near(area, root_of(task), others))
    )
    if not near:
        return {}
    results = access_of(_changed(scenario, near), _joined(area, near), travel=travel)
    around = frozenset(one.key for one in near)
    return {"around": len(near), "moments": [_moment(results, one, around) for one in results.impacts]}


def _near(area: Area, root: Path, others: Sequence[Beyond]) -> Iterable[Beyond]:
    """Yield the counters whose straight line to the nearest place is short enough, and stays on land."""
    others = [other for other in others if other.crs == area.crs]
    if not others:
        return
    points = np.array([(one.easting, one.northing) for one in others])
    away, place = cKDTree(area.places.xy_metres).query(points)
    homes, inside = area.places.xy_metres[place], np.flatnonzero(away <= STRIP_METRES)
    lands = {key: read_shore(root / key / LAND_FILE) for key in sorted({others[at].area_id for at in inside})}
    for at in inside:
        shores = (area.shore, lands[others[at].area_id])
        unknown = any(shore is None for shore in shores)  # land is not told from water in one of the two
        if unknown or on_land(dry_ground(shapely.union_all(shores)), points[[at]], homes[[at]])[0]:
            yield others[at]


def _joined(area: Area, near: Sequence[Beyond]) -> Area:
    """Return the area with the counters around, each its own area's."""
    force = area.force or area.name
    sites = {
        one.key: Site(
            site_id=one.key, name=one.key, easting_metres=one.easting, northing_metres=one.northing,
            operator=one.area_id,
        )
        for one in near
    }  # fmt: skip
    hours = (
        DatedHours(site_id=one.key, valid_from=LONG_AGO, hours=one.before, confidence="another area's")
        for one in near
        if one.before != CLOSED
    )
    return replace(area, buildings={**area.buildings, **sites}, hours=(*area.hours, *hours), force=force)


def _changed(scenario: Scenario, near: Sequence[Beyond]) -> Scenario:
    """Return the scenario with what it does to the counters around."""
    changes = [_change(one) for one in near if one.before != one.after]
    return scenario.model_copy(update={"changes": (*scenario.changes, *changes)})


def _change(one: Beyond) -> Change:
    if one.after == CLOSED:
        return Close.model_validate({"close": one.key})
    if one.before == CLOSED:
        return Open.model_construct(open=one.key, hours=one.after, at="", name="", source="")
    return SetHours.model_validate({"set_hours": one.key, "hours": one.after})


def _moment(results: Results, impact: Impact, around: frozenset[str]) -> dict[str, Any]:
    people, limit = impact.exposure.of(EVERYONE), results.scenario.headline_minutes
    return {
        "moment": impact.moment.name,
        "median": median_minutes(impact.after, people),
        "near": share_within(impact.after, people, limit),
        "elsewhere": people_at(impact.after, people, around),
    }
