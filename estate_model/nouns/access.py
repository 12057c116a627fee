"""Access to counters, the people it is for, and what changes for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from estate_model.nouns.arrays import Floats, Integers
from estate_model.nouns.profile import Profile
from estate_model.nouns.times import Moment, Whole

SAMPLE = 97  # every so manieth place is looked at first: most that differ do so there
MOST_COUNTED = 10_000_000
WHEN = ("before", "after")


@dataclass(frozen=True, kw_only=True)
class Access:
    """One measure of access: a value per place, and for ``nearest`` which site (-1 = none).

    ``soon_values`` are seconds to the nearest counter that is shut on arrival and opens soon after (``inf`` =
    none); ``None`` where no counter does.
    """

    measure: str
    values: Floats
    site_ids: tuple[str, ...] = ()
    site_index: Whole | None = None
    soon_values: Floats | None = None

    def __post_init__(self) -> None:
        """Check that values are one per place and no number is missing."""
        if self.values.ndim != 1 or np.isnan(self.values).any():
            raise ValueError(f"{self.measure}: one number per place, none missing")

    @cached_property
    def distinct(self) -> tuple[Floats, Integers]:
        """The distinct values, least first, and which of them each place has: whole numbers are counted."""
        reached = np.isfinite(self.values)
        numbers = np.where(reached, self.values, 0.0)
        if numbers.max(initial=0.0) > MOST_COUNTED or (numbers != np.rint(numbers)).any():
            values, place = np.unique(self.values, return_inverse=True)
            return values, place
        whole = np.where(reached, numbers, numbers.max(initial=0.0) + 1).astype(np.int64)
        held = np.bincount(whole) > 0
        values = np.flatnonzero(held).astype(np.float64)
        if not reached.all():
            values[-1] = np.inf
        return values, (np.cumsum(held) - 1)[whole]

    def equals(self, other: Access) -> bool:
        """Whether another is the same at every place, to the counter."""
        if not np.array_equal(self.values[::SAMPLE], other.values[::SAMPLE]):
            return False
        both = ((self.values, other.values), (self.site_index, other.site_index))
        soon = (self.soon_values, other.soon_values)
        return self.site_ids == other.site_ids and all(
            (mine is None and theirs is None)
            or (mine is not None and theirs is not None and np.array_equal(mine, theirs))
            for mine, theirs in (*both, soon)
        )


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The minutes at which people are counted: within reach, as losing, and as able to wait for a door.

    Without ``soon_minutes`` nobody is counted as able to wait.
    """

    thresholds_minutes: tuple[int, ...]
    losing_minutes: tuple[int, ...]
    soon_minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """People by group: ``people`` has a row per place and a column per name in ``groups``."""

    groups: tuple[str, ...]
    people: Floats

    def __post_init__(self) -> None:
        """Check the shape and that no count is negative."""
        if self.people.shape != (len(self.people), len(self.groups)):
            raise ValueError(f"people has shape {self.people.shape}, not places x groups")
        if not (self.people >= 0).all():
            raise ValueError("people counts must be 0 or more")

    def of(self, group: str) -> Floats:
        """Return one group's people, one number per place."""
        return self.people[:, self.groups.index(group)]


@dataclass(frozen=True, kw_only=True)
class Impact:
    """Access before and after, for the same people, at one moment and for one profile."""

    profile: Profile
    moment: Moment
    before: Access
    after: Access
    exposure: Exposure

    def __post_init__(self) -> None:
        """Check that before, after and people speak of the same places."""
        rows = {len(self.before.values), len(self.after.values), len(self.exposure.people)}
        if len(rows) != 1:
            raise ValueError("before, after and people must cover the same places")

    @property
    def accesses(self) -> dict[str, Access]:
        """Access by when it is: before and after."""
        return {"before": self.before, "after": self.after}

    def same_journeys(self, other: Impact) -> bool:
        """Whether another is of the same people with the same journeys, as at two hours of one night."""
        return self.before is other.before and self.after is other.after and self.exposure is other.exposure
