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

MINUTES_BREAKS = (100, 150, 200, 300, 450, 600, 900)
CHANGE_BREAKS = (10, 50, 100, 200, 300, 600, 900)
NO_CHANGE = 10


@dataclass(frozen=True, kw_only=True)
class MapClass:
    """One class: its words, the same in a narrow key, its colour, and the lines over it, if any."""

    label: str
    short: str
    colour: str
    pattern: Pattern = "plain"
    line: str = ""


NOBODY_CLASS = MapClass(
    label="Nobody lives here", short="Nobody", colour="#e3e3e3", pattern="dots", line="#8a8a8a"
)
NEVER_COLOUR, NEVER_LINE = "#f4f4f4", "#4a1230"
HATCHED: Pattern = "hatch"

MINUTES_CLASSES = (
    MapClass(label="Under 10 minutes", short="<10", colour="#ffffd4"),
    MapClass(label="10 to 15 minutes", short="10\u201315", colour="#d2e9b1"),
    MapClass(label="15 to 20 minutes", short="15\u201320", colour="#7ad3b6"),
    MapClass(label="20 to 30 minutes", short="20\u201330", colour="#40b2ba"),
    MapClass(label="30 to 45 minutes", short="30\u201345", colour="#1791b9"),
    MapClass(label="45 to 60 minutes", short="45\u201360", colour="#026fb0"),
    MapClass(label="60 to 90 minutes", short="60\u201390", colour="#004e96"),
    MapClass(label="90 minutes or more", short="90+", colour="#112d68"),
    MapClass(
        label="No open counter can be reached",
        short="none",
        colour=NEVER_COLOUR,
        pattern=HATCHED,
        line=NEVER_LINE,
    ),
    NOBODY_CLASS,
)
CHANGE_CLASSES = (
    MapClass(
        label="Shorter by 1 minute or more, or a counter comes within reach",
        short="shorter",
        colour="#9eccf1",
        pattern="stripes",
        line="#2073bc",
    ),
    MapClass(label="No change (under 1 minute)", short="same", colour="#fdfbf8"),
    MapClass(label="1 to 5 minutes longer", short="1\u20135", colour="#fdddbf"),
    MapClass(label="5 to 10 minutes longer", short="5\u201310", colour="#f49761"),
    MapClass(label="10 to 20 minutes longer", short="10\u201320", colour="#ea6e52"),
    MapClass(label="20 to 30 minutes longer", short="20\u201330", colour="#d3474a"),
    MapClass(label="30 to 60 minutes longer", short="30\u201360", colour="#ae2a4e"),
    MapClass(label="60 to 90 minutes longer", short="60\u201390", colour="#802054"),
    MapClass(label="90 or more minutes longer", short="90+", colour="#4b1e4f"),
    MapClass(
        label="No open counter within reach any more",
        short="lost",
        colour="#221120",
        pattern=HATCHED,
        line="#f6c9d8",
    ),
    MapClass(
        label="No open counter could be reached before or after",
        short="never",
        colour=NEVER_COLOUR,
        pattern=HATCHED,
        line=NEVER_LINE,
    ),
    NOBODY_CLASS,
)
UNREACHABLE_MINUTES, NOBODY_MINUTES = 8, 9
GAIN, LOST, NEVER, NOBODY_CHANGE = 0, 9, 10, 11
RARE_MINUTES = (UNREACHABLE_MINUTES, NOBODY_MINUTES)
RARE_CHANGE = (GAIN, LOST, NEVER, NOBODY_CHANGE)


def minutes_classes(tenths: Tenths) -> Classes:
    """Return the index in ``MINUTES_CLASSES`` of minutes packed in tenths.

    >>> minutes_classes(np.array([99, 100, 600, 65534, 65535], dtype=np.uint16)).tolist()
    [0, 1, 6, 8, 9]
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
    [0, 1, 2, 9, 10, 0, 11]
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
