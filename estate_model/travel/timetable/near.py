"""Walked metres between points and targets near them, on the area's own walking network, tile by tile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from estate_model.nouns import Booleans, Floats, Integers, Seconds
from estate_model.nouns.service_day import Whole32
from estate_model.nouns.streets import Links, StreetGraph

TILE_METRES = 3000.0
Pairs = tuple[Whole32, Whole32, Seconds]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Points and where they stand on a walking network: ``xy_metres``, shape (points, 2), and links."""

    xy_metres: Floats
    links: Links

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.links)

    def only(self, rows: Integers) -> Standing:
        """Return some of the points."""
        links = self.links
        return Standing(
            xy_metres=self.xy_metres[rows],
            links=Links(
                ids=tuple(links.ids[row] for row in rows.tolist()),
                edge=links.edge[rows],
                fraction=links.fraction[rows],
                connector_metres=links.connector_metres[rows],
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Footing:
    """What an area's residents walk on: the network, where places stand, and how to place other points.

    ``key`` says everything that walks on it depend on; the rest is not made before it is needed.
    """

    graph: Callable[[], StreetGraph]
    places: Callable[[], Standing]
    place: Callable[[Sequence[str], Floats], Links]
    key: Sequence[bytes]

    def standing(self, ids: Sequence[str], xy_metres: Floats) -> Standing:
        """Return where other points stand."""
        return Standing(xy_metres=xy_metres, links=self.place(ids, xy_metres))


def near(graph: StreetGraph, points: Standing, targets: Standing, most_metres: float) -> Pairs:
    """Return each point and target at most ``most_metres`` of walking apart, and the metres, by point.

    No way shorter than the straight line is thought of: only streets and points that near a tile of targets
    are searched for them.
    """
    tiles = _tiles(targets.xy_metres)
    parts = [_in_tile(graph, points, targets, tile, most_metres) for tile in tiles]
    none = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))
    point, target, metres = (np.concatenate(columns) for columns in zip(none, *parts, strict=True))
    del parts
    order = np.argsort(point, kind="stable")  # of a point, targets stand tile by tile
    return point[order], target[order], metres[order]


def _tiles(xy_metres: Floats) -> Iterator[Integers]:
    """Give the targets of each square tile that has any."""
    tile = np.floor(xy_metres / TILE_METRES).astype(np.int64)
    _, number = np.unique(tile, axis=0, return_inverse=True)
    order = np.argsort(number, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(number[order])) + 1) if len(order) else ()


def _in_tile(
    graph: StreetGraph, points: Standing, targets: Standing, tile: Integers, most_metres: float
) -> Pairs:
    """Return the pairs of a tile's targets, with the points near it."""
    from estate_model.travel.engine.search import metres_to_counters  # noqa: PLC0415 - imports SciPy

    around = targets.xy_metres[tile]
    box = around.min(axis=0) - most_metres, around.max(axis=0) + most_metres
    close = np.flatnonzero(_inside(points.xy_metres, box))
    own = targets.only(tile)
    inside = _inside(graph.xy_metres, box)
    edges = np.flatnonzero(inside[graph.tail] | inside[graph.head])
    here = points.only(close)
    edges = np.unique(np.concatenate([edges, own.links.edge, here.links.edge]))
    small, number = _part(graph, edges)
    ends = [replace(one.links, edge=number[one.links.edge]) for one in (here, own)]
    metres = metres_to_counters(small, ends[0], ends[1])
    row, column = np.nonzero(metres <= most_metres)
    return close[row].astype(np.int32), tile[column].astype(np.int32), metres[row, column]


def _inside(xy_metres: Floats, box: tuple[Floats, Floats]) -> Booleans:
    inside: Booleans = np.all((xy_metres >= box[0]) & (xy_metres <= box[1]), axis=1)
    return inside


def _part(graph: StreetGraph, edges: Integers) -> tuple[StreetGraph, Integers]:
    """Return some edges as a network of their own, and the new number of each edge."""
    nodes, ends = np.unique(np.concatenate([graph.tail[edges], graph.head[edges]]), return_inverse=True)
    number = np.zeros(len(graph.tail), dtype=np.int64)
    number[edges] = np.arange(len(edges))
    part = replace(
        graph,
        xy_metres=graph.xy_metres[nodes],
        tail=ends[: len(edges)],
        head=ends[len(edges) :],
        **{name: getattr(graph, name)[edges] for name in ("metres", "kmh", "forward", "backward")},
    )
    return part, number
