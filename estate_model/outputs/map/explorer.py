"""The map's what-if: results as points, minutes, switches, wards and postcodes that a page can work with."""

from __future__ import annotations

import numpy as np
import pandas as pd

from estate_model.nouns import WHEN, Floats, Impact, Integers
from estate_model.outputs.map.points import MOST_POINTS, Gathered, gather
from estate_model.outputs.map.switches import all_sites, presets, switches
from estate_model.outputs.map.ways import ways_of
from estate_model.outputs.map.what_if_yaml import scenario_head
from estate_model.outputs.page.matrix import COARSE, UNIT_SECONDS
from estate_model.outputs.page.what_if import Points, Way, WhatIf, Zones
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import listed
from estate_model.people.exposure import GROUPS, OFFLINE
from estate_model.results import Results
from estate_model.scenario.offline_sets import group_labels
from estate_model.units import SECONDS_PER_MINUTE

POINTS_BY_TIMETABLE = 12_000  # fewer points make room for a second matrix
ACCURACY = (
    "When you switch a counter, this page works out the figures by itself. It gathers {places} postcodes "
    "into {points} points and keeps times to {seconds} seconds, so its figures are near the model's and not "
    "equal to them. Measured on London (171 estates: each of 60 counters put in each of its other states, "
    "and 50 drawn at random), mean minutes, the share within 45 minutes and the share of the week differ by "
    "at most 0.3%. Residents with a journey over 10 minutes longer, and those likely offline among them, "
    "differ by at most 0.5%; where fewer than 50,000 people are concerned, by fewer than 1,000. As the "
    "scenario is written, the key, the tiles, the sentence and the table of {boroughs} are the model's own; "
    "what is said of {wards}, small areas, counters and postcodes is always this page's."
)
BY_TIMETABLE = (
    " Those limits were measured on foot, with {most} points; by public transport they were not. By public "
    "transport this page has journeys, kept to {seconds} seconds, of: {carried}.{missing} Other times of the "
    "week, and the share of the week with other counters, are worked out from the journeys of the moment "
    "named, whatever runs then, so only roughly."
)
MISSING = " It has none of: {missing}; these cannot be chosen here, and stand in the tables."


def what_if(report: Report) -> WhatIf:
    """Return everything the page needs to switch counters, and to answer for a postcode."""
    results = report.results
    places, scenario = results.area.places, results.scenario
    labels = group_labels(scenario, results.area)
    gathered = _gathered(report)
    points = _points(report, gathered)
    plans = {one.scenario.title: one.after for one in report.alternatives}
    switched = switches(results, all_sites(results), tuple(plans.values()))
    matrices, ways = ways_of(results, gathered)
    return WhatIf(
        switches=switched,
        presets=presets(switched, plans),
        points=points,
        seconds=matrices,
        ways=ways,
        zones=_zones(results),
        group_labels=tuple(labels[group] for group in GROUPS),
        offline_groups=(GROUPS.index(OFFLINE[0]), GROUPS.index(OFFLINE[1]), GROUPS.index(OFFLINE[2])),
        moments=tuple(_minute(results, impact) for impact in report.headline_impacts),
        limits_minutes=tuple(sorted({*scenario.thresholds_minutes, scenario.headline_minutes})),
        headline_minutes=scenario.headline_minutes,
        opening_at=scenario.opening_at,
        minutes_needed=scenario.minutes_needed,
        losing_minutes=report.losing_minutes,
        totals=_totals(report),
        postcodes=tuple(map(str, places.table.index.tolist())),
        postcode_points=gathered.point,
        postcode_note=_postcode_note(results),
        area_name=results.area.name,
        scenario_head=scenario_head(scenario),
        accuracy=ACCURACY.format(
            places=f"{len(places):,}",
            points=f"{len(points.people):,}",
            seconds=UNIT_SECONDS,
            **{level: results.area.labels[level] for level in ("boroughs", "wards")},
        )
        + _by_timetable(results, ways),
    )


def _by_timetable(results: Results, ways: tuple[Way, ...]) -> str:
    """Say which journeys by a timetable the page has, and which not; nothing without a timetable."""
    moments = [impact.moment.name for impact in results.headline_impacts]
    carried: list[str] = []
    missing: list[str] = []
    for key, way in zip(results.scenario.profiles, ways, strict=True):
        label = results.area.profiles[key].label
        for words, has in ((carried, True), (missing, False)):
            names = [
                name
                for name, matrix in zip(moments, way.by_moment, strict=False)
                if (matrix is not None) == has
            ]
            if names:
                words.append(f"{label}, at {listed(names)}")
    if not carried:
        return ""
    return BY_TIMETABLE.format(
        most=f"{MOST_POINTS:,}",
        seconds=UNIT_SECONDS * COARSE,
        carried="; ".join(carried),
        missing=MISSING.format(missing="; ".join(missing)) if missing else "",
    )


def _minute(results: Results, impact: Impact) -> int:
    since = impact.moment.at - pd.Timestamp(results.scenario.week_start)
    return int(since.total_seconds()) // SECONDS_PER_MINUTE


def _gathered(report: Report) -> Gathered:
    """Return the places gathered into points, kept between runs: that depends on the area alone."""
    places = report.results.area.places
    people, xy_metres = places.people.sum(axis=1), places.xy_metres
    timed = any(times.by_moment for times in report.results.times.values())
    most = POINTS_BY_TIMETABLE if timed else MOST_POINTS
    cell, _ = pd.factorize(places.table["cell_code"])
    zone, zones = pd.factorize(places.table["zone_code"])
    keys = cell.astype(np.int64) * len(zones) + zone
    point = report.keep(
        (f"points 1 {most}".encode(), *(numbers.tobytes() for numbers in (keys, xy_metres, people))),
        lambda: gather(pd.Series(keys), xy_metres, people, most).astype("<i8").tobytes(),
    )
    return Gathered(point=np.frombuffer(point, dtype="<i8"), people=people)


def _points(report: Report, gathered: Gathered) -> Points:
    places, point = report.results.area.places, gathered.point
    xy = np.column_stack([gathered.means(axis) for axis in places.xy_metres.T])
    spread = np.sqrt(gathered.means(((places.xy_metres - xy[point]) ** 2).sum(axis=1)))
    some_place = np.empty(len(xy), dtype=np.int64)
    some_place[point] = np.arange(len(point))
    table = places.table.iloc[some_place]
    return Points(
        xy_metres=xy,
        spread_metres=spread,
        people=np.bincount(point, weights=gathered.people).astype(np.float64),
        cell=_positions(report.cells.index, table["cell_code"]),
        zone=_positions(report.results.area.zones.index, table["zone_code"]),
    )


def _zones(results: Results) -> Zones:
    """Return wards and, for each age a profile begins at, the share of a zone's residents in each group."""
    area, table = results.area, results.area.zones
    wards, codes = pd.factorize(table["ward_code"].astype(str), sort=True)
    named = table.assign(ward_code=table["ward_code"].astype(str)).drop_duplicates("ward_code")
    named = named.set_index("ward_code").loc[list(codes)]
    zone = _positions(table.index, area.places.table["zone_code"])
    everyone = np.bincount(zone, weights=area.places.people.sum(axis=1), minlength=len(table))
    crowds = {impact.profile.age_from: impact.exposure for impact in results.impacts}
    return Zones(
        ward=np.asarray(wards, dtype=np.int64),
        ward_names=tuple(str(name) for name in named["ward_name"]),
        ward_boroughs=tuple(str(name) for name in named["borough_name"]),
        shares=tuple(_shares(zone, everyone.astype(np.float64), crowd.people) for crowd in crowds.values()),
    )


def _positions(index: pd.Index, codes: pd.Series) -> Integers:
    """Return where each code stands in an index."""
    number, unique = pd.factorize(codes)
    positions: Integers = np.asarray(index.get_indexer(unique), dtype=np.int64)[number]
    return positions


def _shares(zone: Integers, everyone: Floats, people: Floats) -> Floats:
    columns = np.asfortranarray(people).T
    groups = [np.bincount(zone, weights=column, minlength=len(everyone)) for column in columns]
    return np.array(groups) / np.where(everyone > 0, everyone, 1.0)


def _totals(report: Report) -> tuple[tuple[tuple[float | None, ...], ...], ...]:
    """Return the model's own figures, by view and group, in the order ``assets/engine.js`` gives its own."""
    results = report.results
    columns = [
        "people", report.losing_column, "mean_minutes_before", "mean_minutes_after",
        "share_of_week_before", "share_of_week_after",
        *(
            f"people_within_{limit}_minutes_{when}"
            for limit in results.scenario.thresholds_minutes
            for when in WHEN
        ),
    ]  # fmt: skip
    table = report.totals[columns]
    rows = dict(zip(table.index, table.to_numpy(dtype=np.float64).tolist(), strict=True))
    views = [(impact.profile.profile_id, impact.moment.name) for impact in results.impacts]
    return tuple(
        tuple(tuple(None if np.isnan(one) else one for one in rows[*view, group]) for group in GROUPS)
        for view in views
    )


def _postcode_note(results: Results) -> str:
    """Say of when the list of postcodes is."""
    dates = [row["date"] for row in results.area.provenance if row["path"].startswith("postcodes")]
    return (
        f"The list of postcodes is of: {dates[0]}." if dates else "The list of postcodes is the model's own."
    )
