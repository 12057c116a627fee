"""What may be kept between runs: bytes, under everything they were made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Made = TypeVar("Made")
Keep = Callable[[Sequence[bytes], Callable[[], bytes]], bytes]
"""Return the bytes that the second makes, or those kept of an earlier time with the same causes.

The causes say everything that the bytes depend on, beginning with their kind and the number of its format.
"""


def keep_nothing(_causes: Sequence[bytes], make: Callable[[], Made]) -> Made:
    """Keep nothing: make it each time."""
    return make()
