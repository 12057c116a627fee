"""Check scenario files against the schema and their area, without running them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from estate_model.commands.load import load_all
from estate_model.commands.network import choose_network
from estate_model.commands.progress import tell
from estate_model.errors import ScenarioError
from estate_model.nouns.area import Area
from estate_model.scenario.hours import estate_doubts, touched_hours
from estate_model.scenario.scenario import Scenario, estate_after, estate_before


def check_scenarios(words: Sequence[str], *, data: Path | None, streets: str | None = None) -> None:
    """Say of each file that it is in order, or raise ScenarioError with every fault of all of them."""
    loaded, faults = load_all(words, data)
    for scenario, area, path in loaded:
        try:
            choose_network(scenario, area, streets=streets, data=data)
        except ScenarioError as error:
            faults += error.faults
            continue
        number = len(scenario.changes)
        tell(f"{path}: in order ({number} change{'' if number == 1 else 's'} to {scenario.area})")
        for line in _hours_lines(scenario, area):
            tell(f"  {line}")
    if faults:
        raise ScenarioError(faults)


def _hours_lines(scenario: Scenario, area: Area) -> Iterator[str]:
    """Yield the open hours a week of each site touched, before and after, then what is doubtful in hours."""
    for site in touched_hours(scenario, area):
        record, before, after = (f"{hours:g} h" for hours in site.week_hours)
        _, old, new = site.texts
        on_record = f" (on record {record})" if site.site_id in scenario.baseline_hours else ""
        yield f"{site.site_id}: {before} a week before{on_record}, {after} after ({old} -> {new})"
    estates = estate_before(scenario, area), estate_after(scenario, area)
    for sentence in estate_doubts(*estates, week_of=scenario.week_start, holidays=area.holidays):
        yield f"note: {sentence}"
