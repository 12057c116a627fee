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
from estate_model.nouns.streets import Links, StreetGraph
from estate_model.travel.engine.contraction import Contraction, contraction
from estate_model.travel.engine.edges import Edges, exact
from estate_model.units import metres_per_second_from_kmh

Progress = Callable[[int, int], None]
Costs = tuple[Floats, Floats]

BATCH = 16  # counters searched at a time: a row of 16 costs fills two cache lines


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Speeds in km/h: of edges that have none of their own, and of the walk between a point and its edge."""

    kmh: float
    connector_kmh: float

    @classmethod
    def of(cls, profile: Profile, walking_kmh: float) -> Pace:
        """Return a profile's pace: who does not walk anyway walks to the street at ``walking_kmh``."""
        return cls(kmh=profile.speed_kmh, connector_kmh=profile.speed_kmh if profile.walks else walking_kmh)


def seconds_to_counters(
    graph: StreetGraph, places: Links, counters: Links, pace: Pace, *, progress: Progress | None = None
) -> Seconds:
    """Return whole seconds from every place to every counter, shape (places, counters).

    Both connectors are counted; ``inf`` = cannot be reached. ``progress`` is told counters done and in all.
    """
    kmh = np.where(np.isnan(graph.kmh), pace.kmh, graph.kmh)
    seconds = _by_direction(graph, graph.metres / (kmh * metres_per_second_from_kmh(1.0)))
    walked = 1 / metres_per_second_from_kmh(pace.connector_kmh)
    times = np.empty((len(places), len(counters)), dtype=np.float32, order="F")
    for columns, found in _Task(graph, seconds, places, counters, walked).batches():
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
    by_direction = _by_direction(graph, graph.metres)
    metres = np.empty((len(places), len(counters)), dtype=np.float32, order="F")
    for columns, found in _Task(graph, by_direction, places, counters, 1.0).batches():
        metres[:, columns] = found
        if progress:
            progress(columns.stop, len(counters))
    return metres


def contracted(graph: StreetGraph, costs: Costs, counters: Links) -> tuple[Contraction, Integers]:
    """Return the streets contracted for searches from ``counters``, and the node of each counter.

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
    return contraction(edges, doors), doors


@dataclass(frozen=True)
class _Task:
    """Places to counters: ``by_direction`` are the costs of edges, ``walked`` of a metre of connector."""

    graph: StreetGraph
    by_direction: Costs
    places: Links
    counters: Links
    walked: float

    def batches(self) -> Iterator[tuple[slice, Floats]]:
        """Give, batch by batch, columns (counters) and the costs to them from every place.

        The costs, (places, counters of the batch), are overwritten by the next batch.
        """
        if not len(self.counters):
            return
        small, doors = contracted(self.graph, self.by_direction, self.counters)
        near, going = self._ways_out(small)
        sweep = small.sweep(near.ravel())
        near, targets = np.ascontiguousarray(sweep.position[near].T), sweep.position[doors]
        sizes = (sweep.positions, len(self.places), len(self.places))
        every, by_one, by_other = (np.empty(size * BATCH) for size in sizes)
        for first in range(0, len(doors), BATCH):
            columns = slice(first, min(first + BATCH, len(doors)))
            wide = columns.stop - first
            core = dijkstra(sweep.backwards, indices=targets[columns]).T
            everywhere = sweep.spread(core, out=every[: sweep.positions * wide].reshape(-1, wide))
            there, other = (space[: len(near[0]) * wide].reshape(-1, wide) for space in (by_one, by_other))
            np.take(everywhere, near[0], axis=0, out=there, mode="clip")
            np.take(everywhere, near[1], axis=0, out=other, mode="clip")
            there += going[:, :1]
            other += going[:, 1:]
            np.minimum(there, other, out=there)
            self._go_straight(there, columns)
            there += exact(self.counters.connector_metres[columns] * self.walked)
            yield columns, there

    def _ways_out(self, small: Contraction) -> tuple[Integers, Floats]:
        """Return two nodes through which all ways from a place lead, and the costs, connector counted.

        They are the ends of its edge, or of the chain that holds its edge: shapes (places, 2).
        """
        edge, fraction = self.places.edge, self.places.fraction
        forward, backward = (cost[edge] for cost in self.by_direction)
        near = np.column_stack([self.graph.tail[edge], self.graph.head[edge]])
        going = np.column_stack([_part(backward, fraction), _part(forward, 1 - fraction)])
        going += exact(self.places.connector_metres * self.walked)[:, None]
        return small.chains.left_from(near, going)

    def _go_straight(self, there: Floats, columns: slice) -> None:
        """Put in the way along their own edge of places and counters that share one, where it is cheaper."""
        places, counters = self.places, self.counters.at(columns)
        shared = np.flatnonzero(np.isin(places.edge, counters.edge))
        for column, edge in enumerate(counters.edge):
            rows = shared[places.edge[shared] == edge]
            ahead = counters.fraction[column] - places.fraction[rows]
            forward, backward = (cost[places.edge[rows]] for cost in self.by_direction)
            along = np.where(ahead >= 0, _part(forward, ahead), _part(backward, -ahead))
            along += exact(places.connector_metres[rows] * self.walked)
            there[rows, column] = np.minimum(there[rows, column], along)


def _part(costs: Floats, part: Floats) -> Floats:
    """Return the cost of a part of each edge; no part costs nothing, even of an edge that is closed."""
    return exact(np.multiply(costs, part, out=np.zeros_like(costs), where=part > 0))


def _by_direction(graph: StreetGraph, costs: Floats) -> Costs:
    """Return the costs forward and backward, ``inf`` where an edge is closed that way."""
    costs = exact(costs)
    return np.where(graph.forward, costs, np.inf), np.where(graph.backward, costs, np.inf)
