"""Who does a batch's work: this process, one piece after another; or workers, through ``on_dask``."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Generic, Protocol

from estate_model.batch.work import Call, Outcome, Piece


class Runner(Protocol):
    """Does pieces of work, in any order."""

    def each(self, call: Call, pieces: Sequence[Piece], *shared: object) -> Iterator[tuple[Piece, Outcome]]:
        """Yield every piece with ``call(piece, *shared)``, as it is done; workers get what is shared once."""


class Here:
    """One piece after another, in this process and in the order given."""

    def each(self, call: Call, pieces: Sequence[Piece], *shared: object) -> Iterator[tuple[Piece, Outcome]]:
        """Yield every piece with ``call(piece, *shared)``."""
        for piece in pieces:
            yield piece, call(piece, *shared)


class Queue(Generic[Piece]):
    """Pieces not begun, by group: a worker goes on with the group it has, and takes a large one next."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        """Hold the pieces of each group in the order given."""
        self.groups: dict[str, deque[Piece]] = {}
        self.at: dict[str, str] = {}
        for piece in pieces:
            self.groups.setdefault(piece.group, deque()).append(piece)
        self.sizes = {group: few[0].size for group, few in self.groups.items()}

    def take(self, worker: str) -> Piece | None:
        """Return the next piece for a worker, of a group that no other has where there is one."""
        if not self.groups:
            return None
        group = self.at.get(worker)
        if group not in self.groups:
            taken = {theirs for other, theirs in self.at.items() if other != worker}
            group = max(
                self.groups, key=lambda one: (one not in taken, len(self.groups[one]) * self.sizes[one])
            )
            self.at[worker] = group
        pieces = self.groups[group]
        piece = pieces.popleft()
        if not pieces:
            del self.groups[group]
        return piece
