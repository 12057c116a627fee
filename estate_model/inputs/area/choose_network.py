"""Which network a scenario runs on: the area's real streets where it has them, else its postcodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from estate_model.errors import AreaError, ScenarioError, shown
from estate_model.inputs.area.area_streets import ENOUGH, FOLDER, SUFFIX, street_level
from estate_model.inputs.area.street_file import verify_streets_file
from estate_model.inputs.store.kept import cache_folder, keeper, key_of
from estate_model.inputs.store.matrix_cache import remembered
from estate_model.inputs.timetable.there import has_timetable
from estate_model.inputs.timetable.validity import check_valid
from estate_model.nouns import Seconds
from estate_model.nouns.area import Area
from estate_model.nouns.network import DRIVE, ON_SCREENING, OSM, POSTCODES, Progress, Remember, Travel
from estate_model.nouns.streets import StreetLevel
from estate_model.nouns.timetable import Timetable
from estate_model.scenario.scenario import Scenario
from estate_model.travel.modes import MODES, mode_of

NETWORKS = (POSTCODES, OSM)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Who is told: ``say`` what happens, ``progress`` how many counters of how many have been searched."""

    say: Callable[[str], None]
    progress: Progress | None = None


def travel_on(
    scenario: Scenario, area: Area, folder: Path, *, streets: str | None, telling: Telling
) -> Travel:
    """Return how a scenario's travel times are found.

    Parameters
    ----------
    scenario, area
        What is run, and where.
    folder
        The area's folder.
    streets
        ``postcodes``, ``osm``, or ``None``: streets where the area has them and they cover it.
    telling
        Who is told what is done.

    Raises
    ------
    ScenarioError, AreaError
        When a profile cannot travel on the network, or the streets asked for were not built.
    """
    if streets not in {None, *NETWORKS}:
        raise AreaError(f"streets: '{shown(streets)}' is not known (allowed: {', '.join(NETWORKS)})")
    level = street_level(folder)
    modes = {key: area.profiles[key].mode for key in scenario.profiles}
    known = [mode.name for mode in MODES]
    strange = [key for key, mode in modes.items() if mode not in known]
    _refuse(scenario, strange, f"their way of travel is not known (there are: {', '.join(known)})")
    timetable = _timetable(scenario, area, folder, modes)
    if streets == OSM and level is None:
        raise AreaError(
            f"{area.name} has no streets yet; {_build(area, modes.values())}, or leave out --streets"
        )
    if streets == POSTCODES or level is None or not _chosen(level, area, streets, telling.say):
        unknown = [
            key
            for key, mode in modes.items()
            if POSTCODES not in mode_of(mode).networks or (mode == DRIVE and area.driving is None)
        ]
        _refuse(scenario, unknown, f"{ON_SCREENING}; for others, {_build(area, modes.values())}")
        return Travel(timetable=timetable, **_found(telling))
    needed = {key: mode_of(mode).needs_streets for key, mode in modes.items()}
    missing = [key for key, mode in needed.items() if mode not in level.files]
    built = ", ".join(level.files)
    _refuse(
        scenario,
        missing,
        f"streets were built for {built} only; {_build(area, needed.values())}, or name other 'profiles'",
    )
    for mode in dict.fromkeys(needed.values()):  # kept times are named by the manifest: hold the file to it
        verify_streets_file(folder / FOLDER / f"{mode}{SUFFIX}")
    return Travel(streets=level, timetable=timetable, **_found(telling))


def _found(telling: Telling) -> dict[str, Any]:
    """Return what of a search is kept, and who is told of it."""
    return {
        "remember": remembering(telling.say),
        "keep": keeper(telling.say),
        "progress": telling.progress,
    }


def _timetable(
    scenario: Scenario, area: Area, folder: Path, modes: Mapping[str, str]
) -> Callable[[], Timetable] | None:
    """Return what reads the area's timetable, once, where some profile travels by it."""
    riding = [key for key, mode in modes.items() if mode_of(mode).rides]
    if not riding:
        return None
    if not has_timetable(folder):
        _refuse(
            scenario,
            riding,
            f"{area.name} has no timetable of its public transport; build one: "
            f"estate-model timetable build {area.area_id} --gtfs FILE.zip",
        )
    from estate_model.inputs.timetable.folder import read_timetable  # noqa: PLC0415 - imports scipy.spatial

    timetable = read_timetable(folder)
    expired_ok = scenario.expired_timetable_ok
    note = check_valid(timetable, scenario.week_start, expired_ok=expired_ok, name=scenario.name)
    timetable = replace(timetable, notes=(*timetable.notes, *filter(None, [note])))
    return lambda: timetable


def remembering(say: Callable[[str], None]) -> Remember:
    """Return what keeps travel times between runs."""

    def remember(causes: Sequence[bytes], compute: Callable[[], Seconds]) -> Seconds:
        return remembered(key_of(causes), compute, folder=cache_folder(), say=say)

    return remember


def _chosen(level: StreetLevel, area: Area, streets: str | None, say: Callable[[str], None]) -> bool:
    """Whether the streets are used: on request, or since they reach nearly everybody; says if they do not."""
    share = min(file.coverage.covered_share for file in level.files.values())
    if share >= ENOUGH:
        return True
    reach = f"The streets built for {area.name} reach {share:.0%} of residents"
    if streets != OSM:
        say(f"{reach}: the screening network is used (--streets osm to use them all the same).")
    else:
        say(f"{reach}.")
    return streets == OSM


def _build(area: Area, modes: Iterable[str]) -> str:
    wanted = ",".join(dict.fromkeys(modes))
    return f"build them: estate-model streets build {area.area_id} --osm FILE.osm.pbf --modes {wanted}"


def _refuse(scenario: Scenario, profiles: list[str], why: str) -> None:
    """Raise ScenarioError when a profile cannot travel."""
    if profiles:
        named = ", ".join(f"'{key}'" for key in profiles)
        raise ScenarioError([f"{scenario.name}: profiles: {named} cannot be used here: {why}"])
