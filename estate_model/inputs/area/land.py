"""Read what an area says of its land: ``links.csv`` and, where no way may leave it, ``land.geojson.gz``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.coordinates import METRES, check_near
from estate_model.inputs.store.csv_rows import Row, read_rows
from estate_model.inputs.store.plain_file import read_unpacked
from estate_model.nouns import Floats, Integers, Places
from estate_model.nouns.ranges import Range
from estate_model.nouns.standing import metres_to_nearest

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LINKS_FILE, LAND_FILE = "links.csv", "land.geojson.gz"
LINK_COLUMNS = (
    "name", "from_land", "from_easting", "from_northing", "to_land", "to_easting", "to_northing",
)  # fmt: skip
ENDS = ("from", "to")
MOST_SWAPPED_METRES = 100  # of London's 29 crossings none is nearer with its ends swapped
LENGTHS = {"metres": Range(0, 100_000, above=True), "minutes": Range(0, 1440, above=True)}
"""How far, or for how long, one is on the way; blank = straight from end to end."""


def read_links(path: Path, places: Places, outside_metres: float) -> pd.DataFrame:
    """Return the links: name, each end's land and point, and metres or minutes (``nan`` = not said).

    An end may be blank where the two stand on differently named pieces of land and ``easting`` and
    ``northing`` say where the link is: the nearest place of the piece then stands for it.

    Raise AreaError with every fault of every row; or when an end lies far from every place.
    """
    lands = list(places.table["land"].cat.categories)
    rows = read_rows(path, LINK_COLUMNS, lambda row: (row.line, _link(row, lands)), key=("name",))
    columns = ["name"]
    columns += [f"{end}_{part}" for end in ENDS for part in ("land", "easting_metres", "northing_metres")]
    table = pd.DataFrame([link for _, link in rows], columns=[*columns, *LENGTHS])
    points = [
        table[[f"{end}_easting_metres", f"{end}_northing_metres"]].to_numpy(dtype=np.float64) for end in ENDS
    ]
    where = [f"{path}:{line}: '{link['name']}'" for line, link in rows]
    away = [
        check_near([f"{at}: the {end} end" for at in where], those, places.xy_metres, outside_metres)
        for end, those in zip(ENDS, points, strict=True)
    ]
    for row in _swapped(table, points, away[0] + away[1], places).tolist():
        here, there = (table[f"{end}_land"][row] for end in ENDS)
        raise AreaError(
            f"{where[row]}: its ends stand each by the places of the other's land, {there} and {here}; "
            "are from and to swapped?"
        )
    return table.astype(dict.fromkeys(LENGTHS, np.float64))


def _swapped(table: pd.DataFrame, points: Sequence[Floats], away: Floats, places: Places) -> Integers:
    """Return the links whose ends, exchanged, stand clearly nearer to the places of their lands.

    ``away`` is how far both ends of each are from the nearest place of any land.
    """
    land, lands = places.table["land"].cat, [table[f"{end}_land"].to_numpy() for end in ENDS]
    every, codes = places.xy_metres, land.codes.to_numpy()
    xy = {name: every[codes == number] for number, name in enumerate(land.categories)}

    def metres(row: int, order: Sequence[int]) -> float:
        ends = ((points[end][row : row + 1], xy[lands[of][row]]) for end, of in enumerate(order))
        return sum(float(metres_to_nearest(*end)[0]) for end in ends)

    own = np.array([metres(row, (0, 1)) for row in range(len(table))])
    astray = np.flatnonzero(own > away + MOST_SWAPPED_METRES)
    exchanged = np.array([metres(row, (1, 0)) for row in astray.tolist()])
    return astray[own[astray] > exchanged + MOST_SWAPPED_METRES]


def _link(row: Row, lands: Collection[str]) -> dict[str, object]:
    link: dict[str, object] = {"name": row.text("name")}
    ends = {end: (f"{end}_easting", f"{end}_northing") for end in ENDS}
    for end, (east, north) in ends.items():
        link[f"{end}_land"] = row.one_of(f"{end}_land", lands)
        blank = row.blank(east) and row.blank(north) and {"easting", "northing"} <= row.cells.keys()
        if blank and link.get("from_land") == row.cells["to_land"]:
            row.faults.append(f"{east}: is empty; both ends are needed on one piece of land")
        names = ("easting", "northing") if blank else (east, north)
        for part, name in zip(("easting", "northing"), names, strict=True):
            link[f"{end}_{part}_metres"] = row.number(name, METRES)
    known = [length for length in LENGTHS if row.cells.get(length, "").strip()]
    if len(known) == len(LENGTHS):
        row.faults.append("minutes: give either metres or minutes, and not both")
    return link | {one: row.number(one, LENGTHS[one]) if one in known else np.nan for one in LENGTHS}


def read_shore(path: Path) -> BaseGeometry | None:
    """Return the land's polygons, in metres; ``None`` where there is no such file.

    Raise AreaError when it cannot be read, or holds no polygons.
    """
    if not path.is_file():
        return None
    import shapely  # noqa: PLC0415 - a tenth of a second, for areas that have a shore

    try:
        read = shapely.from_geojson(read_unpacked(path))
    except (OSError, EOFError, shapely.errors.ShapelyError) as error:
        raise AreaError(f"{path}: cannot be read as GeoJSON: {error}") from error
    parts = shapely.get_parts(read)
    shore = shapely.union_all(parts[shapely.is_valid(parts)])
    if (
        not shapely.is_valid(parts).all()
        or shore.geom_type not in ("Polygon", "MultiPolygon")
        or shore.is_empty
    ):
        raise AreaError(f"{path}: must hold valid polygons, in metres")
    return shore
