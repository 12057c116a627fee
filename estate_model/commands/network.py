"""Which network a scenario runs on, told on the terminal."""

from __future__ import annotations

from pathlib import Path

from estate_model.commands.progress import Count, warn
from estate_model.inputs.area.choose_network import Telling, travel_on
from estate_model.inputs.store.find import area_folder, data_root
from estate_model.nouns.area import Area
from estate_model.nouns.network import Travel
from estate_model.scenario.scenario import Scenario

ON_TERMINAL = Telling(say=warn, progress=Count("counters").count)


def choose_network(scenario: Scenario, area: Area, *, streets: str | None, data: Path | None) -> Travel:
    """Return how a scenario's travel times are found: ``postcodes``, ``osm``, or streets where they cover."""
    folder = area_folder(area.area_id, data_root(data))
    return travel_on(scenario, area, folder, streets=streets, telling=ON_TERMINAL)
