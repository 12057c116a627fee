"""When residents set out, and how long they take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from estate_model.nouns.arrays import Integers, Seconds
from estate_model.nouns.profile import Profile
from estate_model.units import SECONDS_PER_HOUR

Whole = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A named time of the reference week at which residents set out."""

    name: str
    at: dt.datetime


ARRIVAL, DEPARTURE = "arrival", "departure"


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """When a counter must be open: on ``arrival`` and for ``minutes_needed`` after, or at ``departure``.

    ``soon_minutes`` is how long before its door opens an arrival counts as "opens soon"; journeys longer
    than ``longest_seconds`` are made by nobody.
    """

    judged_on: str = DEPARTURE
    minutes_needed: float = 0.0
    soon_minutes: float = 30.0
    longest_seconds: float = float(SECONDS_PER_HOUR * 24)


@dataclass(frozen=True, kw_only=True)
class TravelTimes:
    """Whole seconds from every place to every site, for one profile; ``inf`` = cannot be reached.

    ``seconds``, shape (places, sites), holds at any time of the week. Where the way of travel depends on
    the clock, ``by_moment`` has a table of the same shape for each moment, by its name.
    """

    profile: Profile
    site_ids: tuple[str, ...]
    seconds: Seconds
    by_moment: Mapping[str, Seconds] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check shapes and that no time is negative or missing."""
        for seconds in (self.seconds, *self.by_moment.values()):
            if seconds.shape != (len(self.seconds), len(self.site_ids)):
                raise ValueError(f"seconds has shape {seconds.shape}, not places x sites")
            if not seconds.min(initial=0.0) >= 0:
                raise ValueError("travel times must be 0 seconds or more")

    def at(self, moment: Moment | None) -> TravelTimes:
        """Return the times of those who set out at a moment; ``None`` = at any time of the week."""
        if moment is None or not self.by_moment:
            return self
        return TravelTimes(profile=self.profile, site_ids=self.site_ids, seconds=self.by_moment[moment.name])

    def among(self, site_ids: Sequence[str]) -> Integers:
        """Return the column numbers of ``site_ids``, in the order of this table's columns."""
        wanted = set(site_ids)
        return np.array([i for i, key in enumerate(self.site_ids) if key in wanted], dtype=np.int64)

    def to(self, site_ids: Collection[str]) -> TravelTimes:
        """Return the times to some of the sites, in the order of this table's columns."""
        columns = self.among(tuple(site_ids))
        side_by_side = len(columns) and columns[-1] - columns[0] + 1 == len(columns)
        chosen = slice(columns[0], columns[-1] + 1) if side_by_side else columns  # a slice copies nothing
        return TravelTimes(
            profile=self.profile,
            site_ids=tuple(self.site_ids[column] for column in columns),
            seconds=np.asfortranarray(self.seconds[:, chosen]),
            by_moment={
                name: np.asfortranarray(seconds[:, chosen]) for name, seconds in self.by_moment.items()
            },
        )

    @cached_property
    def ranked(self) -> tuple[Whole, int]:
        """Seconds and column in one whole number each, and the bits that the column takes.

        The least of a row is the nearest site, the first of them where two are equal; the largest number
        stands for "cannot be reached".
        """
        bits = max(len(self.site_ids) - 1, 1).bit_length()
        small = self.longest_seconds < np.iinfo(np.int32).max >> bits
        kind: type[np.signedinteger[Any]] = np.int32 if small else np.int64
        ranked: Whole = np.empty(self.seconds.shape, dtype=kind, order="F")
        for number, seconds in enumerate(self.seconds.T):
            reached = np.isfinite(seconds)
            whole = np.where(reached, seconds, 0).astype(kind)
            if ((whole != seconds) & reached).any():
                raise ValueError("travel times must be whole seconds")
            ranked[:, number] = np.where(reached, (whole << bits) | number, np.iinfo(kind).max)
        return ranked, bits

    @cached_property
    def nearest_known(self) -> dict[Any, Whole]:
        """The answers that ``access.nearest`` keeps of these times, by what was asked."""
        return {}

    def forget(self) -> None:
        """Drop what was worked out from the times and can be found again."""
        for name in ("ranked", "nearest_known"):
            self.__dict__.pop(name, None)

    @cached_property
    def longest_seconds(self) -> float:
        """The longest time in which any site can be reached; 0 where none can."""
        tables = (self.seconds, *self.by_moment.values())
        return max(float(seconds.max(initial=0.0, where=np.isfinite(seconds))) for seconds in tables)
