"""Cycling, on streets or on the screening network."""

from __future__ import annotations

from estate_model.nouns.network import OSM, POSTCODES
from estate_model.travel.modes.base import Mode, at_any_time

MODE = Mode(name="cycle", title="by bicycle", networks=(POSTCODES, OSM), seconds=at_any_time)
