"""What every reader of OpenStreetMap shares: ways and points in, one ``StreetGraph`` per mode out.

A reader calls ``Ways.use_of`` with a way's tags, ``Ways.add`` for each way it may use, ``Ways.bar`` for each
barrier, and in the end ``street_graphs``. Lengths are projected metres between coordinates rounded to the
centimetre; a check refuses a projection that distorts them by 0.1% or more (EPSG:27700: 0.04% at most).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.inputs.osm.uk_barriers import stops
from estate_model.inputs.osm.uk_rules import (
    BOTH,
    NEITHER,
    WAY_TAGS,
    Directions,
    Tags,
    may_cycle,
    may_drive,
    may_walk,
)
from estate_model.inputs.osm.uk_speeds import DriveSpeeds, drive_kmh, has_unread_limit
from estate_model.nouns.streets import StreetGraph

RULES: Mapping[str, str] = {
    "walk": "UK walking rule: shared cycleways are walked unless foot=no",
    "walk-strict": "strict UK walking rule: a cycleway is walked only with a foot tag that allows it",
    "cycle": "UK cycling rule, with contraflow",
    "drive": "UK driving rule, free-flow speeds",
}
NOT_A_SPEED = float("nan")
Box = tuple[float, float, float, float]
WayRule = tuple[bool, bool, float]


def mode_of(rule: str) -> str:
    """Return the mode a rule is for: ``walk`` for ``walk-strict``."""
    return rule.partition("-")[0]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to read: for whom (names of ``RULES``), in which projected system, and where.

    ``speeds`` is needed to ``drive``; ``bounds_metres`` (west, south, east, north, in ``crs``) is where
    the streets must at least partly lie, to catch a file of another part of the earth.
    """

    modes: tuple[str, ...]
    crs: str
    speeds: DriveSpeeds | None = None
    bounds_metres: Box | None = None

    def __post_init__(self) -> None:
        """Check that every mode is known and that driving has its speeds."""
        unknown = [mode for mode in self.modes if mode not in RULES]
        if unknown or not self.modes:
            raise ValueError(f"modes must be some of {', '.join(RULES)}, not {unknown}")
        if "drive" in self.modes and self.speeds is None:
            raise ValueError("to drive, speeds must be given (read_drive_speeds)")


@dataclass(frozen=True, kw_only=True)
class StreetsRead:
    """What a reader returns: a graph per mode asked for, and notes on what was repaired or left out."""

    graphs: Mapping[str, StreetGraph]
    notes: tuple[str, ...]


class Ways:
    """Collects usable ways while a file is read, compactly: 24 bytes a point."""

    def __init__(self, wanted: Wanted) -> None:
        """Start empty."""
        self.wanted = wanted
        self.rules: list[tuple[WayRule, ...]] = []
        self.uses, self.counts = array("l"), array("l")
        self.refs, self.lons, self.lats = array("q"), array("d"), array("d")
        self.barred: dict[str, list[int]] = {mode: [] for mode in wanted.modes}
        self.unread_limits = 0
        self._seen: dict[tuple[str | None, ...], tuple[int | None, bool]] = {}

    def use_of(self, tags: Tags) -> int | None:
        """Return the number of a way's rules by its tags, ``None`` when no mode may use it."""
        key = tuple(map(tags.get, WAY_TAGS))
        if key not in self._seen:
            self._seen[key] = self._judge(tags)
        use, unread = self._seen[key]
        self.unread_limits += unread
        return use

    def use_of_all(self, variants: Iterable[Tags]) -> int | None:
        """Return the rules that hold for every one of ``variants``: the narrowest, and the slowest."""
        judged = [self.use_of(tags) for tags in variants]
        uses = [use for use in judged if use is not None]
        if len(uses) < len(judged) or not uses:
            return None
        merged = tuple(
            (all(r[0] for r in rules), all(r[1] for r in rules), min(r[2] for r in rules))
            for rules in zip(*(self.rules[use] for use in uses), strict=True)
        )
        return self._number(merged)

    def add(self, use: int, refs: Sequence[int], lons: Sequence[float], lats: Sequence[float]) -> None:
        """Keep a way: its rules' number and its points (ids; degrees, ``nan`` where not in the file)."""
        self.uses.append(use)
        self.counts.append(len(refs))
        self.refs.extend(refs)
        self.lons.extend(lons)
        self.lats.extend(lats)

    def without_place(self) -> set[int]:
        """Return the ids of points whose place is not known."""
        unknown = np.isnan(np.frombuffer(self.lons)) if self.lons else np.zeros(0, dtype=bool)
        return {self.refs[number] for number in np.flatnonzero(unknown).tolist()}

    def place(self, found: Mapping[int, tuple[float, float]]) -> None:
        """Give points that were not known their place in degrees."""
        for number, lon in enumerate(self.lons):
            if lon != lon and self.refs[number] in found:  # noqa: PLR0124 - nan
                self.lons[number], self.lats[number] = found[self.refs[number]]

    def bar(self, ref: int, tags: Tags) -> None:
        """Keep a point that has a barrier, for the modes it stops."""
        for mode, refs in self.barred.items():
            if stops(tags, mode_of(mode)):
                refs.append(ref)

    def _judge(self, tags: Tags) -> tuple[int | None, bool]:
        """Return the rules' number, and whether a speed limit could not be read."""
        rules = tuple(self._rule(mode, tags) for mode in self.wanted.modes)
        if not any(forward or backward for forward, backward, _ in rules):
            return None, False
        speeds = self.wanted.speeds
        return self._number(rules), speeds is not None and has_unread_limit(tags, speeds)

    def _rule(self, mode: str, tags: Tags) -> WayRule:
        """Return the directions and the speed (km/h) one mode has on a way."""
        if mode == "drive" and self.wanted.speeds is not None:
            return (*may_drive(tags), drive_kmh(tags, self.wanted.speeds))
        ways: Directions = may_cycle(tags)
        if mode != "cycle":
            ways = BOTH if may_walk(tags, strict=mode == "walk-strict") else NEITHER
        return (*ways, NOT_A_SPEED)

    def _number(self, rules: tuple[WayRule, ...]) -> int:
        """Return a new number for these rules."""
        self.rules.append(rules)
        return len(self.rules) - 1
