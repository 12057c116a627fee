"""Places merged without loss: the cost of any set of open counters as a short sum of products.

A place whose counters, nearest first, cost c1 <= c2 <= ... pays, when the set ``Z`` is open,

    c1 + (c2 - c1) [s1 shut] + (c3 - c2) [s1 and s2 shut] + ...

so places that share a set {s1..sk} share a term, whatever the order within it: the pseudo-Boolean form of
the p-median (Hammer 1968; Beresnev 1973; Cornuejols, Nemhauser and Wolsey 1980; AlBdaiwi, Ghosh and
Goldengorin 2011, "Data aggregation for p-median problems"). London's 180,754 postcodes and 37 counters
become under 6,000 terms. Each set is its predecessor and one counter more, which keeps the linear
programme sparse: three numbers a row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from estate_model.nouns import Floats, Integers

BITS = 64


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Sets of counters with, for each place, what it pays more when all of a set are shut.

    ``parent`` is the number of the set without ``added`` (-1 = the empty set); ``size`` counts members;
    ``gains`` is (places, terms); ``base`` what each place pays with everything open.
    """

    parent: Integers
    added: Integers
    size: Integers
    gains: csr_array
    base: Floats

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.parent)


def terms(costs: Floats, most: float) -> Terms:
    """Return the terms of a table of costs.

    Parameters
    ----------
    costs
        (places, candidates), each at most ``most``; any unit.
    most
        What a place pays with nothing open. Candidates that cost ``most`` never matter to a place.
    """
    places, sites = costs.shape
    order = np.argsort(costs, axis=1, kind="stable")
    ranked = np.take_along_axis(costs, order, axis=1)
    following = np.concatenate([ranked[:, 1:], np.full((places, 1), most)], axis=1)
    words = np.zeros((places, -(-sites // BITS)), dtype=np.uint64)
    number = np.full(places, -1, dtype=np.int64)
    found: list[tuple[Integers, Integers, int]] = []
    events: list[tuple[Integers, Integers, Floats]] = []
    total = 0
    for depth in range(sites):
        rows = np.flatnonzero(ranked[:, depth] < most)
        if not len(rows):
            break
        site = order[rows, depth]
        words[rows, site // BITS] |= np.uint64(1) << (site % BITS).astype(np.uint64)
        first, same = _sets(words[rows])
        found.append((number[rows[first]], site[first], depth + 1))
        number[rows] = total + same
        total += len(first)
        more = following[rows, depth] - ranked[rows, depth]
        on = more > 0
        events.append((rows[on], number[rows[on]], more[on]))
    return _gathered(found, events, np.minimum(ranked[:, 0], most), total)


def _sets(words: npt.NDArray[np.uint64]) -> tuple[Integers, Integers]:
    """Return the first row of each distinct set of bits, and each row's number among them."""
    key = np.zeros(len(words), dtype=np.int64)
    for column in words.T:
        values, inverse = np.unique(column, return_inverse=True)
        _, key = np.unique(key * len(values) + inverse, return_inverse=True)
    _, first, same = np.unique(key, return_index=True, return_inverse=True)
    return first.astype(np.int64), same.astype(np.int64)


def _gathered(
    found: list[tuple[Integers, Integers, int]],
    events: list[tuple[Integers, Integers, Floats]],
    base: Floats,
    total: int,
) -> Terms:
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Terms(parent=none, added=none, size=none, gains=csr_array((len(base), 0)), base=base)
    rows, columns, values = (np.concatenate([event[part] for event in events]) for part in range(3))
    return Terms(
        parent=np.concatenate([parent for parent, _, _ in found]),
        added=np.concatenate([added for _, added, _ in found]),
        size=np.concatenate([np.full(len(parent), size) for parent, _, size in found]),
        gains=csr_array((values, (rows, columns)), shape=(len(base), total)),
        base=base,
    )
