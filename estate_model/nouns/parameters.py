"""How far parameters may be off, and how often counters are visited: data, with sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Floats
from estate_model.nouns.ranges import Range

NORMAL, TRIANGULAR, ENDS = "normal", "triangular", "ends"
DISTRIBUTIONS = (NORMAL, TRIANGULAR, ENDS)
ANY = "any"
LN_RATIO = Range(-1, 1)
VARIED = {
    "pace": Range(0.1, 10),
    "shared_error": LN_RATIO,
    "pair_error": LN_RATIO,
    "place_error": LN_RATIO,
    "connector": Range(-1000, 1000),
    "sharing_residents": LN_RATIO,
    "sharing_offline": LN_RATIO,
    "offline": Range(-1, 1),
    "moment_shift": Range(-1440, 1440),
    "day_hours": Range(0, 24),
    "oldest_ratio": Range(1, 20),
}
"""Every parameter that may vary, and between which numbers, in its own unit."""
FACTS = {"days_a_year": Range(0, 366), "ways_a_visit": Range(1, 10)}
Z_90 = 1.6448536269514722  # the standard normal's 95th percentile
FIVE_PERCENT = 0.05


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How one parameter may vary.

    ``normal`` has ``mode`` as its mean and ``sd``; ``triangular`` runs from ``low`` to ``high`` and is most
    likely at ``mode``; ``ends`` is never drawn: its ``low`` and ``high`` are tried in turn. ``applies_to`` is
    a profile's id, a kind of network (``postcodes`` or ``osm``), or ``any``; the first that fits counts.
    """

    parameter: str
    applies_to: str
    distribution: str
    low: float
    mode: float
    high: float
    sd: float
    unit: str
    source: str
    confidence: str

    def __post_init__(self) -> None:
        """Check that the distribution is known and its numbers make one."""
        if self.distribution not in DISTRIBUTIONS:
            raise ValueError(f"{self.parameter}: distribution must be one of {', '.join(DISTRIBUTIONS)}")
        if not (self.low <= self.mode <= self.high and 0 <= self.sd < np.inf):
            raise ValueError(f"{self.parameter}: needs low <= mode <= high and sd of 0 or more")

    def draw(self, rng: np.random.Generator, shape: int | tuple[int, ...]) -> Floats:
        """Return draws of the parameter; the mode itself where it does not vary or is never drawn."""
        if self.distribution == NORMAL:
            return self.mode + self.sd * rng.standard_normal(shape)
        if self.distribution == TRIANGULAR and self.low < self.high:
            return rng.triangular(self.low, self.mode, self.high, shape)
        return np.full(shape, self.mode)

    def ends(self) -> tuple[float, float]:
        """Return the 5th and 95th percentile or, where it is never drawn, its low and high.

        >>> Spread(parameter="x", applies_to="any", distribution="triangular", low=0, mode=5, high=10, sd=0,
        ...        unit="", source="", confidence="").ends()
        (1.5811388300841898, 8.41886116991581)
        """
        if self.distribution == NORMAL:
            return self.mode - Z_90 * self.sd, self.mode + Z_90 * self.sd
        if self.distribution == ENDS or self.low == self.high:
            return self.low, self.high
        return tuple(  # type: ignore[return-value]
            triangular_quantile(share, self.low, self.mode, self.high)
            for share in (FIVE_PERCENT, 1 - FIVE_PERCENT)
        )


def triangular_quantile(share: float, low: float, mode: float, high: float) -> float:
    """Return the quantile of a triangular distribution (inverse of its cumulative distribution)."""
    if low == high:
        return mode
    if share <= (mode - low) / (high - low):
        return float(low + np.sqrt(share * (high - low) * (mode - low)))
    return float(high - np.sqrt((1 - share) * (high - low) * (high - mode)))


def still(parameter: str, mode: float) -> Spread:
    """Return a parameter that does not vary."""
    return Spread(
        parameter=parameter, applies_to=ANY, distribution=NORMAL, low=mode, mode=mode, high=mode, sd=0.0,
        unit="", source="not varied", confidence="",
    )  # fmt: skip


def find(spreads: Sequence[Spread], parameter: str, kinds: Sequence[str], *, mode: float = 0.0) -> Spread:
    """Return the row of a parameter that fits the first of ``kinds`` (profile id, network), else ``any``'s.

    Without one the parameter stays at ``mode``.
    """
    rows = {row.applies_to: row for row in spreads if row.parameter == parameter}
    return next((rows[kind] for kind in (*kinds, ANY) if kind in rows), still(parameter, mode))


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One disputable number with low and high, its unit, source, date and confidence."""

    fact: str
    low: float
    central: float
    high: float
    unit: str
    source: str
    confidence: str

    def __post_init__(self) -> None:
        """Check that the three rise."""
        if not 0 <= self.low <= self.central <= self.high:
            raise ValueError(f"{self.fact}: needs 0 <= low <= central <= high")
