"""The small London tables: zones, crossings, counter sites and their dated opening hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from estate_model.errors import AreaError

AGE_COLUMNS = (
    "age_0_14",
    "age_15_24",
    "age_25_34",
    "age_35_44",
    "age_45_54",
    "age_55_64",
    "age_65_74",
    "age_75_84",
    "age_85_plus",
)
FIRST_DAY = "2025-01-01"
CLOSURE_DAY = "2026-02-28"
NEW_HOURS_DAY = "2026-03-03"
ASSUMED_HOURS = "Mo-Fr 09:00-17:00"
SEEN, ELIMINATED, ASSUMED = "seen in text", "by elimination", "assumed"
HOURS_COLUMNS = ["site_id", "valid_from", "hours", "confidence", "source_ids", "notes"]


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The fact tables of ``sources/``, every cell a text."""

    counters: pd.DataFrame
    wards: pd.DataFrame
    crossings: pd.DataFrame
    boroughs: pd.DataFrame
    ward_sides: pd.DataFrame
    counter_sources: pd.DataFrame


def read_sources(folder: Path) -> Sources:
    """Read the fact tables and check that ids agree.

    Raises
    ------
    AreaError
        If a table cannot be read, or names a district, ward or source that another table lacks.
    """
    sources = Sources(
        counters=_read(folder / "met_front_counters.csv"),
        wards=_read(folder / "london_ward_figures.csv"),
        crossings=_read(folder / "thames_crossings.csv"),
        boroughs=_read(folder / "boroughs.csv"),
        ward_sides=_read(folder / "ward_sides.csv"),
        counter_sources=_read(folder / "counter_sources.csv"),
    )
    counters, wards, boroughs = sources.counters, sources.wards, sources.boroughs
    names = dict(zip(boroughs["borough_code"], boroughs["borough_name"], strict=True))
    cited = {key for cell in counters["source_ids"] for key in cell.split(";")}
    _same("boroughs.csv", {*names.items()}, {*zip(wards["borough_code"], wards["borough_name"], strict=True)})
    _within(
        "counter district",
        {*zip(counters["district_code"], counters["borough"], strict=True)},
        {*names.items()},
    )
    _within("ward of ward_sides.csv", {*sources.ward_sides["ward_code"]}, {*wards["ward_code"]})
    _within("source id", cited, {*sources.counter_sources["source_id"]})
    return sources


def _read(path: Path) -> pd.DataFrame:
    """Read a CSV file as text; an empty cell is an empty text."""
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise AreaError(f"{path}: cannot be read: {error}") from None


def _within(what: str, found: set[object], allowed: set[object]) -> None:
    """Raise if a value is not among those allowed."""
    if strangers := found - allowed:
        raise AreaError(f"{what}: not in its own table: {sorted(map(str, strangers))[:5]}")


def _same(what: str, found: set[object], allowed: set[object]) -> None:
    """Raise if two sets are not the same."""
    _within(what, found, allowed)
    _within(what, allowed, found)


def zones(sources: Sources) -> pd.DataFrame:
    """Return residents (people) by age band per zone, a zone being a ward, in ward-code order."""
    table = sources.wards.merge(
        sources.boroughs[["borough_code", "bcu_code", "bcu_name"]], on="borough_code", validate="many_to_one"
    ).sort_values("ward_code")
    table.insert(0, "zone_code", table["ward_code"])
    table[list(AGE_COLUMNS)] = table[list(AGE_COLUMNS)].astype(int)
    if (table[list(AGE_COLUMNS)].sum(axis=1) != table["residents_total"].astype(int)).any():
        raise AreaError("london_ward_figures.csv: the age bands of a ward do not sum to residents_total")
    names = ["ward_code", "ward_name", "borough_code", "borough_name", "bcu_code", "bcu_name"]
    return table[["zone_code", *names, *AGE_COLUMNS]]


def crossings(sources: Sources) -> pd.DataFrame:
    """Return the Thames crossings, in metres (EPSG:27700): a point of each and, where known, both ends."""
    ends = {
        "north_easting": "first_easting",
        "north_northing": "first_northing",
        "south_easting": "second_easting",
        "south_northing": "second_northing",
    }
    table = sources.crossings.rename(columns=ends).assign(first_side="N", second_side="S")
    end_columns = [f"{end}_{part}" for end in ("first", "second") for part in ("side", "easting", "northing")]
    return table[["name", "kind", "easting", "northing", *end_columns]]


def sites(sources: Sources) -> pd.DataFrame:
    """Return every present or past counter with a known position (metres, EPSG:27700), in id order."""
    known = sources.counters[sources.counters["easting"] != ""].rename(
        columns={"id": "site_id", "district_code": "borough_code", "borough": "borough_name"}
    )
    places = ["address", "postcode", "borough_code", "borough_name", "easting", "northing"]
    return known[["site_id", "name", *places, "source_ids", "notes"]].sort_values("site_id")


def hours(sources: Sources) -> pd.DataFrame:
    """Return dated opening hours (OSM syntax) per site: 2025, the closures and the hours of March 2026."""
    rows: list[tuple[str, ...]] = []
    for row in sources.counters.sort_values("id").to_dict("records"):
        counter = {str(key): str(value) for key, value in row.items()}
        if counter["open_2025"] == "1":
            rows.append(_hours_2025(counter))
            rows.extend(_hours_2026(counter))
    return pd.DataFrame(rows, columns=HOURS_COLUMNS)


def _hours_2025(counter: Mapping[str, str]) -> tuple[str, ...]:
    """Return the row of 2025: all hours where a source says so, else a stated assumption."""
    site_id = counter["id"]
    if not counter["hours_2025"]:
        note = (
            "ASSUMPTION: one of the five counters with limited hours in 2025 (S12), whose hours were not "
            "found; 8 hours on weekdays was the 2013 plan"
        )
        return site_id, FIRST_DAY, ASSUMED_HOURS, ASSUMED, counter["source_ids"], note
    if counter["status_aug2025_proposal"] == "close":
        note = "Named among the 14 full-time counters that were to close (S07)"
        return site_id, FIRST_DAY, counter["hours_2025"], SEEN, "S07;S12", note
    note = "One of the 32 open at all hours (S12): not one of the five with limited hours (S07, S55, S56)"
    return site_id, FIRST_DAY, counter["hours_2025"], ELIMINATED, "S07;S12;S55;S56", note


def _hours_2026(counter: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the row of 2026 for a counter that closes or changes its hours, else no row."""
    site_id, hours_2026 = counter["id"], counter["hours_mar2026"]
    if hours_2026 == "off":
        note = (
            "One of the ten closures announced for 28 February 2026 (S03, S04); not confirmed after the event"
        )
        return [(site_id, CLOSURE_DAY, hours_2026, SEEN, "S03;S04", note)]
    if hours_2026 == counter["hours_2025"]:
        return []
    if "2026 status by elimination" in counter["notes"]:
        note = "Not among the ten closures, so one of the 25 on the common hours from 3 March 2026 (S02, S03)"
        return [(site_id, NEW_HOURS_DAY, hours_2026, ELIMINATED, "S02;S03", note)]
    note = (
        "One of the 25 counters on common hours from 3 March 2026 (S02, S03); not confirmed after the event"
    )
    cited = ";".join(sorted({"S02", "S03", *counter["source_ids"].split(";")}))
    return [(site_id, NEW_HOURS_DAY, hours_2026, SEEN, cited, note)]
