"""The Street (tests/worlds.py) as a stranger's tables and a recipe: two zones, seven postcodes.

Zone Z1 has 300 residents on three postcodes, Z2 800 on four; the polygons meet between AA3 and AA4.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from estate_model.inputs.build.area import Order, build_area
from estate_model.inputs.store.manifest import to_toml
from estate_model.inputs.store.provenance import sha256_of
from estate_model.inputs.store.toml_file import read_toml
from tests import worlds

RESIDENTS = (
    "code,age_0_14,age_15_64,age_65_74,age_75_plus,everyone\nZ1,30,180,60,30,300\nZ2,80,480,160,80,800\n"
)
LOOKUP = "zone,ward,ward name,town,town name\nZ1,W1,West Ward,B1,Streetham\nZ2,W2,East Ward,B2,Roadley\n"
COUNTS = (
    "zone,blue,brown,all,houses,no car,decile,thefts,robberies\n"
    "Z1,30,15,300,100,25,1,12,3\n"
    "Z2,80,0,800,400,415,10,,\n"
)
FILE = """
[file.{word}]
path = "{path}"
title = "The {word}"
publisher = "Nobody"
date = 2025-01-01
licence = "none"
attribution = "Drawn by hand."
url = "https://example.org/{word}"
"""
PARTS = """
[area]
name = "The Street"
notes = ["Drawn on paper."]

[labels]
zone = "half"
cell = "half"

[zones]
file = "residents"
total = "everyone"

[zones.ward]
file = "lookup"
code = "ward"
name = "ward name"

[zones.borough]
file = "lookup"
code = "town"
name = "town name"

[zones.bcu]
everywhere = "Street Area"

[boundaries]
file = "halves"
name = "label"

[postcodes]
file = "postcodes"
zone = "zone"

[sites]
file = "sites"
hours = "hours"

[[group]]
id = "blue_brown"
label = "Blue or brown"
file = "counts"
column = ["blue", "brown"]
base = "all"
unit = "people"

[[group]]
id = "no_car"
label = "Without a car"
file = "counts"
column = "no car"
base = "houses"
unit = "households"

[[category]]
id = "decile"
label = "Deprivation"
file = "counts"
column = "decile"
meaning = "1 = most deprived"

[[demand]]
id = "taken"
label = "Theft and robbery"
file = "counts"
column = ["thefts", "robberies"]
period = "January to April 2024"
per_year = 3
"""
PATHS = {
    "residents": ("residents.csv", 'code = "code"'),
    "lookup": ("lookup.csv", 'code = "zone"'),
    "halves": ("halves.geojson", 'code = "id"'),
    "postcodes": ("postcodes.csv", ""),
    "sites": ("sites.csv", ""),
    "hours": ("hours.csv", ""),
    "counts": ("counts.csv", 'code = "zone"'),
}


def text() -> str:
    """The recipe in TOML."""
    return PARTS + "".join(
        FILE.format(word=word, path=path) + more + "\n" for word, (path, more) in PATHS.items()
    )


def write(folder: Path) -> Path:
    """Write the stranger's tables and the recipe; return the recipe."""
    return worlds.put(_files(), folder) / "street.toml"


@cache
def _files() -> dict[str, bytes]:
    """The stranger's files, made once."""
    with TemporaryDirectory() as folder:
        _write(Path(folder))
        return worlds.taken(Path(folder))


def _write(folder: Path) -> None:
    for name, content in (("residents.csv", RESIDENTS), ("lookup.csv", LOOKUP), ("counts.csv", COUNTS)):
        (folder / name).write_text(content, encoding="utf-8")
    drawn = worlds.area()
    pd.DataFrame(
        {
            "postcode": worlds.POSTCODES,
            "easting": drawn.places.table["easting_metres"].astype(int).to_numpy(),
            "northing": drawn.places.table["northing_metres"].astype(int).to_numpy(),
            "zone": worlds.ZONE_OF,
            "kind": "small",
        }
    ).to_csv(folder / "postcodes.csv", index=False)
    pd.DataFrame(
        [(one.site_id, one.name, one.borough_name, one.easting_metres, one.northing_metres, "12 Any Road")
         for one in drawn.buildings.values()],
        columns=["site_id", "name", "borough_name", "easting", "northing", "address"],
    ).to_csv(folder / "sites.csv", index=False)  # fmt: skip
    pd.DataFrame([vars(row) for row in drawn.hours]).to_csv(folder / "hours.csv", index=False)
    write_halves(folder / "halves.geojson")
    (folder / "street.toml").write_text(text(), encoding="utf-8")


def write_halves(path: Path, *, meet: float = 2.5, left: float = -0.5) -> None:
    """Draw both zones as boxes that meet ``meet`` steps from the first postcode."""
    at = [worlds.WEST + worlds.STEP_METRES * step for step in (left, meet, 6.5)]
    boxes = [box(at[0], worlds.NORTH - 200, at[1], worlds.NORTH + 200),
             box(at[1] - (200 if meet != 2.5 else 0), worlds.NORTH - 200, at[2], worlds.NORTH + 200)]  # fmt: skip
    gpd.GeoDataFrame(
        {"id": ["Z1", "Z2"], "label": ["West half", "East half"]}, geometry=boxes, crs="EPSG:27700"
    ).to_file(path, driver="GeoJSON")


def tell_large_users(recipe: Path) -> None:
    """Say in the recipe which postcodes are large users'; one at least must be."""
    text = recipe.read_text(encoding="utf-8")
    told = 'zone = "zone"\nuser_type = "kind"\nnot_residential = ["large"]\n\n[sites]'
    recipe.write_text(text.replace('zone = "zone"\n\n[sites]', told), encoding="utf-8")


def build(recipe: Path, data: Path, area_id: str = "street") -> list[str]:
    """Build the area into ``data`` with the street's own parameters."""
    if not (data / "parameters").is_dir():
        worlds.write(data / "for-parameters")
        (data / "for-parameters" / "parameters").rename(data / "parameters")
    order = Order(area_id=area_id, recipe=recipe, folders=(), parameters=data / "parameters")
    return build_area(order, data, lambda _line: None)


def sign(folder: Path, **changed: object) -> None:
    """Write a built area's manifest anew, with checksums as its files stand, and with other parts."""
    document = {**read_toml(folder / "area.toml"), **changed}
    files = [
        {**one, "bytes": (folder / one["path"]).stat().st_size, "sha256": sha256_of(folder / one["path"])}
        for one in document["file"]  # type: ignore[attr-defined]
    ]
    parts = {key: value for key, value in document.items() if value != [] and key != "file"}
    (folder / "area.toml").write_text(to_toml({**parts, "file": files}), encoding="utf-8")
