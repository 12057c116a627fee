"""A piece of work to be sent to a worker, and what comes of it: a result, or one clear error."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from estate_model.errors import ChoiceError, ScenarioError, message_of


class Work(Protocol):
    """A piece of work, to be sent to a worker; what a ``group`` needs, of a ``size``, is loaded once."""

    @property
    def group(self) -> str:
        """Return what it shares with others, such as its area."""

    @property
    def size(self) -> int:
        """Return how large that is."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a piece of work: files by name, facts as plain numbers, an outline; or one error.

    ``again`` says that the error may be the worker's, so that another worker should try.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    outline: bytes = b""
    error: str = ""
    trace: str = ""
    again: bool = False
    cpu_seconds: float = 0.0


Piece = TypeVar("Piece", bound=Work)
Call = Callable[..., Outcome]


def guarded(piece: Piece, call: Callable[[Piece], Outcome]) -> Outcome:
    """Return what ``call`` makes of a piece of work or, where it fails, one clear error."""
    try:
        return call(piece)
    except Exception as error:  # noqa: BLE001 - a fault of our own in one task must not lose the others
        again = not isinstance(error, (ScenarioError, ChoiceError))
        return Outcome(error=message_of(error), trace=traceback.format_exc(), again=again)
