"""What a mode says of itself: on what it travels, whether the clock matters, and how its times are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from estate_model.nouns import Moment, Profile, Seconds, Site
from estate_model.nouns.times import Rides
from estate_model.travel.timetable.served import Served


class Ground(Protocol):
    """A network on which whole seconds from every place to some sites can be found.

    ``served`` has the stops of the area's timetable on it.
    """

    def served(self, kmh: float, /) -> Served:
        """Return the area's stops on the network's streets for walking, for those who walk at a speed."""

    def seconds(self, sites: Sequence[Site], profile: Profile) -> Seconds:
        """Return whole seconds, shape (places, sites); ``inf`` = cannot be reached."""


class Seek(Protocol):
    """How a mode's whole seconds are found."""

    def __call__(
        self, ground: Ground, sites: Sequence[Site], profile: Profile, moment: Moment | None, /
    ) -> Seconds:
        """Return whole seconds, shape (places, sites), of those who set out at a moment."""


class SeekRides(Protocol):
    """How journeys by a timetable are asked for."""

    def __call__(self, ground: Ground, sites: Sequence[Site], profile: Profile, /) -> Rides:
        """Return what answers for journeys to some sites."""


@dataclass(frozen=True, kw_only=True)
class Mode:
    """One way of travel.

    ``networks`` are the kinds it can travel on (``postcodes``, ``osm``). ``seconds`` returns whole seconds,
    shape (places, sites), for those who set out at a moment (``None`` = at any time of the week); it is
    asked once where ``varies_by_moment`` is false. ``rides`` answers for journeys by a timetable, where the
    mode has one. ``streets`` are those of another mode that this one travels on.
    """

    name: str
    title: str
    networks: tuple[str, ...]
    seconds: Seek
    varies_by_moment: bool = False
    rides: SeekRides | None = None
    streets: str = ""

    @property
    def needs_streets(self) -> str:
        """The mode whose streets are needed on real streets."""
        return self.streets or self.name


def at_any_time(ground: Ground, sites: Sequence[Site], profile: Profile, _moment: Moment | None) -> Seconds:
    """Return the times of one who needs no timetable: the same at every moment."""
    return ground.seconds(sites, profile)
