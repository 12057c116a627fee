"""The tables of a run as CSV: boroughs, BCUs, wards, cells, counters, and who inherits whom.

People are modelled and shown as whole numbers, so parts may not sum to totals and no small number is
exact. ``boroughs`` and ``bcus`` hold every profile; ``wards`` and ``cells`` the scenario's first one.
``cells`` has one row a cell, so that it can be joined by code.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from estate_model.analysis.counters import hours_in_words
from estate_model.nouns import Estate, Impact
from estate_model.opening import is_open
from estate_model.outputs.report import Report
from estate_model.outputs.tables.csv_lines import Column, csv_lines, fractions, texts, wholes
from estate_model.outputs.tables.wide import cells_wide

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
WHOLE = ("people", "count")
DECIMALS = {
    "people": 0, "minutes": 1, "share": 4, "hours": 2, "day": 1, "value": 4, "low": 4, "high": 4, "margin": 4,
    "risk": 3, "count": 0,
}  # fmt: skip


def tables(report: Report) -> dict[str, bytes]:
    """Return every table of the run, by file name."""
    return {
        **boroughs(report),
        "bcus.csv": csv_bytes(_named(report.by_level("bcu"), "bcu", report)),
        "wards.csv": csv_bytes(_named(_headline(report.by_level("ward"), report), "ward", report)),
        "cells.csv": csv_bytes(cells_wide(report)),
        "counters.csv": csv_bytes(_counters(report)),
        "catchments.csv": csv_bytes(_catchments(report)),
    }


def boroughs(report: Report) -> dict[str, bytes]:
    """Return ``boroughs.csv``."""
    return {"boroughs.csv": csv_bytes(_named(report.boroughs, "borough", report))}


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as UTF-8 CSV: numbers rounded by kind, texts that a spreadsheet would run disarmed."""
    return csv_lines(list(table), [_column(name, column) for name, column in table.items()], len(table))


def _column(name: str, column: pd.Series) -> Column:
    if pd.api.types.is_float_dtype(column):
        kind = next((word for word in name.split("_") if word in DECIMALS), "minutes")
        rounded = column.round(DECIMALS[kind])
        if kind in WHOLE:
            return wholes(rounded.astype("int64").to_numpy())
        return fractions(rounded.to_numpy(dtype=np.float64), DECIMALS[kind])
    if pd.api.types.is_integer_dtype(column) and isinstance(column.dtype, np.dtype):
        return wholes(column.to_numpy(dtype=np.int64))
    return texts(column, _disarmed)


def _disarmed(value: object) -> object:
    """Return a text that no spreadsheet takes for a formula; a plain number is none.

    >>> _disarmed("=1+1"), _disarmed("-1.5"), _disarmed("-1+1")
    ("'=1+1", '-1.5', "'-1+1")
    """
    if not isinstance(value, str) or not value.startswith(FORMULA_STARTS) or NUMBER.fullmatch(value):
        return value
    return f"'{value}"


def _headline(table: pd.DataFrame, report: Report) -> pd.DataFrame:
    first = report.results.scenario.profiles[0]
    return table[table.index.get_level_values("profile") == first]


def _named(table: pd.DataFrame, level: str, report: Report) -> pd.DataFrame:
    """Put codes and names of the zone, and of what it lies in, before the numbers."""
    zones = report.results.area.zones
    kept = {
        "ward": ["ward_code", "ward_name", "borough_code", "borough_name", "bcu_code", "bcu_name"],
        "borough": ["borough_code", "borough_name", "bcu_code", "bcu_name"],
        "bcu": ["bcu_code", "bcu_name"],
    }[level]
    names = zones[kept].drop_duplicates(f"{level}_code").set_index(f"{level}_code", drop=False)
    flat = table.reset_index()
    flat = names.reindex(flat["zone_code"]).reset_index(drop=True).join(flat.drop(columns="zone_code"))
    return flat.sort_values([f"{level}_code"], kind="stable")


def _counters(report: Report) -> pd.DataFrame:
    """One row per counter and moment: status, hours, and the people for whom it is the nearest open one."""
    rows = []
    for impact in report.headline_impacts:
        inherited = report.flows_of(impact)
        before = inherited.groupby(level="counter_before").sum()
        after = inherited.groupby(level="counter_after").sum()
        for change in report.counters:
            site = change.site
            row = {
                "site_id": site.site_id,
                "name": site.name,
                "operator": change.operator,
                "borough_name": change.borough_name,
                "easting_metres": round(site.easting_metres),
                "northing_metres": round(site.northing_metres),
                "status": change.status,
                "hours_before": hours_in_words(change.hours_before, confidence=change.confidence_before),
                "hours_after": hours_in_words(change.hours_after, confidence=change.confidence_after),
                "week_hours_before": change.week_hours_before,
                "week_hours_after": change.week_hours_after,
                "hours_confidence_before": change.confidence_before,
                "hours_confidence_after": change.confidence_after,
                "moment": impact.moment.name,
                "open_before": _open_then(report, site.site_id, report.results.before, impact),
                "open_after": _open_then(report, site.site_id, report.results.after, impact),
            }
            for group in impact.exposure.groups:
                for when, people in (("before", before), ("after", after)):
                    number = people[group].get(site.site_id, 0.0)
                    row[f"people_nearest_{when}_{group}"] = float(number)
            rows.append(row)
    return pd.DataFrame(rows)


def _open_then(report: Report, site_id: str, estate: Estate, impact: Impact) -> str:
    site = estate.sites.get(site_id)
    holidays = report.results.area.holidays
    return "yes" if site is not None and is_open(site.hours, impact.moment.at, holidays) else "no"


def _catchments(report: Report) -> pd.DataFrame:
    """One row per borough and pair of nearest open counters before and after: who inherits whose people."""
    impacts = report.results.impacts
    frames = [
        table.reset_index().assign(profile=impact.profile.profile_id, moment=impact.moment.name)
        for table, impact in zip(report.results.analyses["flows"], impacts, strict=True)
    ]
    table = pd.concat(frames, ignore_index=True).rename(columns={"zone_code": "borough_code"})
    table["borough_name"] = table["borough_code"].map(report.borough_names)
    groups = impacts[0].exposure.groups
    table = table.rename(columns={group: f"people_{group}" for group in groups})
    first = ["profile", "moment", "borough_code", "borough_name", "counter_before", "counter_after"]
    return table[[*first, *(f"people_{group}" for group in groups)]]
