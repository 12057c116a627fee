"""The map's what-if: results as points, minutes, switches, wards and postcodes that a page can work with."""

from __future__ import annotations

import numpy as np
import pandas as pd

from estate_model.nouns import Floats, Impact, Integers, Places
from estate_model.outputs.map.points import gather
from estate_model.outputs.map.switches import all_sites, presets, switches
from estate_model.outputs.map.what_if_yaml import scenario_head
from estate_model.outputs.page.matrix import UNIT_SECONDS
from estate_model.outputs.page.what_if import Points, Way, WhatIf, Zones
from estate_model.outputs.report import Report
from estate_model.people.exposure import GROUP_LABELS, GROUPS, OFFLINE, exposure
from estate_model.results import Results
from estate_model.scenario.offline_sets import offline_sets
from estate_model.units import SECONDS_PER_MINUTE

SAME_SECONDS = 2.0
HALF = 0.5
ACCURACY = (
    "When you switch a counter, this page works out the figures by itself. It gathers {places} postcodes "
    "into {points} points and keeps times to {seconds} seconds, so its figures are near the model's and not "
    "equal to them. Measured on London (171 estates: each of 60 counters put in each of its other states, "
    "and 50 drawn at random), mean minutes, the share within 45 minutes and the share of the week differ by "
    "at most 0.3%. Residents with a journey over 10 minutes longer, and those likely offline among them, "
    "differ by at most 0.5%; where fewer than 50,000 people are concerned, by fewer than 1,000. As the "
    "scenario is written, the figures are the model's own."
)


def what_if(report: Report) -> WhatIf:
    """Return everything the page needs to switch counters, and to answer for a postcode."""
    results = report.results
    places, scenario = results.area.places, results.scenario
    people = places.people.sum(axis=1)
    keys = places.table["cell_code"].astype(str) + "|" + places.table["zone_code"].astype(str)
    point = gather(keys, places.xy_metres, people)
    points = _points(report, point, people)
    plans = {one.scenario.title: one.after for one in report.alternatives}
    switched = switches(results, all_sites(results), tuple(plans.values()))
    seconds = {key: _seconds(results, key, point, people) for key in scenario.profiles}
    matrices, ways = _ways(results, seconds)
    return WhatIf(
        switches=switched,
        presets=presets(switched, plans),
        points=points,
        seconds=matrices,
        ways=ways,
        zones=_zones(results),
        group_labels=tuple(GROUP_LABELS[group] for group in GROUPS),
        offline_groups=(GROUPS.index(OFFLINE[0]), GROUPS.index(OFFLINE[1]), GROUPS.index(OFFLINE[2])),
        moments=tuple(_minute(results, impact) for impact in report.headline_impacts),
        limits_minutes=tuple(sorted({*scenario.thresholds_minutes, scenario.headline_minutes})),
        headline_minutes=scenario.headline_minutes,
        losing_minutes=report.losing_minutes,
        totals=tuple(_totals(report, impact) for impact in results.impacts),
        postcodes=tuple(str(code) for code in places.table.index),
        postcode_points=point,
        postcode_note=_postcode_note(results),
        area_name=results.area.name,
        scenario_head=scenario_head(scenario),
        accuracy=ACCURACY.format(
            places=f"{len(places):,}", points=f"{len(points.people):,}", seconds=UNIT_SECONDS
        ),
    )


def _minute(results: Results, impact: Impact) -> int:
    since = impact.moment.at - pd.Timestamp(results.scenario.week_start)
    return int(since.total_seconds()) // SECONDS_PER_MINUTE


def _points(report: Report, point: Integers, people: Floats) -> Points:
    places = report.results.area.places
    weight = _weights(point, people)
    xy = np.column_stack([_mean(point, weight, axis) for axis in places.xy_metres.T])
    spread = np.sqrt(_mean(point, weight, ((places.xy_metres - xy[point]) ** 2).sum(axis=1)))
    first = np.unique(point, return_index=True)[1]
    table = places.table.iloc[first]
    return Points(
        xy_metres=xy,
        spread_metres=spread,
        people=np.bincount(point, weights=people).astype(np.float64),
        cell=np.asarray(report.cells.index.get_indexer(table["cell_code"]), dtype=np.int64),
        zone=np.asarray(report.results.area.zones.index.get_indexer(table["zone_code"]), dtype=np.int64),
    )


def _weights(point: Integers, people: Floats) -> Floats:
    """Return what each place counts for in its point: its residents, or 1 where the point has none."""
    return np.where(np.bincount(point, weights=people)[point] > 0, people, 1.0)


def _mean(point: Integers, weight: Floats, numbers: Floats) -> Floats:
    means: Floats = np.bincount(point, weights=weight * numbers) / np.bincount(point, weights=weight)
    return means


def _seconds(results: Results, profile: str, point: Integers, people: Floats) -> Floats:
    """Return mean seconds from each point to each site, in id order; ``inf`` where most cannot reach it."""
    tables = [times[profile] for times in (results.times, results.spare_times) if times]
    found = {key: table.seconds[:, n] for table in tables for n, key in enumerate(table.site_ids)}
    weight = _weights(point, people)
    columns = []
    for key in sorted(found):
        column = found[key].astype(np.float64)
        reached = weight * np.isfinite(column)
        able = np.bincount(point, weights=reached)
        sums = np.bincount(point, weights=reached * np.where(np.isfinite(column), column, 0.0))
        with np.errstate(invalid="ignore", divide="ignore"):
            columns.append(np.where(able > HALF * np.bincount(point, weights=weight), sums / able, np.inf))
    return np.column_stack(columns) if columns else np.empty((int(point.max()) + 1, 0))


def _ways(results: Results, seconds: dict[str, Floats]) -> tuple[tuple[Floats, ...], tuple[Way, ...]]:
    """Return the matrices that are no multiple of an earlier one, and how each profile uses them."""
    matrices: list[Floats] = []
    ways = []
    ages = list(dict.fromkeys(results.area.profiles[key].age_from for key in seconds))
    for key, own in seconds.items():
        factor, matrix = 1.0, None
        for number, other in enumerate(matrices):
            both = np.isfinite(own) & np.isfinite(other)
            factor = round(float(own[both].sum() / max(other[both].sum(), 1.0)), 6)
            alike = np.array_equal(np.isfinite(own), np.isfinite(other))
            if alike and (np.abs(own[both] - factor * other[both]) <= SAME_SECONDS * max(factor, 1.0)).all():
                matrix = number
                break
        if matrix is None:
            matrix, factor = len(matrices), 1.0
            matrices.append(own)
        crowd = ages.index(results.area.profiles[key].age_from)
        ways.append(Way(matrix=matrix, factor=factor, crowd=crowd))
    return tuple(matrices), tuple(ways)


def _zones(results: Results) -> Zones:
    """Return wards and, for each age a profile begins at, the share of a zone's residents in each group."""
    area, table = results.area, results.area.zones
    wards, codes = pd.factorize(table["ward_code"].astype(str), sort=True)
    named = table.assign(ward_code=table["ward_code"].astype(str)).drop_duplicates("ward_code")
    named = named.set_index("ward_code").loc[list(codes)]
    sets = offline_sets(results.scenario, area)
    zone = np.asarray(table.index.get_indexer(area.places.table["zone_code"]), dtype=np.int64)
    ages = dict.fromkeys(area.profiles[key].age_from for key in results.scenario.profiles)
    return Zones(
        ward=np.asarray(wards, dtype=np.int64),
        ward_names=tuple(str(name) for name in named["ward_name"]),
        ward_boroughs=tuple(str(name) for name in named["borough_name"]),
        shares=tuple(
            _shares(area.places, zone, exposure(area.places, sets, age_from=age).people, len(table))
            for age in ages
        ),
    )


def _shares(places: Places, zone: Integers, people: Floats, count: int) -> Floats:
    everyone = np.bincount(zone, weights=places.people.sum(axis=1), minlength=count)
    groups = [np.bincount(zone, weights=column, minlength=count) for column in people.T]
    return np.array(groups) / np.where(everyone > 0, everyone, 1.0)


def _totals(report: Report, impact: Impact) -> tuple[tuple[float | None, ...], ...]:
    """Return the model's own figures, a row per group, in the order ``assets/engine.js`` gives its own."""
    table = report.totals_of(impact)
    limits = report.results.scenario.thresholds_minutes
    columns = [
        "people", report.losing_column, "mean_minutes_before", "mean_minutes_after",
        "share_of_week_before", "share_of_week_after",
        *(f"people_within_{limit}_minutes_{when}" for limit in limits for when in ("before", "after")),
    ]  # fmt: skip
    rows = table.loc[list(GROUPS), columns]
    return tuple(tuple(None if pd.isna(one) else float(one) for one in row) for row in rows.to_numpy())


def _postcode_note(results: Results) -> str:
    """Say of when the list of postcodes is."""
    dates = [row["date"] for row in results.area.provenance if row["path"].startswith("postcodes")]
    return (
        f"The list of postcodes is of: {dates[0]}." if dates else "The list of postcodes is the model's own."
    )
