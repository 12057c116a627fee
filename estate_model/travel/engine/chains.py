"""Chains of edges merged into one, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import depth_first_order

from estate_model.nouns import Booleans, Floats, Integers
from estate_model.travel.engine.counting import order_of
from estate_model.travel.engine.edges import Edges


@dataclass(frozen=True)
class Chains:
    """Nodes inside chains, chain after chain, in their order along it.

    ``at[node]`` is the row of a node in the other columns, -1 for a node that is not inside a chain;
    ``ends`` are the two nodes where its chain ends and ``going`` the costs of going there, both of shape
    (inside, 2).
    """

    at: Integers
    nodes: Integers
    ends: Integers
    going: Floats

    def left_from(self, near: Integers, going: Floats) -> tuple[Integers, Floats]:
        """Return two nodes outside chains through which all ways from a point lead, and the costs of going.

        The point stands on an edge, whose ends are ``near`` and cost ``going``: shapes (points, 2). When the
        edge is part of a chain, the chain's ends take the place of the edge's, each by the cheaper way.
        """
        rows = self.at.take(near)
        either = rows.max(axis=1)  # both ends of an edge inside are inside the same chain
        inner = np.flatnonzero(either >= 0)
        ends = self.ends[either[inner]]
        best = np.full(ends.shape, np.inf)
        for k in (0, 1):
            row, own = rows[inner, k], going[inner, k, None]
            along = np.where(near[inner, k, None] == ends, 0.0, np.inf)
            along = np.where(row[:, None] >= 0, self.going[row], along)
            np.minimum(best, own + along, out=best)
        near, going = near.copy(), going.copy()
        near[inner], going[inner] = ends, best
        return near, going


def chains_merged(edges: Edges, keep: Booleans) -> tuple[Chains, Edges]:
    """Return the nodes inside chains, and the network in which each chain is one edge.

    A chain runs through nodes that have two edge ends and are not in ``keep``. A ring without a crossing
    is left as it is.
    """
    if (edges.tail == edges.head).any():
        edges = edges.only(np.flatnonzero(edges.tail != edges.head))
    degree = np.bincount(edges.tail, minlength=edges.nodes) + np.bincount(edges.head, minlength=edges.nodes)
    nodes, is_first = _along(edges, (degree == 2) & ~keep)  # noqa: PLR2004
    at = np.full(edges.nodes, -1, dtype=np.int64)
    at[nodes] = np.arange(len(nodes))
    tail, head = at.take(edges.tail), at.take(edges.head)
    up, down = _links(edges, tail, head, len(nodes))
    door, costs = _doors(edges, tail, head, len(nodes))
    # Running sums over all chains at once; what was summed up to a chain's first node is taken off again.
    chain = np.cumsum(is_first) - 1
    first, last = np.flatnonzero(is_first), np.flatnonzero(np.roll(is_first, -1))
    ups, downs = _running(up), _running(down)
    to_first = _between(downs, first[chain], np.arange(len(nodes))) + costs[0][chain, 0]
    to_last = _between(ups, np.arange(len(nodes)), last[chain]) + costs[0][chain, 1]
    merged = Edges(
        edges.nodes, door[:, 0], door[:, 1], costs[1][:, 0] + to_last[first], costs[1][:, 1] + to_first[last]
    )
    rest = edges.only(np.flatnonzero((tail < 0) & (head < 0)))
    return Chains(at, nodes, door[chain], np.column_stack([to_first, to_last])), Edges.together(
        [rest, merged]
    )


def _along(edges: Edges, is_inside: Booleans) -> tuple[Integers, Booleans]:
    """Return the nodes inside chains in their order along them, and which of them are the first of a chain.

    One depth-first search walks all chains: helper nodes, each joined to the next, lead to every chain end.
    """
    inside = np.flatnonzero(is_inside)
    number = np.cumsum(is_inside) - 1
    rows = np.flatnonzero(is_inside.take(edges.tail) & is_inside.take(edges.head))
    tail, head = number.take(edges.tail.take(rows)), number.take(edges.head.take(rows))
    degree = np.bincount(tail, minlength=len(inside)) + np.bincount(head, minlength=len(inside))
    outer = np.flatnonzero(degree < 2)  # noqa: PLR2004
    if not len(outer):
        return outer, np.empty(0, dtype=bool)
    helpers = len(inside) + np.arange(len(outer))
    start = np.concatenate([tail, head, helpers, helpers[:-1]]).astype(np.int32)
    end = np.concatenate([head, tail, outer, helpers[1:]]).astype(np.int32)
    size = len(inside) + len(outer)
    ways = csr_array((np.ones(len(start)), (start, end)), shape=(size, size))
    order, before = depth_first_order(ways, len(inside))
    order = order[order < len(inside)]
    return inside[order], before[order] >= len(inside)


def _links(edges: Edges, tail: Integers, head: Integers, inside: int) -> tuple[Floats, Floats]:
    """Return the costs from the node before to each node inside, and from it to the node before."""
    up, down = np.zeros(inside), np.zeros(inside)
    rows = np.flatnonzero((tail >= 0) & (head >= 0))
    tail, head = tail.take(rows), head.take(rows)
    forward, backward = edges.forward.take(rows), edges.backward.take(rows)
    later = np.maximum(tail, head)
    up[later] = np.where(tail < head, forward, backward)
    down[later] = np.where(tail < head, backward, forward)
    return up, down


def _doors(
    edges: Edges, tail: Integers, head: Integers, inside: int
) -> tuple[Integers, tuple[Floats, Floats]]:
    """Return where each chain ends, and the costs out of it and into it there: shapes (chains, 2)."""
    by_tail, by_head = np.flatnonzero((tail >= 0) & (head < 0)), np.flatnonzero((tail < 0) & (head >= 0))
    order = order_of(np.concatenate([tail[by_tail], head[by_head]]), inside)
    door = np.concatenate([edges.head[by_tail], edges.tail[by_head]])[order]
    out = np.concatenate([edges.forward[by_tail], edges.backward[by_head]])[order]
    into = np.concatenate([edges.backward[by_tail], edges.forward[by_head]])[order]
    return door.reshape(-1, 2), (out.reshape(-1, 2), into.reshape(-1, 2))


def _running(costs: Floats) -> tuple[Floats, Integers]:
    """Return running sums of the costs that are finite, and of how many are not."""
    closed = np.isinf(costs)
    return np.cumsum(np.where(closed, 0.0, costs)), np.cumsum(closed)


def _between(sums: tuple[Floats, Integers], start: Integers, end: Integers) -> Floats:
    """Return the sum after ``start``, up to ``end``; ``inf`` when a link between them is closed."""
    total, closed = sums
    return np.where(closed[end] == closed[start], total[end] - total[start], np.inf)
