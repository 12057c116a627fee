"""The largest part of the streets that hangs together; the rest is cut off and counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from estate_model.errors import AreaError
from estate_model.nouns import Booleans, Integers
from estate_model.nouns.streets import StreetGraph


@dataclass(frozen=True, kw_only=True)
class CutOff:
    """What is not in the largest part: edges, metres, their share of all metres (0 to 1), the streets."""

    edges: int
    metres: float
    share: float
    streets: StreetGraph | None


def largest_part(graph: StreetGraph) -> tuple[StreetGraph, CutOff]:
    """Return the connected part with most metres, its nodes numbered anew, and what was cut off.

    Connected means that each point can be reached from each other along open directions: a one-way street
    out of which, or into which, no way leads is cut off too.

    Raises
    ------
    AreaError
        When no street is left.

    """
    part_of_node = _parts(graph)
    part = part_of_node[graph.tail]
    inside = part == part_of_node[graph.head]
    if not inside.any():
        raise AreaError(f"{graph.source}: no street can be used to {graph.mode} there and back")
    kept = inside & (part == np.bincount(part[inside], weights=graph.metres[inside]).argmax())
    cut = float(graph.metres[~kept].sum())
    cut_off = CutOff(
        edges=int((~kept).sum()),
        metres=cut,
        share=cut / float(graph.metres.sum()),
        streets=None if kept.all() else _only(graph, ~kept),
    )
    return _only(graph, kept), cut_off


def _only(graph: StreetGraph, kept: Booleans) -> StreetGraph:
    """Return some of the edges, their nodes numbered anew."""
    tail, head = graph.tail[kept], graph.head[kept]
    nodes = np.zeros(len(graph.xy_metres), dtype=bool)
    nodes[tail] = nodes[head] = True
    number = np.cumsum(nodes) - 1
    columns = {name: getattr(graph, name)[kept] for name in ("metres", "kmh", "forward", "backward")}
    return replace(graph, xy_metres=graph.xy_metres[nodes], tail=number[tail], head=number[head], **columns)


def _parts(graph: StreetGraph) -> Integers:
    """Return the number of the connected part of each node."""
    there, back = graph.forward, graph.backward
    ends = (
        np.concatenate([graph.tail[there], graph.head[back]]),
        np.concatenate([graph.head[there], graph.tail[back]]),
    )
    nodes = len(graph.xy_metres)
    arcs = csr_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(nodes, nodes))
    is_oneway = not (there & back).all()
    found = connected_components(arcs, directed=is_oneway, connection="strong")[1]
    return np.asarray(found, dtype=np.int64)
