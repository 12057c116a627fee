"""A run's headline question in a form that can be answered again for many parameter draws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from estate_model.access.nearest import nearest
from estate_model.analysis.impact import zoning
from estate_model.nouns import Booleans, Estate, Floats, Integers, TravelTimes
from estate_model.nouns.area import OfflineSet
from estate_model.opening import Piece, is_open, week_pieces
from estate_model.people.exposure import EVERYONE, OFFLINE, exposure
from estate_model.results import Results
from estate_model.scenario.offline_sets import offline_sets
from estate_model.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

WEIGHED = (EVERYONE, *OFFLINE)
WHEN = ("before", "after")
OpenIds = frozenset[str]


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
    ``moments`` maps a moment to the counters open before and after; ``week`` has, before and after, the
    hours of the week by the set of counters then open. Places where nobody lives are left out.
    """

    times: TravelTimes
    rows: Integers
    people: Floats
    boroughs: tuple[str, ...]
    borough: Integers
    area: Integers
    zone_of_area: Integers
    moments: Mapping[str, tuple[OpenIds, OpenIds]]
    week: tuple[Mapping[OpenIds, float], Mapping[OpenIds, float]]
    headline_seconds: float
    losing_seconds: float
    _found: dict[OpenIds, Journeys] = field(default_factory=dict)
    _sorted: dict[OpenIds, tuple[Curve, ...]] = field(default_factory=dict)

    def journeys(self, open_ids: OpenIds) -> Journeys:
        """Return the journeys to the nearest of these counters, found once."""
        if open_ids not in self._found:
            access = nearest(self.times, open_ids)
            site = access.site_index if access.site_index is not None else np.array([], dtype=np.int64)
            self._found[open_ids] = Journeys(seconds=access.values, site=site)
        return self._found[open_ids]

    def pairs_of(self, journeys: Journeys) -> Integers:
        """Return one number per place for its borough and nearest counter together (-1 = no counter)."""
        pairs: Integers = self.borough * len(self.times.site_ids) + journeys.site
        return np.where(journeys.site < 0, -1, pairs)

    def curves(self, open_ids: OpenIds) -> tuple[Curve, ...]:
        """Return residents by journey time, one curve per borough and nearest counter, made once."""
        if open_ids not in self._sorted:
            journeys = self.journeys(open_ids)
            near = reached(journeys)
            pairs, seconds, people = (
                self.pairs_of(journeys)[near],
                journeys.seconds[near],
                self.people[near, 0],
            )
            order = np.lexsort((seconds, pairs))
            edges = np.flatnonzero(np.diff(pairs[order])) + 1
            self._sorted[open_ids] = tuple(
                Curve(
                    pair=int(pairs[rows[0]]),
                    seconds=seconds[rows],
                    people=np.concatenate([[0.0], np.cumsum(people[rows])]),
                )
                for rows in np.split(order, edges)
                if len(rows)
            )
        return self._sorted[open_ids]

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
    estates = (results.before, results.after)
    return Question(
        times=TravelTimes(profile=times.profile, site_ids=times.site_ids, seconds=times.seconds[rows]),
        rows=rows,
        people=people[rows],
        boroughs=boroughs.codes,
        borough=boroughs.index[rows],
        area=areas[rows],
        zone_of_area=zone_of_area,
        moments=_moments(results, estates, Setting()),
        week=_weeks(results, estates, Setting()),
        headline_seconds=float(scenario.headline_minutes * SECONDS_PER_MINUTE),
        losing_seconds=float(losing_minutes * SECONDS_PER_MINUTE),
    )


def otherwise(question: Question, results: Results, setting: Setting) -> Question:
    """Return the question asked under another setting; journeys found before are kept."""
    estates = (results.before, results.after)
    if setting.on_record:
        estates = (results.before.on_record(), results.after.on_record())
    people = question.people if setting.sets is None else _weights(results, setting.sets)[question.rows]
    return replace(
        question,
        people=people,
        moments=_moments(results, estates, setting),
        week=_weeks(results, estates, setting),
    )


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


def _moments(
    results: Results, estates: Sequence[Estate], setting: Setting
) -> dict[str, tuple[OpenIds, OpenIds]]:
    """Return the counters open before and after at each moment, which the setting may move."""
    shift = dt.timedelta(minutes=setting.shift_minutes)
    found = {}
    for moment in results.scenario.moments_of_week():
        before, after = (
            frozenset(site.site_id for site in estate.counters if is_open(site.hours, moment.at + shift))
            for estate in estates
        )
        found[moment.name] = (before, after)
    return found


def _weeks(
    results: Results, estates: Sequence[Estate], setting: Setting
) -> tuple[dict[OpenIds, float], dict[OpenIds, float]]:
    """Return the hours of the week by set of open counters, before and after."""
    hours = [{site.site_id: site.hours for site in estate.counters} for estate in estates]
    before, after = (
        _hours_by_set(week_pieces(one, results.scenario.week_start), setting.hours) for one in hours
    )
    return before, after


def _hours_by_set(pieces: Sequence[Piece], window: tuple[float, float] | None) -> dict[OpenIds, float]:
    """Return the hours of the week by open set, of every day's clock hours in ``window`` only."""
    hours: dict[OpenIds, float] = {}
    for piece in pieces:
        counted = piece.hours if window is None else _hours_inside(piece, window)
        hours[piece.open_ids] = hours.get(piece.open_ids, 0.0) + counted
    return {open_ids: hours[open_ids] for open_ids in sorted(hours, key=sorted)}


def _hours_inside(piece: Piece, window: tuple[float, float]) -> float:
    """Return the hours of a piece that fall, on any day, between two clock hours; past midnight if they wrap.

    >>> piece = Piece(dt.datetime(2026, 3, 9, 22), dt.datetime(2026, 3, 10, 8), frozenset())
    >>> _hours_inside(piece, (7, 23)), _hours_inside(piece, (23, 7))
    (2.0, 8.0)
    """
    first, last = window
    if first > last:
        return piece.hours - _hours_inside(piece, (last, first))
    total = 0.0
    day = dt.datetime.combine(piece.start.date(), dt.time())
    while day < piece.end:
        begin = max(piece.start, day + dt.timedelta(hours=first))
        end = min(piece.end, day + dt.timedelta(hours=last))
        total += max((end - begin).total_seconds(), 0.0) / SECONDS_PER_HOUR
        day += dt.timedelta(days=1)
    return total


def reached(journeys: Journeys) -> Booleans:
    """Return whether each place can reach any open counter."""
    return np.isfinite(journeys.seconds)
