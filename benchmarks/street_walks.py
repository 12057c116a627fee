"""Truth for the calibration: walks along OpenStreetMap streets, from each place to each counter.

Any way but a motorway (and, where the tags are there, none closed to walkers), both ways; points are
linked to the nearest point of the nearest street in the largest connected part, that link counted.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import osmium
import shapely
from pyproj import Transformer
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from estate_model.travel.postcode_network import both_ways

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

NOT_FOR_WALKERS = {"motorway", "motorway_link", "construction", "proposed", "raceway", "bus_guideway"}
CLOSED = {"no", "private"}
SEARCH_METRES = 20_000


@dataclass(frozen=True)
class StreetMap:
    """Streets as straight pieces between points in metres, and what else a check needs from the file."""

    xy_metres: Floats
    tail: Integers
    head: Integers
    police_metres: Floats
    river_metres: tuple[Floats, ...]


def _is_walkable(tags: osmium.osm.TagList) -> bool:
    """Whether a walker may use the way: ``foot`` wins over ``access``."""
    kind = tags.get("highway")
    return (
        kind is not None
        and kind not in NOT_FOR_WALKERS
        and tags.get("foot", tags.get("access", "yes")) not in CLOSED
    )


def _is_river(tags: osmium.osm.TagList, name: str) -> bool:
    """Whether the way is part of the middle line of the river of that name."""
    return "waterway" in tags and tags.get("name") == name


def read_streets(path: Path, *, river: str = "") -> StreetMap:
    """Return the walkable streets of a PBF (largest connected part), its police stations and one river."""
    where: dict[int, tuple[float, float]] = {}
    ways: list[list[int]] = []
    rivers: list[list[int]] = []
    police: list[list[int]] = []
    for thing in osmium.FileProcessor(str(path)):
        is_police = thing.tags.get("amenity") == "police"
        if isinstance(thing, osmium.osm.Node):
            where[thing.id] = (thing.location.lon, thing.location.lat)
            police += [[thing.id]] if is_police else []
        elif isinstance(thing, osmium.osm.Way):
            refs = [node.ref for node in thing.nodes]
            police += [refs] if is_police else []
            ways += [refs] if _is_walkable(thing.tags) else []
            rivers += [refs] if river and _is_river(thing.tags, river) else []
    ids = np.fromiter(where, dtype=np.int64)
    order = np.argsort(ids)
    degrees = np.array(list(where.values()))[order]
    xy = np.column_stack(Transformer.from_crs(4326, 27700, always_xy=True).transform(*degrees.T))

    def rows(refs: list[int] | Integers) -> Integers:
        return np.searchsorted(ids[order], refs)

    pairs = np.array([pair for way in ways for pair in itertools.pairwise(way)])
    tail, head = _largest_part(rows(pairs[:, 0]), rows(pairs[:, 1]), len(xy))
    stations = np.array([xy[rows(refs)].mean(axis=0) for refs in police]).reshape(-1, 2)
    return StreetMap(xy, tail, head, stations, tuple(xy[rows(refs)] for refs in rivers))


def _largest_part(tail: Integers, head: Integers, nodes: int) -> tuple[Integers, Integers]:
    """Return the edges of the connected part with most edges, without loops."""
    graph = coo_array((np.ones(len(tail)), (tail, head)), shape=(nodes, nodes))
    part = connected_components(graph, directed=False)[1][tail]
    kept = (part == np.bincount(part).argmax()) & (tail != head)
    return tail[kept], head[kept]


def street_metres(streets: StreetMap, places: Floats, counters: Floats) -> tuple[Floats, Floats]:
    """Return street metres (places, counters), and the metres from each point to its street."""
    points = np.vstack([places, counters])
    xy, tail, head = streets.xy_metres, streets.tail, streets.head
    lines = shapely.linestrings(np.stack([xy[tail], xy[head]], axis=1))
    edge = shapely.STRtree(lines).query_nearest(shapely.points(points), all_matches=False)[1]
    along = shapely.line_locate_point(lines[edge], shapely.points(points))
    foot = shapely.get_coordinates(shapely.line_interpolate_point(lines[edge], along))
    arcs = _split(tail, head, edge, along, len(xy))
    feet, doors = len(xy) + np.arange(len(points)), len(xy) + len(points) + np.arange(len(points))
    every = np.vstack([xy, foot, points])
    ends = (np.concatenate([arcs[0], feet]), np.concatenate([arcs[1], doors]))
    metres = np.maximum(np.hypot(*(every[ends[0]] - every[ends[1]]).T), 0.01)
    graph = matrix(both_ways(*ends, metres), len(every))
    link = np.hypot(*(points - foot).T)
    return metres_from(graph, doors[len(places) :], doors[: len(places)]), link


def _split(
    tail: Integers, head: Integers, edge: Integers, along: Floats, nodes: int
) -> tuple[Integers, Integers]:
    """Return the edges with each point's foot put in its place along its edge; feet follow the nodes."""
    order = np.lexsort((along, edge))
    cut, foot = edge[order], nodes + order
    is_first = np.concatenate([[True], cut[1:] != cut[:-1]])
    is_last = np.concatenate([cut[1:] != cut[:-1], [True]])
    before = np.where(is_first, tail[cut], np.concatenate([[0], foot[:-1]]))
    whole = np.ones(len(tail), dtype=bool)
    whole[cut] = False
    return (
        np.concatenate([tail[whole], before, foot[is_last]]),
        np.concatenate([head[whole], foot, head[cut][is_last]]),
    )


def matrix(arcs: tuple[Integers, Integers, Floats], nodes: int) -> csr_array:
    """Return arcs as a sparse matrix of metres."""
    return csr_array((arcs[2], (arcs[0], arcs[1])), shape=(nodes, nodes))


def metres_from(graph: csr_array, counters: Integers, places: Integers) -> Floats:
    """Return metres (places, counters) along a symmetric network, ``inf`` beyond the search."""
    found = [dijkstra(graph, indices=counter, limit=SEARCH_METRES)[places] for counter in counters]
    return np.column_stack(found)
