"""Check scenario files against the schema and their area, without running them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from estate_model.commands.answer import put_in
from estate_model.commands.load import load_all
from estate_model.commands.network import choose_network
from estate_model.commands.progress import tell
from estate_model.errors import ScenarioError
from estate_model.nouns.area import Area
from estate_model.scenario.hours import SiteHours, estate_doubts, touched_hours
from estate_model.scenario.scenario import Scenario, estates_of


def check_scenarios(words: Sequence[str], *, data: Path | None, streets: str | None = None) -> None:
    """Say of each file that it is in order, or raise ScenarioError with every fault of all of them."""
    loaded, faults = load_all(words, data)
    for scenario, area, path in loaded:
        try:
            choose_network(scenario, area, streets=streets, data=data)
        except ScenarioError as error:
            faults += error.faults
            continue
        _show(scenario, area, path)
    if faults:
        raise ScenarioError(faults)


def _show(scenario: Scenario, area: Area, path: Path) -> None:
    """Say that a scenario is in order, with the hours of each site touched and what is doubtful in hours."""
    number = len(scenario.changes)
    sites = tuple(touched_hours(scenario, area))
    doubts = estate_doubts(*estates_of(scenario, area), week_of=scenario.week_start, holidays=area.holidays)
    tell(f"{path}: in order ({number} change{'' if number == 1 else 's'} to {scenario.area})")
    for line in (*_hours_lines(scenario, sites), *(f"note: {sentence}" for sentence in doubts)):
        tell(f"  {line}")
    put_in(
        "scenarios",
        {
            "file": str(path), "scenario": scenario.name, "area": scenario.area, "changes": number,
            "hours": [_hours(site) for site in sites], "notes": list(doubts),
        },
    )  # fmt: skip


def _hours(site: SiteHours) -> dict[str, object]:
    """Return the hours of a site as data: on record, before and after, as text and as hours a week."""
    both = zip(("on_record", "before", "after"), site.texts, site.week_hours, strict=True)
    return {
        "site_id": site.site_id,
        **{when: {"hours": text, "week_hours": open_} for when, text, open_ in both},
    }


def _hours_lines(scenario: Scenario, sites: Sequence[SiteHours]) -> Iterator[str]:
    """Yield the open hours a week of each site touched, before and after."""
    for site in sites:
        record, before, after = (f"{hours:g} h" for hours in site.week_hours)
        _, old, new = site.texts
        on_record = f" (on record {record})" if site.site_id in scenario.baseline_hours else ""
        yield f"{site.site_id}: {before} a week before{on_record}, {after} after ({old} -> {new})"
