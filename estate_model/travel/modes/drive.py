"""Driving, slowed by the profile's delay factor.

Each street has a speed of its own. On the screening network one drives only where that was measured: see
``Area.driving``.
"""

from __future__ import annotations

from estate_model.nouns.network import DRIVE, OSM, POSTCODES
from estate_model.travel.modes.base import Mode, at_any_time

MODE = Mode(name=DRIVE, title="by car", networks=(POSTCODES, OSM), seconds=at_any_time)
