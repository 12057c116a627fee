"""Tiny street worlds drawn by hand, and plain networkx on the graph with every point split in."""

import itertools

import networkx as nx
import numpy as np

from estate_model.street_graph import StreetGraph

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
    """Return metres (places, counters) by networkx, every foot a node of its own, parallel edges kept apart."""
    feet = [("p", i, places.edge[i], places.fraction[i]) for i in range(len(places))]
    feet += [("c", i, counters.edge[i], counters.fraction[i]) for i in range(len(counters))]
    net = nx.MultiDiGraph()
    net.add_nodes_from(range(len(graph.xy_metres)))
    for edge in range(len(graph.tail)):
        stops = [(0.0, int(graph.tail[edge]))]
        stops += sorted((float(f), (kind, i)) for kind, i, at, f in feet if at == edge)
        stops += [(1.0, int(graph.head[edge]))]
        for (start, one), (end, other) in itertools.pairwise(stops):
            metres = (end - start) * graph.metres[edge]
            is_same = end == start
            if graph.forward[edge] or is_same:
                net.add_edge(one, other, metres=metres)
            if graph.backward[edge] or is_same:
                net.add_edge(other, one, metres=metres)
    found = np.full((len(places), len(counters)), np.inf)
    for column in range(len(counters)):
        reached = nx.single_source_dijkstra_path_length(net.reverse(), ("c", column), weight="metres")
        for row in range(len(places)):
            found[row, column] = reached.get(("p", row), np.inf)
    return found + places.connector_metres[:, None] + counters.connector_metres
