"""The layers of a run: cells, wards and boroughs (a row each), counters, catchments, links to counters."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from estate_model.analysis.flows import NO_COUNTER, nearest_site
from estate_model.nouns import WHEN, Floats, Impact, Integers, Site
from estate_model.nouns.zones import Zoning
from estate_model.outputs.report import Report
from estate_model.outputs.tables.wide import moment_words
from estate_model.people.exposure import EVERYONE, OFFLINE

CENTRAL = OFFLINE[1]
Unite = Callable[[npt.NDArray[np.object_]], BaseGeometry]
Ways = dict[tuple[str, str], pd.Series]
"""The id of a counter by zone, for a moment and before or after."""
LEVELS = {"wards": "ward", "boroughs": "borough"}


def layers(report: Report) -> dict[str, gpd.GeoDataFrame]:
    """Return every layer by name.

    Wards and boroughs have no polygons of their own: they are made of the cells most of whose residents live
    in them.
    """
    is_coverage = shapely.coverage_is_valid(report.cells.geometry.to_numpy())
    unite = shapely.coverage_union_all if is_coverage else shapely.union_all  # the first is 15 times as fast
    ways = _ways(report, "cell")
    zones = {"cells": _zones(report, "cell", report.cells.geometry, ways)}
    for layer, level in LEVELS.items():
        shapes = _dissolved(report.cells.geometry, _mostly(report, level), unite)
        zones[layer] = _zones(report, level, shapes, _ways(report, level))
    return {
        **zones,
        "counters": _counters(report),
        "catchments": _catchments(report, ways, unite),
        "links": _links(report, ways),
    }


def _ways(report: Report, level: str) -> Ways:
    """Return the counter nearest to most residents of each zone, at each moment, before and after."""
    impacts = product(report.headline_impacts, WHEN)
    return {(impact.moment.name, when): _nearest(report, impact, when, level) for impact, when in impacts}


def _zones(report: Report, level: str, shapes: gpd.GeoSeries, ways: Ways) -> gpd.GeoDataFrame:
    """Return a row per zone: its people, and at each moment minutes, those who lose, and the counter."""
    codes = shapes.index
    table = report.cell_results if level == "cell" else report.by_level(level)
    impacts = report.headline_impacts
    at, names, words = partial(_rows, table, codes=codes), _names(report), moment_words(report)
    columns: dict[str, object] = {f"{level}_code": codes, f"{level}_name": _zone_names(report, level, codes)}
    columns["people"] = at(impacts[0], EVERYONE)["people"].to_numpy()
    columns["likely_offline"] = at(impacts[0], CENTRAL)["people"].to_numpy()
    for impact in impacts:
        word, rows = words[impact.moment.name], at(impact, EVERYONE)
        before, after = (rows[f"mean_minutes_{when}"].to_numpy() for when in WHEN)
        losing = rows[report.losing_column].to_numpy()
        with np.errstate(invalid="ignore"):
            columns[f"min_before_{word}"], columns[f"min_after_{word}"] = before.round(1), after.round(1)
            columns[f"longer_{word}"] = (after - before).round(1)
            columns[f"losing_{word}"] = losing.round()
            columns[f"share_losing_{word}"] = (losing / rows["people"].to_numpy()).round(4)
        columns[f"offline_losing_{word}"] = at(impact, CENTRAL)[report.losing_column].round().to_numpy()
        for when in WHEN:
            goes_to = ways[impact.moment.name, when].reindex(codes)
            columns[f"nearest_{when}_{word}"] = goes_to.map(names).to_numpy()
    for name in ("people", "likely_offline"):
        columns[name] = np.round(columns[name])  # type: ignore[call-overload]
    return gpd.GeoDataFrame(columns, geometry=shapes.to_numpy(), crs=shapes.crs)


def _rows(table: pd.DataFrame, impact: Impact, group: str, *, codes: pd.Index) -> pd.DataFrame:
    key = (impact.profile.profile_id, impact.moment.name, group)
    return table.xs(key, level=("profile", "moment", "group")).reindex(codes)


def _zone_names(report: Report, level: str, codes: pd.Index) -> npt.NDArray[np.object_]:
    names = report.cells["cell_name"] if level == "cell" else report.results.area.names_of(level)
    found: npt.NDArray[np.object_] = names.reindex(codes).to_numpy(dtype=object)
    return found


def _nearest(report: Report, impact: Impact, when: str, level: str) -> pd.Series:
    """Return the counter that is nearest to most residents of each zone, by its id."""
    zones, access = report.results.area.zoning_of(level), getattr(impact, when)
    number = _most(zones, nearest_site(access), len(access.site_ids) + 1, impact.exposure.people[:, 0])
    return pd.Series(np.array([*access.site_ids, NO_COUNTER], dtype=object)[number], index=zones.codes)


def _sites(report: Report) -> dict[str, Site]:
    """Return every building by its id: the area's and the scenario's own."""
    results = report.results
    return {**results.area.buildings, **results.before.sites, **results.after.sites}


def _names(report: Report) -> dict[str, str]:
    """Return what each building is called, by its id."""
    return {**{key: site.name for key, site in _sites(report).items()}, NO_COUNTER: NO_COUNTER}


def _most(zones: Zoning, number: Integers, count: int, people: Floats) -> Integers:
    """Return, for each zone, the number that stands for most people; the least of several level ones.

    Where nobody lives it is the one that stands for most places.
    """
    lived_in = np.bincount(zones.index, weights=people, minlength=len(zones.codes)) > 0
    weights = np.where(lived_in[zones.index], people, 1.0)
    sums = np.bincount(zones.index * count + number, weights=weights, minlength=len(zones.codes) * count)
    most: Integers = sums.reshape(len(zones.codes), count).argmax(axis=1)
    return most


def _mostly(report: Report, level: str) -> pd.Series:
    """Return the zone in which most residents of each cell live."""
    area = report.results.area
    zones, cells = area.zoning_of(level), area.zoning_of("cell")
    people = report.headline_impacts[0].exposure.people[:, 0]
    number = _most(cells, zones.index, len(zones.codes), people)
    return pd.Series(np.array(zones.codes, dtype=object)[number], index=cells.codes)


def _dissolved(shapes: gpd.GeoSeries, key: pd.Series, unite: Unite) -> gpd.GeoSeries:
    """Return cells' polygons put together by a key; cells without one are left out."""
    known = key.reindex(shapes.index).dropna().sort_values(kind="stable")
    polygons = shapes.loc[known.index].to_numpy()
    codes, first = np.unique(known.to_numpy().astype(str), return_index=True)
    made = [unite(part) for part in np.split(polygons, first[1:])]
    return gpd.GeoSeries(made, index=pd.Index(codes), crs=shapes.crs)


def _counters(report: Report) -> gpd.GeoDataFrame:
    """Return a point per counter open before or after."""
    rows = [
        {
            "site_id": change.site.site_id,
            "name": change.site.name,
            "operator": change.operator,
            "status": change.status,
            "week_hours_before": change.week_hours_before,
            "week_hours_after": change.week_hours_after,
        }
        for change in report.counters
    ]
    spots = [(change.site.easting_metres, change.site.northing_metres) for change in report.counters]
    return gpd.GeoDataFrame(rows, geometry=shapely.points(np.reshape(spots, (-1, 2))), crs=report.cells.crs)


def _catchments(report: Report, ways: Ways, unite: Unite) -> gpd.GeoDataFrame:
    """Return, for each moment, before and after, the cells whose residents mostly go to one counter."""
    names = _names(report)
    shapes: dict[tuple[str, ...], gpd.GeoSeries] = {}
    parts = []
    for (moment, when), goes_to in ways.items():
        key = tuple(goes_to)
        if key not in shapes:
            shapes[key] = _dissolved(report.cells.geometry, goes_to, unite)
        ids = shapes[key].index
        columns = {
            "site_id": ids, "counter": ids.map(names), "moment": moment, "before_or_after": when,
        }  # fmt: skip
        parts.append(gpd.GeoDataFrame(columns, geometry=shapes[key].to_numpy(), crs=report.cells.crs))
    return pd.concat(parts, ignore_index=True)


def _links(report: Report, ways: Ways) -> gpd.GeoDataFrame:
    """Return a straight line from the middle of each cell's residents to the counter most of them go to.

    There is one for each moment after the changes, and for the first moment before them.
    """
    first, names = report.headline_impacts[0].moment.name, _names(report)
    codes, middle = _middles(report)
    spots = {key: (site.easting_metres, site.northing_metres) for key, site in _sites(report).items()}
    spots[NO_COUNTER] = (np.nan, np.nan)
    parts = []
    for (moment, when), goes_to in ways.items():
        if when == WHEN[0] and moment != first:
            continue
        lines = np.stack([middle, np.array([spots[key] for key in goes_to])], axis=1)
        known = np.flatnonzero(np.isfinite(lines).all(axis=(1, 2)))
        ids = goes_to.iloc[known]
        columns = {
            "cell_code": codes[known], "site_id": ids.to_numpy(), "counter": ids.map(names).to_numpy(),
            "moment": moment, "before_or_after": when,
        }  # fmt: skip
        drawn = shapely.linestrings(lines[known])
        parts.append(gpd.GeoDataFrame(columns, geometry=drawn, crs=report.cells.crs))
    return pd.concat(parts, ignore_index=True)


def _middles(report: Report) -> tuple[npt.NDArray[np.object_], Floats]:
    """Return the cells' codes, and the middle of each one's residents; ``nan`` where nobody lives."""
    area, people = report.results.area, report.headline_impacts[0].exposure.people[:, 0]
    cells = area.zoning_of("cell")
    held = np.bincount(cells.index, weights=people, minlength=len(cells.codes))
    with np.errstate(invalid="ignore"):
        middle = [
            np.bincount(cells.index, weights=people * metres, minlength=len(cells.codes)) / held
            for metres in area.places.xy_metres.T
        ]
    return np.array(cells.codes, dtype=object), np.column_stack(middle)
