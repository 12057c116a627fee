"""What a mode says of itself: on what it travels, whether the clock matters, and how its times are found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from estate_model.nouns import Moment, Profile, Seconds, Site


class Ground(Protocol):
    """A network on which whole seconds from every place to some sites can be found."""

    def seconds(self, sites: Sequence[Site], profile: Profile) -> Seconds:
        """Return whole seconds, shape (places, sites); ``inf`` = cannot be reached."""


Seek = Callable[[Ground, Sequence[Site], Profile, Moment | None], Seconds]


@dataclass(frozen=True, kw_only=True)
class Mode:
    """One way of travel.

    ``networks`` are the kinds it can travel on (``postcodes``, ``osm``). ``seconds`` returns whole seconds,
    shape (places, sites), for those who set out at a moment (``None`` = at any time of the week); it is
    asked once where ``varies_by_moment`` is false.
    """

    name: str
    title: str
    networks: tuple[str, ...]
    seconds: Seek
    varies_by_moment: bool = False


def at_any_time(ground: Ground, sites: Sequence[Site], profile: Profile, _moment: Moment | None) -> Seconds:
    """Return the times of one who needs no timetable: the same at every moment."""
    return ground.seconds(sites, profile)
