"""Who travels and how."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Who travels and how: a mode, a speed in km/h, and the youngest age it stands for.

    Where streets have speeds of their own (drive) those count, and ``speed_kmh`` where one has none;
    ``delay_factor`` multiplies the time along streets.
    """

    profile_id: str
    label: str
    mode: str
    speed_kmh: float
    age_from: int
    source: str
    confidence: str
    delay_factor: float = 1.0

    def __post_init__(self) -> None:
        """Check that the speed can be travelled at."""
        if not 0 < self.speed_kmh < np.inf:
            raise ValueError(f"profile {self.profile_id}: speed_kmh must be a number above 0")
        if not 1 <= self.delay_factor < np.inf:
            raise ValueError(f"profile {self.profile_id}: delay_factor must be a number of 1 or more")
