"""Who bears it, other demand and standards, as tables: made once a run, written by ``equality.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from estate_model.analysis.counters import CounterChange
from estate_model.analysis.demand import demand_rows, load, shares_within_zones
from estate_model.analysis.equity.compare import compare
from estate_model.analysis.equity.groups import groups_of
from estate_model.analysis.equity.psed import psed
from estate_model.analysis.equity.unequal import Thresholds, unequal_rows
from estate_model.analysis.standards import Judgement, cases, judgements
from estate_model.analysis.standards.ward_base import base_minutes
from estate_model.nouns import Impact
from estate_model.nouns.area import Area
from estate_model.results import Results

KEYS = ("profile", "moment")


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
    limits = Thresholds(losing=losing_minutes, near=results.scenario.headline_minutes)
    shares = shares_within_zones(area)
    finer = [one.group_id for one in groups if one.finer]
    held = [one.group_id for one in area.groups.groups]
    for impact in impacts:
        keys = {"profile": impact.profile.profile_id, "moment": impact.moment.name}
        table = compare(impact, groups, losing_minutes=limits.losing, limit_minutes=limits.near, far=far)
        named = table.reset_index().assign(
            **keys, losing_over_minutes=limits.losing, limit_minutes=limits.near
        )
        equality.append(named)
        duty += [{**keys, **row} for row in psed(table.drop(finer), area.yardsticks, held)]
        unequal += [{**keys, **row} for row in unequal_rows(impact, area, limits)]
        demand += [{**keys, **row} for row in demand_rows(impact, area, shares, losing_minutes=limits.losing)]
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


def _load(impact: Impact, area: Area, counters: Sequence[CounterChange]) -> pd.DataFrame:
    """Return the load of every counter at one moment, with its name and what happens to it."""
    own = [change.site.site_id for change in counters if change.is_own and change.week_hours_before > 0]
    numbers = load(impact, area.yardsticks, own=own)
    rows = [
        {
            "site_id": change.site.site_id,
            "name": change.site.name,
            "operator": change.operator,
            "borough_name": change.borough_name,
            "status": change.status,
            "profile": impact.profile.profile_id,
            "moment": impact.moment.name,
        }
        for change in counters
    ]
    named = pd.DataFrame(rows, columns=["site_id", "name", "operator", "borough_name", "status", *KEYS])
    return named.join(numbers, on="site_id")


def fairness_tables(fairness: Fairness) -> dict[str, pd.DataFrame]:
    """Return the tables that are written as they are, by name."""
    return {"equality": fairness.equality, "inequality": fairness.inequality, "load": fairness.load}
