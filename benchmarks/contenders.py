"""The referees: each engine's own way to many costs from few counters, on streets as they are.

Each returns seconds to prepare and to search; what it found, (places, counters); and a note.
"""

from __future__ import annotations

import time
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from estate_model.nouns import Floats, Integers
from estate_model.nouns.streets import StreetGraph

Answer = tuple[list[float], npt.NDArray[np.floating], str]
NETWORKX_SEARCHES = 1
PANDANA_SEARCHES = 1


def by_scipy(graph: StreetGraph, seconds: Floats, places: Integers, counters: Integers) -> Answer:
    """Dijkstra with a Fibonacci heap, every node."""
    start = time.perf_counter()
    nodes = len(graph.xy_metres)
    low, high = np.minimum(graph.tail, graph.head), np.maximum(graph.tail, graph.head)
    order = np.lexsort((seconds, high, low))
    first = low[order] != high[order]
    first[1:] &= (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)
    kept = order[first]
    ends = (np.concatenate([low[kept], high[kept]]), np.concatenate([high[kept], low[kept]]))
    arcs = csr_array((np.tile(seconds[kept], 2), ends), shape=(nodes, nodes))
    middle = time.perf_counter()
    found = dijkstra(arcs, indices=counters)
    done = time.perf_counter()
    return [middle - start, done - middle], found[:, places].T, ""


def by_networkit(graph: StreetGraph, seconds: Floats, places: Integers, counters: Integers) -> Answer:
    """NetworKit's SPSP: one Dijkstra per source, spread over the cores."""
    networkit: Any = import_module("networkit")
    start = time.perf_counter()
    coo = (seconds, (graph.tail.astype(np.uint64), graph.head.astype(np.uint64)))
    net = networkit.GraphFromCoo(coo, n=len(graph.xy_metres), weighted=True, directed=False)
    middle = time.perf_counter()
    search = networkit.distance.SPSP(net, counters.tolist())
    search.run()
    found = np.asarray(search.getDistances(asarray=True))
    done = time.perf_counter()
    return (
        [middle - start, done - middle],
        found[:, places].T,
        f", {networkit.getMaxNumberOfThreads()} threads",
    )


def by_igraph(graph: StreetGraph, seconds: Floats, places: Integers, counters: Integers) -> Answer:
    """The ``distances`` of igraph, one counter at a time."""
    igraph: Any = import_module("igraph")
    start = time.perf_counter()
    net = igraph.Graph(n=len(graph.xy_metres), edges=np.column_stack([graph.tail, graph.head]))
    net.es["seconds"] = seconds.tolist()
    middle = time.perf_counter()
    found = [np.array(net.distances(source=node, weights="seconds")[0])[places] for node in counters.tolist()]
    done = time.perf_counter()
    return [middle - start, done - middle], np.column_stack(found), ""


def by_pandana(graph: StreetGraph, seconds: Floats, places: Integers, counters: Integers) -> Answer:
    """The pairwise ``shortest_path_lengths`` of pandana on contraction hierarchies: places only."""
    pandana: Any = import_module("pandana")
    pandas: Any = import_module("pandas")
    start = time.perf_counter()
    xy = pandas.DataFrame(graph.xy_metres, columns=["x", "y"])
    ends = pandas.Series(graph.tail), pandas.Series(graph.head)
    net = pandana.Network(xy["x"], xy["y"], *ends, pandas.DataFrame({"seconds": seconds}), twoway=True)
    middle = time.perf_counter()
    some = counters[:PANDANA_SEARCHES].tolist()
    found = [net.shortest_path_lengths(np.full(len(places), one), places) for one in some]
    took = (time.perf_counter() - middle) * len(counters) / PANDANA_SEARCHES
    note = f", places only, {PANDANA_SEARCHES} counter, scaled"
    return [middle - start, took], np.column_stack(found), note


def by_networkx(graph: StreetGraph, seconds: Floats, places: Integers, counters: Integers) -> Answer:
    """One search by networkx, scaled up."""
    networkx: Any = import_module("networkx")
    start = time.perf_counter()
    net = networkx.MultiGraph()
    net.add_weighted_edges_from(zip(graph.tail.tolist(), graph.head.tolist(), seconds.tolist(), strict=True))
    middle = time.perf_counter()
    found = []
    for node in counters[:NETWORKX_SEARCHES].tolist():
        reached = networkx.single_source_dijkstra_path_length(net, node)
        found.append([reached[place] for place in places.tolist()])
    took = (time.perf_counter() - middle) * len(counters) / NETWORKX_SEARCHES
    return [middle - start, took], np.column_stack(found), f", {NETWORKX_SEARCHES} search, scaled"
