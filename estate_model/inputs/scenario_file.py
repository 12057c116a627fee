"""Read a scenario file: every fault at once, each as ``file:line:column: where: what is wrong``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from estate_model.changes import CHANGES
from estate_model.errors import ScenarioError, did_you_mean
from estate_model.inputs.yaml_lines import KeyPath, Located, read_located
from estate_model.nouns import Area
from estate_model.scenario import OfflineSets, Scenario, Source, area_faults

SUFFIXES = (".yaml", ".yml")
VERBS = {change.verb: change for change in CHANGES}


def read_scenario(path: Path) -> Scenario:
    """Return the scenario a file describes; raise ScenarioError with every fault that is in it."""
    return _read(path)[0]


def read_scenario_for(path: Path, area: Area) -> Scenario:
    """Return the scenario, checked against its area too; raise ScenarioError with every fault."""
    scenario, located = _read(path)
    faults = [_line(path, located, where, words) for where, words in area_faults(scenario, area)]
    if faults:
        raise ScenarioError(faults)
    return scenario


def _read(path: Path) -> tuple[Scenario, Located]:
    if path.suffix not in SUFFIXES:
        raise ScenarioError([f"{path}: a scenario file ends in .yaml"])
    located = read_located(path)
    if not isinstance(located.data, dict):
        raise ScenarioError([f"{path}:1:1: a scenario is a list of 'key: value' lines, such as 'title: ...'"])
    if "name" in located.data:
        line, column = located.places[("name",)]
        located.faults.append(f"{path}:{line}:{column}: name: the file's own name is the scenario's name")
    try:
        scenario = Scenario.model_validate({**located.data, "name": path.stem})
    except ValidationError as error:
        faults = [_explained(path, located, detail) for detail in error.errors()]
        raise ScenarioError(sorted({*located.faults, *faults}, key=_by_place)) from error
    if located.faults:
        raise ScenarioError(located.faults)
    return scenario, located


def _by_place(fault: str) -> tuple[int, int, str]:
    parts = fault.split(":")
    numbers = [int(part) for part in parts[1:3] if part.isdigit()]
    return (numbers[0], numbers[1], fault) if len(numbers) == 2 else (0, 0, fault)  # noqa: PLR2004


def _line(path: Path, located: Located, where: KeyPath, words: str) -> str:
    """Return the fault with the place of the deepest part of ``where`` that stands in the file."""
    at = where
    while at not in located.places and at:
        at = at[:-1]
    line, column = located.places.get(at, (1, 1))
    name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in where)
    return f"{path}:{line}:{column}: {name}: {words}"


def _explained(path: Path, located: Located, detail: ErrorDetails) -> str:
    where = _without_tags(detail["loc"])
    if where == ("name",):
        return f"{path}:1:1: file name: small letters, digits and hyphens only, such as my-town-closures.yaml"
    return _line(path, located, where, _reworded(detail, where, located.data))


def _without_tags(loc: tuple[str | int, ...]) -> KeyPath:
    """Drop the verb that pydantic puts after the number of a change."""
    if loc[:1] == ("changes",) and len(loc) > 2 and loc[2] in VERBS:  # noqa: PLR2004
        return (*loc[:2], *loc[3:])
    return tuple(part for part in loc if part != "[key]")


def _reworded(detail: ErrorDetails, where: KeyPath, data: Any) -> str:  # noqa: ANN401
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        key = str(where[-1])
        allowed = sorted(_allowed_keys(where, data))
        return f"unknown key '{key}'{did_you_mean(key, allowed)} (allowed: {', '.join(allowed)})"
    if kind == "missing":
        return "is missing"
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        verbs = ", ".join(VERBS)
        keys = detail["input"] if isinstance(detail["input"], dict) else [str(detail["input"])]
        hint = next((h for key in keys if (h := did_you_mean(key, VERBS))), "")
        return f"a change must say one of {verbs}{hint}"
    if kind == "string_pattern_mismatch":
        return f"'{detail['input']}' {_shape(context.get('pattern', ''))}"
    if kind == "value_error":
        return str(context["error"])
    given = "" if detail["input"] is None or isinstance(detail["input"], dict) else f"'{detail['input']}': "
    return given + detail["msg"][0].lower() + detail["msg"][1:]


def _shape(pattern: str) -> str:
    if pattern.startswith("^(Mo|"):
        return "is not a time of the week; write it as 'Tu 22:30' (Mo Tu We Th Fr Sa Su)"
    return "must be small letters, digits and hyphens, such as wood-green"


def _allowed_keys(where: KeyPath, data: Any) -> Iterator[str]:  # noqa: ANN401
    model: type[BaseModel] = Scenario
    if where[0] == "offline_sets":
        model = OfflineSets
    elif where[0] == "sources":
        model = Source
    elif where[0] == "changes":
        change = data["changes"][where[1]]
        model = next(VERBS[verb] for verb in VERBS if verb in change)
    yield from (key for key in model.model_fields if key != "name" or model is not Scenario)
