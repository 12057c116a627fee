"""Many scenarios at once: files, folders of them, and tables with a scenario a row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from estate_model.errors import AreaError, ScenarioError, did_you_mean, shown
from estate_model.inputs.scenario.scenario_file import SUFFIXES, ScenarioText, read_checked
from estate_model.inputs.store.csv_table import read_table
from estate_model.inputs.store.find import scenario_path

TABLE = ".csv"
NEEDED = ("name", "baseline")
TEXTS = ("title", "question", "area", "baseline", "date", "headline_minutes", "week_of")
CHANGES = ("close", "keep_only", "set_hours")
HOURS, PROFILES = "hours", "profiles"
COLUMNS = ("name", *TEXTS, PROFILES, *CHANGES, HOURS)
QUESTION = "What does it change for residents?"


def scenario_texts(words: Sequence[str]) -> list[ScenarioText]:
    """Return every scenario that words mean: a file's, a shipped one's, a folder's, or a table's.

    Raise ScenarioError when a word means none, or a table has a fault; every such fault is named.
    """
    found: list[ScenarioText] = []
    faults: list[str] = []
    for word in words:
        try:
            found += _texts(word)
        except (ScenarioError, AreaError) as error:
            faults += str(error).splitlines()
    if faults:
        raise ScenarioError(faults)
    return found


def _texts(word: str) -> list[ScenarioText]:
    path = Path(word)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)
        if not files:
            raise ScenarioError([f"{path}: holds no scenario (a file that ends in .yaml)"])
        return [_of_file(file) for file in files]
    if path.suffix == TABLE:
        return list(_rows(path))
    return [_of_file(scenario_path(word))]


def _of_file(path: Path) -> ScenarioText:
    return ScenarioText(path=path, content=read_checked(path))


def _rows(path: Path) -> Iterator[ScenarioText]:
    """Yield a table's scenarios; each stands as the YAML it means."""
    table = read_table(path, NEEDED)
    if unknown := [column for column in table if column not in COLUMNS]:
        hint = did_you_mean(str(unknown[0]), COLUMNS)
        allowed = ", ".join(COLUMNS)
        raise ScenarioError([f"{path}:1: no column '{shown(unknown[0])}'{hint} (allowed: {allowed})"])
    lines: dict[str, int] = {}
    faults = []
    texts = []
    for line, cells in zip(table.index, table.to_dict("records"), strict=True):
        name = str(cells["name"])
        if lines.setdefault(name, int(line)) != int(line):
            faults.append(f"{path}:{line}: name '{shown(name)}' appears twice (first in line {lines[name]})")
        if Path(name).name != name:
            faults.append(
                f"{path}:{line}: name '{shown(name)}' is no file's name; use letters, digits and '-'"
            )
        if bool(cells.get(HOURS)) != bool(cells.get("set_hours")):
            faults.append(f"{path}:{line}: set_hours and hours go together")
        content = "".join(f"{key}: {json.dumps(value)}\n" for key, value in _mapping(cells).items())
        texts.append(ScenarioText(path=Path(f"{path} line {line}", f"{name}.yaml"), content=content.encode()))
    if faults or not texts:
        raise ScenarioError(faults or [f"{path}: has no row"])
    yield from texts


def _mapping(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return what a scenario file would say; site ids and profiles stand between blanks or commas."""

    def listed(column: str) -> list[str]:
        return str(cells.get(column) or "").replace(",", " ").split()

    content: dict[str, Any] = {"title": cells["name"], "question": QUESTION}
    content |= {key: cells[key] for key in TEXTS if cells.get(key)}
    if listed(PROFILES):
        content[PROFILES] = listed(PROFILES)
    changes: list[dict[str, Any]] = [{verb: listed(verb)} for verb in CHANGES if listed(verb)]
    for change in changes:
        if "set_hours" in change:
            change[HOURS] = cells.get(HOURS, "")
    return {**content, "changes": changes}
