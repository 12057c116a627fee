"""The concentration index, for whoever has minutes and ranks."""

from __future__ import annotations

from estate_model.nouns.arrays import Floats


def concentration(burden: Floats, rank: Floats) -> float:
    """Return the concentration index of a burden, such as people x minutes, over ranks from 0 to 1.

    That is the sum of burden x (2 rank - 1) over the burden's sum: 0 = even; below 0 = more where the rank is
    low; 0 for no burden at all. Each place's rank is the middle of its people's (Kakwani, Wagstaff and van
    Doorslaer 1997).

    >>> import numpy as np
    >>> concentration(np.array([30.0, 10.0]), np.array([0.25, 0.75]))
    -0.25
    """
    total = float(burden.sum())
    return float(burden @ (2 * rank - 1)) / total if total > 0 else 0.0
