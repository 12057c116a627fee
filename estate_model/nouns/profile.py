"""Who travels and how."""

from __future__ import annotations

from dataclasses import dataclass

from estate_model.nouns.ranges import Range

SPEEDS_KMH = Range(0, 130, above=True)
DELAYS = Range(1, 10)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Who travels and how: a mode, a speed in km/h, and the youngest age it stands for.

    Where streets have speeds of their own (drive) those count, and ``speed_kmh`` where one has none;
    ``delay_factor`` multiplies the time along streets; ``traffic_kmh`` is how fast one goes at most in zones
    of each key, where traffic was measured.
    """

    profile_id: str
    label: str
    mode: str
    speed_kmh: float
    age_from: int
    source: str
    confidence: str
    delay_factor: float = 1.0
    traffic_kmh: tuple[tuple[str, float], ...] = ()

    @property
    def walks(self) -> bool:
        """Whether all the way is walked, by whatever rule."""
        return self.mode.startswith("walk")

    def __post_init__(self) -> None:
        """Check that the speed can be travelled at."""
        if self.speed_kmh not in SPEEDS_KMH:
            raise ValueError(f"profile {self.profile_id}: speed_kmh must be {SPEEDS_KMH}")
        if self.delay_factor not in DELAYS:
            raise ValueError(f"profile {self.profile_id}: delay_factor must be {DELAYS}")
