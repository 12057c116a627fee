"""Costs at the nodes a contraction took out, from those at the nodes it left: one sweep.

A node's cost to a target is ``min over its neighbours (cost to the neighbour + the neighbour's own)``, and
its neighbours stayed longer than it: the downward sweep of PHAST (Delling et al. 2011), in NumPy, for many
targets at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from estate_model.nouns import Floats, Integers
from estate_model.travel.engine.counting import order_of
from estate_model.travel.engine.edges import Edges

FEW = 2000  # nodes: their neighbours are looked up all at once, which needs fewer calls


@dataclass(frozen=True)
class Taken:
    """Nodes taken out together; the neighbours of each then, and the costs of going to them.

    ``neighbours`` and ``costs`` have shape (nodes, neighbours of each); some neighbours may be named twice.
    """

    nodes: Integers
    neighbours: Integers
    costs: Floats


@dataclass(frozen=True)
class Step:
    """Nodes taken out together, at positions ``first`` and on; all their ``neighbours`` stand before."""

    first: int
    neighbours: Integers
    costs: Floats

    def find(self, costs: Floats, found: Floats) -> None:
        """Put the costs of the step's nodes in ``found``, (nodes, targets), from those in ``costs``."""
        if len(self.costs) < FEW:
            there = costs.take(self.neighbours, axis=0)
            there += self.costs[:, :, None]
            there.min(axis=1, out=found)
            return
        np.take(costs, self.neighbours[:, 0], axis=0, out=found, mode="clip")
        found += self.costs[:, :1]
        for k in range(1, self.costs.shape[1]):
            other = np.take(costs, self.neighbours[:, k], axis=0)
            other += self.costs[:, k : k + 1]
            np.minimum(found, other, out=found)


@dataclass(frozen=True)
class Sweep:
    """The core of a contraction, and how to find the costs of other nodes from those of its nodes.

    ``position[node]`` numbers the nodes: those of the core first, then those taken out, the last one
    taken out first; -1 where a node is not wanted. ``backwards`` is the core, its arcs turned round:
    searched from a target it gives costs *to* the target. ``steps`` are in the order of positions.
    """

    position: Integers
    positions: int
    backwards: csr_array
    steps: tuple[Step, ...]

    @property
    def core_nodes(self) -> int:
        """The number of nodes left to search."""
        return int(self.backwards.shape[0])

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
            step.find(costs, costs[step.first : step.first + len(step.costs)])
        return costs


def sweep(left: Edges, core: Integers, taken: Sequence[Taken], wanted: Integers | None) -> Sweep:
    """Return how to find costs at ``wanted`` nodes (None: at all), near ones beside each other."""
    taken = _needed(left.nodes, taken, wanted)
    position = np.full(left.nodes, -1, dtype=np.int64)
    position[core] = np.arange(len(core))
    steps: list[Step] = []
    first = len(core)
    for some in reversed(taken):
        there = position.take(some.neighbours)
        order = order_of(there[:, 0], first)
        steps.append(Step(first, there[order], some.costs[order]))
        position[some.nodes[order]] = np.arange(first, first + len(order))
        first += len(order)
    return Sweep(position, first, _backwards(left, position, len(core)), tuple(steps))


def _needed(nodes: int, taken: Sequence[Taken], wanted: Integers | None) -> list[Taken]:
    """Return what is needed of ``taken`` to find the costs of wanted nodes."""
    if wanted is None:
        return [some for some in taken if len(some.nodes)]
    is_needed = np.zeros(nodes, dtype=bool)
    is_needed[wanted] = True
    found: list[Taken] = []
    for some in taken:
        rows = np.flatnonzero(is_needed.take(some.nodes))
        if len(rows):
            found.append(Taken(some.nodes[rows], some.neighbours[rows], some.costs[rows]))
            is_needed[found[-1].neighbours] = True
    return found


def _backwards(left: Edges, position: Integers, core_nodes: int) -> csr_array:
    """Return the core with its arcs turned round."""
    tail, head = (position.take(end).astype(np.int32) for end in (left.tail, left.head))
    ends = (np.concatenate([head, tail]), np.concatenate([tail, head]))
    costs = np.concatenate([left.forward, left.backward])
    is_open = np.isfinite(costs)
    return csr_array((costs[is_open], (ends[0][is_open], ends[1][is_open])), shape=(core_nodes, core_nodes))
