"""The network as an OSMnx graph, for anyone who wants to look at it or route on it elsewhere."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import osmnx as ox

from estate_model.nouns.area import Area
from estate_model.nouns.streets import Streets


def osmnx_graph(streets: Streets, area: Area) -> nx.MultiDiGraph:
    """Return the network as OSMnx understands one: ``x``, ``y``, ``crs``, ``osmid``, ``length`` in metres.

    Nodes are numbered as in ``streets``; a place's node has its ``place_id``, a site's its ``site_id``.
    """
    graph = nx.MultiDiGraph(crs=area.crs)
    neighbours = np.diff(streets.arcs.tocsr().indptr)
    labels = [*area.places.table.index, *streets.site_ids]
    kinds = ["place_id"] * streets.n_places + ["site_id"] * len(streets.site_ids)
    for node, (x, y) in enumerate(streets.xy_metres.tolist()):
        named = {kinds[node]: labels[node]} if node < len(labels) else {}
        graph.add_node(node, x=x, y=y, street_count=int(neighbours[node]), **named)
    arcs = streets.arcs.tocoo()
    graph.add_edges_from(
        (int(tail), int(head), {"osmid": number, "length": float(metres)})
        for number, (tail, head, metres) in enumerate(zip(arcs.row, arcs.col, arcs.data, strict=True))
    )
    ox.convert.validate_graph(graph)
    return graph


def write_graphml(streets: Streets, area: Area, path: Path) -> None:
    """Write the network as GraphML through OSMnx; ``osmnx.load_graphml`` reads it back."""
    ox.io.save_graphml(osmnx_graph(streets, area), path)
