"""The noun ``NationalRun``: one run of a batch as the nation's outputs need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from estate_model.outputs.words.figures import counted

Facts = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class NationalRun:
    """One run: its folder, its facts, its ``whole_area.csv``, and the scenario it shares with other areas.

    ``shared`` is empty for a scenario of one area; ``outline`` is the area's, in metres, where there is one.
    """

    folder: str
    facts: Facts
    table: bytes
    shared: str = ""
    outline: BaseGeometry | None = None

    @property
    def name(self) -> str:
        """The area's name, with the scenario's where it is the area's own."""
        return str(self.facts["name"] if self.shared else f"{self.facts['name']}: {self.facts['title']}")

    @property
    def terms(self) -> tuple[object, ...]:
        """The minutes at which people are counted, and the moments: rows of one table must share them."""
        moments = tuple((one["moment"], one["clock"]) for one in self.facts["moments"])
        return (self.facts["near_minutes"], self.facts["losing_minutes"], moments)

    def moment(self, name: str) -> Facts | None:
        """Return the figures of a moment, by its name."""
        return next((one for one in self.facts["moments"] if one["moment"] == name), None)

    def why_apart(self, usual: tuple[str, str]) -> str:
        """Return why the run is not ranked with others on the ``usual`` network and way; empty if it is."""
        reasons = []
        if self.facts["network"] != usual[0]:
            reasons.append(f"by {self.facts['profile']} on another network ({self.facts['network']})")
        elif self.facts["profile"] != usual[1]:
            reasons.append(f"by {self.facts['profile']}, another way than most")
        if number := self.facts["assumed"]:
            reasons.append(f"hours of {counted(number, 'counter')} are assumed")
        if number := self.facts["candidates"]:
            reasons.append(f"{counted(number, 'police building')} may have a counter, and nobody has said so")
        return "; ".join(reasons)


@dataclass(frozen=True, kw_only=True)
class National:
    """All runs of a batch, in order of area, and those that failed, with why; ``light`` = without ranges."""

    runs: tuple[NationalRun, ...]
    failed: tuple[tuple[str, str], ...] = ()
    light: bool = False

    @property
    def groups(self) -> Sequence[Sequence[NationalRun]]:
        """The runs by the scenario they share, and by what they count and when; such stand in one table."""
        kinds: dict[tuple[object, ...], list[NationalRun]] = {}
        for run in self.runs:
            kinds.setdefault((run.shared, *run.terms), []).append(run)
        return list(kinds.values())

    @property
    def areas(self) -> Mapping[str, NationalRun]:
        """The first run of each area, by its id."""
        areas: dict[str, NationalRun] = {}
        for run in self.runs:
            areas.setdefault(str(run.facts["area"]), run)
        return areas
