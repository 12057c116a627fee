"""Read a recipe: TOML, every fault at once, each as ``file: key: what is wrong and what is allowed``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from estate_model.errors import AreaError, did_you_mean
from estate_model.inputs.build.manifest import FILES
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.store.plain_words import model_advice
from estate_model.inputs.store.provenance import read_toml

Use = tuple[str, str]
"""The key of a recipe that names a file, and that file's word."""


def read_recipe(path: Path) -> Recipe:
    """Return the recipe in a TOML file.

    Raises
    ------
    AreaError
        With every unknown, missing or wrong key, every file used but not given, and every file given
        but not used.

    """
    if path.suffix != ".toml":
        raise AreaError(f"{path}: a recipe is a TOML file; its name ends in .toml")
    content = read_toml(path, hint="")
    try:
        recipe = Recipe.model_validate(content)
    except ValidationError as error:
        raise AreaError("\n".join(f"{path}: {_explained(one)}" for one in error.errors())) from None
    if faults := list(_file_faults(recipe)):
        raise AreaError("\n".join(f"{path}: {fault}" for fault in faults))
    return recipe


def _explained(detail: ErrorDetails) -> str:
    """Return one of pydantic's errors as ``key: words``."""
    where = [part for part in detail["loc"] if part not in {"[key]", "tuple[str, ...]", "tuple[()]"}]
    name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in where)
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        allowed = sorted(_model_at(where[:-1]).model_fields)
        key = str(where[-1])
        return f"{name}: unknown key '{key}'{did_you_mean(key, allowed)} (allowed: {', '.join(allowed)})"
    if kind == "missing":
        return f"{name}: is missing"
    if kind == "string_pattern_mismatch" and "age_" in context["pattern"]:
        return f"{name}: '{detail['input']}' is not a band such as age_65_74 or age_85_plus"
    if kind == "string_pattern_mismatch":
        return f"{name}: '{detail['input']}' must be small letters, digits and underscores"
    if kind == "value_error":
        return f"{name}: {context['error']}" if name else str(context["error"])
    return f"{name}: {model_advice(kind, detail['msg'], detail['input'])}"


def _model_at(where: Sequence[str | int]) -> type[BaseModel]:
    """Return the model of the part of a recipe at a path such as ``file.residents`` or ``group.1``."""
    model: type[BaseModel] = Recipe
    for part in where:
        if part in model.model_fields:
            model = next(_models(model.model_fields[str(part)].annotation), model)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


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
    for name in ("ward", "borough", "bcu"):
        level = getattr(recipe.zones, name)
        if level is not None and level.file:
            yield f"zones.{name}.file", level.file
    yield "boundaries.file", recipe.boundaries.file
    yield "postcodes.file", recipe.postcodes.file
    yield "sites.file", recipe.sites.file
    optional = {"postcodes.lookup": recipe.postcodes.lookup, "sites.hours": recipe.sites.hours}
    if recipe.bases is not None:
        yield "bases.file", recipe.bases.file
    if recipe.crossings is not None:
        yield "crossings.file", recipe.crossings.file
        yield "crossings.side_file", recipe.crossings.side_file
        optional["crossings.side_exceptions"] = recipe.crossings.side_exceptions
    yield from ((key, word) for key, word in optional.items() if word)
    for kind in ("hours", "group", "category", "demand"):
        for number, entry in enumerate(getattr(recipe, kind), start=1):
            yield f"{kind}.{number}.file", entry.file
