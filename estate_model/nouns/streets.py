"""The nouns of networks: ``StreetGraph`` (real streets, or postcodes joined) and ``Links`` to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from estate_model.nouns.arrays import Booleans, Floats, Integers

CENTIMETRES = 100
SHORTEST_CENTIMETRES = 1
FAR_METRES = 200.0  # a link longer than this is listed
LEFT_OUT_METRES = 50.0  # a street left out is told of whom it would have been this much nearer to


@dataclass(frozen=True, kw_only=True)
class StreetGraph:
    """Streets as one mode may use them: straight pieces between points, not yet contracted.

    Real streets, or the postcode network that stands in for them.

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


@dataclass(frozen=True, kw_only=True)
class Links:
    """Where points stand on the streets: on edge ``edge``, at ``fraction`` (0 = its tail, 1 = its head).

    ``connector_metres`` is the straight way between the point and the street. All have shape (points,).
    """

    ids: tuple[str, ...]
    edge: Integers
    fraction: Floats
    connector_metres: Floats

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.ids)

    def at(self, rows: slice) -> Links:
        """Return some of the links."""
        return Links(
            ids=self.ids[rows],
            edge=self.edge[rows],
            fraction=self.fraction[rows],
            connector_metres=self.connector_metres[rows],
        )


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How well streets served an area's residents when they were built.

    ``covered_share`` is the share of residents (0 to 1) within reach. ``left_out_``: whose own nearest street
    does not hang together with the rest, and who are joined to another over 50 m farther away: places,
    residents, their share, and by how many metres more at most.
    """

    covered_share: float = 1.0
    left_out_places: int = 0
    left_out_residents: int = 0
    left_out_share: float = 0.0
    left_out_metres: int = 0


def left_out_words(coverage: Coverage) -> str:
    """Say whose own nearest street was left out, and by how much farther they are joined."""
    return (
        f"The nearest street of {coverage.left_out_residents:,} residents ({coverage.left_out_places:,} "
        "postcodes) does not hang together with the rest: they are joined to another, up to "
        f"{coverage.left_out_metres:,} m farther away"
    )


@dataclass(frozen=True, kw_only=True)
class StreetFile:
    """One mode's streets on disk: the file's checksum (SHA-256), the day of the data, and their size."""

    sha256: str
    source_date: str
    nodes: int
    edges: int
    coverage: Coverage
    provenance: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class StreetLevel:
    """An area's real streets: what there is by mode; ``load`` reads one mode's when it is needed."""

    files: Mapping[str, StreetFile]
    load: Callable[[str], StreetGraph]


def metres_between(centimetres: Integers, tail: Integers, head: Integers) -> Floats:
    """Return straight lengths in metres between whole centimetres; never less than 1 cm."""
    across = (centimetres[head] - centimetres[tail]).astype(np.float64)
    length = np.sqrt(across[:, 0] * across[:, 0] + across[:, 1] * across[:, 1])
    return np.maximum(length, SHORTEST_CENTIMETRES) / CENTIMETRES
