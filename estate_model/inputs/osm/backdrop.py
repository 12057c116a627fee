"""What a reader finds the way by: main roads, railways and parks of an OpenStreetMap extract."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import geopandas as gpd
import numpy as np
import osmium
import shapely

from estate_model.errors import AreaError
from estate_model.inputs.osm.extract_format import extract_format
from estate_model.inputs.store.warned import reading

ROAD, RAIL, PARK = "road", "rail", "park"
TAGS = {
    ROAD: ("highway", ("motorway", "trunk", "primary")),
    RAIL: ("railway", ("rail", "light_rail", "subway")),
    PARK: ("leisure", ("park", "nature_reserve", "common")),
}
FEWEST = {ROAD: 2, RAIL: 2, PARK: 4}


def read_backdrop(path: Path) -> gpd.GeoDataFrame:
    """Return main roads and railways as lines and parks as polygons, in degrees, with their ``kind``.

    Sidings and yards are left out, and parks that are more than one way.

    Raise AreaError if the file cannot be read.
    """
    found: dict[str, list[list[tuple[float, float]]]] = {kind: [] for kind in TAGS}
    try:
        with reading(path):
            for way in _ways(path):
                kind = _kind(way.tags)
                points = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
                if kind and len(points) >= FEWEST[kind]:
                    found[kind].append(points)
    except (RuntimeError, OSError, ValueError, EOFError) as error:
        raise AreaError(f"{path}: cannot be read as an OpenStreetMap extract: {error}") from None
    shapes = [shapely.linestrings(points) for kind in (ROAD, RAIL) for points in found[kind]]
    closed = [points for points in found[PARK] if points[0] == points[-1]]
    shapes += [shapely.make_valid(shapely.polygons(points)) for points in closed]
    kinds = np.repeat([ROAD, RAIL, PARK], [len(found[ROAD]), len(found[RAIL]), len(closed)])
    return gpd.GeoDataFrame({"kind": kinds}, geometry=shapes, crs="EPSG:4326")


def _ways(path: Path) -> Iterable[osmium.osm.Way]:
    wanted = [(key, value) for key, values in TAGS.values() for value in values]
    file = osmium.io.File(str(path), extract_format(path))
    reader = osmium.FileProcessor(file, osmium.osm.NODE | osmium.osm.WAY).with_locations()
    reader.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
    reader.with_filter(osmium.filter.TagFilter(*wanted))
    return cast("Iterable[osmium.osm.Way]", reader)


def _kind(tags: osmium.osm.TagList) -> str:
    """Return what a way is: a road first, a railway that is no siding, a park; empty if none."""
    for kind, (key, values) in TAGS.items():
        if tags.get(key) in values and not (kind == RAIL and "service" in tags):
            return kind
    return ""
