"""Places in a league of areas: the rank, and the ranks that an area's range allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A number with its range; both ends are the number itself where it has none."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Rank:
    """A rank from 1 (the least), and the least and the greatest that the ranges allow."""

    place: int
    best: int
    worst: int

    @property
    def words(self) -> str:
        """The rank as it is printed.

        >>> Rank(3, 2, 5).words, Rank(1, 1, 1).words
        ('3 (2 to 5)', '1')
        """
        return f"{self.place}" if self.best == self.worst else f"{self.place} ({self.best} to {self.worst})"


def ranks(spans: Sequence[Span]) -> list[Rank]:
    """Return the rank of each number, least first; equal numbers share one.

    One is surely before another where its range ends before the other's begins.

    >>> [rank.words for rank in ranks([Span(20, 18, 22), Span(10, 9, 11), Span(21, 19, 30)])]
    ['2 (2 to 3)', '1', '3 (2 to 3)']
    """
    return [
        Rank(
            place=1 + sum(other.value < span.value for other in spans),
            best=1 + sum(other.high < span.low for other in spans),
            worst=len(spans) - sum(other.low > span.high for other in spans),
        )
        for span in spans
    ]
