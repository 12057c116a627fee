"""Nodes about to be taken out of a network, each with its neighbours: a star."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Floats, Integers
from estate_model.travel.engine.counting import order_of
from estate_model.travel.engine.edges import Edges


@dataclass(frozen=True)
class Stars:
    """Rays of ``many`` stars, star after star, the ends of each going up.

    ``star`` is the number of the ray's star, ``end`` the node it leads to; ``going`` and ``coming`` are the
    costs to that node and back.
    """

    many: int
    star: Integers
    end: Integers
    going: Floats
    coming: Floats

    @classmethod
    def of(cls, edges: Edges, by_tail: Integers, by_head: Integers, many: int) -> Stars:
        """Return the stars around some nodes, no two of them neighbours.

        ``by_tail`` and ``by_head`` are the numbers of the star of each edge's tail and head, -1 for none;
        the edges run upwards and are in order.
        """
        at_tail, at_head = np.flatnonzero(by_tail >= 0), np.flatnonzero(by_head >= 0)
        star = np.concatenate([by_head.take(at_head), by_tail.take(at_tail)])
        end = np.concatenate([edges.tail.take(at_head), edges.head.take(at_tail)])
        going = np.concatenate([edges.backward.take(at_head), edges.forward.take(at_tail)])
        coming = np.concatenate([edges.forward.take(at_head), edges.backward.take(at_tail)])
        return cls(many, star, end, going, coming).only(order_of(star, many))

    def only(self, rows: Integers) -> Stars:
        """Return some of the rays."""
        star, end = self.star.take(rows), self.end.take(rows)
        return Stars(self.many, star, end, self.going.take(rows), self.coming.take(rows))

    def pairs(self) -> tuple[Integers, Integers]:
        """Return all pairs of rays of the same star, the one before in the first place."""
        counts = np.bincount(self.star, minlength=self.many)
        rays = np.arange(len(self.star))
        start = np.repeat(np.cumsum(counts) - counts, counts)
        before = rays - start
        offset = np.cumsum(before) - before - start
        return np.arange(before.sum()) - np.repeat(offset, before), np.repeat(rays, before)

    def across(self, nodes: int) -> Edges:
        """Return the edges that keep all distances when the stars are taken out of a network."""
        one, two = self.pairs()
        up = self.coming.take(one) + self.going.take(two)
        down = self.coming.take(two) + self.going.take(one)
        found = Edges(nodes, self.end.take(one), self.end.take(two), up, down)
        is_open = np.minimum(up, down) < np.inf
        return found if is_open.all() else found.only(np.flatnonzero(is_open))

    def without_detours(self, rest: Edges) -> Stars:
        """Return the rays without those that are longer, both ways, than another and an edge of the rest.

        The edges of the rest are distinct and in order.
        """
        one, two = self.pairs()
        key, wanted = rest.key, self.end.take(one) * rest.nodes + self.end.take(two)
        at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
        pairs = np.flatnonzero(key.take(at) == wanted)
        at, one, two = at.take(pairs), one.take(pairs), two.take(pairs)
        up, down = rest.forward.take(at), rest.backward.take(at)
        going, coming = np.full(len(self.end), np.inf), np.full(len(self.end), np.inf)
        for ray, other, there, back in ((one, two, up, down), (two, one, down, up)):
            np.minimum.at(going, ray, self.going.take(other) + back)
            np.minimum.at(coming, ray, self.coming.take(other) + there)
        return self.only(np.flatnonzero((self.going <= going) | (self.coming <= coming)))

    def by_width(self) -> Iterator[tuple[Integers, Integers, Floats]]:
        """Give stars of nearly equal numbers of rays: which, their ends and the costs of going there.

        Ends and costs have shape (stars, rays); where a star has fewer, its last ray is named again.
        """
        counts = np.bincount(self.star, minlength=self.many)
        starts = np.cumsum(counts) - counts
        coarse = np.maximum(np.log2(np.maximum(counts - 1, 1)).astype(np.int64) - 2, 0)
        widths = -(-counts >> coarse) << coarse
        for width in np.unique(widths[counts > 0]).tolist():
            some = np.flatnonzero(widths == width)
            rays = starts[some, None] + np.minimum(np.arange(width), counts[some, None] - 1)
            yield some, self.end[rays], self.going[rays]
