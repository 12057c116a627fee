"""Edges of a network with a cost in each direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Floats, Integers
from estate_model.travel.engine.counting import order_of_pairs

PARTS = 2.0**20  # costs are whole multiples of a 2^20th, so that sums do not depend on their order


def exact(costs: Floats) -> Floats:
    """Return costs rounded to a 2^20th (a micrometre, a microsecond): their sums are exact in float64.

    The way to one counter then costs the same to the bit whatever else is searched for or taken out.

    >>> exact(np.array([0.1])).tolist()
    [0.09999942779541016]
    """
    rounded: Floats = np.rint(costs * PARTS) / PARTS
    return rounded


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

    @property
    def key(self) -> Integers:
        """A number for each pair of nodes, in the order of tail and head."""
        return self.tail * self.nodes + self.head

    def only(self, rows: Integers) -> Edges:
        """Return some of the edges."""
        tail, head = self.tail.take(rows), self.head.take(rows)
        return Edges(self.nodes, tail, head, self.forward.take(rows), self.backward.take(rows))

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
    """Return one edge for each pair of nodes, the cheapest each way; none from a node to itself.

    They run from the lower node to the higher and are in the order of both.
    """
    turned = edges.tail > edges.head
    low, high = np.minimum(edges.tail, edges.head), np.maximum(edges.tail, edges.head)
    up = np.where(turned, edges.backward, edges.forward)
    down = np.where(turned, edges.forward, edges.backward)
    order = order_of_pairs(low, high, edges.nodes)
    order = order.take(np.flatnonzero((low != high).take(order)))
    return _cheapest(Edges(edges.nodes, low, high, up, down), order)


def joined(some: Edges, others: Edges) -> Edges:
    """Return the distinct edges of both: ``some`` are distinct and in order, ``others`` run upwards."""
    others = others.only(order_of_pairs(others.tail, others.head, others.nodes))
    both = Edges.together([some, others])
    order = np.argsort(both.key, kind="stable")  # two runs in order: merged in one pass
    return _cheapest(both, order)


def _cheapest(edges: Edges, order: Integers) -> Edges:
    """Return one edge for each pair of nodes, the cheapest each way; ``order`` is that of the pairs."""
    key = edges.key.take(order)
    is_new = np.ones(len(key), dtype=bool)
    np.not_equal(key[1:], key[:-1], out=is_new[1:])
    found, again = edges.only(order[is_new]), np.flatnonzero(~is_new)
    same, others = (np.cumsum(is_new) - 1).take(again), order.take(again)
    np.minimum.at(found.forward, same, edges.forward.take(others))
    np.minimum.at(found.backward, same, edges.backward.take(others))
    return found
