"""Tiny street worlds drawn by hand, and plain networkx on the graph with every point split in."""

import numpy as np

from benchmarks.oracles import by_networkx
from estate_model.nouns.streets import StreetGraph

ONE_WAY = "one-way"


def streets(xy, *edges):
    """Edges are (tail, head), or (tail, head, ONE_WAY), or with a length in metres in third place."""
    xy = np.array(xy, dtype=float)
    tail, head = (np.array([edge[k] for edge in edges], dtype=np.int64) for k in (0, 1))
    straight = np.hypot(*(xy[tail] - xy[head]).T)
    own = [next((x for x in edge[2:] if not isinstance(x, str)), None) for edge in edges]
    return StreetGraph(
        mode="walk",
        crs="EPSG:27700",
        source="a world drawn by hand",
        source_date="2026-01-01",
        xy_metres=xy,
        tail=tail,
        head=head,
        metres=np.array([s if o is None else o for s, o in zip(straight, own, strict=True)], dtype=float),
        kmh=np.full(len(edges), np.nan),
        forward=np.ones(len(edges), dtype=bool),
        backward=np.array([ONE_WAY not in edge for edge in edges], dtype=bool),
    )


def plain_metres(graph, places, counters):
    """Return metres (places, counters) by networkx, connectors counted."""
    along = by_networkx(graph, graph.metres, places, counters)
    return along + places.connector_metres[:, None] + counters.connector_metres
