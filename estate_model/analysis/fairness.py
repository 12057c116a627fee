"""Who bears it, other demand and standards, as tables: made once a run, written by ``equality.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from estate_model.analysis.counters import CounterChange
from estate_model.analysis.demand import demand_rows, load
from estate_model.analysis.equity.compare import compare
from estate_model.analysis.equity.groups import groups_of
from estate_model.analysis.equity.inequality import Index, concentration_index, gini, lorenz, lorenz_share
from estate_model.analysis.equity.psed import psed
from estate_model.analysis.standards import Judgement, cases, judgements
from estate_model.analysis.standards.ward_base import base_minutes
from estate_model.nouns import Access, Floats, Impact
from estate_model.nouns.area import Area
from estate_model.nouns.zones import Zoning
from estate_model.people.exposure import EVERYONE
from estate_model.results import Results
from estate_model.units import SECONDS_PER_MINUTE

TENTHS = tuple(number / 10 for number in range(1, 10))
KEYS = ("profile", "moment")
UNEQUAL = ("measure", "by", "label")


@dataclass(frozen=True, kw_only=True)
class Fairness:
    """The tables of one run's first profile; a row's moment is the scenario's own name for it.

    ``equality`` has a row per moment and group, ``psed`` per moment, characteristic and group,
    ``inequality`` per moment and measure, ``demand`` per moment and kind of demand, ``load`` per counter at
    the first moment.
    """

    equality: pd.DataFrame
    inequality: pd.DataFrame
    psed: pd.DataFrame
    demand: pd.DataFrame
    load: pd.DataFrame
    judgements: tuple[Judgement, ...]


def fairness_of(results: Results) -> Fairness:
    """Return the tables for the first profile; people lose by more than the run's ``losing_minutes``."""
    impacts, losing_minutes = results.headline_impacts, results.losing_minutes
    area = results.area
    equality, duty, unequal, demand = [], [], [], []
    groups = groups_of(impacts[0], area)
    far = area.yardsticks.value("far_percentile")
    clusters = _clusters(area)
    finer = [one.group_id for one in groups if one.finer]
    held = [one.group_id for one in area.groups.groups]
    for impact in impacts:
        keys = {"profile": impact.profile.profile_id, "moment": impact.moment.name}
        table = compare(impact, groups, losing_minutes=losing_minutes, far=far)
        named = table.reset_index().assign(**keys, losing_over_minutes=losing_minutes)
        equality.append(named)
        duty += [{**keys, **row} for row in psed(table.drop(finer), area.yardsticks, held)]
        unequal += [{**keys, **row} for row in _unequal(impact, area, clusters)]
        demand += [{**keys, **row} for row in demand_rows(impact, area, losing_minutes=losing_minutes)]
    estates = (results.before, results.after)
    bases = base_minutes(area, results.base_times[results.scenario.profiles[0]])
    moments = cases(area, estates, impacts, results.scenario.week_start, bases)
    return Fairness(
        equality=_keys_first(pd.concat(equality, ignore_index=True)),
        inequality=pd.DataFrame(unequal),
        psed=pd.DataFrame(duty),
        demand=pd.DataFrame(demand),
        load=_load(impacts[0], area, results.analyses["counters"]),
        judgements=tuple(judgements(area.yardsticks.standards, moments)),
    )


def _keys_first(table: pd.DataFrame) -> pd.DataFrame:
    rest = [name for name in table.columns if name not in KEYS]
    return table[[*KEYS, *rest]]


def _unequal(impact: Impact, area: Area, clusters: Zoning | None) -> list[dict[str, Any]]:
    """Return Gini, Lorenz shares and concentration indices at one moment, before and after."""
    people = impact.exposure.of(EVERYONE)
    curves = [_lorenz(access, people) for access in (impact.before, impact.after)]
    rows = [_row(("gini", "", "Gini coefficient of minutes"), [Index(gini(curve)) for curve in curves])]
    for tenth in TENTHS:
        label = f"Share of all minutes borne by the {tenth:.0%} of residents with the shortest journeys"
        values = [Index(lorenz_share(curve, tenth)) for curve in curves]
        rows.append(_row(("lorenz_share", f"{tenth:.1f}", label), values))
    for category in area.groups.categories:
        classes = area.groups.category_at(category.category_id, area.places)
        both = [_index(access, people, classes, (clusters, area)) for access in (impact.before, impact.after)]
        label = f"{category.label} ({category.meaning})"
        rows.append(_row(("concentration_index", category.category_id, label), both))
    return rows


def _lorenz(access: Access, people: Floats) -> tuple[Floats, Floats]:
    """Return the Lorenz curve of minutes; places with the same journey count as one."""
    seconds, place = access.distinct
    counts = np.bincount(place, weights=people, minlength=len(seconds)).astype(np.float64)
    return lorenz(seconds / SECONDS_PER_MINUTE, counts)


def _index(access: Access, people: Floats, classes: Floats, given: tuple[Zoning | None, Area]) -> Index:
    clusters, area = given
    index = np.zeros(len(people), dtype=np.intp) if clusters is None else clusters.index
    return concentration_index(
        access.values / SECONDS_PER_MINUTE,
        people,
        classes,
        clusters=index,
        level=area.yardsticks.value("interval_level"),
    )


def _row(named: tuple[str, str, str], both: Sequence[Index]) -> dict[str, Any]:
    row: dict[str, Any] = dict(zip(UNEQUAL, named, strict=True))
    for when, index in zip(("before", "after"), both, strict=True):
        row |= {f"value_{when}": index.value, f"low_{when}": index.low, f"high_{when}": index.high}
    return row


def _clusters(area: Area) -> Zoning | None:
    """Return boroughs where there are enough of them, else wards, else nothing: then there is no interval."""
    for level in ("borough", "ward"):
        zoned = area.zoning_of(level)
        if len(zoned.codes) >= area.yardsticks.value("fewest_clusters"):
            return zoned
    return None


def _load(impact: Impact, area: Area, counters: Sequence[CounterChange]) -> pd.DataFrame:
    """Return the load of every counter at one moment, with its name and what happens to it."""
    before = sum(change.week_hours_before > 0 for change in counters)
    numbers = load(impact, area.yardsticks, counters_before=before)
    rows = [
        {
            "site_id": change.site.site_id,
            "name": change.site.name,
            "borough_name": change.borough_name,
            "status": change.status,
            "profile": impact.profile.profile_id,
            "moment": impact.moment.name,
        }
        for change in counters
    ]
    named = pd.DataFrame(rows, columns=["site_id", "name", "borough_name", "status", *KEYS])
    return named.join(numbers, on="site_id")


def fairness_tables(fairness: Fairness) -> dict[str, pd.DataFrame]:
    """Return the tables that are written as they are, by name."""
    return {"equality": fairness.equality, "inequality": fairness.inequality, "load": fairness.load}
