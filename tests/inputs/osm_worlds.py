"""Small invented streets in OpenStreetMap's own words, as a PBF or as Overpass's answer; and where shared data is.

north-south main street 1-2-3 (one-way, contraflow for cycles), steps 3-4, cycleway 4-5, a bridge 6-7 over
piece 1-2 (no common point), a private drive 5-8, a motorway 9-10, an island 11-12, a bollard at 2b.
"""

import os
from pathlib import Path

import pytest

from estate_model.inputs.osm.uk_speeds import DriveSpeeds

SPEEDS = DriveSpeeds(
    class_kmh={"residential": 32.2, "other": 48.3}, limit_kmh={}, delay_factor=1.44, delay_source="test"
)
LON, LAT, STEP = -0.2, 51.4, 0.001
GRID = {1: (0, 0), 2: (0, 2), 3: (0, 3), 4: (1, 3), 5: (2, 3), 6: (-1, 1), 7: (1, 1), 8: (3, 3)}
GRID |= {9: (-1, 0), 10: (-1, -1), 11: (6, 6), 12: (6, 7), 13: (2, 2)}
NODES = {ref: (LON + x * STEP, LAT + y * STEP) for ref, (x, y) in GRID.items()}
BARRIERS = {13: {"barrier": "bollard"}}
WAYS = {
    101: (
        [1, 2, 2, 3],
        {"highway": "residential", "oneway": "yes", "cycleway": "opposite_lane", "maxspeed": "20 mph"},
    ),
    102: ([3, 4], {"highway": "steps"}),
    103: ([4, 5], {"highway": "cycleway"}),
    104: ([6, 7], {"highway": "tertiary", "bridge": "yes", "layer": "1", "maxspeed": "signals"}),
    105: ([5, 8], {"highway": "service", "access": "private"}),
    106: ([9, 10], {"highway": "motorway"}),
    107: ([11, 12], {"highway": "residential"}),
    108: ([5, 13, 2], {"highway": "unclassified", "oneway": "-1"}),
    109: ([1, 6], {"waterway": "river"}),
}
SHARED = Path(os.environ.get("ESTATE_MODEL_SHARED", Path(__file__).parents[3] / "shared" / "data"))


def shared(name):
    """The path of a shared file, or skip."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{path} is not there: set ESTATE_MODEL_SHARED to the folder with {name}")
    return path


def write_pbf(path, nodes=NODES, ways=WAYS, header=None):
    """Write the world as a PBF."""
    osmium = pytest.importorskip("osmium", reason="osmium is not installed (pip install osmium)")
    from osmium.osm.mutable import Node, Way  # noqa: PLC0415 - after importorskip

    head = osmium.io.Header()
    for key, value in (header or {"generator": "a test"}).items():
        head.set(key, value)
    with osmium.SimpleWriter(str(path), header=head) as writer:
        for ref in sorted(nodes):
            writer.add_node(Node(id=ref, location=nodes[ref], tags=BARRIERS.get(ref, {})))
        for ref, (refs, tags) in sorted(ways.items()):
            writer.add_way(Way(id=ref, nodes=refs, tags=tags))
    return path


def overpass_answer():
    """The world as Overpass answers."""
    nodes = [
        {"type": "node", "id": ref, "lon": lon, "lat": lat}
        | ({"tags": BARRIERS[ref]} if ref in BARRIERS else {})
        for ref, (lon, lat) in NODES.items()
    ]
    ways = [
        {"type": "way", "id": ref, "nodes": refs, "tags": tags}
        for ref, (refs, tags) in WAYS.items()
        if "highway" in tags
    ]
    return {
        "version": 0.6,
        "osm3s": {"timestamp_osm_base": "2026-03-01T12:00:00Z"},
        "elements": nodes + ways,
    }


def pieces(graph):
    """Every edge by the ids of its ends: (from, to) -> (forward, backward), ends in drawing order."""
    from pyproj import Transformer  # noqa: PLC0415

    to_degrees = Transformer.from_crs(graph.crs, "EPSG:4326", always_xy=True)
    names = []
    for x, y in graph.xy_metres:
        lon, lat = to_degrees.transform(x, y)
        at = (round((lon - LON) / STEP), round((lat - LAT) / STEP))
        names.append(next(ref for ref, place in GRID.items() if place == at))
    return {
        (names[tail], names[head]): (bool(forward), bool(backward))
        for tail, head, forward, backward in zip(
            graph.tail, graph.head, graph.forward, graph.backward, strict=True
        )
    }
