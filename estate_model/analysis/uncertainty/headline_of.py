"""From results to their headline question, as the run asked it or under another assumption."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from estate_model.access.nearest import Key, key_of, nearest_in
from estate_model.access.open_week import OpenSet, hours_by_set, hours_of, open_at
from estate_model.analysis.uncertainty.headline import (
    WEIGHED,
    Assumption,
    Headline,
    Moments,
    Week,
    journeys_of,
    with_curves,
    with_journeys,
)
from estate_model.nouns import Access, Floats, Integers, Moment, TravelTimes
from estate_model.nouns.area import Area, OfflineSet
from estate_model.opening import week_pieces
from estate_model.people.exposure import exposure
from estate_model.results import Results
from estate_model.scenario.offline_sets import offline_sets
from estate_model.units import SECONDS_PER_MINUTE


def headline_of(results: Results, losing_minutes: int) -> Headline:
    """Return the headline question as the run asked it.

    A resident loses whose journey gets over ``losing_minutes`` longer, in minutes.
    """
    scenario = results.scenario
    times = results.times[scenario.profiles[0]]
    people = _weights(results, offline_sets(scenario, results.area))
    boroughs = results.area.zoning_of("borough")
    areas, zone_of_area = _areas(results.area)
    kept = np.flatnonzero(people[:, 0] > 0)
    rows = kept[np.argsort(boroughs.index[kept], kind="stable")]
    moments, week = _keys(results, Assumption())
    bare = Headline(
        times=times, rows=rows, people=people[rows], boroughs=boroughs.codes, borough=boroughs.index[rows],
        area=areas[rows], zone_of_area=zone_of_area, moments=moments, week=week, near={}, curves={},
        person_seconds={}, changed={},
        headline_seconds=float(scenario.headline_minutes * SECONDS_PER_MINUTE),
        losing_seconds=float(losing_minutes * SECONDS_PER_MINUTE),
    )  # fmt: skip
    return with_curves(_answerable(bare, results, Assumption()))


def under(headline: Headline, results: Results, assumption: Assumption) -> Headline:
    """Return the headline question under another assumption; journeys found before are kept."""
    moments, week = _keys(results, assumption)
    people = headline.people if assumption.sets is None else _weights(results, assumption.sets)[headline.rows]
    changed = replace(headline, people=people, moments=moments, week=week)
    return _answerable(changed, results, assumption)


def _answerable(headline: Headline, results: Results, assumption: Assumption) -> Headline:
    """Return the question with journeys to every set of counters it asks of."""
    keys = dict.fromkeys(key for pair in headline.moments.values() for key in pair)
    keys |= dict.fromkeys(key for hours in headline.week for key in hours)
    missing = [key for key in keys if key not in headline.near]
    access = _access(results, headline.times, missing, assumption)
    near = {**headline.near, **{key: journeys_of(access[key], headline.rows) for key in missing}}
    return with_journeys(headline, {key: near[key] for key in keys})


def _access(
    results: Results, times: TravelTimes, keys: list[Key], assumption: Assumption
) -> Mapping[Key, Access]:
    """Return access to sets of counters: a moment's own, as the results have them, or found now."""
    found: dict[Key, Access] = {}
    for impact in results.headline_impacts:
        pair = results.open_week.moments[impact.moment.name]
        for counters, access in zip(pair, (impact.before, impact.after), strict=True):
            found[key_of(times, impact.moment, counters)] = access
    by_moment = {moment.name: moment for moment in _moments(results, assumption)}
    for name, counters in keys:
        if (name, counters) not in found:
            asked = [by_moment[name]] if name else []
            pairs = {name: (counters, counters)} if name else {}
            found |= nearest_in(times, asked, pairs, () if name else ({counters: 1.0},))
    return {key: found[key] for key in keys}


def _moments(results: Results, assumption: Assumption) -> tuple[Moment, ...]:
    """Return the moments at which residents set out, which the assumption may move."""
    shift = dt.timedelta(minutes=assumption.shift_minutes)
    return tuple(replace(moment, at=moment.at + shift) for moment in results.scenario.moments_of_week())


def _keys(results: Results, assumption: Assumption) -> tuple[Moments, Week]:
    """Return the counters that count at each moment, before and after, and through the week."""
    before, after = (estate.assuming(assumption.assumed) for estate in (results.before, results.after))
    times = results.times[results.scenario.profiles[0]]
    moments = _moments(results, assumption)
    counters = open_at((before, after), moments, results.arrival, results.area.holidays)
    pairs = {
        moment.name: (
            key_of(times, moment, counters[moment.name][0]),
            key_of(times, moment, counters[moment.name][1]),
        )
        for moment in moments
    }
    weeks = (
        week_pieces(hours_of(estate), results.scenario.week_start, results.area.holidays)
        for estate in (before, after)
    )
    first, last = (_hours(hours_by_set(pieces, assumption.hours)) for pieces in weeks)
    return pairs, (first, last)


def _hours(hours: Mapping[OpenSet, float]) -> dict[Key, float]:
    return {("", counters): some for counters, some in hours.items()}


def _weights(results: Results, sets: Mapping[str, OfflineSet]) -> Floats:
    """Return people per place and group of ``WEIGHED``."""
    age_from = results.times[results.scenario.profiles[0]].profile.age_from
    people = exposure(results.area.places, sets, age_from=age_from)
    return np.column_stack([people.of(group) for group in WEIGHED])


def _areas(area: Area) -> tuple[Integers, Integers]:
    """Return each place's small area, the part of its zone in its cell, and the zone of each small area."""
    zone, cell = (area.zoning_of(level).index for level in ("zone", "cell"))
    _, first, small = np.unique(zone * (cell.max() + 1) + cell, return_index=True, return_inverse=True)
    return small, zone[first]
