"""What only the area can show of a scenario: unknown ids, impossible and conflicting changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from estate_model.errors import did_you_mean, shown
from estate_model.nouns import CLOSED, Estate
from estate_model.nouns.area import Area
from estate_model.opening import hours_a_week
from estate_model.people.exposure import band_shares
from estate_model.people.offline import OLDEST_FROM, can_split
from estate_model.scenario.changes.base import Change
from estate_model.scenario.changes.move import MOVED, Move
from estate_model.scenario.changes.open import Open
from estate_model.scenario.offline_sets import known_sets
from estate_model.scenario.scenario import Scenario, estate_before

Path = tuple[str | int, ...]
"""Where in the file: keys and list positions from the top."""

OFFLINE_FIELDS = ("low", "central", "high")


def area_faults(scenario: Scenario, area: Area) -> Iterator[tuple[Path, str]]:
    """Yield every fault that only the area can show: unknown ids, impossible and conflicting changes."""
    profiles: dict[Path, str] = {("profiles", number): key for number, key in enumerate(scenario.profiles)}
    yield from _unknown(profiles, area.profiles, "profile")
    yield from _offline_faults(scenario, area)
    yield from _operator_faults(scenario, area)
    for site_id, hours in scenario.baseline_hours.items():
        if site_id not in area.buildings:
            hint = did_you_mean(site_id, area.buildings)
            yield ("baseline_hours", site_id), f"no site '{shown(site_id)}' in this area{hint}"
        elif hours != CLOSED and _never_opens(hours, scenario, area):
            yield ("baseline_hours", site_id), _never(hours, scenario)
    known = known_sites(scenario, area)
    for site_id in scenario.costs:
        if site_id not in known:
            yield (
                ("costs", site_id),
                f"no site '{shown(site_id)}' in this area{did_you_mean(site_id, area.buildings)}",
            )
    if scenario.effective_date < scenario.baseline:
        yield ("date",), f"{scenario.date} is before the baseline, {scenario.baseline}"
    if scenario.minutes_needed and scenario.opening_at == "departure":
        yield ("minutes_needed",), "counts only where 'opening_at' is arrival; leave one of them out"
    if set(scenario.operators) - set(area.operators):
        return
    if not estate_before(scenario, area).counters:
        yield ("baseline",), _no_counter(scenario, area)
        return
    yield from _change_faults(scenario, area)


def _no_counter(scenario: Scenario, area: Area) -> str:
    """Say that there is nothing to run on, and what to do where there are candidates, or no building."""
    if scenario.baseline_hours and area.estate_on(scenario.baseline).counting(scenario.operators).counters:
        return f"no counter is open on {scenario.baseline}: 'baseline_hours' shuts every one"
    words = f"no counter is recorded as open on {scenario.baseline}"
    if area.candidates:
        return (
            f"{words}; candidates for one: {len(area.candidates)}; mark front counters with "
            f"'estate-model sites {area.area_id} --set SITE --hours HOURS'"
        )
    if not area.hours:
        return f"{words}; no police building is on record: add some to sites.csv and hours.csv of the area"
    return f"{words}; records begin {min(row.valid_from for row in area.hours)}"


def _operator_faults(scenario: Scenario, area: Area) -> Iterator[tuple[Path, str]]:
    """Yield forces that no site names, and changes to counters of a force that does not count."""
    if scenario.operators and not area.operators:
        yield ("operators",), "no site of this area names an operator, so every counter counts; leave it out"
        return
    named: dict[Path, str] = {("operators", number): key for number, key in enumerate(scenario.operators)}
    yield from _unknown(named, dict.fromkeys(area.operators), "operator")
    touched: list[tuple[Path, str]] = [(("baseline_hours", key), key) for key in scenario.baseline_hours]
    for number, change in enumerate(scenario.changes):
        ids = getattr(change, change.verb)
        here: Path = ("changes", number, change.verb)
        touched += [(here, site_id) for site_id in ([ids] if isinstance(ids, str) else ids)]
    new = {change.open: area.force for change in scenario.changes if isinstance(change, Open) and change.at}
    whose = {**new, **{site_id: area.operator_of(site) for site_id, site in area.buildings.items()}}
    for path, site_id in touched if scenario.operators else ():
        operator = whose.get(site_id, "")
        if operator and operator not in scenario.operators:
            yield path, f"'{site_id}' is a site of {operator}, whose counters do not count by 'operators'"


def known_sites(scenario: Scenario, area: Area) -> set[str]:
    """Return the ids of the area's buildings and of those that only the scenario has."""
    opened = {getattr(change, "open", "") for change in scenario.changes}
    moved = {f"{change.move}{MOVED}" for change in scenario.changes if isinstance(change, Move)}
    return {*area.buildings, *opened, *moved}


def _offline_faults(scenario: Scenario, area: Area) -> Iterator[tuple[Path, str]]:
    """Yield unknown sets, and sets of which a lower one counts more of the area's people."""
    ids = scenario.offline_sets.ids()
    fields: dict[Path, str] = {
        ("offline_sets", field): key for field, key in zip(OFFLINE_FIELDS, ids, strict=True)
    }
    known = known_sets(scenario, area)
    for set_id in scenario.own_offline_sets:
        if set_id in area.offline_sets:
            yield ("own_offline_sets", set_id), "is the name of a set that came along; choose another"
    if scenario.oldest_ratio is not None and not can_split(area.places):
        yield (
            ("oldest_ratio",),
            f"no age band of this area begins at {OLDEST_FROM}, so it cannot be split there",
        )
    yield from _unknown(fields, known, "offline set")
    if all(set_id in known for set_id in ids):
        people = area.places.people.sum(axis=0)
        totals = [float(people @ band_shares(area.places.bands, known[key])) for key in ids]
        if totals != sorted(totals):
            yield ("offline_sets",), f"must rise from low to high, but name {', '.join(ids)}"


def _unknown(ids: Mapping[Path, str], known: Mapping[str, object], noun: str) -> Iterator[tuple[Path, str]]:
    for path, key in ids.items():
        if key not in known:
            allowed = ", ".join(sorted(known))
            yield path, f"no {noun} '{shown(key)}'{did_you_mean(key, known)} (there are: {allowed})"


def _change_faults(scenario: Scenario, area: Area) -> Iterator[tuple[Path, str]]:
    estate = estate_before(scenario, area)
    changed_by: dict[str, int] = {}
    for number, change in enumerate(scenario.changes):
        if change.source and change.source not in scenario.sources:
            hint = did_you_mean(change.source, scenario.sources)
            yield ("changes", number, "source"), f"no source '{shown(change.source)}' under 'sources'{hint}"
        conflicts = list(_conflicts(change, estate, changed_by))
        for site_id, earlier in conflicts:
            yield (
                ("changes", number, change.verb),
                (
                    f"'{site_id}' is already changed by change {earlier + 1} "
                    f"({scenario.changes[earlier].verb}); two changes to one site conflict"
                ),
            )
        if conflicts:
            continue
        faults = [(("changes", number, field), words) for field, words in change.faults(estate, area.places)]
        hours = getattr(change, "hours", None)
        if not faults and hours is not None and _never_opens(hours, scenario, area):
            faults = [(("changes", number, "hours"), _never(hours, scenario))]
        yield from faults
        if not faults:
            changed_by.update(dict.fromkeys(change.touched(estate), number))
            estate = change.apply(estate, area.places)


def _never_opens(hours: str, scenario: Scenario, area: Area) -> bool:
    return not hours_a_week(hours, scenario.week_start, area.holidays)


def _never(hours: str, scenario: Scenario) -> str:
    return f"'{shown(hours)}' never opens in the week of {scenario.week_start}"


def _conflicts(change: Change, estate: Estate, changed_by: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for site_id in change.touched(estate):
        if site_id in changed_by:
            yield site_id, changed_by[site_id]
