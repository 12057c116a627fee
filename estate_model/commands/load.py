"""Read a scenario and its area, as most commands begin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from estate_model.api import loading
from estate_model.errors import ScenarioError
from estate_model.inputs.store.find import scenario_path
from estate_model.nouns.area import Area
from estate_model.scenario.scenario import Scenario

Loaded = tuple[Scenario, Area, Path]


def load_area(area_id: str, data: Path | None) -> Area:
    """Return an area of the data folder, with every file of it checked."""
    return loading.load_area(area_id, data=data)


def load_all(words: Sequence[str], data: Path | None) -> tuple[list[Loaded], list[str]]:
    """Return the scenarios that are in order, and every fault of the others."""
    loaded: list[Loaded] = []
    faults: list[str] = []
    for word in words:
        try:
            loaded.append(load(word, data))
        except ScenarioError as error:
            faults += error.faults
    return loaded, faults


def load(word: str, data: Path | None) -> Loaded:
    """Return the scenario a word or path means, its area, and the file it was read from."""
    path = scenario_path(word)
    scenario, area, _ = loading.loaded(path, data)
    return scenario, area, path
