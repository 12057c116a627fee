"""The postcode network: a stand-in for streets, made from postcode points alone (screening only).

Neighbouring postcodes are joined to each other (Delaunay), never across the river, which is crossed
only at its bridges and tunnels.  A straight metre between neighbours counts as a little more than one
walked metre; the part of a step beyond ``long_step_metres`` counts for more still, because a wide gap
between postcodes is often a park, a railway or a reservoir to walk round; and every door is a few
metres from the network.  The network is made of postcodes alone: counters are linked to it and do not
change it.  The factors are calibrated on real streets by ``benchmarks/calibrate.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import cKDTree

from estate_model.nouns import Floats, Integers
from estate_model.travel.networks.postcode_factors import PostcodeFactors

Edges = tuple[Integers, Integers, Floats]

NO_CROSSINGS: Floats = np.empty((0, 2, 2))
SHORTEST_METRES = 0.01  # an edge may not be 0 metres long


@dataclass(frozen=True, kw_only=True)
class PostcodeNetwork:
    """Corners, one for each distinct place, and the edges between them, open both ways.

    ``corner_of`` has the corner of each point given; ``xy_metres`` the corners, shape (corners, 2), and
    ``bank`` the side of each. Edges run from the lower corner to the higher; ``metres`` are walked metres.
    """

    corner_of: Integers
    xy_metres: Floats
    bank: Integers
    tail: Integers
    head: Integers
    metres: Floats


def postcode_network(
    xy_metres: Floats, bank: Integers, crossings_metres: Floats = NO_CROSSINGS, *, factors: PostcodeFactors
) -> PostcodeNetwork:
    """Return the postcode network: its corners, and edges of walked metres between them.

    Points that share a place share a corner. No pair of corners is joined twice; metres are above 0.
    A part of the network that no crossing reaches stays apart. A corner without any neighbour gets an
    edge back to itself, so that every point can be linked to an edge.

    Parameters
    ----------
    xy_metres
        Postcodes, shape (n, 2); metres in one projected system.
    bank
        Side of the river of each point, 0 or 1, shape (n,); all 0 where no river matters.
    crossings_metres
        Bridges and tunnels, shape (k, 2, 2): the x, y of the end on bank 0, then on bank 1.  Where the
        ends are not known give one point twice: the nearest point of each bank is joined through it.
        A crossing is left out when a bank has no point.
    factors
        The calibrated factors.

    Raises
    ------
    ValueError
        If the shapes do not match, a coordinate is not finite, or a bank is not 0 or 1.

    Examples
    --------
    >>> plain = PostcodeFactors(walked_per_straight_metre=1.1, walked_per_straight_metre_beyond=1.3,
    ...                         long_step_metres=100.0, door_metres=50.0)
    >>> two = np.array([[0.0, 0.0], [200.0, 0.0]])
    >>> net = postcode_network(two, np.zeros(2, dtype=np.int64), factors=plain)
    >>> net.tail.tolist(), net.head.tolist(), net.metres.round().tolist()
    ([0], [1], [240.0])
    """
    _check(xy_metres, bank, crossings_metres)
    n = len(xy_metres)
    ends, span = _crossing_ends(xy_metres, bank, crossings_metres)
    places = np.vstack([np.column_stack([xy_metres, bank]), *ends])
    corner_of, corners = _distinct(places)
    tail, head = _neighbours(corners[:, :2])
    tail, head = _kept_dry(corners, tail, head)
    straight = np.hypot(*(corners[tail, :2] - corners[head, :2]).T)
    at_end = corner_of[n:].reshape(2, -1)
    edges = _shortest(
        np.concatenate([tail, at_end[0]]),
        np.concatenate([head, at_end[1]]),
        np.concatenate([factors.walked_metres(straight), span]),
    )
    alone = np.flatnonzero(np.bincount(np.concatenate(edges[:2]), minlength=len(corners)) == 0)
    tail, head = (np.concatenate([end, alone]) for end in edges[:2])
    return PostcodeNetwork(
        corner_of=corner_of[:n],
        xy_metres=corners[:, :2],
        bank=corners[:, 2].astype(np.int64),
        tail=tail,
        head=head,
        metres=np.concatenate([edges[2], np.full(len(alone), SHORTEST_METRES)]),
    )


def _check(xy_metres: Floats, bank: Integers, crossings_metres: Floats) -> None:
    """Raise ValueError unless the inputs are as `postcode_network` says."""
    if xy_metres.shape[1:] != (2,):
        raise ValueError(f"xy_metres has shape {xy_metres.shape}, not (n, 2)")
    if bank.shape != xy_metres.shape[:1]:
        raise ValueError(f"bank has shape {bank.shape}, not {xy_metres.shape[:1]}")
    if crossings_metres.shape[1:] != (2, 2):
        raise ValueError(f"crossings_metres has shape {crossings_metres.shape}, not (k, 2, 2)")
    if not (np.isfinite(xy_metres).all() and np.isfinite(crossings_metres).all()):
        raise ValueError("every coordinate must be a finite number of metres")
    if not np.isin(bank, (0, 1)).all():
        raise ValueError("every bank must be 0 or 1")


def _crossing_ends(
    xy_metres: Floats, bank: Integers, crossings_metres: Floats
) -> tuple[list[Floats], Floats]:
    """Return the places (x, y, bank) where crossings land, one array for each bank, and their metres."""
    sides = [xy_metres[bank == side] for side in (0, 1)]
    if not all(len(side) for side in sides):
        crossings_metres = NO_CROSSINGS
    ends = crossings_metres.copy()
    span = np.hypot(*(ends[:, 0] - ends[:, 1]).T)
    unknown = span == 0
    if unknown.any():
        for side, points in enumerate(sides):
            metres, nearest = cKDTree(points).query(ends[unknown, side])
            ends[unknown, side] = points[nearest]
            span[unknown] += metres
    return [np.column_stack([ends[:, side], np.full(len(ends), side)]) for side in (0, 1)], span


def _distinct(places: Floats) -> tuple[Integers, Floats]:
    """Return, for each place (x, y, bank), its corner; and the corners, sorted by x, y, bank."""
    order = np.lexsort(places.T[::-1])
    ordered = places[order]
    is_new = np.ones(len(places), dtype=bool)
    is_new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    corner_of = np.empty(len(places), dtype=np.int64)
    corner_of[order] = np.cumsum(is_new) - 1
    return corner_of, ordered[is_new]


def _neighbours(xy_metres: Floats) -> tuple[Integers, Integers]:
    """Return the pairs of neighbouring points (sorted by x, then y); points at one place are neighbours."""
    fresh = np.concatenate([[True], (np.diff(xy_metres, axis=0) != 0).any(axis=1)])
    distinct = np.flatnonzero(fresh)
    made = shapely.linestrings if len(distinct) > 1 else shapely.multipoints  # a line takes less time to make
    edges = shapely.delaunay_triangles(made(xy_metres[distinct]), only_edges=True)
    ends = _complex(shapely.get_coordinates(edges))
    pairs = distinct[np.searchsorted(_complex(xy_metres[distinct]), ends)].reshape(-1, 2)
    again = np.flatnonzero(~fresh)
    return np.concatenate([pairs[:, 0], again - 1]), np.concatenate([pairs[:, 1], again])


def _complex(xy_metres: Floats) -> npt.NDArray[np.complex128]:
    """Return points as x + iy, which sort by x and then by y."""
    return np.ascontiguousarray(xy_metres).view(np.complex128).ravel()


def _kept_dry(corners: Floats, tail: Integers, head: Integers) -> tuple[Integers, Integers]:
    """Return the edges within one bank; a corner left with none is joined to the nearest on its bank."""
    dry = corners[tail, 2] == corners[head, 2]
    tail, head = tail[dry], head[dry]
    alone = np.bincount(np.concatenate([tail, head]), minlength=len(corners)) == 0
    for side in (0, 1):
        on_side = corners[:, 2] == side
        lost, kept = np.flatnonzero(on_side & alone), np.flatnonzero(on_side & ~alone)
        if len(lost) and not len(kept):
            kept = lost[:1]
        if len(lost):
            nearest = cKDTree(corners[kept, :2]).query(corners[lost, :2])[1]
            tail, head = np.concatenate([tail, lost]), np.concatenate([head, kept[nearest]])
    return tail, head


def _shortest(tail: Integers, head: Integers, metres: Floats) -> Edges:
    """Return each edge once, from its lower corner to its higher, the shortest of those that join two."""
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    apart = np.flatnonzero(low != high)
    both = low[apart] * (high.max(initial=0) + 1) + high[apart]
    order = np.argsort(both)
    first = np.flatnonzero(np.diff(both[order], prepend=-1))
    shortest = np.minimum.reduceat(metres[apart[order]], first) if len(first) else metres[:0]
    edge = apart[order[first]]
    return low[edge], high[edge], np.maximum(shortest, SHORTEST_METRES)
