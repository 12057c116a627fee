"""The kinds of ground an area may stand on, and how far the screening network is off on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from estate_model.nouns.zones import RURAL, URBAN
from estate_model.units import metres_per_second_from_kmh

Metres = npt.NDArray[np.floating]


@dataclass(frozen=True, kw_only=True)
class Driving:
    """How long drives over the screening network's walked metres take, before the delay of traffic.

    The first ``near_metres`` of a drive are driven at ``near_kmh`` and the rest, on better roads, at
    ``far_kmh``; every drive takes ``start_seconds`` besides.
    """

    near_metres: float
    near_kmh: float
    far_kmh: float
    start_seconds: float

    def seconds(self, metres: Metres, delay_factor: float) -> Metres:
        """Return the seconds of drives, of the shape and type of ``metres``.

        >>> usual = Driving(near_metres=1000.0, near_kmh=36.0, far_kmh=72.0, start_seconds=30.0)
        >>> usual.seconds(np.array([500.0, 3000.0]), 1.5).tolist()
        [105.0, 330.0]
        """
        near, far = (delay_factor / metres_per_second_from_kmh(kmh) for kmh in (self.near_kmh, self.far_kmh))
        slow = np.minimum(metres, self.near_metres) * (near - far)
        return slow + metres * far + self.start_seconds


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A kind of ground: the error of the screening network there, and where it was measured.

    ``beyond`` is walked metres per straight metre of the long part of a step there; ``None`` = as measured.
    ``driving`` is how one drives there; ``None`` = that was not measured.
    """

    name: str
    error: str
    source: str
    beyond: float | None = None
    driving: Driving | None = None


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
