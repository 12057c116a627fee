"""When residents set out, and how long they take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.nouns.arrays import Integers, Seconds
from estate_model.nouns.profile import Profile


@dataclass(frozen=True, kw_only=True)
class TravelTimes:
    """Whole seconds from every place to every site, for one profile; ``inf`` = cannot be reached."""

    profile: Profile
    site_ids: tuple[str, ...]
    seconds: Seconds

    def __post_init__(self) -> None:
        """Check the shape and that no time is negative or missing."""
        if self.seconds.shape != (len(self.seconds), len(self.site_ids)):
            raise ValueError(f"seconds has shape {self.seconds.shape}, not places x sites")
        if not (self.seconds >= 0).all():
            raise ValueError("travel times must be 0 seconds or more")

    def among(self, site_ids: Sequence[str]) -> Integers:
        """Return the column numbers of ``site_ids``, in the order of this table's columns."""
        wanted = set(site_ids)
        return np.array([i for i, key in enumerate(self.site_ids) if key in wanted], dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A named time of the reference week at which residents set out."""

    name: str
    at: dt.datetime
