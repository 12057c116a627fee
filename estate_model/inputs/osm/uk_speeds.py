"""How fast a car goes on an empty street: its speed limit where tagged, else its class's default.

The figures (limits in words, defaults by class, delay, measured traffic) stand in
``data/parameters/drive_speeds.csv`` with unit, source and year; here are only the rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

KMH_PER_MPH = 1.609344
LOWEST_KMH, HIGHEST_KMH = 5.0, 130.0
OTHER_CLASS = "other"
NATIONAL = frozenset({"national", "nsl", "gb:national", "uk:national", "gb:nsl"})
NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*(mph|km/h|kmh|kph|)")


@dataclass(frozen=True, kw_only=True)
class DriveSpeeds:
    """Free-flow speeds in km/h by ``highway`` class and by limit in words, and a factor for delay.

    ``delay_factor`` is real time over free-flow time on urban main roads, all hours; it multiplies
    travel times and is never part of an edge's own speed. ``traffic_kmh`` is how fast traffic was measured to
    go in parts of an area, by key.
    """

    class_kmh: Mapping[str, float]
    limit_kmh: Mapping[str, float]
    delay_factor: float
    delay_source: str
    traffic_kmh: Mapping[str, float] = field(default_factory=dict)
    traffic_source: str = ""

    def __post_init__(self) -> None:
        """Check that every class has a speed and nobody is slowed below standstill."""
        if OTHER_CLASS not in self.class_kmh:
            raise ValueError(f"there is no default speed for the class '{OTHER_CLASS}'")
        speeds = [*self.class_kmh.values(), *self.limit_kmh.values()]
        if not all(LOWEST_KMH <= kmh <= HIGHEST_KMH for kmh in speeds):
            raise ValueError(f"every speed must be between {LOWEST_KMH:g} and {HIGHEST_KMH:g} km/h")
        if not self.delay_factor >= 1:
            raise ValueError("the delay factor must be 1 or more")


def posted_kmh(tags: Mapping[str, str], speeds: DriveSpeeds) -> float | None:
    """Return the speed limit in km/h that a way's tags state; ``None`` when unsaid or not to be believed.

    ``30 mph`` is miles, a bare ``48`` kilometres (as the wiki says); ``national`` is 70 mph on motorways and
    dual carriageways, else 60; of several limits (``20 mph;30 mph``) the lowest counts; ``signals``,
    ``walk``, ``none`` and speeds below 5 or above 130 km/h count as unsaid. Without ``maxspeed`` a word in
    ``maxspeed:type`` or ``source:maxspeed`` (``GB:nsl_single``) is read.
    """
    for key in ("maxspeed", "maxspeed:type", "source:maxspeed"):
        found = [_one_limit(word.strip().lower(), tags, speeds) for word in tags.get(key, "").split(";")]
        limits = [kmh for kmh in found if kmh is not None]
        if limits:
            return min(limits)
    return None


def drive_kmh(tags: Mapping[str, str], speeds: DriveSpeeds) -> float:
    """Return a way's free-flow speed in km/h, to one decimal: its posted limit, else its class's default.

    >>> speeds = DriveSpeeds(class_kmh={"other": 48.3}, limit_kmh={}, delay_factor=1.4, delay_source="test")
    >>> drive_kmh({"highway": "primary", "maxspeed": "20 mph"}, speeds)
    32.2
    >>> drive_kmh({"highway": "primary", "maxspeed": "999"}, speeds)
    48.3
    """
    posted = posted_kmh(tags, speeds)
    if posted is None:
        posted = speeds.class_kmh.get(tags.get("highway", ""), speeds.class_kmh[OTHER_CLASS])
    return round(posted, 1)


def has_unread_limit(tags: Mapping[str, str], speeds: DriveSpeeds) -> bool:
    """Whether a way has a ``maxspeed`` that could not be used, so that its class's default stands in."""
    return "maxspeed" in tags and posted_kmh({"maxspeed": tags["maxspeed"]}, speeds) is None


def _one_limit(word: str, tags: Mapping[str, str], speeds: DriveSpeeds) -> float | None:
    """Return one limit in km/h, from a number or a word, or ``None``."""
    if word in NATIONAL:
        fast = tags.get("highway", "").startswith("motorway") or tags.get("dual_carriageway") == "yes"
        word = "gb:nsl_dual" if fast else "gb:nsl_single"
    if word in speeds.limit_kmh:
        return speeds.limit_kmh[word]
    match = NUMBER.fullmatch(word)
    if not match:
        return None
    kmh = float(match[1]) * (KMH_PER_MPH if match[2] == "mph" else 1.0)
    return kmh if LOWEST_KMH <= kmh <= HIGHEST_KMH else None
