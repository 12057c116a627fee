"""Truth for the calibration: walks along OpenStreetMap streets, from each place to each counter.

Streets are read, linked and searched by the project's own ``read_pbf`` (the UK walking rule), ``link`` and
``metres_to_counters``; here stands only what else the calibration wants of an extract.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import osmium
from pyproj import Transformer

from estate_model.inputs.osm.pbf import read_pbf
from estate_model.inputs.osm.street_ways import Wanted
from estate_model.nouns import Floats
from estate_model.nouns.streets import StreetGraph
from estate_model.travel.engine.search import metres_to_counters
from estate_model.travel.networks.linking import link
from estate_model.travel.networks.street_part import largest_part

CRS = "EPSG:27700"


def walking_streets(path: Path) -> StreetGraph:
    """Return the streets of a PBF that the UK walking rule allows, their largest part, in EPSG:27700."""
    return largest_part(read_pbf(path, Wanted(modes=("walk",), crs=CRS)).graphs["walk"])[0]


def street_metres(streets: StreetGraph, places: Floats, counters: Floats) -> tuple[Floats, Floats]:
    """Return walked metres (places, counters), and the metres from each place to its street.

    A place may lie any distance from the streets: who judges leaves out what is too far.
    """
    at_places, at_counters = (
        link(streets, [f"{kind} {i}" for i in range(len(points))], points, lost_metres=math.inf)
        for kind, points in (("place", places), ("counter", counters))
    )
    metres = metres_to_counters(streets, at_places, at_counters).astype(np.float64)
    return metres, at_places.connector_metres


def police_metres(path: Path) -> Floats:
    """Return the police stations of a PBF (``amenity=police``), metres in EPSG:27700, (stations, 2).

    One drawn as an outline stands at the mean of its outline's points.
    """
    return np.array([line.mean(axis=0) for line in _lines(path, "amenity", "police")]).reshape(-1, 2)


def river_metres(path: Path, name: str) -> list[Floats]:
    """Return the lines of a river's middle, metres in EPSG:27700, each (points, 2)."""
    return _lines(path, "waterway", None, name)


def _lines(path: Path, key: str, value: str | None, name: str | None = None) -> list[Floats]:
    """Return points and ways that carry a tag, and a name, as lines in metres: a point is a line of one."""
    only = osmium.filter.KeyFilter(key) if value is None else osmium.filter.TagFilter((key, value))
    reader = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
    lines: list[list[tuple[float, float]]] = []
    for thing in reader.with_locations().with_filter(only):
        if name is not None and thing.tags.get("name") != name:
            continue
        if isinstance(thing, osmium.osm.Node):
            lines.append([(thing.location.lon, thing.location.lat)])
        elif isinstance(thing, osmium.osm.Way):
            lines.append([(node.lon, node.lat) for node in thing.nodes])
    metres = Transformer.from_crs(4326, CRS, always_xy=True)
    return [np.column_stack(metres.transform(*np.array(line).T)) for line in lines]
