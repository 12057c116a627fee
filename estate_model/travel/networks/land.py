"""Where the screening network may go: on land, and from one piece of it to another by listed links only.

An edge leaves land where more of it lies off the land's polygons than a short edge or a generalised shore
explains. Land so falls into pieces; a bridge, causeway, tunnel or ferry that is listed joins two of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from estate_model.nouns import Booleans, Floats, Integers

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SHORE_METRES = 10.0  # so far off the polygons is still land: they are drawn to about this
SHORT_METRES = 80.0  # an edge no longer than this is never cut
OFF_METRES = 40.0  # nor one with no more than this of it off land


@dataclass(frozen=True, kw_only=True)
class LandLinks:
    """The listed ways between pieces of land.

    ``ends_metres``, shape (k, 2, 2), holds the x, y of both ends, one point given twice where they are not
    known: the nearest place on each piece then stands for them. ``lands``, shape (k, 2), numbers the pieces
    they stand on, as places do; ``metres``, shape (k,), is how far it is across, ``nan`` for straight ahead.
    """

    ends_metres: Floats
    lands: Integers
    metres: Floats

    def __len__(self) -> int:
        """Return how many links there are."""
        return len(self.metres)

    def only(self, rows: Integers) -> LandLinks:
        """Return some of the links."""
        return LandLinks(ends_metres=self.ends_metres[rows], lands=self.lands[rows], metres=self.metres[rows])


NO_LINKS = LandLinks(
    ends_metres=np.empty((0, 2, 2)), lands=np.empty((0, 2), dtype=np.int64), metres=np.empty(0)
)


@dataclass(frozen=True, kw_only=True)
class Land:
    """Where points stand: on which named piece of land each (shape (n,), all 0 where none are named).

    Points of two pieces are joined by ``links`` alone. No way leaves the polygons of ``shore``, which is
    ``None`` where they are not known or too coarse.
    """

    piece: Integers
    links: LandLinks = NO_LINKS
    shore: BaseGeometry | None = None


def dry_ground(shore: BaseGeometry) -> BaseGeometry:
    """Return the polygons with what stands a little off them, ready to be asked of many lines."""
    ground = shapely.buffer(shore, SHORE_METRES)
    shapely.prepare(ground)
    return ground


def on_land(ground: BaseGeometry, from_metres: Floats, to_metres: Floats) -> Booleans:
    """Return which straight lines, between points of shape (n, 2), stay on dry ground.

    A point off land, as on a pier or where the polygons are coarse, may be reached from it.

    >>> square = dry_ground(shapely.box(0, 0, 1000, 1000))
    >>> here = np.array([[500.0, 500.0]] * 3)
    >>> on_land(square, here, np.array([[900.0, 900.0], [1045.0, 500.0], [500.0, 3000.0]])).tolist()
    [True, True, True]
    >>> apart = dry_ground(shapely.union_all([square, shapely.box(2000, 0, 3000, 1000)]))
    >>> on_land(apart, here[:1], np.array([[2500.0, 500.0]])).tolist()
    [False]
    """
    dry = np.hypot(*(from_metres - to_metres).T) <= SHORT_METRES
    long = np.flatnonzero(~dry)
    lines = shapely.linestrings(np.stack([from_metres[long], to_metres[long]], axis=1))
    dry[long] = shapely.covers(ground, lines)
    doubtful = np.flatnonzero(~dry)
    if len(doubtful):
        lines = shapely.linestrings(np.stack([from_metres[doubtful], to_metres[doubtful]], axis=1))
        off = shapely.length(lines) - shapely.length(shapely.intersection(ground, lines))
        ends = [shapely.distance(ground, shapely.points(end[doubtful])) for end in (from_metres, to_metres)]
        dry[doubtful] = off <= OFF_METRES + ends[0] + ends[1]
    return np.asarray(dry, dtype=np.bool_)
