"""Read a scenario file: every fault at once, each as ``file:line:column: where: what is wrong``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from estate_model.errors import NoSuchAreaError, ScenarioError, did_you_mean, first_faults, shown
from estate_model.inputs.scenario.yaml_lines import KeyPath, Located, Place, read_bytes, read_located
from estate_model.inputs.store.plain_words import model_advice, verb_advice
from estate_model.nouns.area import Area
from estate_model.scenario.changes import CHANGES
from estate_model.scenario.changes.base import SUCH_HOURS
from estate_model.scenario.check import area_faults
from estate_model.scenario.moments import WEEK_SPAN, WEEK_TIME
from estate_model.scenario.own_figures import SET_ID, OfflineSets, OwnOfflineSet, SiteCost
from estate_model.scenario.scenario import Scenario, Source

SUFFIXES = (".yaml", ".yml")
DRIVING = ("drive",)  # comes next where most live on rural ground
RIDING = ("transit", "transit-65-plus")  # come first where an area has a timetable and profiles are not given
UNNAMED = "scenario"
VERBS = {change.verb: change for change in CHANGES}
EXAMPLES = {
    "title": "title: Wimbledon stays open",
    "area": "area: london",
    "baseline": "baseline: 2025-10-01, the day whose estate is changed",
    "hours": SUCH_HOURS,
    "to": "to: SW19 8RA",
    "source": "source: Budget of the force",
}


@dataclass(frozen=True, kw_only=True)
class ScenarioText:
    """What a scenario file holds, and where it was read; ``area_id`` is its area where it names none itself.

    Such a scenario is called by its file's name and its area's.
    """

    path: Path
    content: bytes
    area_id: str = ""

    @property
    def name(self) -> str:
        """What the scenario is called."""
        return f"{self.path.stem}-{self.area_id}" if self.area_id else self.path.stem

    def located(self) -> Located:
        """Return its keys and values, and where they stand; raise ScenarioError where it has none."""
        located = read_located(self.path, self.content)
        if not isinstance(located.data, dict):
            words = "a scenario is a list of 'key: value' lines, such as 'title: ...'"
            raise ScenarioError([f"{self.path}:1:1: {words}"])
        return located


@dataclass(frozen=True)
class _Fault:
    """Where something is wrong, and what says so when it is asked: the nearest spelling takes a while."""

    place: Place
    key: str
    words: Callable[[], str]


def read_scenario(path: Path, area_called: Callable[[str], Area]) -> tuple[Scenario, Area]:
    """Return the scenario a file describes, and its area, which ``area_called`` gives by name.

    Raise ScenarioError with every fault of the file, those that only the area can show among them.
    """
    return read_text(ScenarioText(path=path, content=read_checked(path)), area_called)


def read_checked(path: Path) -> bytes:
    """Return what a scenario file holds; raise ScenarioError when its name is none, or it cannot be read."""
    if path.suffix not in SUFFIXES:
        raise ScenarioError([f"{path}: a scenario file ends in .yaml"])
    return read_bytes(path)


def read_text(text: ScenarioText, area_called: Callable[[str], Area]) -> tuple[Scenario, Area]:
    """Return the scenario that a text describes, and its area, as `read_scenario` does for a file."""
    located = text.located()
    if text.area_id and "area" not in located.data:
        located.data["area"] = text.area_id
    return _held(text.path, located, area_called, name=text.name)


def read_mapping(content: Mapping[str, Any], area_called: Callable[[str], Area]) -> tuple[Scenario, Area]:
    """Return the scenario that a mapping describes, and its area, as `read_scenario` does for a file.

    It is called by its ``name``, or ``scenario`` without one; faults name the key, and no line.
    """
    name = str(content.get("name", UNNAMED))
    data = {key: value for key, value in content.items() if key != "name"}
    path = Path(f"{name}.yaml")
    try:
        return _held(path, Located(data=data, places={}, faults=[]), area_called)
    except ScenarioError as error:
        faults = [fault.replace(f"{path}:1:1: ", f"{name}: ", 1) for fault in error.faults]
        raise ScenarioError(faults) from None


def _held(
    path: Path, located: Located, area_called: Callable[[str], Area], *, name: str = ""
) -> tuple[Scenario, Area]:
    """Return the scenario and its area, or raise ScenarioError with every fault."""
    scenario, numbers, faults = _checked(name or path.stem, located)
    area: Area | None = None
    try:
        area = area_called(str(located.data["area"])) if located.data.get("area") else None
    except NoSuchAreaError as error:
        if ("area",) not in located.places:
            raise
        faults.append(_fault(located, ("area",), str(error)))
    if scenario is not None and area is not None:
        faults += [
            _fault(located, _as_in_file(at, numbers), words) for at, words in area_faults(scenario, area)
        ]
    if faults or scenario is None or area is None:
        in_order = sorted(faults, key=lambda fault: (fault.place, fault.key))
        raise ScenarioError(first_faults(in_order, partial(_line, path)))
    if "profiles" not in located.data:
        first = (*(RIDING if area.has_timetable else ()), *(DRIVING if area.driving else ()))
        usual = (*(key for key in first if key in area.profiles), *scenario.profiles)
        scenario = scenario.model_copy(update={"profiles": usual})
    return scenario, area


def _checked(name: str, located: Located) -> tuple[Scenario | None, list[int], list[_Fault]]:
    """Return the scenario, the file's own numbers of its changes, and the faults met.

    Where the file has faults, the scenario is what is left without the faulty parts, to be held against the
    area; None where too little is left. A list that is short for its faulty parts alone is no fault.
    """
    faults = [_Fault(place, "", partial(str, words)) for place, words in located.faults]
    if "name" in located.data:
        faults.append(_fault(located, ("name",), "the file's own name is the scenario's name"))
    data = {**located.data, "name": name}
    try:
        return Scenario.model_validate(data), list(range(len(located.data.get("changes") or ()))), faults
    except ValidationError as error:
        details = [
            detail for detail in error.errors() if detail["type"] != "too_short" or not detail["input"]
        ]
    faults += [_explained(located, detail) for detail in details]
    places = [detail["loc"] for detail in details]
    faulty = {at[0] for at in places}
    rest = {key: value for key, value in data.items() if key not in faulty}
    wrong = {at[1] for at in places if at[0] == "changes" and len(at) > 1}
    changes = data.get("changes") if isinstance(data.get("changes"), list) else []
    numbers = [number for number in range(len(changes or ())) if number not in wrong]
    rest |= {"changes": [(changes or [])[number] for number in numbers], "name": "rest"}
    try:
        return Scenario.model_validate({"title": "-", "question": "-", **rest}), numbers, faults
    except ValidationError:
        return None, numbers, faults


def _as_in_file(at: KeyPath, numbers: list[int]) -> KeyPath:
    """Return a path with the number that the change has in the file."""
    if at[:1] == ("changes",) and len(at) > 1:
        return ("changes", numbers[int(at[1])], *at[2:])
    return at


def _line(path: Path, fault: _Fault) -> str:
    """Return a fault as ``file:line:column: where: what is wrong``."""
    line, column = fault.place
    return f"{path}:{line}:{column}: {fault.key}{fault.words()}"


def _fault(located: Located, where: KeyPath, words: str | Callable[[], str]) -> _Fault:
    """Return a fault at the place of the deepest part of ``where`` that stands in the file."""
    at = where
    while at not in located.places and at:
        at = at[:-1]
    name = ".".join(shown(part + 1 if isinstance(part, int) else part) for part in where)
    return _Fault(
        located.places.get(at, (1, 1)), f"{name}: ", partial(str, words) if isinstance(words, str) else words
    )


def _explained(located: Located, detail: ErrorDetails) -> _Fault:
    where = _without_tags(detail["loc"])
    if where == ("name",):
        words = "small letters, digits and hyphens only, such as my-town-closures.yaml"
        return _Fault((1, 1), "file name: ", partial(str, words))
    return _fault(located, where, partial(_reworded, detail, where, located.data))


def _without_tags(loc: tuple[str | int, ...]) -> KeyPath:
    """Drop the verb that pydantic puts after the number of a change."""
    if loc[:1] == ("changes",) and len(loc) > 2 and loc[2] in VERBS:  # noqa: PLR2004
        return (*loc[:2], *loc[3:])
    return tuple(part for part in loc if part != "[key]")


def _reworded(detail: ErrorDetails, where: KeyPath, data: Any) -> str:  # noqa: ANN401
    kind = detail["type"]
    if kind == "missing" and where == ("area",):
        many = "a scenario for many areas is run by: estate-model batch FILE --areas AREA,AREA"
        return f"is missing; write, for example, {EXAMPLES['area']}; {many}"
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        given = detail["input"]
        keys = given if isinstance(given, dict) else []
        hint = next((h for key in keys if (h := did_you_mean(key, VERBS))), "")
        return verb_advice(given, tuple(VERBS)) + hint
    if kind == "string_pattern_mismatch":
        return f"'{shown(detail['input'])}' {_shape(detail.get('ctx', {}).get('pattern', ''))}"
    if kind == "missing" and where[-1] in EXAMPLES:
        return f"is missing; write, for example, {EXAMPLES[str(where[-1])]}"
    return model_advice(detail, _allowed_keys(where, data) if kind == "extra_forbidden" else ())


def _shape(pattern: str) -> str:
    shapes = {
        WEEK_TIME: "is not a time of the week; write it as 'Tu 22:30' (Mo Tu We Th Fr Sa Su)",
        WEEK_SPAN: "is not a way out and back; write it as 'Tu 07:30-19:30' (Mo Tu We Th Fr Sa Su)",
        SET_ID: "must be capitals, digits and underscores, such as OUR_SURVEY",
    }
    return shapes.get(pattern, "must be small letters, digits and hyphens, such as wood-green")


def _allowed_keys(where: KeyPath, data: Any) -> list[str]:  # noqa: ANN401
    model: type[BaseModel] = Scenario
    if where[0] == "offline_sets":
        model = OfflineSets
    elif where[0] == "own_offline_sets":
        model = OwnOfflineSet
    elif where[0] == "costs":
        model = SiteCost
    elif where[0] == "sources":
        model = Source
    elif where[0] == "changes":
        change = data["changes"][where[1]]
        model = next(VERBS[verb] for verb in VERBS if verb in change)
    return [key for key in model.model_fields if key != "name" or model is not Scenario]
