"""``area.toml`` of an area built from a recipe: what it is, where every file came from, checksums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from estate_model.inputs.build.archives import files_of
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.zones import Sources
from estate_model.inputs.store.manifest import HEADER, stamp, to_toml
from estate_model.inputs.store.provenance import sha256_of
from estate_model.nouns.england_and_wales import LABELS

OWN_SOURCES = "sources"
FILES = {
    "postcodes.csv.gz": "Unit postcodes with zone, cell, land and weight",
    "zones.csv": "Residents by age band in each zone, with ward, borough and police unit",
    "cells.geojson.gz": "Polygons to draw",
    "links.csv": "Links between pieces of land",
    "land.geojson.gz": "The land, whose shore no way leaves",
    "sites.csv": "Police buildings",
    "hours.csv": "Opening hours by date",
    "bases.csv": "Bases of ward officers",
    "groups.csv": "Groups, categories and demand in each zone",
}
NO_LINKS = {
    "publisher": "This project",
    "date": "none",
    "licence": "none",
    "attribution": "none",
    "url": "none",
    "derived_from": "The recipe names no links",
}
NOT_WRITTEN = {"notes", "own_notes_only", "attribution"}
ENTRY = ("title", "publisher", "date", "licence", "attribution", "url", "derived_from")
NEEDED_LABELS = ("zone", "cell")


@dataclass(frozen=True, kw_only=True)
class Saying:
    """What a manifest says besides its files: notes, control totals (people) and groups' entries by kind."""

    area_id: str
    recipe_path: Path
    notes: tuple[str, ...]
    controls: Mapping[str, int | float]
    entries: Mapping[str, list[Mapping[str, object]]]


def manifest_text(folder: Path, saying: Saying, recipe: Recipe, sources: Sources) -> str:
    """Return the manifest of a finished folder, in TOML."""
    area = recipe.area.model_dump(exclude_unset=True, exclude=NOT_WRITTEN)
    own = {
        f"{OWN_SOURCES}/{part.path}": part.model_dump(include=set(ENTRY))
        for part in recipe.file.values()
        if part.derived_from
    }
    made = {name: _entry(name, recipe, sources) for name in FILES if (folder / name).is_file()}
    document: dict[str, object] = {
        "area": {"id": saying.area_id, "name": recipe.area.name, "crs": recipe.area.crs, **area},
        "labels": {
            **recipe.labels,
            **{key: LABELS[key] for key in NEEDED_LABELS if key not in recipe.labels},
        },
        "attribution": {
            "lines": list(recipe.area.attribution) or _once(part.attribution for part in recipe.file.values())
        },
        "notes": {"lines": list(saying.notes)},
        "controls": saying.controls,
        **({"accuracy": recipe.accuracy} if recipe.accuracy else {}),
        **_sites(recipe),
        "recipe": {"file": saying.recipe_path.name, "sha256": sha256_of(saying.recipe_path)},
        **saying.entries,
        "file": [
            {"path": path, **_as_written(entry), **stamp(folder / path)}
            for path, entry in {**made, **own}.items()
        ],
    }
    return HEADER.format(source=saying.recipe_path.name) + to_toml(document)


def _sites(recipe: Recipe) -> dict[str, object]:
    """Return how far buildings may stand from every postcode, where the recipe says so."""
    stated = "outside_metres" in recipe.sites.model_fields_set
    return {"sites": {"outside_metres": recipe.sites.outside_metres}} if stated else {}


def _as_written(entry: Mapping[str, object]) -> dict[str, object]:
    """Return an entry with its keys as a manifest names them, in order."""
    return {("source_url" if key == "url" else key): entry[key] for key in ENTRY}


def _entry(name: str, recipe: Recipe, sources: Sources) -> dict[str, object]:
    """Return what is said of a file of the area: the recipe's own words, else those of what it is made of."""
    own = {str(key): word for key, word in recipe.made.get(name, {}).items()}
    return {"title": FILES[name], **_origin(name, recipe, sources), **own}


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _origin(name: str, recipe: Recipe, sources: Sources) -> dict[str, object]:
    """Return where a file of the area came from, in the words of the files it was made of."""
    words = _made_of(name, recipe)
    if not words:
        return dict(NO_LINKS)
    about = [recipe.file[word] for word in words]
    return {
        "publisher": "; ".join(_once(one.publisher for one in about)),
        "date": "; ".join(_once(one.date for one in about)),
        "licence": "; ".join(_once(one.licence for one in about)),
        "attribution": " ".join(_once(one.attribution for one in about)),
        "url": " ".join(_once(one.url for one in about)),
        "derived_from": "; ".join(
            f"{recipe.file[word].title} ({file.name}, sha256 {sha256_of(file)})"
            for word in words
            for file in files_of(sources[word].path, recipe.file[word].inside)
        ),
    }


def _made_of(name: str, recipe: Recipe) -> list[str]:
    """Return the words of the recipe's files that a file of the area was made of, each once."""
    zones = recipe.zones
    levels = [level.file for level in (zones.ward, zones.borough, zones.bcu) if level is not None]
    made_of = {
        "postcodes.csv.gz": [
            recipe.postcodes.file,
            recipe.postcodes.lookup,
            recipe.boundaries.file,
            recipe.land.file,
            recipe.land.exceptions,
        ],
        "zones.csv": [zones.file, *levels, *(part.file for part in (zones.ground, zones.traffic) if part)],
        "cells.geojson.gz": [recipe.boundaries.file],
        "sites.csv": [recipe.sites.file],
        "hours.csv": [recipe.sites.hours, *(part.file for part in recipe.hours)],
        "links.csv": [] if recipe.links is None else [recipe.links.file],
        "land.geojson.gz": [recipe.boundaries.file, recipe.land.beyond],
        "bases.csv": [] if recipe.bases is None else [recipe.bases.file],
        "groups.csv": [
            *(one.file for one in recipe.group),
            *(one.file for one in recipe.category),
            *(one.file for one in recipe.demand),
        ],
    }
    return _once(filter(None, made_of[name]))
