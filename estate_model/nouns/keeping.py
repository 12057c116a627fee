"""What may be kept between runs: bytes, under everything they were made from."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Made = TypeVar("Made")
Keep = Callable[[Sequence[bytes], Callable[[], bytes]], bytes]
"""Return the bytes that the second makes, or those kept of an earlier time with the same causes.

The causes say everything that the bytes depend on, beginning with their kind and the number of its format.
"""


def keep_nothing(_causes: Sequence[bytes], make: Callable[[], Made]) -> Made:
    """Keep nothing: make it each time."""
    return make()


def arrays_to_bytes(arrays: Iterable[npt.ArrayLike]) -> bytes:
    """Return arrays one after another, each as it is.

    >>> [array.tolist() for array in arrays_from_bytes(arrays_to_bytes([[1.5], [2, 3]]))]
    [[1.5], [2, 3]]
    """
    buffer = io.BytesIO()
    for array in arrays:
        np.save(buffer, np.asarray(array), allow_pickle=False)
    return buffer.getvalue()


def arrays_from_bytes(content: bytes) -> list[npt.NDArray[Any]]:
    """Return the arrays that bytes were made from."""
    buffer, arrays = io.BytesIO(content), []
    while buffer.tell() < len(content):
        arrays.append(np.load(buffer, allow_pickle=False))
    return arrays
