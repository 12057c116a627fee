"""Read a recipe: TOML, every fault at once, each as ``file:line: key: what is wrong and what is allowed``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from estate_model.errors import AreaError, did_you_mean, first_faults
from estate_model.inputs.build.manifest import FILES
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.store.toml_file import read_model

Use = tuple[str, str]
"""The key of a recipe that names a file, and that file's word."""


def read_recipe(path: Path) -> Recipe:
    """Return the recipe in a TOML file.

    Raise AreaError with every unknown, missing or wrong key, every file used but not given, and every file
    given but not used.
    """
    if path.suffix != ".toml":
        raise AreaError(f"{path}: a recipe is a TOML file; its name ends in .toml")
    recipe = read_model(path, Recipe)
    if faults := list(_file_faults(recipe)):
        raise AreaError("\n".join(first_faults(faults, lambda fault: f"{path}: {fault}")))
    return recipe


def _file_faults(recipe: Recipe) -> Iterator[str]:
    used = list(files_used(recipe))
    for key, name in used:
        if name not in recipe.file:
            yield f"{key}: there is no [file.{name}]{did_you_mean(name, recipe.file)}"
        if name == recipe.boundaries.file and key != "boundaries.file":
            yield f"{key}: '{name}' is the file of polygons; name its table as a [file] of its own"
    for name, part in recipe.file.items():
        if name not in {word for _, word in used} and not part.derived_from:
            yield f"file.{name}: nothing in the recipe uses this file"
    for name in recipe.made:
        if name not in FILES:
            yield f"made.{name}: is no file of an area{did_you_mean(name, FILES)} ({', '.join(FILES)})"


def files_used(recipe: Recipe) -> Iterator[Use]:
    """Yield every key that names a file, with the file it names."""
    yield "zones.file", recipe.zones.file
    for name in ("ward", "borough", "bcu", "ground", "traffic"):
        level = getattr(recipe.zones, name)
        if level is not None and level.file:
            yield f"zones.{name}.file", level.file
    yield "boundaries.file", recipe.boundaries.file
    yield "postcodes.file", recipe.postcodes.file
    yield "sites.file", recipe.sites.file
    optional = {
        "postcodes.lookup": recipe.postcodes.lookup,
        "sites.hours": recipe.sites.hours,
        "land.file": recipe.land.file,
        "land.exceptions": recipe.land.exceptions,
        "land.beyond": recipe.land.beyond,
    }
    if recipe.bases is not None:
        yield "bases.file", recipe.bases.file
    if recipe.links is not None:
        yield "links.file", recipe.links.file
    yield from ((key, word) for key, word in optional.items() if word)
    for kind in ("hours", "group", "category", "demand"):
        for number, entry in enumerate(getattr(recipe, kind), start=1):
            yield f"{kind}.{number}.file", entry.file
