"""The noun ``NationalRun``: one run of a batch as the nation's outputs need it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from shapely.geometry.base import BaseGeometry

from estate_model.outputs.words.figures import counted

Facts = Mapping[str, Any]


class Way(NamedTuple):
    """A network, a way of travel on it, and what vehicles a timetable has (empty without one)."""

    network: str
    profile: str
    timetable: str


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

    @property
    def way(self) -> Way:
        """What residents travel on and how, and by which kinds of vehicle."""
        return Way(*(self.facts[one] for one in ("network", "profile", "timetable")))

    def why_apart(self, usual: Way) -> str:
        """Return why the run is not ranked with others that travel as ``usual``; empty if it is."""
        reasons = []
        if self.way.network != usual.network:
            reasons.append(f"by {self.way.profile} on another network ({self.way.network})")
        elif self.way.profile != usual.profile:
            reasons.append(f"by {self.way.profile}, another way than most")
        elif self.way.timetable != usual.timetable:
            reasons.append(f"its timetable has {self.way.timetable}, that of most {usual.timetable}")
        if number := self.facts["assumed"]:
            reasons.append(f"hours of {counted(number, 'counter')} are assumed")
        if number := self.facts["candidates"]:
            reasons.append(f"{counted(number, 'police building')} may have a counter, and nobody has said so")
        return "; ".join(reasons)


@dataclass(frozen=True, kw_only=True)
class National:
    """All runs of a batch, in order of area, and those that failed, with why."""

    runs: tuple[NationalRun, ...]
    failed: tuple[tuple[str, str], ...] = ()

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


def apart(runs: Sequence[NationalRun]) -> tuple[Way, Mapping[str, str]]:
    """Return the way of most runs, and by folder why some cannot be compared with them."""
    usual = Counter(run.way for run in runs).most_common(1)[0][0]
    return usual, {run.folder: why for run in runs if (why := run.why_apart(usual))}
