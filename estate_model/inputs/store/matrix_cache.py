"""Travel-time matrices kept between runs, each as a NumPy array.

Whole numbers are ``uint16`` where they fit and else ``uint32``, whose largest value stands for "cannot be
reached" (``inf``); others are ``float32``.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from estate_model.inputs.store.kept import kept
from estate_model.nouns import Seconds

KINDS = (np.uint16, np.uint32)
ROWS = 1 << 14  # looked at together


def remembered(
    key: str, compute: Callable[[], Seconds], *, folder: Path, say: Callable[[str], None]
) -> Seconds:
    """Return the matrix of that key: from the folder when it is there whole, else computed and kept."""
    return _unpacked(kept(folder / f"{key}.seconds", lambda: _packed(compute()), say=say))


def _packed(seconds: Seconds) -> bytes:
    """Return whole numbers in as few bits as they need, others as they are."""
    buffer = io.BytesIO()
    np.save(buffer, _fewest_bits(seconds), allow_pickle=False)
    return buffer.getvalue()


def _fewest_bits(seconds: Seconds) -> npt.NDArray[np.generic]:
    parts = [seconds[first : first + ROWS] for first in range(0, len(seconds), ROWS)]
    largest = 0.0
    for part in parts:
        reached = part[np.isfinite(part)]
        if (reached != np.rint(reached)).any():
            return seconds.astype(np.float32)
        largest = max(largest, float(reached.max(initial=0)))
    kind = next(kind for kind in KINDS if largest < np.iinfo(kind).max)
    whole = np.full(seconds.shape, np.iinfo(kind).max, dtype=kind)
    for number, part in enumerate(parts):
        reached = np.isfinite(part)
        whole[number * ROWS :][: len(part)][reached] = part[reached]
    return whole


def _unpacked(content: bytes) -> Seconds:
    whole = np.load(io.BytesIO(content), allow_pickle=False)
    if whole.dtype == np.float32:
        return np.asarray(whole)
    seconds: Seconds = whole.astype(np.float32)
    seconds[whole == np.iinfo(whole.dtype).max] = np.inf
    return seconds
