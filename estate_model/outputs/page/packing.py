"""Numbers and shapes as short text: minutes in tenths, people, and rings as delta-varints.

A shape is a list of rings, a ring a list of whole-number points, not closed. The stream holds the
number of shapes; then for each shape its number of rings; for each ring its number of points; for
each point the steps in x and y from the point before it, wherever that was. Counts are plain
varints (seven bits a byte, low first), steps are zigzag varints. ``assets/map.js`` reads it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

NOBODY = 65535
UNREACHABLE = 65534
LONGEST = 65533
TENTHS = 10

Ring = Sequence[tuple[int, int]]
Shape = Sequence[Ring]


def tenths(minutes: npt.NDArray[np.float64]) -> npt.NDArray[np.uint16]:
    """Return minutes as whole tenths: ``NOBODY`` for nan, ``UNREACHABLE`` for inf, at most ``LONGEST``.

    >>> tenths(np.array([0.0, 12.34, np.inf, np.nan])).tolist()
    [0, 123, 65534, 65535]
    """
    packed = np.full(minutes.shape, NOBODY, dtype=np.uint16)
    packed[np.isposinf(minutes)] = UNREACHABLE
    finite = np.isfinite(minutes)
    packed[finite] = np.clip(np.floor(minutes[finite] * TENTHS + 0.5), 0, LONGEST).astype(np.uint16)
    return packed


def whole_people(people: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return residents as whole numbers, nan as none.

    >>> whole_people(np.array([1.4, np.nan, 1.5])).tolist()
    [1, 0, 2]
    """
    whole: npt.NDArray[np.int64] = np.floor(np.nan_to_num(people) + 0.5).astype(np.int64)
    return whole


def text_of(raw: bytes) -> str:
    """Return bytes as base64 text."""
    return base64.b64encode(raw).decode("ascii")


def little_endian(numbers: npt.NDArray[np.generic], kind: str) -> str:
    """Return numbers as the base64 text of their little-endian bytes; ``kind`` is ``u2`` or ``u4``."""
    return text_of(numbers.astype(f"<{kind}").tobytes())


def pack_shapes(shapes: Sequence[Shape]) -> bytes:
    """Return shapes as a delta-varint stream.

    >>> pack_shapes([[[(0, 0), (3, 0), (3, -1)]]]).hex(" ")
    '01 01 03 00 00 06 00 00 01'
    """
    stream = bytearray()
    _varint(stream, len(shapes))
    last_x = last_y = 0
    for shape in shapes:
        _varint(stream, len(shape))
        for ring in shape:
            _varint(stream, len(ring))
            for x, y in ring:
                _varint(stream, _zigzag(x - last_x))
                _varint(stream, _zigzag(y - last_y))
                last_x, last_y = x, y
    return bytes(stream)


def unpack_shapes(stream: bytes) -> list[list[list[tuple[int, int]]]]:
    """Return the shapes of a delta-varint stream: the inverse of ``pack_shapes``.

    >>> unpack_shapes(pack_shapes([[[(5, 6), (7, 8)]], []]))
    [[[(5, 6), (7, 8)]], []]
    """
    numbers = _numbers(stream)
    x = y = 0
    shapes = []
    for _ in range(next(numbers)):
        shape = []
        for _ in range(next(numbers)):
            ring = []
            for _ in range(next(numbers)):
                x += _unzigzag(next(numbers))
                y += _unzigzag(next(numbers))
                ring.append((x, y))
            shape.append(ring)
        shapes.append(shape)
    return shapes


def _zigzag(step: int) -> int:
    return step * 2 if step >= 0 else -step * 2 - 1


def _unzigzag(number: int) -> int:
    return number // 2 if number % 2 == 0 else -(number + 1) // 2


def _varint(stream: bytearray, number: int) -> None:
    rest = number
    while rest > 127:  # noqa: PLR2004 - seven bits a byte
        stream.append(rest & 127 | 128)
        rest >>= 7
    stream.append(rest)


def _numbers(stream: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in stream:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:  # noqa: PLR2004 - the last byte of a number has no eighth bit
            yield number
            number = shift = 0
