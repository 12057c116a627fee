"""The calibrated factors of the postcode network, apart from the network so that a reader needs no SciPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Floats


@dataclass(frozen=True, kw_only=True)
class PostcodeFactors:
    """How straight metres between neighbouring postcodes become walked metres.

    Parameters
    ----------
    walked_per_straight_metre
        Walked metres per straight metre of a step, up to ``long_step_metres``.
    walked_per_straight_metre_beyond
        Walked metres per straight metre of the part of a step beyond ``long_step_metres``.
    long_step_metres
        Where a step between neighbours begins to count as long, straight metres.
    door_metres
        Walked metres between any door (a postcode or a site) and the network.
    """

    walked_per_straight_metre: float
    walked_per_straight_metre_beyond: float
    long_step_metres: float
    door_metres: float

    def walked_metres(self, straight_metres: Floats, beyond: Floats | None = None) -> Floats:
        """Return the walked metres of steps of the given straight metres, same shape.

        ``beyond`` has each step's own factor for its long part, where it is not the same for all.
        """
        factor = self.walked_per_straight_metre_beyond if beyond is None else beyond
        long = np.maximum(straight_metres - self.long_step_metres, 0.0)
        return self.walked_per_straight_metre * (straight_metres - long) + factor * long
