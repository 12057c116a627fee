"""Walking, on streets or on the screening network; ``walk-strict`` keeps to ways marked for walkers."""

from __future__ import annotations

from estate_model.nouns.network import OSM, POSTCODES
from estate_model.travel.modes.base import Mode, at_any_time

MODE = Mode(name="walk", title="on foot", networks=(POSTCODES, OSM), seconds=at_any_time)
STRICT = Mode(
    name="walk-strict",
    title="on foot, on cycleways only where they are marked for walkers",
    networks=(OSM,),
    seconds=at_any_time,
)
