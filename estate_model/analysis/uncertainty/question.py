"""A run's headline question in a form that can be answered again for many parameter draws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from estate_model.access.nearest import Key, key_of, nearest_in
from estate_model.access.open_week import OpenSet, hours_by_set, hours_of, open_at
from estate_model.nouns import Access, Booleans, Floats, Integers, Moment, TravelTimes
from estate_model.nouns.area import OfflineSet
from estate_model.nouns.zones import zoning
from estate_model.opening import week_pieces
from estate_model.people.exposure import EVERYONE, OFFLINE, exposure
from estate_model.results import Results
from estate_model.scenario.offline_sets import offline_sets
from estate_model.units import SECONDS_PER_MINUTE

WEIGHED = (EVERYONE, *OFFLINE)
WHEN = ("before", "after")
Moments = Mapping[str, tuple[Key, Key]]
Week = tuple[Mapping[Key, float], Mapping[Key, float]]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What may be asked otherwise than the run did: no random draws, but another choice.

    ``shift_minutes`` moves every moment; ``on_record`` shuts the counters whose hours are only assumed;
    ``hours`` counts only the week's hours from the first to the second clock hour (``None`` = all);
    ``sets`` replaces the offline sets.
    """

    shift_minutes: float = 0.0
    on_record: bool = False
    hours: tuple[float, float] | None = None
    sets: Mapping[str, OfflineSet] | None = None


@dataclass(frozen=True, kw_only=True)
class Journeys:
    """Seconds to the nearest open counter per place (``inf`` = none) and which it is (-1 = none)."""

    seconds: Floats
    site: Integers


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Residents of one borough and nearest counter: ``people[i]`` live within the ``i`` shortest times."""

    pair: int
    seconds: Floats
    people: Floats


@dataclass(frozen=True, kw_only=True)
class Question:
    """The headline profile's journeys and people, places in order of borough.

    ``rows`` are the places' row numbers in the results;
    ``people`` has a column per group of ``WEIGHED``; ``borough`` and ``area`` (a zone's part in one cell)
    are numbers per place, ``zone_of_area`` the zone's number per area;
    ``moments`` maps a moment to the counters that count before and after; ``week`` has, before and after, the
    hours of the week by the set of counters then open. ``near`` has the journeys to each of these sets, and
    ``curves`` residents by journey time, one for each borough and nearest counter. Places where nobody lives
    are left out.
    """

    times: TravelTimes
    rows: Integers
    people: Floats
    boroughs: tuple[str, ...]
    borough: Integers
    area: Integers
    zone_of_area: Integers
    moments: Moments
    week: Week
    headline_seconds: float
    losing_seconds: float
    near: Mapping[Key, Journeys]
    curves: Mapping[Key, tuple[Curve, ...]]

    def pairs_of(self, journeys: Journeys) -> Integers:
        """Return one number per place for its borough and nearest counter together (-1 = no counter)."""
        return _pairs(self.borough, journeys, len(self.times.site_ids))

    @cached_property
    def totals(self) -> Floats:
        """People of each group of ``WEIGHED``."""
        totals: Floats = self.people.sum(axis=0)
        return totals


def ask(results: Results, losing_minutes: int) -> Question:
    """Return the question that the results answered.

    A resident loses whose journey gets over ``losing_minutes`` longer, in minutes.
    """
    scenario, table = results.scenario, results.area.places.table
    times = results.times[scenario.profiles[0]]
    people = _weights(results, offline_sets(scenario, results.area))
    boroughs = zoning(table["zone_code"].astype(str).map(results.area.zones["borough_code"]))
    areas, zone_of_area = _areas(table)
    kept = np.flatnonzero(people[:, 0] > 0)
    rows = kept[np.argsort(boroughs.index[kept], kind="stable")]
    moments, week = _keys(results, Setting())
    bare = Question(
        times=times, rows=rows, people=people[rows], boroughs=boroughs.codes, borough=boroughs.index[rows],
        area=areas[rows], zone_of_area=zone_of_area, moments=moments, week=week, near={}, curves={},
        headline_seconds=float(scenario.headline_minutes * SECONDS_PER_MINUTE),
        losing_seconds=float(losing_minutes * SECONDS_PER_MINUTE),
    )  # fmt: skip
    return _answerable(bare, results, {}, Setting())


def otherwise(question: Question, results: Results, setting: Setting) -> Question:
    """Return the question asked under another setting; journeys found before are kept."""
    moments, week = _keys(results, setting)
    people = question.people if setting.sets is None else _weights(results, setting.sets)[question.rows]
    changed = replace(question, people=people, moments=moments, week=week)
    curves = question.curves if setting.sets is None else {}
    return _answerable(changed, results, curves, setting)


def _answerable(
    question: Question, results: Results, curves: Mapping[Key, tuple[Curve, ...]], setting: Setting
) -> Question:
    """Return the question with journeys to every set of counters it asks of, and curves where they serve."""
    keys = dict.fromkeys(key for pair in question.moments.values() for key in pair)
    keys |= dict.fromkeys(key for hours in question.week for key in hours)
    missing = [key for key in keys if key not in question.near]
    access = _access(results, question.times, missing, setting)
    near = {**question.near, **{key: journeys_of(access[key], question.rows) for key in missing}}
    return with_journeys(replace(question, curves=curves), {key: near[key] for key in keys})


def with_journeys(question: Question, near: Mapping[Key, Journeys]) -> Question:
    """Return the question with journeys to sets of counters, and curves to those that have none yet."""
    curves = {
        key: question.curves[key] if key in question.curves else tuple(_curves(question, journeys))
        for key, journeys in near.items()
    }
    return replace(question, near={**question.near, **near}, curves={**question.curves, **curves})


def _access(results: Results, times: TravelTimes, keys: list[Key], setting: Setting) -> Mapping[Key, Access]:
    """Return access to sets of counters: a moment's own, as the results have them, or found now."""
    found: dict[Key, Access] = {}
    for impact in results.headline_impacts:
        pair = results.open_week.moments[impact.moment.name]
        for counters, access in zip(pair, (impact.before, impact.after), strict=True):
            found[key_of(times, impact.moment, counters)] = access
    by_moment = {moment.name: moment for moment in _moments(results, setting)}
    for name, counters in keys:
        if (name, counters) not in found:
            asked = [by_moment[name]] if name else []
            pairs = {name: (counters, counters)} if name else {}
            found |= nearest_in(times, asked, pairs, () if name else ({counters: 1.0},))
    return {key: found[key] for key in keys}


def journeys_of(access: Access, rows: Integers) -> Journeys:
    """Return the journeys of some places, by row."""
    site = access.site_index if access.site_index is not None else np.array([], dtype=np.int64)
    return Journeys(seconds=access.values[rows], site=site[rows])


def _curves(question: Question, journeys: Journeys) -> Iterable[Curve]:
    """Yield residents by journey time, for each borough and nearest counter."""
    near = reached(journeys)
    pairs, seconds = question.pairs_of(journeys)[near], journeys.seconds[near]
    people = question.people[near, 0]
    order = np.lexsort((seconds, pairs))
    edges = np.flatnonzero(np.diff(pairs[order])) + 1
    for rows in np.split(order, edges):
        if len(rows):
            counted = np.concatenate([[0.0], np.cumsum(people[rows])])
            yield Curve(pair=int(pairs[rows[0]]), seconds=seconds[rows], people=counted)


def _pairs(borough: Integers, journeys: Journeys, sites: int) -> Integers:
    pairs: Integers = borough * sites + journeys.site
    return np.where(journeys.site < 0, -1, pairs)


def _moments(results: Results, setting: Setting) -> tuple[Moment, ...]:
    """Return the moments at which residents set out, which the setting may move."""
    shift = dt.timedelta(minutes=setting.shift_minutes)
    return tuple(replace(moment, at=moment.at + shift) for moment in results.scenario.moments_of_week())


def _keys(results: Results, setting: Setting) -> tuple[Moments, Week]:
    """Return the counters that count at each moment, before and after, and through the week."""
    before, after = (
        estate.on_record() if setting.on_record else estate for estate in (results.before, results.after)
    )
    times = results.times[results.scenario.profiles[0]]
    moments = _moments(results, setting)
    counters = open_at((before, after), moments, results.arrival)
    pairs = {
        moment.name: (
            key_of(times, moment, counters[moment.name][0]),
            key_of(times, moment, counters[moment.name][1]),
        )
        for moment in moments
    }
    first, last = (
        _hours(hours_by_set(week_pieces(hours_of(estate), results.scenario.week_start), setting.hours))
        for estate in (before, after)
    )
    return pairs, (first, last)


def _hours(hours: Mapping[OpenSet, float]) -> dict[Key, float]:
    return {("", counters): some for counters, some in hours.items()}


def _weights(results: Results, sets: Mapping[str, OfflineSet]) -> Floats:
    """Return people per place and group of ``WEIGHED``."""
    age_from = results.times[results.scenario.profiles[0]].profile.age_from
    people = exposure(results.area.places, sets, age_from=age_from)
    return np.column_stack([people.of(group) for group in WEIGHED])


def _areas(table: pd.DataFrame) -> tuple[Integers, Integers]:
    """Return each place's small area, the part of its zone in its cell, and the zone of each small area."""
    zone, cell = (zoning(table[column]).index for column in ("zone_code", "cell_code"))
    _, first, area = np.unique(zone * (cell.max() + 1) + cell, return_index=True, return_inverse=True)
    return area, zone[first]


def reached(journeys: Journeys) -> Booleans:
    """Return whether each place can reach any open counter."""
    return np.isfinite(journeys.seconds)
