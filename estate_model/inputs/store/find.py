"""Where things are: area folders, shared parameters and the scenarios that come with the program."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from estate_model.errors import AreaError, NoSuchAreaError, ScenarioError, did_you_mean

PACKAGE = Path(__file__).resolve().parents[2]
VARIABLE = "ESTATE_MODEL_DATA"
PARAMETERS, FORCES = "parameters", "forces"


def data_root(given: str | Path | None = None) -> Path:
    """Return the data folder: the one given, else ``$ESTATE_MODEL_DATA``, else the one that came along."""
    named = os.environ.get(VARIABLE) or None if given is None else given
    if named is None:
        return _came_along("data")
    folder = Path(named)
    if not folder.is_dir():
        raise AreaError(f"{folder}: no such data folder (given by --data or {VARIABLE})")
    return folder


def refuse_installed(root: Path, area_id: str) -> None:
    """Raise AreaError when ``root`` belongs to the installed program, where users' files would be lost."""
    if root.is_relative_to(PACKAGE):
        raise AreaError(
            f"{root}: this data came with the installed program and is not changed; copy the area into a "
            f"folder of your own (estate-model areas {area_id} --copy-to FOLDER) and give it as --data"
        )


def area_folder(area_id: str, root: Path) -> Path:
    """Return an area's folder; raise AreaError with the nearest name when there is none."""
    areas = area_ids(root)
    if area_id not in areas:
        there_are = ", ".join(areas) or "none"
        shipped = (forces_folder() / area_id).is_dir() and area_id.strip(".")
        how = f"; its counters came along, and it is built by: estate-model areas build {area_id}"
        hint = how if shipped else did_you_mean(area_id, areas)
        raise NoSuchAreaError(f"no area '{area_id}' under {root}{hint} (there are: {there_are})")
    return root / area_id


def check_area(area_id: str, data: Path | None) -> None:
    """Raise AreaError when there is no such area: at once, before pandas is imported."""
    area_folder(area_id, data_root(data))


def area_ids(root: Path) -> list[str]:
    """Return the names of the area folders under ``root``, sorted."""
    return sorted(path.parent.name for path in root.glob("*/area.toml"))


def scenario_path(word: str) -> Path:
    """Return the file a user means: a path, or the name of a scenario that came with the program."""
    found, why = _named(word, "scenario", _came_along("scenarios").glob("*.yaml"))
    if found is None:
        raise ScenarioError([why])
    return found


def scenario_names() -> list[str]:
    """Return the names of the scenarios that came with the program, sorted."""
    return sorted(path.stem for path in _came_along("scenarios").glob("*.yaml"))


def check_names(words: Sequence[str], *, each: bool = False) -> None:
    """Raise ScenarioError when none of the words means a file: at once, before pandas is imported.

    ``each``: when one of them does not, since nothing can be said without it.
    """
    faults: list[str] = []
    for word in words:
        try:
            scenario_path(word)
        except ScenarioError as error:
            faults += error.faults
    if words and ((each and faults) or len(faults) == len(words)):
        raise ScenarioError(faults)


def recipe_path(word: str) -> Path:
    """Return the recipe a user means: a path, or the name of one that came with the program."""
    found, why = _named(word, "recipe", _came_along("data").glob("recipes/*.toml"))
    if found is None:
        raise AreaError(why)
    return found


def _named(word: str, noun: str, came_along: Iterable[Path]) -> tuple[Path | None, str]:
    """Return the file that a path or a shipped name means or, when there is none, what to say."""
    path = Path(word)
    if path.is_file() or path.suffix:
        return path, ""
    shipped = {file.stem: file for file in sorted(came_along)}
    hint, there_are = did_you_mean(word, shipped), ", ".join(shipped)
    return shipped.get(word), f"{word}: no such file or {noun}{hint} (there are: {there_are})"


def shared_parameters() -> Path:
    """Return the folder of parameters that came with the program."""
    return _came_along("data") / PARAMETERS


def forces_folder() -> Path:
    """Return the folder of the forces of England and Wales, and of their sources, that came along."""
    return _came_along("data") / FORCES


def came_along(folder: Path) -> bool:
    """Whether a folder is of the data that came with the program."""
    return folder.resolve().is_relative_to(_came_along("data").resolve())


def _came_along(name: str) -> Path:
    """Return a folder of the installed package or, in a checkout, of the project."""
    bundled = PACKAGE / "bundled" / name
    return bundled if bundled.is_dir() else PACKAGE.parent / name
