"""Whole numbers as varints, and bytes as short text: zlib and base64. ``assets/unpack.js`` reads them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from estate_model.outputs.page.packing import text_of

SEVEN_BITS = 127
Integers = npt.NDArray[np.int64]


def zigzag(steps: Integers) -> Integers:
    """Return steps as numbers of 0 or more: 0, -1, 1, -2 become 0, 1, 2, 3.

    >>> zigzag(np.array([0, -1, 1, -2])).tolist()
    [0, 1, 2, 3]
    """
    return np.where(steps >= 0, 2 * steps, -2 * steps - 1)


def varints(numbers: Iterable[int]) -> bytes:
    """Return numbers of 0 or more, seven bits a byte, low first; a byte over 127 is not a number's last.

    >>> varints([5, 300]).hex(" ")
    '05 ac 02'
    """
    stream = bytearray()
    for number in numbers:
        rest = int(number)
        while rest > SEVEN_BITS:
            stream.append(rest & SEVEN_BITS | SEVEN_BITS + 1)
            rest >>= 7
        stream.append(rest)
    return bytes(stream)


def deltas(numbers: Integers) -> bytes:
    """Return numbers as varints of the zigzag steps from each to the next, the first from 0."""
    return varints(zigzag(np.diff(numbers, prepend=0)))


def squeezed(raw: bytes) -> str:
    """Return bytes as base64 of their zlib stream."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_FILTERED)
    return text_of(squeezer.compress(raw) + squeezer.flush())
