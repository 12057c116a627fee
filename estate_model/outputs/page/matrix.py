"""Travel times from points to counters as a short text: what nearby points and counters do not foretell.

A time is a whole number of steps of ``UNIT_SECONDS``, or of so many ``coarse`` ones. Points come in an order
in which near ones are near; each is foretold from the nearest of the ``LOOK_BACK`` points before it: its
time, and the difference in straight distance at the matrix's own pace. What is left is foretold again, by
``SHARED`` parts in 4 (all of it, of coarse steps) of what was left for the nearest counter before it, and
goes out as zigzag bytes, counter by counter, with 255 for "see the list of large ones". ``assets/unpack.js``
does the same in reverse: both use 64-bit floats in one order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from estate_model.outputs.page.streams import squeezed, text_of, varints, zigzag

UNIT_SECONDS = 12
COARSE = 3  # units that times by a timetable are kept to: London's map is 0.4 MB smaller than with 1
GRID_METRES = 10
LOOK_BACK = 64
SHARED = 3
ALL_SHARED = 4
LARGE = 255
NEVER = 65535
LONGEST = 65000
NEAR_METRES = 3000

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Frame:
    """Where points and counters are, in whole steps of ``GRID_METRES``, and what each is foretold from."""

    points: Integers
    sites: Integers
    parents: Integers
    neighbours: Integers

    @cached_property
    def straight(self) -> Floats:
        """Straight distances in grid steps, points x sites."""
        away = self.points[:, None, :] - self.sites[None, :, :]
        squares: Floats = np.sqrt((away[..., 0] ** 2 + away[..., 1] ** 2).astype(np.float64))
        return squares


def origin(points_metres: Floats, sites_metres: Floats) -> Floats:
    """Return where the grid's steps are counted from: the least x and y of all points and sites."""
    least: Floats = np.vstack([points_metres, sites_metres]).min(axis=0)
    return least


def make_frame(points_metres: Floats, sites_metres: Floats) -> Frame:
    """Return the frame of points in a fixed order and of sites in theirs."""
    every = np.vstack([points_metres, sites_metres])
    steps = np.rint((every - origin(points_metres, sites_metres)) / GRID_METRES).astype(np.int64)
    points, sites = steps[: len(points_metres)], steps[len(points_metres) :]
    return Frame(points, sites, _nearest_before(points, LOOK_BACK), _nearest_before(sites, len(sites)))


def _nearest_before(steps: Integers, look_back: int) -> Integers:
    """Return the nearest of the ``look_back`` rows before each, the later of two as near; the first has 0."""
    nearest = np.zeros(len(steps), dtype=np.int64)
    least = np.full(len(steps), np.iinfo(np.int64).max)
    for back in range(1, min(look_back, len(steps) - 1) + 1):
        squares = ((steps[back:] - steps[:-back]) ** 2).sum(axis=1)
        nearer = np.flatnonzero(squares < least[back:]) + back
        least[nearer], nearest[nearer] = squares[nearer - back], nearer - back
    return nearest


def in_units(seconds: Floats, coarse: int = 1) -> Integers:
    """Return seconds as whole steps of so many units, ``NEVER`` for ``inf``.

    >>> in_units(np.array([0.0, 17.9, 18.1, np.inf])).tolist(), in_units(np.array([53.9, 54.1]), 3).tolist()
    ([0, 1, 2, 65535], [1, 2])
    """
    never = np.isinf(seconds)
    whole = np.floor(np.where(never, 0.0, seconds) / (UNIT_SECONDS * coarse) + 0.5).astype(np.int64)
    return np.where(never, NEVER, np.minimum(whole, LONGEST // coarse))


def pace_of(seconds: Floats, frame: Frame) -> float:
    """Return the usual seconds per straight metre of journeys of over 3 km; 0 where there are none."""
    metres = frame.straight * GRID_METRES
    usable = np.isfinite(seconds) & (metres > NEAR_METRES)
    if not usable.any():
        return 0.0
    return round(0.93 * float(np.median(seconds[usable] / metres[usable])), 4)


def pack_matrix(seconds: Floats, frame: Frame, coarse: int = 1) -> dict[str, object]:
    """Return one matrix of seconds, points x sites, for the page's script, in steps of so many units."""
    units, pace = in_units(seconds, coarse), pace_of(seconds, frame)
    never = units == NEVER
    plain = np.where(never, 0, units)
    left = plain - _foretold(plain, frame, pace * GRID_METRES / (UNIT_SECONDS * coarse))
    left[:1] = plain[:1]
    rest = left.copy()
    shared = SHARED if coarse == 1 else ALL_SHARED
    for site in range(1, left.shape[1]):
        rest[:, site] -= (shared * left[:, frame.neighbours[site]]) // 4
    codes = zigzag(rest).T
    large = codes >= LARGE
    holes = np.flatnonzero(np.diff(never.T.ravel().astype(np.int8), prepend=0))
    return {
        "pace": pace,
        "coarse": coarse,
        "shared": shared,
        "bytes": squeezed(np.where(large, LARGE, codes).astype(np.uint8).tobytes()),
        "large": text_of(varints(codes[large] - LARGE)),
        "holes": text_of(varints(np.diff(holes, prepend=0))),
    }


def _foretold(units: Integers, frame: Frame, scale: float) -> Integers:
    straight = frame.straight
    further = straight - straight[frame.parents]
    steps: Integers = np.floor(further * scale + 0.5).astype(np.int64)
    return units[frame.parents] + steps
