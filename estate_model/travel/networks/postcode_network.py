"""The postcode network: a stand-in for streets, made from postcode points alone (screening only).

Neighbouring postcodes are joined to each other (Delaunay), never across water, which is crossed
only by listed links.  A straight metre between neighbours counts as a little more than one
walked metre; the part of a step beyond ``long_step_metres`` counts for more still, because a wide gap
between postcodes is often a park, a railway or a reservoir to walk round; and every door is a few
metres from the network.  The network is made of postcodes alone: counters are linked to it and do not
change it.  The factors are calibrated on real streets by ``benchmarks/calibrate.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from estate_model.nouns import Floats, Integers
from estate_model.nouns.keeping import arrays_from_bytes, arrays_to_bytes
from estate_model.travel.networks.land import Land, dry_ground, on_land
from estate_model.travel.networks.postcode_factors import PostcodeFactors

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Edges = tuple[Integers, Integers, Floats]

SHORTEST_METRES = 0.01  # an edge may not be 0 metres long


@dataclass(frozen=True, kw_only=True)
class PostcodeNetwork:
    """Corners, one for each distinct place, and the edges between them, open both ways.

    ``corner_of`` has the corner of each point given; ``xy_metres`` the corners, shape (corners, 2), and
    ``piece`` the piece of land of each: corners that are joined without any link. Edges run from the lower
    corner to the higher; ``metres`` are walked metres.
    """

    corner_of: Integers
    xy_metres: Floats
    piece: Integers
    tail: Integers
    head: Integers
    metres: Floats

    def to_bytes(self) -> bytes:
        """Return it as bytes that may be kept: corners need half the bits that sums of them do."""
        numbers = [one.astype(np.int32) for one in (self.corner_of, self.piece, self.tail, self.head)]
        return arrays_to_bytes([*numbers, self.xy_metres, self.metres])

    @classmethod
    def from_bytes(cls, content: bytes) -> PostcodeNetwork:
        """Return the network that bytes were made from."""
        *numbers, xy_metres, metres = arrays_from_bytes(content)
        corner_of, piece, tail, head = (number.astype(np.int64) for number in numbers)
        return cls(
            corner_of=corner_of, xy_metres=xy_metres, piece=piece, tail=tail, head=head, metres=metres
        )  # fmt: skip


def postcode_network(
    xy_metres: Floats, land: Land, *, factors: PostcodeFactors, beyond: Floats | None = None
) -> PostcodeNetwork:
    """Return the postcode network: its corners, and edges of walked metres between them.

    Points that share a place share a corner. No pair of corners is joined twice; metres are above 0.
    A part of the network that no link reaches stays apart. A corner without any neighbour gets an
    edge back to itself, so that every point can be linked to an edge.

    Parameters
    ----------
    xy_metres
        Postcodes, shape (n, 2); metres in one projected system.
    land
        What they stand on. A link is left out when a piece it names has no point.
    factors
        The calibrated factors.
    beyond
        Where it is not the same for all, each point's own ``walked_per_straight_metre_beyond``, shape (n,). A
        step takes the mean of its two ends.

    Raises
    ------
    ValueError
        If the shapes do not match, or a coordinate is not finite.

    Examples
    --------
    >>> plain = PostcodeFactors(walked_per_straight_metre=1.1, walked_per_straight_metre_beyond=1.3,
    ...                         long_step_metres=100.0, door_metres=50.0)
    >>> two = np.array([[0.0, 0.0], [200.0, 0.0]])
    >>> net = postcode_network(two, Land(piece=np.zeros(2, dtype=np.int64)), factors=plain)
    >>> net.tail.tolist(), net.head.tolist(), net.metres.round().tolist()
    ([0], [1], [240.0])
    """
    _check(xy_metres, land)
    n = len(xy_metres)
    ends, lands, span = _link_ends(xy_metres, land)
    places = np.vstack([np.column_stack([xy_metres, land.piece]), np.column_stack([ends, lands])])
    corner_of, corners = _distinct(places)
    tail, head = _neighbours(corners[:, :2])
    tail, head = _kept_dry(corners, tail, head, land.shore)
    straight = np.hypot(*(corners[tail, :2] - corners[head, :2]).T)
    steps = None
    if beyond is not None:
        at_corner = np.full(len(corners), factors.walked_per_straight_metre_beyond)
        at_corner[corner_of[:n]] = beyond
        steps = (at_corner[tail] + at_corner[head]) / 2
    at_end = corner_of[n:].reshape(2, -1)
    edges = _shortest(
        np.concatenate([tail, at_end[0]]),
        np.concatenate([head, at_end[1]]),
        np.concatenate([factors.walked_metres(straight, steps), span]),
    )
    alone = np.flatnonzero(np.bincount(np.concatenate(edges[:2]), minlength=len(corners)) == 0)
    return PostcodeNetwork(
        corner_of=corner_of[:n],
        xy_metres=corners[:, :2],
        piece=parts_of(len(corners), tail, head),
        tail=np.concatenate([edges[0], alone]),
        head=np.concatenate([edges[1], alone]),
        metres=np.concatenate([edges[2], np.full(len(alone), SHORTEST_METRES)]),
    )


def parts_of(corners: int, tail: Integers, head: Integers) -> Integers:
    """Return a number for the part of the network that each corner is in."""
    joined = coo_array((np.ones(len(tail), dtype=bool), (tail, head)), shape=(corners, corners))
    parts: Integers = connected_components(joined, directed=False)[1].astype(np.int64)
    return parts


def _check(xy_metres: Floats, land: Land) -> None:
    """Raise ValueError unless the inputs are as `postcode_network` says."""
    if xy_metres.shape[1:] != (2,):
        raise ValueError(f"xy_metres has shape {xy_metres.shape}, not (n, 2)")
    links = land.links
    if land.piece.shape != xy_metres.shape[:1]:
        raise ValueError(f"land has shape {land.piece.shape}, not {xy_metres.shape[:1]}")
    if links.ends_metres.shape != (len(links), 2, 2) or links.lands.shape != (len(links), 2):
        raise ValueError(f"ends of links have shape {links.ends_metres.shape}, not (k, 2, 2)")
    if not (np.isfinite(xy_metres).all() and np.isfinite(links.ends_metres).all()):
        raise ValueError("every coordinate must be a finite number of metres")


def _link_ends(xy_metres: Floats, land: Land) -> tuple[Floats, Integers, Floats]:
    """Return where links end, all first ends before all second ones, the land of each, and links' metres."""
    links = land.links.only(np.flatnonzero(np.isin(land.links.lands, land.piece).all(axis=1)))
    ends = links.ends_metres.copy()
    span = np.hypot(*(ends[:, 0] - ends[:, 1]).T)
    unknown = np.flatnonzero((span == 0) & (links.lands[:, 0] != links.lands[:, 1]))
    for side in (0, 1):
        for piece in np.unique(links.lands[unknown, side]):
            points, rows = xy_metres[land.piece == piece], unknown[links.lands[unknown, side] == piece]
            metres, nearest = cKDTree(points).query(ends[rows, side])
            ends[rows, side] = points[nearest]
            span[rows] += metres
    span = np.where(np.isnan(links.metres), span, links.metres)
    return ends.transpose(1, 0, 2).reshape(-1, 2), links.lands.T.ravel(), span


def _distinct(places: Floats) -> tuple[Integers, Floats]:
    """Return, for each place (x, y, land), its corner; and the corners, sorted by x, y, land."""
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


def _kept_dry(
    corners: Floats, tail: Integers, head: Integers, shore: BaseGeometry | None
) -> tuple[Integers, Integers]:
    """Return the edges within one named piece, and on land; a corner left with none is joined to the nearest.

    That is the nearest of its piece that keeps an edge; where the shore is known only a way on land joins it.
    """
    xy = corners[:, :2]
    dry = corners[tail, 2] == corners[head, 2]
    tail, head = tail[dry], head[dry]
    ground = None if shore is None else dry_ground(shore)
    if ground is not None:
        dry = on_land(ground, xy[tail], xy[head])
        tail, head = tail[dry], head[dry]
    alone = np.bincount(np.concatenate([tail, head]), minlength=len(corners)) == 0
    for piece in np.unique(corners[alone, 2]):
        on_piece = corners[:, 2] == piece
        lost, kept = np.flatnonzero(on_piece & alone), np.flatnonzero(on_piece & ~alone)
        if not len(kept):
            kept = lost[:1]
        nearest = kept[cKDTree(xy[kept]).query(xy[lost])[1]]
        if ground is not None:
            dry = on_land(ground, xy[lost], xy[nearest])
            lost, nearest = lost[dry], nearest[dry]
        tail, head = np.concatenate([tail, lost]), np.concatenate([head, nearest])
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
