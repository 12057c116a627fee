"""The kinds of ground an area may stand on, and how far the screening network is off on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from estate_model.nouns.zones import RURAL, URBAN


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A kind of ground: the error of the screening network there, and where it was measured.

    ``beyond`` is walked metres per straight metre of the long part of a step there; ``None`` = as measured.
    """

    name: str
    error: str
    source: str
    beyond: float | None = None


MEASURED, UNKNOWN = "measured", "unknown"
GROUNDS = (URBAN, RURAL, UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class Screening:
    """The calibrated factors of the postcode network, and the error measured with them.

    ``factors`` are the network's own numbers; ``error`` says in one sentence how far its results lie
    from street-level ones; ``source`` says on which streets and when that was measured. ``grounds`` has the
    same for areas whose own streets were not measured: ``urban``, ``rural`` and ``unknown`` ones.
    """

    factors: Mapping[str, float]
    error: str
    source: str
    grounds: Mapping[str, Ground] = field(default_factory=dict)
