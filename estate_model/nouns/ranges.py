"""Between which numbers a number must lie."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Range:
    """From ``low`` (or above it, where ``above``) to ``high``; ``inf`` itself is never inside."""

    low: float
    high: float = inf
    above: bool = False

    def __contains__(self, number: float) -> bool:
        """Whether a number lies inside."""
        return (
            (self.low < number if self.above else self.low <= number) and number <= self.high and number < inf
        )

    def __str__(self) -> str:
        """Say what is allowed.

        >>> str(Range(0)), str(Range(0, 1, above=True)), str(Range(1, 2000))
        ('a number of 0 or more', 'a number above 0, at most 1', 'a number from 1 to 2,000')
        """
        low, high = (f"{bound:,.0f}" if bound % 1 == 0 else f"{bound:g}" for bound in (self.low, self.high))
        if self.above:
            return f"a number above {low}" + (f", at most {high}" if self.high < inf else "")
        return f"a number from {low} to {high}" if self.high < inf else f"a number of {low} or more"


SHARE = Range(0, 1)
