"""The screening network as an OSMnx graph, for anyone who wants to look at it or route on it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import numpy as np
import osmnx as ox

from estate_model.nouns.streets import Links, StreetGraph


def osmnx_graph(streets: StreetGraph, *links: tuple[str, Links]) -> nx.MultiDiGraph:
    """Return streets as OSMnx understands them: ``x``, ``y``, ``crs``, ``osmid``, ``length`` in metres.

    Nodes are numbered as in ``streets``; then comes a node for each linked point, which carries its id under
    the word given with the links (``place_id``, ``site_id``) and hangs on both ends of its edge.
    """
    graph = nx.MultiDiGraph(crs=streets.crs)
    arcs = list(_arcs(streets, links))
    met = np.bincount(
        np.array([tail for tail, _, _ in arcs], dtype=np.int64), minlength=len(streets.xy_metres)
    )
    for node, (x, y) in enumerate(streets.xy_metres.tolist()):
        graph.add_node(node, x=x, y=y, street_count=int(met[node]))
    node = len(streets.xy_metres)
    for word, linked in links:
        tail, head = (streets.xy_metres[ends[linked.edge]] for ends in (streets.tail, streets.head))
        at = tail + linked.fraction[:, None] * (head - tail)
        for key, (x, y) in zip(linked.ids, at.tolist(), strict=True):
            graph.add_node(node, x=x, y=y, street_count=int(met[node]), **{word: key})
            node += 1
    graph.add_edges_from(
        (tail, head, {"osmid": number, "length": metres}) for number, (tail, head, metres) in enumerate(arcs)
    )
    ox.convert.validate_graph(graph)
    return graph


def _arcs(streets: StreetGraph, links: tuple[tuple[str, Links], ...]) -> Iterator[tuple[int, int, float]]:
    """Yield every arc: tail, head, metres; a linked point has two, there and back."""
    edges = zip(streets.tail.tolist(), streets.head.tolist(), streets.metres.tolist(), strict=True)
    for tail, head, metres in edges:
        yield tail, head, metres
        yield head, tail, metres
    node = len(streets.xy_metres)
    for _, linked in links:
        whole = streets.metres[linked.edge]
        for ends, part in ((streets.tail, linked.fraction), (streets.head, 1 - linked.fraction)):
            lengths = (linked.connector_metres + part * whole).tolist()
            for number, (end, metres) in enumerate(
                zip(ends[linked.edge].tolist(), lengths, strict=True), node
            ):
                yield number, end, metres
                yield end, number, metres
        node += len(linked)


def write_graphml(streets: StreetGraph, path: Path, *links: tuple[str, Links]) -> None:
    """Write streets as GraphML through OSMnx; ``osmnx.load_graphml`` reads it back."""
    ox.io.save_graphml(osmnx_graph(streets, *links), path)
