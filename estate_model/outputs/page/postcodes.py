"""Every postcode and the point it belongs to, in about a byte each: sector by sector.

A sector ("SW19 1") lists its units ("AB" is a number of 0 to 399) as steps from one to the next. Its
points are listed once, in rising order, as steps; then each unit says which of them is its own, as its place
among those seen last. ``assets/postcode.js`` reads it. Texts that are not a British unit postcode are left
out: nobody could type them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt

from estate_model.outputs.page.streams import squeezed, varints, zigzag

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
UNIT = re.compile(rf"([A-Z]{{1,2}}[0-9][A-Z0-9]?) ([0-9])([{LETTERS}]{{2}})")

Integers = npt.NDArray[np.int64]


def pack_postcodes(postcodes: Sequence[str], points: Integers) -> dict[str, object]:
    """Return the index of postcodes: the sectors' names, their sizes, the units and the points."""
    read = sorted(
        (f"{match[1]} {match[2]}", _number(match[3]), int(point))
        for match, point in zip(map(UNIT.fullmatch, postcodes), points, strict=True)
        if match
    )
    names, sizes = [], []
    units, firsts, kinds, own = bytearray(), [], [], bytearray()
    for name, members in groupby(read, key=lambda one: one[0]):
        _, numbers, places = zip(*members, strict=True)
        names.append(name)
        sizes.append(len(numbers))
        units += varints(np.diff(numbers, prepend=-1) - 1)
        known = sorted(set(places))
        firsts.append(known[0])
        kinds.append(varints([len(known), *np.diff(known)]))
        own += varints(_in_turn(known.index(place) for place in places))
    return {
        "letters": LETTERS,
        "sectors": " ".join(_short(names)),
        "sizes": squeezed(varints(sizes)),
        "units": squeezed(bytes(units)),
        "points": squeezed(varints(zigzag(np.diff(firsts, prepend=0))) + b"".join(kinds)),
        "own": squeezed(bytes(own)),
        "count": len(read),
    }


def _number(unit: str) -> int:
    return LETTERS.index(unit[0]) * len(LETTERS) + LETTERS.index(unit[1])


def _short(names: Sequence[str]) -> list[str]:
    """Return names, with a lone digit where only the sector's digit differs from the one before."""
    short, before = [], ""
    for name in names:
        district, digit = name.split()
        short.append(digit if district == before else f"{district}/{digit}")
        before = district
    return short


def _in_turn(places: Iterable[int]) -> list[int]:
    """Return how many other places were last seen more recently than each (0 = the one just before)."""
    recent: list[int] = []
    turns = []
    for place in places:
        known = place in recent
        unseen = place - sum(one < place for one in recent)
        turns.append(recent.index(place) if known else len(recent) + unseen)
        if known:
            recent.remove(place)
        recent.insert(0, place)
    return turns
