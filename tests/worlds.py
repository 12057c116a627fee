"""Tiny worlds drawn by hand, with answers a reader can check on paper.

The street: seven postcodes 400 metres apart, so five minutes each at 4.8 km/h (80 metres a minute).

    metres    0     400    800    1200   1600   2000   2400
    postcode  AA1   AA2    AA3    AA4    AA5    AA6    AA7      (each "AA1 1AA" and so on)
    site      west                 mid                 east
    zone      [------- Z1 -------][---------- Z2 ----------]
    people    100   100    100    200    200    200    200      (Z1 300, Z2 800)

In every zone a tenth are 0-14, six tenths 15-64, two tenths 65-74 and a tenth 75 and over.
"""

from __future__ import annotations

import datetime as dt
import gzip
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

from estate_model.inputs.area.land import LINK_COLUMNS
from estate_model.inputs.parameters.standards import FILES, read_yardsticks
from estate_model.inputs.store.provenance import sha256_of
from estate_model.nouns import AgeBand, Places, Profile, Site
from estate_model.nouns.area import Area, DatedHours, OfflineSet
from estate_model.nouns.ground import Screening

STEP_METRES = 400
STEP_MINUTES = 5
WEST, NORTH = 530_000.0, 180_000.0
POSTCODES = tuple(f"AA{number} 1AA" for number in range(1, 8))
ZONE_OF = ("Z1", "Z1", "Z1", "Z2", "Z2", "Z2", "Z2")
PEOPLE = (100.0, 100.0, 100.0, 200.0, 200.0, 200.0, 200.0)
BANDS = (AgeBand(0, 14), AgeBand(15, 64), AgeBand(65, 74), AgeBand(75, None))
SHARES_BY_BAND = (0.1, 0.6, 0.2, 0.1)
SITE_AT = {"west": 0, "mid": 3, "east": 6}
ALL_DAY = "24/7"
OFFICE_HOURS = "Mo-Fr 09:00-17:00"
FIRST_DAY = dt.date(2025, 1, 1)

WALK = Profile(
    profile_id="walk",
    label="walking, 4.8 km/h",
    mode="walk",
    speed_kmh=4.8,
    age_from=0,
    source="s",
    confidence="c",
)
SLOW = Profile(
    profile_id="walk-65-plus",
    label="walking, 2.4 km/h",
    mode="walk",
    speed_kmh=2.4,
    age_from=65,
    source="s",
    confidence="c",
)
CYCLE = Profile(
    profile_id="cycle",
    label="cycling, 16 km/h",
    mode="cycle",
    speed_kmh=16.0,
    age_from=0,
    source="s",
    confidence="c",
)
SHIPPED = Path(__file__).parent.parent / "data" / "parameters"
YARDSTICKS = read_yardsticks(SHIPPED)
OFFLINE_SETS = {
    set_id: OfflineSet(
        set_id=set_id, label=label, shares=((65, 74, low), (75, None, high)), source="s", year="2020"
    )
    for set_id, label, low, high in (
        ("NOT_ONLINE", "not online", 0.1, 0.2),
        ("NOT_ONLINE_LATELY", "not online lately", 0.2, 0.4),
        ("CANNOT_DO_THE_BASICS", "cannot do the basics unaided", 0.4, 0.8),
    )
}


def places(
    points: list[tuple[float, float]] | None = None, *, sides: tuple[str, ...] | None = None
) -> Places:
    """The street's postcodes, or as many people at other points."""
    points = points or [(WEST + STEP_METRES * number, NORTH) for number in range(7)]
    table = pd.DataFrame(
        {
            "easting_metres": [x for x, _ in points],
            "northing_metres": [y for _, y in points],
            "zone_code": list(ZONE_OF),
            "cell_code": [f"C{number}" for number in range(1, 8)],
            "land": pd.Categorical(sides or ("N",) * 7),
        },
        index=pd.Index(POSTCODES, name="place_id"),
    )
    return Places(table=table, people=np.outer(PEOPLE, SHARES_BY_BAND), bands=BANDS)


def site(site_id: str, hours: str = "off") -> Site:
    """One of the street's three buildings."""
    return Site(
        site_id=site_id,
        name=f"{site_id.capitalize()} Police Station",
        easting_metres=WEST + STEP_METRES * SITE_AT[site_id],
        northing_metres=NORTH,
        hours=hours,
        borough_name="Streetham",
    )


def area(hours: dict[str, str] | None = None, **changed: object) -> Area:
    """The street with counters at both ends open all day, or with other hours."""
    hours = hours or {"west": ALL_DAY, "east": ALL_DAY}
    fields: dict[str, object] = {
        "area_id": "street",
        "name": "The Street",
        "crs": "EPSG:27700",
        "cell_label": "house",
        "buildings": {site_id: site(site_id) for site_id in SITE_AT},
        "hours": tuple(
            DatedHours(site_id=key, valid_from=FIRST_DAY, hours=text, confidence="seen in text")
            for key, text in hours.items()
        ),
        "places": places(),
        "zones": zones(),
        "links": links(),
        "profiles": {profile.profile_id: profile for profile in (WALK, SLOW, CYCLE)},
        "offline_sets": OFFLINE_SETS,
        "screening": Screening(factors=NEUTRAL, error="No error was measured.", source="A drawn world."),
        "attribution": ("Drawn by hand.",),
        "notes": (),
        "provenance": (),
        "yardsticks": YARDSTICKS,
    }
    return Area(**{**fields, **changed})  # type: ignore[arg-type]


def links(*bridges: tuple[str, float, float, float, float]) -> pd.DataFrame:
    """Bridges from side N to side S: name, then easting and northing of each end, in metres."""
    ends = [f"{end}_{part}_metres" for end in ("from", "to") for part in ("easting", "northing")]
    table = pd.DataFrame(list(bridges), columns=["name", *ends])
    return table.assign(from_land="N", to_land="S", metres=np.nan, minutes=np.nan)


def zones() -> pd.DataFrame:
    """Two zones, each a ward of its own, in two boroughs of one BCU."""
    return pd.DataFrame(
        {
            "ward_code": ["Z1", "Z2"],
            "ward_name": ["West Ward", "East Ward"],
            "borough_code": ["B1", "B2"],
            "borough_name": ["Streetham", "Roadley"],
            "bcu_code": ["ST", "ST"],
            "bcu_name": ["Street Area", "Street Area"],
        },
        index=pd.Index(["Z1", "Z2"], name="zone_code"),
    )


NEUTRAL = {
    "walked_per_straight_metre": 1.0,
    "walked_per_straight_metre_beyond": 1.0,
    "long_step_metres": 100.0,
    "door_metres": 0.0,
}
"""Factors of the postcode network that leave its lengths as they are."""


def write(folder: Path, hours: dict[str, str] | None = None) -> Path:
    """Write the street as a data folder, as a user's own area would stand; return that folder."""
    return put(_files(tuple((hours or {}).items())), folder)


@cache
def _files(hours: tuple[tuple[str, str], ...]) -> dict[str, bytes]:
    """The street's files, made once for each set of hours."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        street, parameters = folder / "street", folder / "parameters"
        street.mkdir()
        parameters.mkdir()
        _write_tables(street, area(dict(hours)))
        _write_cells(street / "cells.geojson.gz")
        _write_parameters(parameters)
        sign(folder)
        return taken(folder)


def taken(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path inside."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def put(files: dict[str, bytes], folder: Path) -> Path:
    """Write files that were taken; return the folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def sign(folder: Path) -> None:
    """Write both manifests anew, with the checksums of the files as they stand now."""
    for name, manifest, head in (("street", "area.toml", AREA_HEAD), ("parameters", "parameters.toml", "")):
        files = sorted(path for path in (folder / name).iterdir() if path.is_file() and path.name != manifest)
        entries = [
            MANIFEST_ENTRY.format(path=path.name, bytes=path.stat().st_size, sha256=sha256_of(path))
            for path in files
        ]
        (folder / name / manifest).write_text(head + "\n".join(entries), encoding="utf-8")


def _write_tables(street: Path, drawn: Area) -> None:
    rows = [
        {"postcode": key, "easting": int(row.easting_metres), "northing": int(row.northing_metres),
         "zone_code": row.zone_code, "cell_code": row.cell_code, "land": row.land, "weight": 1}
        for key, row in zip(drawn.places.table.index, drawn.places.table.itertuples(), strict=True)
    ]  # fmt: skip
    text = pd.DataFrame(rows).to_csv(index=False).encode()
    (street / "postcodes.csv.gz").write_bytes(gzip.compress(text, mtime=0))
    totals = pd.DataFrame(
        [[people * share for share in SHARES_BY_BAND] for people in (300, 800)],
        columns=[band.column for band in BANDS],
        index=drawn.zones.index,
    )
    drawn.zones.join(totals).reset_index().to_csv(street / "zones.csv", index=False)
    pd.DataFrame(
        [
            {"site_id": one.site_id, "name": one.name, "borough_name": one.borough_name,
             "easting": one.easting_metres, "northing": one.northing_metres}
            for one in drawn.buildings.values()
        ]
    ).to_csv(street / "sites.csv", index=False)  # fmt: skip
    pd.DataFrame([vars(row) for row in drawn.hours]).to_csv(street / "hours.csv", index=False)
    (street / "links.csv").write_text(",".join(LINK_COLUMNS) + "\n")


def _write_cells(path: Path) -> None:
    """Seven houses, 400 metres wide, one around each postcode."""
    boxes = [
        box(WEST + STEP_METRES * (n - 0.5), NORTH - 200, WEST + STEP_METRES * (n + 0.5), NORTH + 200)
        for n in range(7)
    ]
    names = {"cell_code": [f"C{n}" for n in range(1, 8)], "cell_name": [f"House {n}" for n in range(1, 8)],
             "borough_code": ["B1"] * 3 + ["B2"] * 4, "borough_name": ["Streetham"] * 3 + ["Roadley"] * 4}  # fmt: skip
    cells = gpd.GeoDataFrame(names, geometry=boxes, crs="EPSG:27700").to_crs("EPSG:4326")
    path.write_bytes(gzip.compress(cells.to_json().encode(), mtime=0))


def _write_parameters(parameters: Path) -> None:
    pd.DataFrame(
        [
            {"profile_id": one.profile_id, "label": one.label, "mode": one.mode, "speed_kmh": one.speed_kmh,
             "age_from": one.age_from, "source": "s", "year": 2020, "url": "", "confidence": "c", "notes": ""}
            for one in (WALK, SLOW, CYCLE)
        ]
    ).to_csv(parameters / "profiles.csv", index=False)  # fmt: skip
    pd.DataFrame(
        [
            {"age_from": first, "age_to": "" if last is None else last, "share_offline": share,
             "label": one.label, "definition_id": one.set_id, "source": "s", "year": "2020", "confidence": "c"}
            for one in OFFLINE_SETS.values()
            for first, last, share in one.shares
        ]
    ).to_csv(parameters / "offline_shares.csv", index=False)  # fmt: skip
    factors = "".join(f"{name} = {value}\n" for name, value in NEUTRAL.items())
    text = f'error = "No error was measured."\nsource = "A drawn world."\n[factors]\n{factors}'
    (parameters / "screening_network.toml").write_text(text, encoding="utf-8")
    (parameters / "drive_speeds.csv").write_text(DRIVE_SPEEDS, encoding="utf-8")
    for name in FILES:
        (parameters / name).write_bytes((SHIPPED / name).read_bytes())
    (parameters / "uncertainty.csv").write_text(UNCERTAINTY, encoding="utf-8")
    (parameters / "money.csv").write_text(MONEY, encoding="utf-8")


DRIVE_SPEEDS = """kind,key,value,unit,source,year,url,confidence,notes
class,other,48.3,km/h,s,2020,,c,
class,residential,32.2,km/h,s,2020,,c,
factor,urban_delay,1.5,ratio,s,2020,,c,n
"""
UNCERTAINTY = """parameter,applies_to,distribution,low,mode,high,sd,unit,source,date,confidence,notes
pace,any,triangular,0.8,1,1.2,,ratio,s,2020,c,
shared_error,postcodes,normal,,0,,0.05,ln(ratio),s,2020,c,
pair_error,postcodes,normal,,0,,0.05,ln(ratio),s,2020,c,
place_error,postcodes,normal,,0,,0.1,ln(ratio),s,2020,c,
connector,any,triangular,-40,0,40,,metres,s,2020,c,
sharing_residents,any,normal,,0,,0.1,ratio,s,2020,c,
sharing_offline,any,normal,,0,,0.1,ratio,s,2020,c,
offline,any,triangular,-1,0,1,,position,s,2020,c,
moment_shift,any,ends,-60,0,60,,minutes,s,2020,c,
day_hours,any,ends,7,7,23,,hour of the day,s,2020,c,
oldest_ratio,any,ends,1,2,8,,ratio,s,2020,c,
"""
MONEY = """fact,low,central,high,unit,source,date,confidence,notes
days_a_year,100,100,100,days,s,2020,c,
ways_a_visit,2,2,2,journeys,s,2020,c,
"""
AREA_HEAD = """
[area]
id = "street"
name = "The Street"
crs = "EPSG:27700"
[labels]
cell = "house"
[attribution]
lines = ["Drawn by hand."]
[notes]
lines = []
"""
MANIFEST_ENTRY = """
[[file]]
path = "{path}"
publisher = "Nobody"
title = "Drawn"
date = "2025-01-01"
licence = "none"
attribution = "Drawn by hand."
source_url = "none"
derived_from = "paper"
rows = 1
bytes = {bytes}
sha256 = "{sha256}"
"""
