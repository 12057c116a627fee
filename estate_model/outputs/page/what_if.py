"""What the reader may try on the page, as plain data: counters to switch, people at points, minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Spells = tuple[tuple[int, int], ...]
State = str
"""``open``, ``reduced``, ``closed``, ``other`` (the scenario's own), ``plan1`` and so on (a plan's own),
``hours1`` and so on (hours a closed counter may open at)."""
OpeningAt = Literal["departure", "arrival"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One state a counter may be put in: its hours in words, and as minutes from the week's beginning.

    ``spells`` run on into the first day of the week after: a journey may end there.
    ``change`` is the line that brings it about in a scenario file (``close``, ``open``, ``set_hours``),
    empty where nothing changes; ``line`` is that change as text; ``hours`` its hours as written there.
    """

    state: State
    words: str
    spells: Spells
    change: str = ""
    hours: str = ""
    line: str = ""


@dataclass(frozen=True, kw_only=True)
class Switch:
    """One counter that can be switched; ``before`` its spells before, ``start`` its choice in the scenario.

    ``in_use`` is false where nothing is open before or after: a building that could be opened.
    """

    site_id: str
    name: str
    borough_name: str
    longitude: float
    latitude: float
    easting_metres: float
    northing_metres: float
    before: Spells
    before_words: str
    choices: tuple[Choice, ...]
    start: int
    in_use: bool


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Another plan to show at once: its title, and which choice of each switch it takes."""

    title: str
    chosen: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Points:
    """Where people are: each point stands for some postcodes of one cell and one zone, in a fixed order.

    ``xy_metres`` is their middle, ``spread_metres`` the root mean square distance from it, ``people`` all
    residents; ``cell`` and ``zone`` are positions in ``Page.cells`` and ``WhatIf.zones``.
    """

    xy_metres: Floats
    spread_metres: Floats
    people: Floats
    cell: Integers
    zone: Integers


@dataclass(frozen=True, kw_only=True)
class Way:
    """One profile: which matrix of seconds it uses, times what factor, and whose shares of people count.

    One that goes by a timetable uses another at each moment: ``by_moment``, empty for the rest.
    """

    matrix: int
    factor: float
    crowd: int
    by_moment: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Zones:
    """Small zones with the ward and borough of each, and the share of residents in each group.

    ``shares`` holds one array per crowd (residents of all ages; of 65 and over; ...), groups x zones.
    """

    ward: Integers
    ward_names: tuple[str, ...]
    ward_boroughs: tuple[str, ...]
    shares: tuple[Floats, ...]


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """Everything the page needs to work out other estates by itself.

    ``seconds`` holds one matrix per way that is not a multiple of another, points x switches. ``moments``
    are minutes from the beginning of the week, one per name in ``Page.views``' order of moments.
    ``totals`` are the model's own figures as written, by view, then by group: people, people losing, mean
    minutes and share of the week before and after, people within each limit before and after.
    ``offline_groups`` are the positions of the low, central and high estimate among the groups.
    ``postcodes`` and ``postcode_points`` say which point each postcode belongs to. All texts are untrusted.
    ``opening_at`` says when a counter must be open to count: at the resident's ``departure``, or on
    ``arrival`` and then for ``minutes_needed`` more.
    """

    switches: tuple[Switch, ...]
    points: Points
    seconds: tuple[Floats, ...]
    ways: tuple[Way, ...]
    zones: Zones
    group_labels: tuple[str, ...]
    offline_groups: tuple[int, int, int]
    moments: tuple[int, ...]
    limits_minutes: tuple[int, ...]
    headline_minutes: int
    losing_minutes: int
    totals: tuple[tuple[tuple[float | None, ...], ...], ...]
    postcodes: tuple[str, ...]
    postcode_points: Integers
    postcode_note: str
    area_name: str
    scenario_head: str
    accuracy: str
    presets: tuple[Preset, ...] = ()
    opening_at: OpeningAt = "departure"
    minutes_needed: float = 0


def check(what_if: WhatIf, cells: int) -> None:
    """Raise ValueError where the parts do not fit one another."""
    points, count = what_if.points, len(what_if.points.people)
    sizes = {len(points.xy_metres), len(points.spread_metres), len(points.cell), len(points.zone)}
    if sizes != {count}:
        raise ValueError(f"what-if: its numbers are not one per point ({count})")
    if any(one.shape != (count, len(what_if.switches)) for one in what_if.seconds):
        raise ValueError("what-if: seconds are not points x switches")
    if count and (points.cell.max() >= cells or points.zone.max() >= len(what_if.zones.ward)):
        raise ValueError("what-if: a point lies in no known cell or zone")
    if len(what_if.postcodes) != len(what_if.postcode_points):
        raise ValueError("what-if: not one point per postcode")
    if what_if.opening_at not in get_args(OpeningAt) or what_if.minutes_needed < 0:
        raise ValueError("what-if: opening is judged at departure or on arrival, for 0 minutes or more")
