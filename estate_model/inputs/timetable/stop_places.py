"""Where a feed's stops are, in metres of the area's system, and which lie in the area or near it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from pyproj import Transformer
from scipy.spatial import cKDTree

from estate_model.errors import AreaError
from estate_model.inputs.timetable.faults import FaultBook
from estate_model.inputs.timetable.feed_files import FeedFiles
from estate_model.inputs.timetable.feed_tables import read_frame
from estate_model.nouns import Booleans, Floats
from estate_model.nouns.area import Area
from estate_model.nouns.england_and_wales import TO_METRES
from estate_model.nouns.estate import points_of
from estate_model.units import METRES_PER_KILOMETRE

BEYOND_METRES = 5000.0
ORIGINS = ((0.0, 0.0), (49.7668, -7.5572))  # of the globe and of the British grid: both in the sea
NEAR_ORIGIN_DEGREES = 0.01
MOST_LATITUDE, MOST_LONGITUDE = 90.0, 180.0
DEGREES = "EPSG:4326"


@dataclass(frozen=True)
class Nearby:
    """Where an area's people and counters are, to tell which stops can be of use."""

    name: str
    crs: str
    tree: cKDTree

    def to(self, xy_metres: Floats) -> Booleans:
        """Return which points lie within 5 km of a place or counter."""
        away = self.tree.query(xy_metres, distance_upper_bound=BEYOND_METRES)[0]
        return np.asarray(np.isfinite(away))


@dataclass(frozen=True)
class StopPlaces:
    """The stops of one feed. ``near`` = in the area or within 5 km; ``placed`` = it has a place at all."""

    ids: pd.Index
    names: tuple[str, ...]
    parents: tuple[str, ...]
    xy_metres: Floats
    placed: Booleans
    near: Booleans


def nearby(area: Area) -> Nearby:
    """Return what tells which stops are near an area."""
    sites = points_of(list(area.buildings.values()))
    return Nearby(area.name, area.crs, cKDTree(np.vstack([area.places.xy_metres, sites])))


def read_stops(feed: FeedFiles, around: Nearby, faults: FaultBook) -> StopPlaces:
    """Return a feed's stops with their places; raise AreaError when no stop lies in the area or near it."""
    optional = ("stop_name", "stop_lat", "stop_lon", "parent_station")
    table = read_frame(feed, "stops.txt", ("stop_id",), optional)
    twice = table["stop_id"].duplicated()
    faults.add("stop_twice", int(twice.sum()), len(table), tuple(table["stop_id"][twice][:3]))
    table = table[~twice].reset_index(drop=True)
    xy_metres, placed = _metres(table, around.crs)
    if not placed.any():
        raise AreaError(
            f"{feed.where('stops.txt')}: none of its {len(table):,} stops has a place: stop_lat and stop_lon "
            "are degrees, such as 51.5"
        )
    near = np.zeros(len(table), dtype=np.bool_)
    near[placed] = around.to(xy_metres[placed])
    if not near.any():
        raise AreaError(
            f"{feed.path}: none of its {len(table):,} stops lies in {around.name} or within "
            f"{BEYOND_METRES / METRES_PER_KILOMETRE:g} km; is it of another place, or are latitude and "
            "longitude swapped?"
        )
    faults.add("stop_outside", int((placed & ~near).sum()), len(table))
    return StopPlaces(
        ids=pd.Index(table["stop_id"], dtype=object),
        names=tuple(table["stop_name"]),
        parents=tuple(table["parent_station"]),
        xy_metres=xy_metres,
        placed=placed,
        near=near,
    )


@cache
def _to_metres(crs: str) -> Transformer:
    """Return the way from degrees to metres: by steps written out, where there are any."""
    if crs in TO_METRES:
        return Transformer.from_pipeline(TO_METRES[crs])
    return Transformer.from_crs(DEGREES, crs, always_xy=True)


def _metres(table: pd.DataFrame, crs: str) -> tuple[Floats, Booleans]:
    """Return points in metres, and which rows have one."""
    latitude, longitude = (
        np.asarray(pd.to_numeric(table[name], errors="coerce"), dtype=np.float64)
        for name in ("stop_lat", "stop_lon")
    )
    placed = (np.abs(latitude) <= MOST_LATITUDE) & (np.abs(longitude) <= MOST_LONGITUDE)
    for north, east in ORIGINS:
        placed &= np.hypot(latitude - north, longitude - east) > NEAR_ORIGIN_DEGREES
    xy_metres = np.zeros((len(table), 2))
    east, north = _to_metres(crs).transform(longitude[placed], latitude[placed])
    xy_metres[placed] = np.column_stack([east, north])
    placed &= np.isfinite(xy_metres).all(axis=1)
    return xy_metres, np.asarray(placed)
