"""The noun ``StreetGraph``: real streets as one mode may use them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Booleans, Floats, Integers


@dataclass(frozen=True, kw_only=True)
class StreetGraph:
    """Real streets as one mode may use them: straight pieces between points, not yet contracted.

    ``xy_metres`` are nodes, shape (nodes, 2), in the area's projected system. Edge ``i`` joins
    ``tail[i]`` and ``head[i]``, ``metres[i]`` long; ``forward[i]`` and ``backward[i]`` say in which
    directions it may be travelled. ``kmh[i]`` is the edge's own free-flow speed (drive); ``nan`` where the
    profile's steady speed counts (walk, cycle).
    """

    mode: str
    crs: str
    source: str
    source_date: str
    xy_metres: Floats
    tail: Integers
    head: Integers
    metres: Floats
    kmh: Floats
    forward: Booleans
    backward: Booleans

    def __post_init__(self) -> None:
        """Check shapes, that every edge has a length and may be travelled some way."""
        edges = {len(self.tail), len(self.head), len(self.metres), len(self.kmh)}
        if edges | {len(self.forward), len(self.backward)} != {len(self.tail)}:
            raise ValueError("an edge needs tail, head, metres, kmh, forward and backward")
        if not (np.isfinite(self.metres).all() and (self.metres > 0).all()):
            raise ValueError("every edge must be longer than 0 metres")
        if not (self.forward | self.backward).all():
            raise ValueError("every edge must be open in at least one direction")
