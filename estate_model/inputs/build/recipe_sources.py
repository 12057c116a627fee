"""Read every file that a recipe names, each once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.recipe_file import files_used
from estate_model.inputs.build.recipe_tables import Source, columns_used, read_source

BY_CODE = ("zones.file", "crossings.side_file")


def read_sources(recipe: Recipe, paths: Mapping[str, Path]) -> dict[str, Source]:
    """Return the recipe's files by their word; the boundaries' own table is read later, as polygons.

    Raises
    ------
    AreaError
        With every file that cannot be read, every column that is missing, and every file that is joined
        on a code but names no column with it.

    """
    sources: dict[str, Source] = {}
    faults: list[str] = []
    joined = {word for key, word in files_used(recipe) if key in BY_CODE or key.endswith((".file",))}
    joined -= {recipe.postcodes.file, recipe.sites.file, recipe.boundaries.file}
    if recipe.crossings is not None:
        joined -= {recipe.crossings.file}
    for word, path in paths.items():
        about = recipe.file[word]
        if word == recipe.boundaries.file:
            sources[word] = Source(name=word, about=about, path=path, table=pd.DataFrame(), code=about.code)
            continue
        try:
            source = read_source(word, about, path, _wanted(recipe, word, joined=word in joined))
        except AreaError as error:
            faults.append(str(error))
            continue
        if word in joined and not source.code:
            faults.append(f"{path}: file.{word}.code: is missing; name the column with the zone's code")
        sources[word] = source
    if faults:
        raise AreaError("\n".join(faults))
    return sources


def _wanted(recipe: Recipe, word: str, *, joined: bool) -> list[str] | None:
    """Return the columns to read of a file; None for all of them."""
    if word in {recipe.zones.file, recipe.sites.file, recipe.sites.hours}:
        return None
    if recipe.crossings is not None and word == recipe.crossings.file:
        return None
    columns = [column for name, column in columns_used(recipe) if name == word]
    code = recipe.file[word].code
    return [*columns, code] if joined and code else columns
