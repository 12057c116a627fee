"""Places and counters linked to the nearest point of the nearest street; the way there is walked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from estate_model.errors import AreaError
from estate_model.nouns import Floats, Integers
from estate_model.nouns.streets import Links, StreetGraph
from estate_model.units import METRES_PER_KILOMETRE

LOST_METRES = 5000.0  # a link longer than this is an error: a site in the sea
SAMPLE_METRES = (
    20.0  # streets are sampled at most this far apart to find candidates; results do not hang on it
)
FIRST_CANDIDATES = 12
MOST_NAMED = 5


def link(
    graph: StreetGraph, ids: Sequence[str], xy_metres: Floats, *, lost_metres: float = LOST_METRES
) -> Links:
    """Return where each point stands on the streets: the nearest point of the nearest edge, exactly.

    Parameters
    ----------
    graph
        The streets, best only their largest part (`street_part.largest_part`).
    ids
        One for each point.
    xy_metres
        Points, shape (points, 2), in the streets' projected system.
    lost_metres
        A point farther than this from every street is an error.

    Raises
    ------
    AreaError
        When a coordinate is not a number, or a point is farther than ``lost_metres`` from every street.

    """
    if xy_metres.shape != (len(ids), 2):
        raise ValueError(f"xy_metres has shape {xy_metres.shape}, not ({len(ids)}, 2)")
    if not len(graph.tail):
        raise AreaError(f"{graph.source}: there is no street to link to")
    _refuse(ids, ~np.all(np.isfinite(xy_metres), axis=1), "no coordinates")
    samples = _sampled(graph)
    too_far = f"more than {lost_metres / METRES_PER_KILOMETRE:g} km from the nearest street"
    edge, fraction, metres = np.zeros(len(ids), dtype=np.int64), np.zeros(len(ids)), np.zeros(len(ids))
    unsure, candidates = np.arange(len(ids)), FIRST_CANDIDATES
    while len(unsure):
        near, at_least = samples.near(xy_metres[unsure], candidates)
        _refuse([ids[i] for i in unsure.tolist()], at_least[:, 0] > lost_metres, too_far)
        found = nearest_on_edges(graph, near, xy_metres[unsure])
        edge[unsure], fraction[unsure], metres[unsure] = found
        unsure = unsure[found[2] > at_least[:, -1]]
        candidates *= 4
    _refuse(ids, metres > lost_metres, too_far)
    return Links(ids=tuple(ids), edge=edge, fraction=fraction, connector_metres=metres)


def _refuse(ids: Sequence[str], wrong: npt.ArrayLike, why: str) -> None:
    """Raise AreaError, naming the points, when any is wrong."""
    named = [ids[i] for i in np.flatnonzero(wrong).tolist()]
    if not named:
        return
    others = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    raise AreaError(
        f"{why}: {', '.join(named[:MOST_NAMED])}{others}; is it in the sea, outside the street data, "
        "or given in another coordinate system?"
    )


@dataclass(frozen=True)
class _Samples:
    """Points on edges, such that no point of an edge is farther than ``reach_metres`` from one of its own."""

    edge: Integers
    tree: Any
    reach_metres: float

    def near(self, xy_metres: Floats, candidates: int) -> tuple[Integers, Floats]:
        """Return edges near each point, and how far at least all those not named before each one are.

        Both have shape (points, candidates); the last column of metres is ``inf`` when no edge is left out.
        """
        count = min(candidates, len(self.edge))
        metres, sample = self.tree.query(xy_metres, k=np.arange(1, count + 1), workers=-1)
        at_least = metres - self.reach_metres
        if count == len(self.edge):
            at_least = np.column_stack([at_least, np.full(len(xy_metres), np.inf)])
        return self.edge[sample], at_least


def _sampled(graph: StreetGraph) -> _Samples:
    """Return the middles of equal pieces of each edge, each piece at most ``SAMPLE_METRES`` long."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - a third of a second, and no kept time needs it

    start, run = _straight(graph, np.arange(len(graph.tail)))
    pieces = np.maximum(np.ceil(np.hypot(*run.T) / SAMPLE_METRES), 1).astype(np.int64)
    edge = np.repeat(np.arange(len(pieces)), pieces)
    piece = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    middle = start[edge] + ((piece + 0.5) / pieces[edge])[:, None] * run[edge]
    return _Samples(edge, cKDTree(middle, balanced_tree=False, compact_nodes=False), SAMPLE_METRES / 2)


def _straight(graph: StreetGraph, edges: Integers) -> tuple[Floats, Floats]:
    """Return where edges start, and their run to the other end: shapes as ``edges``, and 2."""
    start = graph.xy_metres[graph.tail[edges]]
    return start, graph.xy_metres[graph.head[edges]] - start


def nearest_on_edges(
    graph: StreetGraph, candidates: Integers, xy_metres: Floats
) -> tuple[Integers, Floats, Floats]:
    """Return the nearest of each point's candidate edges, the fraction along it and the metres to it."""
    start, run = _straight(graph, candidates)
    gap = xy_metres[:, None] - start
    square = np.maximum((run * run).sum(axis=2), np.finfo(float).tiny)
    fraction = np.clip((gap * run).sum(axis=2) / square, 0.0, 1.0)
    off = gap - fraction[:, :, None] * run
    metres = np.hypot(off[:, :, 0], off[:, :, 1])
    rows, best = np.arange(len(metres)), metres.argmin(axis=1)
    return candidates[rows, best], fraction[rows, best], metres[rows, best]
