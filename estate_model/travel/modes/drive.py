"""Driving, on streets alone: each has a speed of its own, slowed by the profile's delay factor."""

from __future__ import annotations

from estate_model.nouns.network import OSM
from estate_model.travel.modes.base import Mode, at_any_time

MODE = Mode(name="drive", title="by car", networks=(OSM,), seconds=at_any_time)
