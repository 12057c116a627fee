"""The classes a map is coloured by: the same before and after, and one set for the change.

Breaks are fixed plain minutes, so two scenarios can be laid side by side. Palettes run from light
(near, no change) to dark; the smallest CIE Lab distance between two neighbours is over 8 for normal,
deutan, protan and tritan sight and in grey print (``tests/outputs/test_page_classes.py`` measures it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from estate_model.outputs.page.packing import NOBODY, UNREACHABLE

Tenths = npt.NDArray[np.uint16]
Classes = npt.NDArray[np.int64]
Pattern = Literal["plain", "hatch", "stripes", "dots"]

MINUTES_BREAKS = (100, 150, 200, 300, 450, 600)
CHANGE_BREAKS = (10, 50, 100, 200, 300)
NO_CHANGE = 10


@dataclass(frozen=True, kw_only=True)
class MapClass:
    """One class: its words, its colour, and the lines drawn over the colour, if any."""

    label: str
    colour: str
    pattern: Pattern = "plain"
    line: str = ""


NOBODY_CLASS = MapClass(label="Nobody lives here", colour="#e3e3e3", pattern="dots", line="#8a8a8a")
NEVER_LABEL = "No open counter can be reached"
NEVER_COLOUR, NEVER_LINE = "#f4f4f4", "#4a1230"
HATCHED: Pattern = "hatch"

MINUTES_CLASSES = (
    MapClass(label="Under 10 minutes", colour="#ffffd4"),
    MapClass(label="10 to 15 minutes", colour="#cdeab4"),
    MapClass(label="15 to 20 minutes", colour="#85cfb4"),
    MapClass(label="20 to 30 minutes", colour="#3fa9bd"),
    MapClass(label="30 to 45 minutes", colour="#2a80b0"),
    MapClass(label="45 to 60 minutes", colour="#27559a"),
    MapClass(label="60 minutes or more", colour="#152a6b"),
    MapClass(label=NEVER_LABEL, colour=NEVER_COLOUR, pattern=HATCHED, line=NEVER_LINE),
    NOBODY_CLASS,
)
CHANGE_CLASSES = (
    MapClass(
        label="Shorter by 1 minute or more, or a counter comes within reach",
        colour="#a6cef0",
        pattern="stripes",
        line="#2073bc",
    ),
    MapClass(label="No change (under 1 minute)", colour="#fcfbf8"),
    MapClass(label="1 to 5 minutes longer", colour="#ffddbe"),
    MapClass(label="5 to 10 minutes longer", colour="#f29160"),
    MapClass(label="10 to 20 minutes longer", colour="#df6a4a"),
    MapClass(label="20 to 30 minutes longer", colour="#b0363e"),
    MapClass(label="30 or more minutes longer", colour="#731d38"),
    MapClass(
        label="No open counter within reach any more", colour="#2a0d22", pattern=HATCHED, line="#f6c9d8"
    ),
    MapClass(
        label="No open counter could be reached before or after",
        colour=NEVER_COLOUR,
        pattern=HATCHED,
        line=NEVER_LINE,
    ),
    NOBODY_CLASS,
)
UNREACHABLE_MINUTES, NOBODY_MINUTES = 7, 8
GAIN, LOST, NEVER, NOBODY_CHANGE = 0, 7, 8, 9
RARE_MINUTES = (UNREACHABLE_MINUTES, NOBODY_MINUTES)
RARE_CHANGE = (GAIN, NEVER, NOBODY_CHANGE)


def minutes_classes(tenths: Tenths) -> Classes:
    """Return the index in ``MINUTES_CLASSES`` of minutes packed in tenths.

    >>> minutes_classes(np.array([99, 100, 600, 65534, 65535], dtype=np.uint16)).tolist()
    [0, 1, 6, 7, 8]
    """
    classes = np.searchsorted(MINUTES_BREAKS, tenths.astype(np.int64), side="right")
    classes[tenths == UNREACHABLE] = UNREACHABLE_MINUTES
    classes[tenths == NOBODY] = NOBODY_MINUTES
    return classes


def change_classes(before: Tenths, after: Tenths) -> Classes:
    """Return the index in ``CHANGE_CLASSES`` of going from ``before`` to ``after``, in tenths.

    >>> before = np.array([100, 100, 100, 100, 65534, 65534, 65535], dtype=np.uint16)
    >>> after = np.array([90, 109, 110, 65534, 65534, 300, 65535], dtype=np.uint16)
    >>> change_classes(before, after).tolist()
    [0, 1, 2, 7, 8, 0, 9]
    """
    longer = after.astype(np.int64) - before.astype(np.int64)
    classes = np.searchsorted(CHANGE_BREAKS, longer, side="right") + 1
    classes[longer <= -NO_CHANGE] = GAIN
    unreachable_before, unreachable_after = before == UNREACHABLE, after == UNREACHABLE
    classes[unreachable_after & ~unreachable_before] = LOST
    classes[unreachable_before & ~unreachable_after] = GAIN
    classes[unreachable_before & unreachable_after] = NEVER
    classes[(before == NOBODY) | (after == NOBODY)] = NOBODY_CHANGE
    return classes


def people_by_class(classes: Classes, people: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    """Return the residents in each of ``count`` classes.

    >>> people_by_class(np.array([0, 2, 2]), np.array([14.0, 10.0, 5.5]), 3).tolist()
    [14.0, 0.0, 15.5]
    """
    sums: npt.NDArray[np.float64] = np.bincount(classes, weights=people, minlength=count).astype(np.float64)
    return sums
