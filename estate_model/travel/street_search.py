"""Places x counters along real streets: one search per counter, backwards, on the contracted network.

Each counter is a node of its own at the end of two arcs: from either end of its edge, as far as the edge
is open that way. A place sets out along its edge to either end, or straight to a counter on its own edge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import dijkstra

from estate_model.nouns import Floats, Integers, Profile, Seconds
from estate_model.street_graph import StreetGraph
from estate_model.travel.chains import Edges
from estate_model.travel.contraction import Contraction, contraction
from estate_model.travel.linking import Links
from estate_model.units import metres_per_second_from_kmh

Progress = Callable[[int, int], None]
Costs = tuple[Floats, Floats]

BATCH = 8  # counters searched at a time: a row of 8 costs fills one cache line; 16 measured equal


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Speeds in km/h: of edges that have none of their own, and of the walk between a point and its edge."""

    kmh: float
    connector_kmh: float

    @classmethod
    def of(cls, profile: Profile, walking_kmh: float) -> Pace:
        """Return a profile's pace: who does not walk anyway walks to the street at ``walking_kmh``."""
        walks = profile.mode == "walk"
        return cls(kmh=profile.speed_kmh, connector_kmh=profile.speed_kmh if walks else walking_kmh)


def seconds_to_counters(
    graph: StreetGraph, places: Links, counters: Links, pace: Pace, *, progress: Progress | None = None
) -> Seconds:
    """Return whole seconds from every place to every counter, shape (places, counters).

    Both connectors are counted; ``inf`` = cannot be reached. ``progress`` is told counters done and in all.
    """
    kmh = np.where(np.isnan(graph.kmh), pace.kmh, graph.kmh)
    seconds = graph.metres / (kmh * metres_per_second_from_kmh(1.0))
    walked = _connectors(places, counters, 1 / metres_per_second_from_kmh(pace.connector_kmh))
    times = np.empty((len(places), len(counters)), dtype=np.float32)
    for columns, found in _searched(graph, _by_direction(graph, seconds), places, counters, walked):
        times[:, columns] = np.rint(found, out=found)
        if progress:
            progress(columns.stop, len(counters))
    return times


def metres_to_counters(
    graph: StreetGraph, places: Links, counters: Links, *, progress: Progress | None = None
) -> Seconds:
    """Return metres from every place to every counter, shape (places, counters), both connectors counted.

    For those who walk all the way at one steady speed: one search answers for every such profile.
    """
    walked = _connectors(places, counters, 1.0)
    metres = np.empty((len(places), len(counters)), dtype=np.float32)
    for columns, found in _searched(graph, _by_direction(graph, graph.metres), places, counters, walked):
        metres[:, columns] = found
        if progress:
            progress(columns.stop, len(counters))
    return metres


def contracted(graph: StreetGraph, costs: Costs, counters: Links) -> tuple[Contraction, Integers]:
    """Return the streets contracted for searches from ``counters``, and the position of each counter.

    ``costs`` are those of each whole edge, forward and backward, ``inf`` where it is closed.
    """
    nodes = len(graph.xy_metres)
    doors = nodes + np.arange(len(counters))
    forward, backward = (cost[counters.edge] for cost in costs)
    closed = np.full(2 * len(counters), np.inf)
    edges = Edges(
        nodes + len(counters),
        np.concatenate([graph.tail, graph.tail[counters.edge], graph.head[counters.edge]]),
        np.concatenate([graph.head, doors, doors]),
        np.concatenate([costs[0], _part(forward, counters.fraction), _part(backward, 1 - counters.fraction)]),
        np.concatenate([costs[1], closed]),
    )
    small = contraction(edges, doors)
    return small, small.position[doors]


def _searched(
    graph: StreetGraph, costs: Costs, places: Links, counters: Links, walked: Costs
) -> Iterator[tuple[slice, Floats]]:
    """Give, batch by batch, columns (counters) and the costs to them from every place, connectors counted."""
    if not len(counters):
        return
    small, targets = contracted(graph, costs, counters)
    ends = (graph.tail[places.edge], graph.head[places.edge])
    small = small.only(np.concatenate(ends))
    to_tail = _part(costs[1][places.edge], places.fraction)[:, None]
    to_head = _part(costs[0][places.edge], 1 - places.fraction)[:, None]
    at_tail, at_head = (small.position[end] for end in ends)
    every, by_tail, by_head = (np.empty(n * BATCH) for n in (small.positions, len(places), len(places)))
    for first in range(0, len(counters), BATCH):
        columns = slice(first, min(first + BATCH, len(counters)))
        wide = columns.stop - first
        found = dijkstra(small.backwards, indices=targets[columns])
        everywhere = small.spread(found.T, out=every[: small.positions * wide].reshape(-1, wide))
        there, other = (space[: len(places) * wide].reshape(-1, wide) for space in (by_tail, by_head))
        np.take(everywhere, at_tail, axis=0, out=there, mode="clip")
        np.take(everywhere, at_head, axis=0, out=other, mode="clip")
        np.add(there, to_tail, out=there)
        np.minimum(there, np.add(other, to_head, out=other), out=there)
        _go_straight(there, costs, places, counters.at(columns))
        np.add(there, walked[0], out=there)
        np.add(there, walked[1][columns], out=there)
        yield columns, there


def _go_straight(there: Floats, costs: Costs, places: Links, counters: Links) -> None:
    """Put in the way along their own edge between places and counters that share one, where it is cheaper."""
    shared = np.flatnonzero(np.isin(places.edge, counters.edge))
    for column, edge in enumerate(counters.edge):
        rows = shared[places.edge[shared] == edge]
        ahead = counters.fraction[column] - places.fraction[rows]
        along = np.where(
            ahead >= 0, _part(costs[0][places.edge[rows]], ahead), _part(costs[1][places.edge[rows]], -ahead)
        )
        there[rows, column] = np.minimum(there[rows, column], along)


def _part(costs: Floats, part: Floats) -> Floats:
    """Return the cost of a part of each edge; no part costs nothing, even of an edge that is closed."""
    return np.multiply(costs, part, out=np.zeros_like(costs), where=part > 0)


def _by_direction(graph: StreetGraph, costs: Floats) -> Costs:
    """Return the costs forward and backward, ``inf`` where an edge is closed that way."""
    return np.where(graph.forward, costs, np.inf), np.where(graph.backward, costs, np.inf)


def _connectors(places: Links, counters: Links, cost_per_metre: float) -> Costs:
    """Return the costs of the connectors of places, shape (places, 1), and of counters, (counters,)."""
    return places.connector_metres[:, None] * cost_per_metre, counters.connector_metres * cost_per_metre
