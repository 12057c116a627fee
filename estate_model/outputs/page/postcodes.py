"""Every postcode and the point it belongs to, in about a byte each: sector by sector.

A sector ("SW19 1") lists its units ("AB" is a number of 0 to 399) as steps from one to the next. Its
points are listed once, in rising order, as steps; then each unit says which of them is its own, as its place
among those seen last (move-to-front coding). ``assets/postcode.js`` reads it. Texts that are not a British
unit postcode are left out: nobody could type them.

The plain way was tried on London: units as text by sector and points as 16-bit numbers, both deflated, take
272 kB of base64 against 177 kB, and the page would pass its limit of 1.5 MB.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from estate_model.outputs.page.streams import squeezed, varints, zigzag

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
SECTOR = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9]")
UNITS = {a + b: LETTERS.index(a) * len(LETTERS) + LETTERS.index(b) for a in LETTERS for b in LETTERS}
NO_UNIT = -1

Integers = npt.NDArray[np.int64]


def pack_postcodes(postcodes: Sequence[str], points: Integers) -> dict[str, object]:
    """Return the index of postcodes: the sectors' names, their sizes, the units and the points."""
    head, names = pd.factorize(np.array([code[:-2] for code in postcodes], dtype=object), sort=True)
    tail, units = pd.factorize(np.array([code[-2:] for code in postcodes], dtype=object))
    unit = np.array([UNITS.get(text, NO_UNIT) for text in units], dtype=np.int64)[tail]
    is_sector = np.array([bool(SECTOR.fullmatch(name)) for name in names], dtype=bool)
    rows = np.flatnonzero(is_sector[head] & (unit != NO_UNIT))
    rows = rows[np.lexsort((points[rows], unit[rows], head[rows]))]
    found, starts, sector, sizes = np.unique(
        head[rows], return_index=True, return_inverse=True, return_counts=True
    )
    steps = np.diff(unit[rows], prepend=0) - 1
    steps[starts] = unit[rows][starts]
    # the points of each sector, each once: one number for the pair sorts them by sector, then by point
    many = points.max(initial=0) + 1
    pairs, pair = np.unique(sector * many + points[rows], return_inverse=True)
    first = np.searchsorted(pairs, np.arange(len(found)) * many)
    kinds = np.diff(pairs, prepend=0)
    kinds[first] = np.diff(first, append=len(pairs))
    return {
        "letters": LETTERS,
        "sectors": " ".join(_short([names[number] for number in found])),
        "sizes": squeezed(varints(sizes)),
        "units": squeezed(varints(steps)),
        "points": squeezed(varints(zigzag(np.diff(pairs[first] % many, prepend=0))) + varints(kinds)),
        "own": squeezed(varints(_in_turn(pair - first[sector], starts, sizes))),
        "count": len(rows),
    }


def _short(names: Sequence[str]) -> list[str]:
    """Return names, with a lone digit where only the sector's digit differs from the one before."""
    short, before = [], ""
    for name in names:
        district, digit = name.split()
        short.append(digit if district == before else f"{district}/{digit}")
        before = district
    return short


def _in_turn(places: Integers, starts: Integers, sizes: Integers) -> Integers:
    """Return, per sector, how many other places were seen more recently than each (0 = the one before).

    At first place 0 counts as seen last, 1 before it, and so on. All sectors go along together, the longest
    first, so that those not yet at their end are the first rows.

    >>> _in_turn(np.array([0, 2, 2, 0, 1]), np.array([0]), np.array([5])).tolist()
    [0, 2, 0, 1, 2]
    """
    turns = np.zeros(len(places), dtype=np.int64)
    longest = np.argsort(-sizes, kind="stable")
    seen = np.tile(-np.arange(places.max(initial=0) + 1), (len(sizes), 1))
    for step in range(sizes.max(initial=0)):
        going = longest[: np.count_nonzero(sizes > step)]
        now = starts[going] + step
        sectors = np.arange(len(going))
        last = seen[sectors, places[now]]
        turns[now] = np.count_nonzero(seen[: len(going)] > last[:, None], axis=1)
        seen[sectors, places[now]] = step + 1
    return turns
