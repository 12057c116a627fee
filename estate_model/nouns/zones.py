"""Which zone each place lies in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

TRAFFIC = "traffic"
"""A column the zones may have: which measured speed of traffic counts there; blank = none was measured."""

GROUND = "ground"
"""Another: whether the zone is ``urban`` or ``rural``; blank = not known."""
URBAN, RURAL = "urban", "rural"


@dataclass(frozen=True)
class Zoning:
    """Which zone each place lies in: sorted ``codes``, and each place's position among them."""

    codes: tuple[str, ...]
    index: npt.NDArray[np.intp]


def zoning_within(codes: pd.Series | pd.Index, rows: npt.NDArray[np.int64]) -> Zoning:
    """Return the zoning of a table's rows by the codes that stand in some of them; -1 for all other rows.

    >>> zoning_within(pd.Series(["b", "a", "c"]), np.array([0, 1])).index.tolist()
    [1, 0, -1]
    """
    texts = np.asarray(codes, dtype=object).astype(str)
    known = sorted(set(texts[rows].tolist()))
    number = {code: position for position, code in enumerate(known)}
    return Zoning(tuple(known), np.array([number.get(code, -1) for code in texts.tolist()], dtype=np.intp))


def zoning(codes: pd.Series) -> Zoning:
    """Return the zoning that gives each place (row) its code.

    >>> zoning(pd.Series(["b", "a", "b"])).index.tolist()
    [1, 0, 1]
    """
    index, unique = pd.factorize(codes.astype(str), sort=True)
    return Zoning(tuple(unique), index)
