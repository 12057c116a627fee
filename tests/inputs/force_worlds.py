"""Two forces of two zones each, drawn by hand, in every publisher's own format: Maldon in Essex, Newport in Gwent.

Each zone is a square kilometre; the Essex ones lie side by side, and so do the Gwent ones, far away. Essex has
1,100 residents (Z1 300, Z2 800), Gwent 700 (300 and 400).
"""

import hashlib
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import numpy as np
import osmium
import pandas as pd
import pyogrio
import shapely

from estate_model.inputs.build.cells import moved
from estate_model.inputs.fetch.source_list import read_source_list
from estate_model.inputs.store import find
from tests import worlds
from tests.inputs import replay

ZONES = {
    "E01000001": ("E07000074", (585_000, 206_000), 300),
    "E01000002": ("E07000074", (586_000, 206_000), 800),
    "W01000001": ("W06000022", (331_000, 187_000), 300),
    "W01000002": ("W06000022", (332_000, 187_000), 400),
}
DISTRICTS = (
    "district_code,later_code,district_name,welsh_name,force_id,force_name\n"
    "E07000074,E07009999,Maldon,,essex,Essex\n"
    "W06000022,,Newport,Casnewydd,gwent,Gwent\n"
)
POSTCODES = {  # three in each zone, at 200, 500 and 800 metres east of its corner
    f"{area}{zone} {unit}AA": (code, east + 300 * unit - 100, north + 500)
    for (code, (_, (east, north), _)), (area, zone) in zip(
        ZONES.items(), (("CM", 1), ("CM", 2), ("NP", 1), ("NP", 2)), strict=True
    )
    for unit in (1, 2, 3)
}
AGES = ["4 years and under", *(f"{age} to {age + 4} years" for age in range(5, 85, 5)), "85 years and over"]
ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT / "data" / "forces" / "sources.toml"


def squares():
    """The zones' polygons in degrees, by code."""
    boxes = np.array([shapely.box(e, n, e + 1000, n + 1000) for _, (e, n), _ in ZONES.values()], dtype=object)
    return dict(zip(ZONES, moved(boxes, "EPSG:27700", "EPSG:4326"), strict=True))


def lonlat(east, north):
    (point,) = moved(np.array([shapely.Point(east, north)], dtype=object), "EPSG:27700", "EPSG:4326")
    return point.x, point.y


def zipped(members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def code_point():
    """Code-Point Open: no header; one postcode without a point, and one with a district's later code."""
    codes = {code: district for code, (district, _, _) in ZONES.items()}
    countries = {"E": "E92000001", "W": "W92000004"}
    lines = {"cm": [], "np": []}
    for post, (zone, east, north) in POSTCODES.items():
        district = "E07009999" if post == "CM1 2AA" else codes[zone]
        row = [post, "10", east, north, countries[zone[0]], "", "", "", district, ""]
        lines[post[:2].lower()].append(",".join(map(str, row)))
    lines["cm"].append("CM1 9ZZ,90,0,0,E92000001,,,,E07000074,")
    lines["cm"].append("EH1 1AA,10,325000,673000,S92000003,,,,S12000036,")
    members = {f"Data/CSV/{name}.csv": "\n".join(rows) + "\n" for name, rows in lines.items()}
    return zipped({**members, "Doc/readme.txt": "Code-Point Open"})


def census(table, columns):
    """A Nomis bulk table: one CSV by LSOA among others, in a zip."""
    rows = ["date,geography,geography code," + ",".join(f'"{name}"' for name in columns)]
    rows += [
        f"2021,{code} name,{code}," + ",".join(str(count(people)) for count in columns.values())
        for code, (_, _, people) in ZONES.items()
    ]
    other = "date,geography,geography code,x\n2021,Essex,E10000012,1\n"
    return zipped(
        {f"metadata/{table}.txt": "words", f"census2021-{table}-ctry.csv": other,
         f"census2021-{table}-lsoa.csv": "\n".join(rows) + "\n"}
    )  # fmt: skip


def tables(sources):
    """Every census table, by its id in ``sources.toml``: each named column a tenth of the zone's residents."""
    ages = {"Age: Total": lambda people: people}
    ages |= {f"Age: Aged {age}": lambda _: 0 for age in AGES}
    ages["Age: Aged 4 years and under"] = lambda people: people * 2 // 10
    ages["Age: Aged 40 to 44 years"] = lambda people: people * 5 // 10
    ages["Age: Aged 65 to 69 years"] = lambda people: people * 2 // 10
    ages["Age: Aged 75 to 79 years"] = lambda people: people // 10
    made = {}
    for key, entry in sources.items():
        form = entry.form[0]
        if not form.file.startswith("census2021"):
            continue
        names = [column for parts in form.columns.values() for column in parts]
        counted = {name: (lambda p: p) if "Total" in name else (lambda p: p // 10) for name in names}
        made[key] = census(form.file[11:-4], ages if key == "residents" else counted)
    return made


def wales_sheet(folder):
    """The Welsh index as it is published: a sheet with titles above its rows."""
    path = folder / "wimd.ods"
    rows = [
        ["WIMD 2025: ranks and deciles", "", "", "", ""],
        ["LSOA code", "LSOA name", "Authority", "Rank", "Decile"],
    ]
    rows += [["W01000001", "One", "Newport", "7", "1"], ["W01000002", "Two", "Newport", "1900", "10"]]
    frame = pd.DataFrame(rows, columns=list("abcde"))
    pyogrio.write_dataframe(frame, path, layer="Deciles_quintiles_quartiles", driver="ODS")
    return path.read_bytes()


def crime():
    header = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n"  # fmt: skip
    rows = [
        ("E01000001", "Burglary"),
        ("E01000001", "Shoplifting"),
        ("", "Burglary"),
        ("E09999999", "Robbery"),
    ]
    text = header + "".join(f",2025-01,F,F,,,,{zone},,{kind},,\n" for zone, kind in rows)
    return zipped({f"2025-0{m}/2025-0{m}-essex-street.csv": text for m in (1, 2)})


def extract(folder):
    """An OpenStreetMap extract: a police node and a police building in Maldon, one station elsewhere."""
    path = folder / "essex.osm.pbf"
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        spots = [(585_500, 206_500), (586_480, 206_480), (586_520, 206_520), (560_000, 180_000)]
        police = {"amenity": "police"}
        tags = [
            {**police, "name": "Maldon Police Station", "opening_hours": "Mo-Fr 09:00-17:00"},
            {},
            {},
            police,
        ]
        for number, (spot, words) in enumerate(zip(spots, tags, strict=True), start=1):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=lonlat(*spot), tags=words))
        writer.add_way(
            osmium.osm.mutable.Way(id=9, nodes=[2, 3], tags={**police, "name": "Heybridge Police Office"})
        )
    return path.read_bytes()


def publish(server, folder, *, base=None):
    """Put every source on the server, where ``sources.toml`` says its publisher has it."""
    sources = read_source_list(base or REAL)
    at = {key: "/" + entry.endpoint.partition("://")[2] for key, entry in sources.items() if entry.endpoint}
    files = server.files
    posts = code_point()
    listed = {"fileName": "codepo_gb.zip", "format": "CSV", "md5": hashlib.md5(posts).hexdigest(),  # noqa: S324
              "size": len(posts), "url": "https://api.os.uk/downloads/codepo_gb.zip"}  # fmt: skip
    files[at["postcodes"].partition("?")[0]] = lambda _: [{**listed, "fileName": "codepo_gb.gpkg"}, listed]
    files["/api.os.uk/downloads/codepo_gb.zip"] = posts
    for key, content in tables(sources).items():
        files[at[key]] = content
    rows = [
        {"attributes": {"OBJECTID": number, "LSOA21CD": code, "WD24CD": f"{code[0]}05{number:06}", "WD24NM": "Ward",
                        "WD24NMW": "Ward" if code[0] == "E" else "Y Ward", "LAD24CD": district}}
        for number, (code, (district, _, _)) in enumerate(ZONES.items())
    ]  # fmt: skip
    files[at["lookup"]], files[at["lookup"] + "/query"] = replay.layer(rows, page=3)
    kinds = [
        {
            "attributes": {
                "OBJECTID": number,
                "LSOA21CD": code,
                "Urban_rural_flag": "Rural" if number else "Urban",
            }
        }
        for number, code in enumerate(ZONES)
    ]
    files[at["ground"]], files[at["ground"] + "/query"] = replay.layer(kinds, page=3)
    drawn = [
        {"type": "Feature", "id": number, "geometry": json.loads(shapely.to_geojson(shape)),
         "properties": {"OBJECTID": number, "LSOA21CD": code, "LSOA21NM": f"{code} name"}}
        for number, (code, shape) in enumerate(squares().items())
    ]  # fmt: skip
    files[at["boundaries"]], files[at["boundaries"] + "/query"] = replay.layer(drawn, page=3)
    files[at["deprivation_england"]] = _imd(sources["deprivation_england"].form[0]).encode()
    files[at["deprivation_wales"]] = wales_sheet(folder)
    files[at["crime"]] = crime()
    for force, spot in (("essex", (586_490, 206_490)), ("gwent", (331_500, 187_500))):
        east, north = lonlat(*spot)
        root = f"/data.police.uk/api/{force}"
        files[f"{root}/neighbourhoods"] = lambda _: [{"id": "N 1", "name": "Town"}]
        places = [
            {
                "name": "Town Hall",
                "postcode": "CM1 1AA",
                "longitude": None,
                "latitude": None,
                "type": "station",
            },
            {
                "name": "",
                "address": "Central, High Street",
                "postcode": "",
                "longitude": str(east),
                "latitude": str(north),
            },
        ]
        files[f"{root}/N%201"] = lambda _, places=places: {"id": "N 1", "locations": places}
    files["/download.geofabrik.de/index-v1.json"] = lambda _: geofabrik()
    packed = extract(folder)
    files["/download.geofabrik.de/essex.osm.pbf"] = packed
    files["/download.geofabrik.de/essex.osm.pbf.md5"] = f"{hashlib.md5(packed).hexdigest()}  essex".encode()  # noqa: S324


def _imd(form):
    names = [form.code, *(parts[0] for parts in form.columns.values())]
    rows = [["E01000001", "1", "90"], ["E01000002", "10", "33000"]]
    return ",".join(f'"{name}"' for name in names) + "\n" + "".join(",".join(row) + "\n" for row in rows)


def geofabrik():
    """Geofabrik's index: Essex meets Essex, Kent does not, and England as a whole is not taken."""

    def entry(key, parent, *corner):
        (west, south), (east, north) = lonlat(*corner), lonlat(corner[0] + 30_000, corner[1] + 30_000)
        about = {"id": key, "parent": parent, "urls": {"pbf": f"https://download.geofabrik.de/{key}.osm.pbf"}}
        shape = json.loads(shapely.to_geojson(shapely.box(west, south, east, north)))
        return {"type": "Feature", "properties": about, "geometry": shape}

    return {"features": [entry("essex", "england", 570_000, 190_000), entry("kent", "england", 570_000, 140_000),
                         entry("england", "great-britain", 570_000, 190_000)]}  # fmt: skip


def at_home(tmp_path, monkeypatch):
    """Put the drawn districts, and sources that must have four zones, in the place of those that came along."""
    home = tmp_path / "came-along"
    (home / "data" / "forces").mkdir(parents=True)
    (home / "data" / "forces" / "districts.csv").write_text(DISTRICTS, encoding="utf-8")
    text = (
        REAL.read_text(encoding="utf-8")
        .replace("rows = 35672", "rows = 4")
        .replace("residents = 59597611", "residents = 1800")
    )
    text = text.replace("rows = 33755", "rows = 2").replace("rows = 1917", "rows = 2")
    assert len(re.findall(r"rows = [24]\n", text)) == 12
    (home / "data" / "forces" / "sources.toml").write_text(text, encoding="utf-8")
    shutil.copytree(worlds.write(tmp_path / "street") / "parameters", home / "data" / "parameters")
    monkeypatch.setattr(find, "_came_along", lambda name: home / name)
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path / "cache"))
    return home
