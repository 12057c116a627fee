"""The nouns of networks: ``Streets`` (postcodes joined), ``StreetGraph`` (real streets), ``StreetLevel``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from estate_model.nouns import Booleans, Floats, Integers


@dataclass(frozen=True, kw_only=True)
class Streets:
    """The postcode network: ``arcs`` is a square sparse matrix of metres; row and column are nodes.

    The first ``n_places`` nodes are the places, the next ones the sites, in ``site_ids`` order.
    """

    xy_metres: Floats
    arcs: csr_array
    n_places: int
    site_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        """Check shapes and that every arc has a length."""
        nodes = len(self.xy_metres)
        if self.arcs.shape != (nodes, nodes):
            raise ValueError(f"arcs has shape {self.arcs.shape}, not nodes x nodes ({nodes})")
        if self.arcs.nnz and not (self.arcs.data > 0).all():
            raise ValueError("every arc must be longer than 0 metres")
        if nodes < self.n_places + len(self.site_ids):
            raise ValueError("there are fewer nodes than places and sites")


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


@dataclass(frozen=True, kw_only=True)
class StreetFile:
    """One mode's streets on disk: the checksum (SHA-256) of the file, the day of the data, and their length.

    ``covered_share`` is the share of the area's residents (0 to 1) within reach of these streets when they
    were built.
    """

    sha256: str
    source_date: str
    nodes: int
    edges: int
    covered_share: float
    provenance: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class StreetLevel:
    """An area's real streets: what there is by mode; ``load`` reads one mode's when it is needed."""

    files: Mapping[str, StreetFile]
    load: Callable[[str], StreetGraph]
