"""A ``StreetGraph`` as a few small arrays of bytes, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from estate_model.nouns import Floats, Integers
from estate_model.nouns.streets import CENTIMETRES, StreetGraph, metres_between

Bytes = npt.NDArray[np.uint8]
WORD = 4
BITS = 32
TENTHS = 10


def pack(graph: StreetGraph) -> dict[str, npt.NDArray[Any]]:
    """Return the graph's arrays by name, coordinates to the centimetre, everything else exactly.

    Raise ValueError if a coordinate or a count does not fit 32 bits of centimetres (21,000 km).
    """
    centimetres = np.rint(graph.xy_metres * CENTIMETRES).astype(np.int64)
    packed: dict[str, npt.NDArray[Any]] = {
        "x": _planes(np.diff(centimetres[:, 0], prepend=0)),
        "y": _planes(np.diff(centimetres[:, 1], prepend=0)),
        "tail": _planes(graph.tail - np.concatenate([[0], graph.head[:-1]])),
        "head": _planes(graph.head - graph.tail),
        "forward": np.packbits(graph.forward),
        "backward": np.packbits(graph.backward),
    }
    if not np.array_equal(graph.metres, metres_between(centimetres, graph.tail, graph.head)):
        packed["metres"] = graph.metres.astype("<f8")
    tenths = np.rint(np.nan_to_num(graph.kmh) * TENTHS)
    if np.array_equal(np.where(np.isnan(graph.kmh), np.nan, tenths / TENTHS), graph.kmh, equal_nan=True):
        packed["kmh_tenths"] = _planes(np.where(np.isnan(graph.kmh), -1, tenths).astype(np.int64))
    else:
        packed["kmh"] = graph.kmh.astype("<f8")
    return packed


def unpack(arrays: Mapping[str, npt.NDArray[Any]], texts: Mapping[str, str]) -> StreetGraph:
    """Return the graph that ``pack`` packed; ``texts`` are its mode, crs, source and source_date.

    Raise ValueError or KeyError if an array is missing or the arrays do not fit one another.
    """
    centimetres = np.column_stack([np.cumsum(_steps(arrays[name])) for name in ("x", "y")])
    jumps, lengths = _steps(arrays["tail"]), _steps(arrays["head"])
    if len(jumps) != len(lengths):
        raise ValueError(f"{len(jumps):,} tails but {len(lengths):,} heads")
    # head = tail + length and tail = previous head + jump, so heads are a running sum of both
    head = np.cumsum(jumps + lengths)
    tail = head - lengths
    nodes = len(centimetres)
    if len(head) and not (0 <= min(tail.min(), head.min()) <= max(tail.max(), head.max()) < nodes):
        raise ValueError(f"an edge names a node outside 0 to {nodes - 1:,}")
    forward, backward = (
        np.unpackbits(arrays[name], count=len(head)).astype(np.bool_) for name in ("forward", "backward")
    )
    return StreetGraph(
        **{name: texts[name] for name in ("mode", "crs", "source", "source_date")},
        xy_metres=centimetres / CENTIMETRES,
        tail=tail,
        head=head,
        metres=arrays["metres"] if "metres" in arrays else metres_between(centimetres, tail, head),
        kmh=arrays["kmh"] if "kmh" in arrays else _kmh(arrays["kmh_tenths"]),
        forward=forward,
        backward=backward,
    )


def _kmh(planes: Bytes) -> Floats:
    """Return km/h from tenths; -1 is ``nan``."""
    tenths = _steps(planes)
    return np.where(tenths < 0, np.nan, tenths / TENTHS)


def _planes(steps: Integers) -> Bytes:
    """Return signed steps as four planes of bytes, lowest first; small steps leave three planes of zeros."""
    zigzag = (steps << 1) ^ (steps >> 63)
    if len(zigzag) and zigzag.max() >= 1 << BITS:
        raise ValueError("a number does not fit 32 bits")
    return np.ascontiguousarray(zigzag.astype("<u4").view(np.uint8).reshape(-1, WORD).T)


def _steps(planes: Bytes) -> Integers:
    """Return the signed steps of four planes of bytes."""
    if planes.dtype != np.uint8 or planes.ndim != 2 or len(planes) != WORD:  # noqa: PLR2004
        raise ValueError("an array is not four planes of bytes")
    zigzag = np.ascontiguousarray(planes.T).view("<u4").ravel().astype(np.int64)
    return (zigzag >> 1) ^ -(zigzag & 1)
