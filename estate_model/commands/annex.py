"""Write the consultation annex of a scenario, with the run it is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from estate_model.commands.load import load
from estate_model.commands.run import Job, checked, run_all
from estate_model.errors import ScenarioError
from estate_model.outputs.annex import Wish
from estate_model.outputs.annex.content import Cover
from estate_model.outputs.annex.formats import check_formats
from estate_model.outputs.annex.part import parts_of
from estate_model.outputs.words.sources import SETTINGS
from estate_model.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where outputs go and data come from, and on which network: as for every run."""

    out: Path
    data: Path | None
    streets: str | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the annex is to be: its formats, parts of the area by name, and its cover."""

    formats: tuple[str, ...]
    parts: tuple[str, ...]
    cover: Cover


def write_annex(word: str, asked: Asked, *, others: Sequence[str], place: Place) -> None:
    """Run a scenario and write its annex, with one for each part of the area.

    ``others`` are scenarios to hold it against: each is run by this scenario's settings, from its estate
    before.
    """
    check_formats(asked.formats)
    scenario, area, path = load(word, place.data)
    loaded = [load(other, place.data) for other in others]
    for _, other_area, other_path in loaded:
        if other_area.area_id != area.area_id:
            raise ScenarioError(
                [f"{path} is about '{area.area_id}', but {other_path} is about '{other_area.area_id}'"]
            )
    names = [scenario.name, *(other.name for other, _, _ in loaded)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ScenarioError([f"--compare: '{twice[0]}' would be compared with itself"])
    wish = Wish(formats=asked.formats, parts=parts_of(area, asked.parts), cover=asked.cover)
    done = Job(
        scenario=scenario,
        against=None,
        area=area,
        files=(path, *(other_path for _, _, other_path in loaded)),
        folder=place.out / scenario.name,
        streets=checked(scenario, area, place.streets, place.data),
        annex=wish,
        alternatives=tuple(by_settings_of(scenario, other) for other, _, _ in loaded),
    )
    run_all([done], place.data)


def by_settings_of(scenario: Scenario, other: Scenario) -> Scenario:
    """Return another scenario with this one's moments, ways of travel, limits and week."""
    settings = {name: getattr(scenario, name) for name in SETTINGS if name != "week_start"}
    return other.model_copy(update={**settings, "week_of": scenario.week_start})
