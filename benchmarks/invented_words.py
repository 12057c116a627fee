"""Quillhaven in words and numbers: its districts, wards, counters, hours and lines. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

INVENTED = "Invented by this project"
NOTHING_REAL = (
    "Quillhaven is invented: no such town, counter, bus or train exists, and nothing here is a finding. It "
    "is drawn in the North Sea."
)
DESCRIPTION = f"{NOTHING_REAL} It shows what the program does with a timetable."
AREA: dict[str, object] = {
    "area": {
        "id": "quillhaven",
        "name": "Quillhaven (invented)",
        "crs": "EPSG:27700",
        "date": "2026-09-01",
        "residents_date": "2026-09-01",
        "hours_known_to": "2027-08-29",
        "force": "Quillhaven Constabulary",
        "description": DESCRIPTION,
    },
    "labels": {
        "cell": "square of 600 m",
        "cells": "squares of 600 m",
        "borough": "district",
        "boroughs": "districts",
    },
    "attribution": {
        "lines": ["Quillhaven, its residents, counters and timetable are invented by this project."]
    },
    "notes": {
        "lines": [
            NOTHING_REAL,
            "Its timetable, from benchmarks/invented_town.py, has three bus lines, a night bus, trains.",
        ]
    },
}  # fmt: skip


@dataclass(frozen=True)
class District:
    """A district's code and name."""

    code: str
    name: str


@dataclass(frozen=True)
class Ward:
    """A ward: its centre in kilometres from the south-west corner, and how much older its residents are."""

    name: str
    district: int
    x: float
    y: float
    older: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line: points in kilometres, and by service the spells of departures (first, end, step; minutes)."""

    route: str
    name: str
    street: str
    kind: str
    kmh: float
    points: tuple[tuple[str, float, float], ...]
    spells: Mapping[str, tuple[tuple[int, int, int], ...]] = field(default_factory=dict)
    by_headway: bool = False

    @property
    def route_type(self) -> int:
        """The line's GTFS type."""
        return 2 if self.kind == "rail" else 3


DISTRICTS = (District("QD1", "Fennick"), District("QD2", "Quillhaven Centre"), District("QD3", "Saltersby"))
WARDS = (
    Ward("Fennick Park", 0, 1.0, 2.2, -0.2), Ward("Fennick North", 0, 1.4, 4.2),
    Ward("Windle", 0, 2.5, 1.0, 0.2),
    Ward("Castle Quay", 1, 4.4, 2.9, -0.8), Ward("Northgate", 1, 4.4, 4.6),
    Ward("Tallowgate", 1, 4.8, 1.3),
    Ward("Orchard Hill", 1, 3.2, 3.4, 0.1), Ward("Ropewalk", 1, 5.7, 2.8, -0.5),
    Ward("Saltersby Sands", 2, 8.0, 3.4, 1.0), Ward("Saltersby Mill", 2, 7.0, 2.2, 0.4),
    Ward("Beacon", 2, 7.0, 4.6, 0.7),
)  # fmt: skip
BANDS = (
    ("age_0_14", 0.17, -0.2), ("age_15_24", 0.12, -0.5), ("age_25_34", 0.14, -0.5), ("age_35_44", 0.13, -0.2),
    ("age_45_54", 0.13, 0.0), ("age_55_64", 0.12, 0.2), ("age_65_74", 0.1, 0.6), ("age_75_84", 0.07, 0.8),
    ("age_85_plus", 0.02, 0.9),
)  # fmt: skip
SITES = """site_id,name,borough_name,easting,northing
castle-quay,Castle Quay Police Station,Quillhaven Centre,659600,418000
fennick,Fennick Police Station,Fennick,656200,417400
saltersby,Saltersby Police Station,Saltersby,662700,418400
northgate,Northgate Police Office,Quillhaven Centre,659500,419700
tallowgate,Tallowgate Police Office,Quillhaven Centre,659700,416300
"""
HOURS = """site_id,valid_from,hours,confidence
castle-quay,2026-01-01,24/7,invented
fennick,2026-01-01,Mo-Su 08:00-22:00,invented
saltersby,2026-01-01,24/7,invented
northgate,2026-01-01,Mo-Sa 09:00-18:00,invented
tallowgate,2026-01-01,Mo-Fr 09:00-17:00,invented
"""
USUAL: dict[str, str] = {
    "publisher": INVENTED,
    "date": "2026-11-26",
    "licence": "MIT",
    "attribution": INVENTED,
    "source_url": "none",
    "derived_from": "benchmarks/invented_town.py",
}
FILES: tuple[dict[str, object], ...] = tuple(
    {"path": path, "title": f"{title} (invented)", **USUAL}
    for path, title in (
        ("postcodes.csv.gz", "Postcodes"),
        ("zones.csv", "Wards with residents by age"),
        ("cells.geojson.gz", "Squares of 600 m"),
        ("sites.csv", "Police stations"),
        ("hours.csv", "Opening hours"),
        ("links.csv", "No links: the town is one piece of land"),
        ("sources/gtfs.zip", "Timetable of Quillhaven Transport, GTFS"),
    )
)


def often(day: int, evening: int) -> tuple[tuple[int, int, int], ...]:
    """Return departures from 5:30 to 20:00 every ``day`` minutes, and to half past midnight less often."""
    return ((330, 1200, day), (1200, 1470, evening))


NIGHT = ((1490, 1730, 60),)  # 24:50 to 28:49: nights belong to the day before
MAIN = (
    ("Fennick Park Gates", 0.4, 2.2), ("Fennick Square", 1.2, 2.4), ("Orchard Cross", 3.2, 3.0),
    ("Castle Quay", 4.6, 3.0), ("Ropewalk Bridge", 5.8, 3.0), ("Mill Green", 7.0, 3.1),
    ("Saltersby Pier", 8.2, 3.4),
)  # fmt: skip
LINES = (
    Line(
        route="1", name="Fennick - Castle Quay - Saltersby", street="High Street", kind="bus",
        kmh=15.0, points=MAIN,
        spells={"weekday": often(10, 20), "saturday": often(12, 20), "sunday": often(20, 30)},
    ),
    Line(
        route="2", name="Northgate - Castle Quay - Tallowgate", street="North Street", kind="bus",
        kmh=14.0,
        points=(("Northgate Fields", 4.3, 5.5), ("Northgate", 4.5, 4.7), ("Castle Quay", 4.6, 3.0),
                ("Tallowgate", 4.7, 1.3), ("Windle Lane", 3.4, 0.9), ("Windle", 2.5, 1.0)),
        spells={"weekday": often(15, 30), "saturday": often(15, 30), "sunday": often(30, 30)},
        by_headway=True,
    ),
    Line(
        route="3", name="Fennick North - Northgate - Beacon - Saltersby", street="Ring Road", kind="bus",
        kmh=18.0,
        points=(("Fennick Square", 1.2, 2.4), ("Fennick North", 1.4, 4.2), ("Northgate", 4.5, 4.7),
                ("Beacon", 7.0, 4.6), ("Saltersby Pier", 8.2, 3.4), ("Mill Lane", 7.0, 2.2)),
        spells={"weekday": ((390, 1140, 30),), "saturday": ((420, 1140, 60),)},
    ),
    Line(
        route="N1", name="Night bus: Fennick - Castle Quay - Saltersby", street="High Street", kind="bus",
        kmh=20.0,
        points=MAIN, spells={"weekday": NIGHT, "saturday": NIGHT, "sunday": NIGHT},
    ),
    Line(
        route="Coast Line", name="Fennick - Castle Quay - Saltersby", street="", kind="rail",
        kmh=45.0,
        points=(("Fennick", 1.3, 2.1), ("Castle Quay", 4.5, 2.7), ("Saltersby", 7.8, 3.2)),
        spells={"weekday": ((345, 1410, 30),), "saturday": ((375, 1410, 30),), "sunday": ((480, 1320, 60),)},
    ),
)  # fmt: skip
