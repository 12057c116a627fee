"""Networks to measure engines on: London west from an OSM extract, and a made-up town of any size."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.street_walks import walking_streets
from estate_model.nouns import Integers
from estate_model.nouns.streets import Links, StreetGraph
from estate_model.travel.networks.street_part import largest_part

LONDON_WEST = Path("london/streets/london_west_2018.osm.pbf")
BLOCK_METRES = 90.0
STREETS_KEPT = 0.65  # of a grid's: leaves dead ends, and 2.6 streets at a crossing, as in Newport
BENDS_PER_STREET = 1.2  # so that 73% of nodes have two neighbours, as in Newport
NODES_PER_CROSSING = 2.5


def london_west(data: Path) -> StreetGraph:
    """Return the walkable streets of London west of Greenwich (OpenStreetMap, 2018), largest part."""
    return replace(walking_streets(data / LONDON_WEST), source="London west, OSM 2018")


def town(nodes: int, seed: int = 1) -> StreetGraph:
    """Return a town of about that many nodes: a shaken grid, a third of its streets gone, the others bent."""
    rng = np.random.default_rng(seed)
    side = round((nodes / NODES_PER_CROSSING) ** 0.5)
    at = np.arange(side * side).reshape(side, side)
    ends = [np.column_stack([at[:, :-1].ravel(), at[:, 1:].ravel()])]
    ends += [np.column_stack([at[:-1].ravel(), at[1:].ravel()])]
    streets = np.vstack(ends)
    streets = streets[rng.random(len(streets)) < STREETS_KEPT]
    crossings = np.column_stack(np.divmod(at.ravel(), side)) * BLOCK_METRES
    crossings = crossings + rng.normal(0, BLOCK_METRES / 5, crossings.shape)
    bends = rng.poisson(BENDS_PER_STREET, len(streets))
    street = np.repeat(np.arange(len(streets)), bends)
    order = np.arange(len(street)) - np.repeat(np.cumsum(bends) - bends, bends) + 1
    share = (order / (bends[street] + 1))[:, None]
    start, end = crossings[streets[street, 0]], crossings[streets[street, 1]]
    xy = np.vstack([crossings, start + share * (end - start) + rng.normal(0, 4, start.shape)])
    node = side * side + np.arange(len(street))
    is_first, is_last = order == 1, order == bends[street]
    straight = streets[bends == 0]
    inner = np.flatnonzero(~is_last)
    tail = np.concatenate([straight[:, 0], streets[street[is_first], 0], node[inner], node[is_last]])
    head = np.concatenate([straight[:, 1], node[is_first], node[inner] + 1, streets[street[is_last], 1]])
    every = np.ones(len(tail), dtype=bool)
    graph = StreetGraph(
        mode="walk", crs="EPSG:27700", source=f"a town of {nodes}, seed {seed}", source_date="", xy_metres=xy,
        tail=tail, head=head, metres=np.maximum(np.hypot(*(xy[tail] - xy[head]).T), 0.01),
        kmh=np.full(len(tail), np.nan), forward=every, backward=every,
    )  # fmt: skip
    return largest_part(graph)[0]


def at_nodes(graph: StreetGraph, nodes: Integers) -> Links:
    """Return points that stand exactly on nodes."""
    count = len(graph.tail)
    edge = np.empty(len(graph.xy_metres), dtype=np.int64)
    edge[graph.head] = np.arange(count) + count
    edge[graph.tail] = np.arange(count)
    return Links(
        ids=tuple(map(str, nodes.tolist())),
        edge=edge[nodes] % count,
        fraction=(edge[nodes] >= count).astype(np.float64),
        connector_metres=np.zeros(len(nodes)),
    )
