"""Which zone each place lies in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd


@dataclass(frozen=True)
class Zoning:
    """Which zone each place lies in: sorted ``codes``, and each place's position among them."""

    codes: tuple[str, ...]
    index: npt.NDArray[np.intp]


def zoning(codes: pd.Series) -> Zoning:
    """Return the zoning that gives each place (row) its code.

    >>> zoning(pd.Series(["b", "a", "b"])).index.tolist()
    [1, 0, 1]
    """
    index, unique = pd.factorize(codes.astype(str), sort=True)
    return Zoning(tuple(unique), index)
