"""Edges with a cost in each direction, and chains of them merged into one, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Booleans, Floats, Integers

Inside = tuple[Integers, Integers, Floats]


@dataclass(frozen=True)
class Edges:
    """Edges between ``nodes`` nodes: each with a cost from tail to head and one back, ``inf`` = closed."""

    nodes: int
    tail: Integers
    head: Integers
    forward: Floats
    backward: Floats

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.tail)

    def only(self, rows: Booleans | Integers) -> Edges:
        """Return some of the edges."""
        return Edges(self.nodes, self.tail[rows], self.head[rows], self.forward[rows], self.backward[rows])

    @staticmethod
    def together(parts: Sequence[Edges]) -> Edges:
        """Return the edges of all parts, which share their nodes."""
        return Edges(
            parts[0].nodes,
            np.concatenate([part.tail for part in parts]),
            np.concatenate([part.head for part in parts]),
            np.concatenate([part.forward for part in parts]),
            np.concatenate([part.backward for part in parts]),
        )


def distinct_edges(edges: Edges) -> Edges:
    """Return one edge for each pair of nodes, the cheapest each way; none from a node to itself."""
    turned = edges.tail > edges.head
    key = np.where(turned, edges.head, edges.tail) * edges.nodes + np.where(turned, edges.tail, edges.head)
    order = np.argsort(key, kind="stable")
    order = order[(edges.tail != edges.head)[order]]
    if not len(order):
        return edges.only(order)
    key = key[order]
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    tail, head = np.divmod(key[starts], edges.nodes)
    up = np.where(turned, edges.backward, edges.forward)[order]
    down = np.where(turned, edges.forward, edges.backward)[order]
    return Edges(edges.nodes, tail, head, np.minimum.reduceat(up, starts), np.minimum.reduceat(down, starts))


def chains_merged(edges: Edges, keep: Booleans) -> tuple[Inside, Edges]:
    """Return the nodes inside chains, and the network in which each chain is one edge.

    A chain runs through nodes that have two edge ends and are not in ``keep``; a chain back to its own
    start becomes no edge. The nodes inside come with the two ends of their chain, shape (inside, 2), and the
    costs of going there. All chains are followed together, in steps of doubling length (list ranking).
    """
    edges = edges.only(edges.tail != edges.head)
    n, degree = len(edges), np.bincount(np.concatenate([edges.tail, edges.head]), minlength=edges.nodes)
    is_inside = (degree == 2) & ~keep  # noqa: PLR2004
    start = np.concatenate([edges.tail, edges.head])  # each edge is two darts: i along it, n + i back
    leaving = np.flatnonzero(is_inside[start])
    pairs = leaving[np.argsort(start[leaving], kind="stable")].reshape(-1, 2)
    last = np.arange(2 * n, dtype=np.int32)  # of the darts followed so far from each one
    following = np.full(2 * n, -1, dtype=np.int32)
    following[(pairs + n) % (2 * n)] = pairs[
        :, ::-1
    ]  # who comes by one dart turned round leaves by the other
    going = np.concatenate([edges.forward, edges.backward])
    moving = np.flatnonzero(following >= 0)
    for _ in range(max(2 * n, 2).bit_length()):
        ahead = following[moving]
        going[moving] += going[ahead]
        last[moving] = last[ahead]
        next_one = following[ahead]
        following[moving] = next_one
        moving = moving[next_one >= 0]
    if len(moving):  # rings without a crossing have no ends: their nodes are left for later rounds
        keep = keep.copy()
        keep[start[moving]] = True
        return chains_merged(edges, keep)
    turned = (last + n) % (2 * n)
    first = np.flatnonzero(~is_inside[start])
    once = first[start[first] < start[turned[first]]]  # each chain was followed from both of its ends
    back = turned[once]
    merged = Edges(edges.nodes, start[once], start[back], going[once], going[back])
    return (start[pairs[:, 0]], start[turned[pairs]], going[pairs]), merged
