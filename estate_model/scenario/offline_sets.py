"""Which offline shares a scenario uses: the area's or its own, the oldest split where it says so."""

from __future__ import annotations

from estate_model.nouns.area import Area, OfflineSet
from estate_model.people.exposure import GROUP_LABELS, OFFLINE
from estate_model.people.offline import with_oldest_split
from estate_model.scenario.scenario import Scenario


def known_sets(scenario: Scenario, area: Area) -> dict[str, OfflineSet]:
    """Return every set that the scenario may name: the area's, and its own."""
    own = {set_id: one.as_set(set_id) for set_id, one in scenario.own_offline_sets.items()}
    return {**area.offline_sets, **own}


def offline_sets(scenario: Scenario, area: Area) -> dict[str, OfflineSet]:
    """Return the scenario's sets by ``offline_low``, ``offline_central`` and ``offline_high``."""
    known = known_sets(scenario, area)
    chosen = dict(zip(OFFLINE, (known[key] for key in scenario.offline_sets.ids()), strict=True))
    return with_oldest_split(chosen, area.places, scenario.oldest_ratio)


def group_labels(scenario: Scenario, area: Area) -> dict[str, str]:
    """Return what each group of residents is called, those likely offline by what their sets are."""
    sets = offline_sets(scenario, area)
    return GROUP_LABELS | {name: f"{GROUP_LABELS[name]}: {one.label}" for name, one in sets.items()}
