"""An exact, smaller network to search: nodes are taken out one after another and every distance is kept.

First every chain (nodes with two neighbours only) becomes one edge; then, round after round, nodes with
few neighbours are taken out and their neighbours joined directly: dead ends vanish, crossings become
triangles. Each node taken out keeps the cost to each of its then neighbours, which stay longer than it, so
its distance is found again afterwards: ``cost to target = min over neighbours (cost to it + its own)``.
This is the contraction of Geisberger et al. (2008) without witness searches, stopped early, and the
downward sweep of PHAST (Delling et al. 2011), in NumPy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from estate_model.nouns import Booleans, Floats, Integers
from estate_model.travel.chains import Edges, chains_merged, distinct_edges

Positions = npt.NDArray[np.int32]

MOST_NEIGHBOURS = 6  # of a node that may be taken out; 4 to 8 measured equal within a tenth
LEAST_SHARE = 0.02  # of the nodes left: a round that would take out fewer is not made


@dataclass(frozen=True)
class Step:
    """Nodes taken out together: positions ``first`` and on; the neighbours of each and the costs to them.

    ``neighbours`` are positions, all below ``first``, and ``costs`` the costs of going there; both have
    shape (nodes, neighbours of each).
    """

    first: int
    neighbours: Positions
    costs: Floats


@dataclass(frozen=True)
class Contraction:
    """A network with most nodes taken out: what is left (the core), and how to find the others again.

    ``position[node]`` numbers the nodes: those of the core first, then those taken out, the last one
    taken out first; -1 where a node is not wanted. ``backwards`` is the core, its arcs turned round:
    searched from a target it gives costs *to* the target. ``steps`` are in the order of positions.
    """

    position: Integers
    backwards: csr_array
    steps: tuple[Step, ...]

    @property
    def core_nodes(self) -> int:
        """The number of nodes left to search."""
        return int(self.backwards.shape[0])

    @property
    def positions(self) -> int:
        """The number of positions: nodes of the core and nodes taken out."""
        return self.steps[-1].first + len(self.steps[-1].costs) if self.steps else self.core_nodes

    def spread(self, core_costs: Floats, out: Floats | None = None) -> Floats:
        """Return costs at every position, shape (positions, targets), from those at the core's.

        Parameters
        ----------
        core_costs
            Costs from each node of the core to each target, shape (core nodes, targets).
        out
            Where to put the result, to save memory when called often.

        """
        costs = np.empty((self.positions, core_costs.shape[1])) if out is None else out
        costs[: self.core_nodes] = core_costs
        for step in self.steps:
            found = costs[step.first : step.first + len(step.costs)]
            np.take(costs, step.neighbours[:, 0], axis=0, out=found, mode="clip")
            found += step.costs[:, :1]
            for k in range(1, step.costs.shape[1]):
                other = np.take(costs, step.neighbours[:, k], axis=0)
                other += step.costs[:, k : k + 1]
                np.minimum(found, other, out=found)
        return costs

    def only(self, nodes: Integers) -> Contraction:
        """Return a contraction that can answer for ``nodes`` and leaves out what they do not need."""
        wanted = np.zeros(int(self.position.max(initial=-1)) + 1, dtype=bool)
        wanted[: self.core_nodes] = True
        wanted[self.position[nodes]] = True
        rows: list[Booleans] = []
        for step in reversed(self.steps):
            rows.append(wanted[step.first : step.first + len(step.costs)].copy())
            wanted[step.neighbours[rows[-1]]] = True
        renumbered = np.where(wanted, np.cumsum(wanted) - 1, -1)
        steps = [
            Step(
                int(renumbered[step.first : step.first + len(kept)][kept][0]),
                renumbered[step.neighbours[kept]].astype(np.int32),
                step.costs[kept],
            )
            for step, kept in zip(self.steps, reversed(rows), strict=True)
            if kept.any()
        ]
        position = np.where(self.position >= 0, renumbered[self.position], -1)
        return Contraction(position, self.backwards, tuple(steps))


def contraction(edges: Edges, keep: Integers, *, most_neighbours: int = MOST_NEIGHBOURS) -> Contraction:
    """Return the network with every node taken out that is cheap to take out, but none of ``keep``.

    Distances between the nodes left, and from each node taken out to them, are those of ``edges``, exactly
    (to the rounding of float64). Parallel edges count as the cheapest, edges back to their own node as none.

    Parameters
    ----------
    edges
        The network; costs of 0 or more, ``inf`` in a direction that is closed.
    keep
        Nodes that stay in the core: the targets of later searches.
    most_neighbours
        Nodes with more neighbours than this are left in the core.

    Examples
    --------
    A street of four nodes with a dead end: only its two ends are left, 60 + 30 + 10 apart.

    >>> street = Edges(5, *(np.array(x) for x in ([0, 1, 2, 1], [1, 2, 3, 4])),
    ...                *(np.array([60.0, 30.0, 10.0, 5.0]) for _ in range(2)))
    >>> small = contraction(street, np.array([0, 3]))
    >>> small.core_nodes, small.backwards.toarray().max()
    (2, np.float64(100.0))
    >>> small.spread(np.array([[0.0], [100.0]]))[small.position[[1, 2, 4]], 0]
    array([60., 90., 65.])

    """
    kept = np.zeros(edges.nodes, dtype=bool)
    kept[keep] = True
    taken: list[tuple[Integers, Integers, Floats]] = []
    inside, left = chains_merged(edges, kept)
    taken.append(inside)
    left = distinct_edges(left)
    alive = np.ones(edges.nodes, dtype=bool)
    alive[inside[0]] = False
    while len(out := _independent(left, alive & ~kept, most_neighbours)) > LEAST_SHARE * alive.sum():
        some, left = _taken_out(left, out)
        taken += some
        alive[out] = False
    return _numbered(left, np.flatnonzero(alive), taken)


def _independent(edges: Edges, free: Booleans, most: int) -> Integers:
    """Return free nodes with few neighbours, no two of them neighbours; those with fewest come first."""
    degree = np.bincount(edges.tail, minlength=edges.nodes) + np.bincount(edges.head, minlength=edges.nodes)
    is_chosen = free & (degree <= most) & (degree > 0)
    pairs = np.flatnonzero(is_chosen[edges.tail] & is_chosen[edges.head])
    tail, head = edges.tail[pairs], edges.head[pairs]
    # Knuth's multiplicative hash: an order that is arbitrary, yet the same each time
    first, second = (degree[x] << 32 | (x * 2654435761 & 0xFFFFFFFF) for x in (tail, head))
    is_chosen[np.where(first < second, head, tail)] = False
    return np.flatnonzero(is_chosen)


def _taken_out(edges: Edges, out: Integers) -> tuple[list[tuple[Integers, Integers, Floats]], Edges]:
    """Return the nodes ``out`` with neighbours and costs, by number of neighbours; and what is left."""
    is_out = np.zeros(edges.nodes, dtype=bool)
    is_out[out] = True
    at_tail, at_head = is_out[edges.tail], is_out[edges.head]
    node = np.concatenate([edges.tail[at_tail], edges.head[at_head]])
    order = np.argsort(node, kind="stable")
    node = node[order]
    other = np.concatenate([edges.head[at_tail], edges.tail[at_head]])[order]
    going = np.concatenate([edges.forward[at_tail], edges.backward[at_head]])[order]
    coming = np.concatenate([edges.backward[at_tail], edges.forward[at_head]])[order]
    starts = np.flatnonzero(np.concatenate([[True], node[1:] != node[:-1]]))
    counts = np.diff(np.append(starts, len(node)))
    taken: list[tuple[Integers, Integers, Floats]] = []
    parts = [edges.only(~(at_tail | at_head))]
    for count in np.unique(counts):
        slots = starts[counts == count][:, None] + np.arange(count)
        taken.append((node[slots[:, 0]], other[slots], going[slots]))
        one, two = np.triu_indices(count, 1)
        a, b = slots[:, one].ravel(), slots[:, two].ravel()
        joined = Edges(edges.nodes, other[a], other[b], coming[a] + going[b], coming[b] + going[a])
        parts.append(joined.only(np.isfinite(joined.forward) | np.isfinite(joined.backward)))
    return taken, distinct_edges(Edges.together(parts))


def _numbered(left: Edges, core: Integers, taken: list[tuple[Integers, Integers, Floats]]) -> Contraction:
    """Return the contraction: the core first, then nodes taken out, near ones beside each other."""
    position = np.full(left.nodes, -1, dtype=np.int64)
    position[core] = np.arange(len(core))
    tail, head = position[left.tail], position[left.head]
    ends = (np.concatenate([head, tail]), np.concatenate([tail, head]))
    costs = np.concatenate([left.forward, left.backward])
    is_open = np.isfinite(costs)
    ends = (ends[0][is_open], ends[1][is_open])
    backwards = csr_array((costs[is_open], ends), shape=(len(core), len(core)))
    steps: list[Step] = []
    first = len(core)
    for nodes, neighbours, going in reversed(taken):
        there = position[neighbours]
        order = np.argsort(there[:, 0], kind="stable")
        steps.append(Step(first, there[order].astype(np.int32), going[order]))
        position[nodes[order]] = np.arange(first, first + len(nodes))
        first += len(nodes)
    return Contraction(position, backwards, tuple(step for step in steps if len(step.costs)))
