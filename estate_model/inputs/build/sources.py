"""Read every file that a recipe names, each once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.recipe_file import files_used
from estate_model.inputs.build.source_files import read_source
from estate_model.inputs.build.tables import Source

BY_ROW = (
    "boundaries.file",
    "postcodes.file",
    "sites.file",
    "sites.hours",
    "hours",
    "links.file",
    "bases.file",
)
WHOLE = ("zones.file", "sites.file", "sites.hours", "hours", "links.file", "bases.file")


def read_sources(recipe: Recipe, paths: Mapping[str, Path]) -> dict[str, Source]:
    """Return the recipe's files by their word; polygons, and a lookup of postcodes, are read when needed.

    Raise AreaError with every file that cannot be read, every column that is missing, and every file that is
    joined on a code but names no column with it.
    """
    sources: dict[str, Source] = {}
    faults: list[str] = []
    by_row, whole = (_words(recipe, keys) for keys in (BY_ROW, WHOLE))
    for word, path in paths.items():
        about = recipe.file[word]
        later = word in {recipe.boundaries.file, recipe.land.beyond, recipe.postcodes.lookup}
        used = [column for name, column in columns_used(recipe) if name == word]
        try:
            source = Source(name=word, about=about, path=path, table=pd.DataFrame(), code=about.code)
            if not later:
                source = read_source(source, used, whole=word in whole)
        except AreaError as error:
            faults.append(str(error))
            continue
        if word not in by_row and not source.code and used:
            faults.append(f"{path}: file.{word}.code: is missing; name the column with the zone's code")
        sources[word] = source
    if faults:
        raise AreaError("\n".join(faults))
    return sources


def _words(recipe: Recipe, keys: Collection[str]) -> set[str]:
    """Return the words of the files that these keys of the recipe name."""
    return {word for key, word in files_used(recipe) if key in keys or key.partition(".")[0] in keys}


def columns_used(recipe: Recipe) -> Iterator[tuple[str, str]]:
    """Yield every column a recipe names, as (file, column)."""
    zones, post = recipe.zones, recipe.postcodes
    for level in (zones.ward, zones.borough, zones.bcu):
        if level is not None:
            yield from ((level.file or zones.file, column) for column in (level.code, level.name) if column)
    yield from ((kind.file, kind.column) for kind in (zones.ground, zones.traffic) if kind is not None)
    yield from ((zones.file, column) for columns in zones.ages.values() for column in columns)
    yield from ((zones.file, column) for column in (zones.total,) if column)
    columns = (post.postcode, post.easting, post.northing, post.zone, post.weight, *post.fold)
    yield from ((post.file, column) for column in columns if column)
    columns = (post.user_type, post.cell, post.ended)
    yield from ((post.lookup or post.file, column) for column in columns if column)
    yield from ((file, recipe.land.piece) for file in (recipe.land.file, recipe.land.exceptions) if file)
    for part in (*recipe.group, *recipe.category, *recipe.demand):
        named: Mapping[str, object] = dict(part)
        for key in ("column", "base"):
            value = named.get(key, ())
            yield from ((part.file, column) for column in ([value] if isinstance(value, str) else value))  # type: ignore[attr-defined]
