"""An exact, smaller network to search: nodes are taken out one after another and every distance is kept.

First every chain (nodes with two neighbours only) becomes one edge; then, round after round, nodes with
few neighbours are taken out and their neighbours joined directly: dead ends vanish, crossings become
triangles. Each node taken out keeps the cost to each of its then neighbours, which stay longer than it, so
its distance is found again afterwards (`sweep`). This is the contraction of Geisberger et al. (2008)
without witness searches, stopped where going on would cost more than it saves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Booleans, Integers
from estate_model.travel.engine.chains import Chains, chains_merged
from estate_model.travel.engine.edges import Edges, distinct_edges, joined
from estate_model.travel.engine.stars import Stars
from estate_model.travel.engine.sweep import Sweep, Taken, sweep

# When to stop, in nanoseconds measured; they decide how long a search takes, never what it finds.
NODE_SEARCHED = 250.0  # one node of the core in one search
PAIR_JOINED = 80.0  # two neighbours of a node taken out
EDGE_KEPT = 80.0  # an edge of the network in one round
WITNESSES_FROM = 3.0  # neighbours a node on average: from then on edges that are detours are looked for


@dataclass(frozen=True)
class Contraction:
    """A network with most nodes taken out: those inside ``chains``, then ``taken``; and what is left.

    ``left`` are the edges between the nodes of the ``core``.
    """

    chains: Chains
    taken: tuple[Taken, ...]
    left: Edges
    core: Integers

    def sweep(self, wanted: Integers | None = None) -> Sweep:
        """Return how to find costs at all nodes, or at ``wanted`` ones, from those at the core's."""
        chains = self.chains
        first = Taken(chains.nodes, chains.ends, chains.going)
        return sweep(self.left, self.core, (first, *self.taken), wanted)


def contraction(edges: Edges, keep: Integers, *, searches: int | None = None) -> Contraction:
    """Return the network with every node taken out that is cheap to take out, but none of ``keep``.

    Distances between the nodes left, and from each node taken out to them, are those of ``edges``, exactly
    (to the rounding of float64). Parallel edges count as the cheapest, edges back to their own node as none.

    Parameters
    ----------
    edges
        The network; costs of 0 or more, ``inf`` in a direction that is closed.
    keep
        Nodes that stay in the core: the targets of later searches.
    searches
        How many searches will be made (None: one for each node of ``keep``): the more, the more nodes it
        pays to take out.

    Examples
    --------
    A street of four nodes with a dead end: only its two ends are left, 60 + 30 + 10 apart.

    >>> street = Edges(5, *(np.array(x) for x in ([0, 1, 2, 1], [1, 2, 3, 4])),
    ...                *(np.array([60.0, 30.0, 10.0, 5.0]) for _ in range(2)))
    >>> small = contraction(street, np.array([0, 3])).sweep()
    >>> small.core_nodes, small.backwards.toarray().max()
    (2, np.float64(100.0))
    >>> small.spread(np.array([[0.0], [100.0]]))[small.position[[1, 2, 4]], 0]
    array([60., 90., 65.])

    """
    kept = np.zeros(edges.nodes, dtype=bool)
    kept[keep] = True
    chains, left = chains_merged(edges, kept)
    names = np.flatnonzero(chains.at < 0)  # of the nodes left, which are numbered anew each round
    left = distinct_edges(_renumbered(left, chains.at < 0))
    taken: list[Taken] = []
    saved = NODE_SEARCHED * (len(keep) if searches is None else searches)
    most = int((2 * saved / PAIR_JOINED) ** 0.5)
    while True:
        degree = np.bincount(left.tail, minlength=left.nodes) + np.bincount(left.head, minlength=left.nodes)
        out = _independent(left, degree, ~kept[names] & (degree <= most) & (degree > 0))
        pays = saved - PAIR_JOINED * degree[out] ** 2 / 2
        if pays.sum() <= EDGE_KEPT * len(left):
            left = Edges(edges.nodes, names[left.tail], names[left.head], left.forward, left.backward)
            return Contraction(chains, tuple(taken), left, names)
        some, left = _taken_out(left, out)
        taken += [Taken(names[one.nodes], names[one.neighbours], one.costs) for one in some]
        is_left = np.ones(len(names), dtype=bool)
        is_left[out] = False
        names, left = names[is_left], _renumbered(left, is_left)


def _renumbered(edges: Edges, is_left: Booleans) -> Edges:
    """Return the edges, all between nodes left, with only those numbered."""
    number = np.cumsum(is_left) - 1
    tail, head = number.take(edges.tail), number.take(edges.head)
    return Edges(int(number[-1]) + 1 if len(number) else 0, tail, head, edges.forward, edges.backward)


def _independent(edges: Edges, degree: Integers, free: Booleans) -> Integers:
    """Return free nodes, no two of them neighbours; those with fewest neighbours come first."""
    is_chosen = free.copy()
    pairs = np.flatnonzero(free.take(edges.tail) & free.take(edges.head))
    tail, head = edges.tail.take(pairs), edges.head.take(pairs)
    # Knuth's multiplicative hash: an order that is arbitrary, yet the same each time
    first, second = (degree.take(x) << 32 | (x * 2654435761 & 0xFFFFFFFF) for x in (tail, head))
    is_chosen[np.where(first < second, head, tail)] = False
    return np.flatnonzero(is_chosen)


def _taken_out(edges: Edges, out: Integers) -> tuple[list[Taken], Edges]:
    """Return the nodes ``out`` with neighbours and costs; and what is left, their neighbours joined."""
    number = np.full(edges.nodes, -1, dtype=np.int64)
    number[out] = np.arange(len(out))
    by_tail, by_head = number.take(edges.tail), number.take(edges.head)
    rest = edges.only(np.flatnonzero((by_tail & by_head) < 0))
    stars = Stars.of(edges, by_tail, by_head, len(out))
    if len(stars.star) > WITNESSES_FROM * len(out) and len(rest):
        stars = stars.without_detours(rest)
    taken = [Taken(out[some], ends, going) for some, ends, going in stars.by_width()]
    return taken, joined(rest, stars.across(edges.nodes))
