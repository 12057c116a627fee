"""Builds an area folder from a recipe: the same files that ``read_area`` reads, whole or not at all.

The steps, in order: read the recipe; find and read its files; make zones, polygons, places, groups and
sites; write everything, and the area's own ``sources``, to a folder beside the new one; read it back and
check that nobody was lost; move it into place. The same inputs give the same bytes.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.area.area_manifest import GROUPS_FILE, MANIFEST
from estate_model.inputs.area.cells import read_cells
from estate_model.inputs.area.coordinates import check_metres
from estate_model.inputs.area.land import LAND_FILE
from estate_model.inputs.build.cells import Boundaries, make_boundaries
from estate_model.inputs.build.groups import Counts, make_groups
from estate_model.inputs.build.land import shore_text, words_of_parts_apart
from estate_model.inputs.build.manifest import OWN_SOURCES, Saying, manifest_text
from estate_model.inputs.build.places import Located, make_places
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.recipe_file import read_recipe
from estate_model.inputs.build.sites import make_sites
from estate_model.inputs.build.source_files import find_files
from estate_model.inputs.build.sources import read_sources
from estate_model.inputs.build.zones import Sources, Zones, make_zones
from estate_model.inputs.store.manifest import compress
from estate_model.inputs.store.toml_file import read_toml
from estate_model.nouns.area import Area
from estate_model.opening import hours_doubts

AREA_ID = r"[a-z0-9][a-z0-9-]*"
TAKEN = ("parameters", "recipes", "forces", "show", "build")
HALF_A_PERSON = 0.5
Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be built: an area's id, its recipe, the folders its files are in, and shared parameters."""

    area_id: str
    recipe: Path
    folders: tuple[Path, ...]
    parameters: Path


@dataclass(frozen=True, kw_only=True)
class Made:
    """Everything made from a recipe, before it is written."""

    recipe: Recipe
    sources: Sources
    zones: Zones
    boundaries: Boundaries
    places: Located
    counts: Counts
    sites: dict[str, pd.DataFrame]

    def notes(self) -> tuple[str, ...]:
        """Return what a reader must know: the recipe's own notes, and those of the build."""
        if self.recipe.area.own_notes_only:
            return self.recipe.area.notes
        listed = [note for source in self.sources.values() for note in source.notes]
        made = (*listed, *self.places.notes, *self.zones.notes, *self.boundaries.notes, *self.counts.notes)
        return (*self.recipe.area.notes, *made)


def build_area(order: Order, data: Path, say: Say) -> list[str]:
    """Write ``data/<area_id>`` from a recipe; return a line per file written and a line per note.

    Raise AreaError when the id cannot be used, the recipe or a file has a fault, or residents would be lost;
    then nothing in ``data`` has been changed.
    """
    home = data / order.area_id
    _check_place(order.area_id, home)
    say(f"reading {order.recipe.name} and its files")
    recipe = read_recipe(order.recipe)
    check_metres(recipe.area.crs, order.recipe)
    paths = find_files(recipe, order.recipe, (*order.folders, home / OWN_SOURCES))
    made = _made(recipe, read_sources(recipe, paths), say)
    with tempfile.TemporaryDirectory(prefix=f".{order.area_id}-", dir=data) as scratch:
        new = Path(scratch) / "new"
        new.mkdir()
        if (home / OWN_SOURCES).is_dir():
            shutil.copytree(home / OWN_SOURCES, new / OWN_SOURCES)
        say("writing, and reading it back")
        _write(new, made)
        area = _noted(new, order, made, ())
        apart = words_of_parts_apart(area)
        if apart:
            area = _noted(new, order, made, apart)
        lines = [f"{home / path.name}: {path.stat().st_size:,} bytes" for path in sorted(new.glob("*.*"))]
        _move(new, home, Path(scratch) / "old")
    people = made.zones.residents.sum()
    lines.append(f"{people:,.0f} residents in {len(made.zones.table):,} zones, {len(area.places):,} places")
    doubts = hours_doubts((area.buildings[row.site_id].name, row.hours) for row in area.hours)
    return [*lines, *(f"note: {note}" for note in (*area.notes, *doubts))]


def _check_place(area_id: str, home: Path) -> None:
    """Raise AreaError unless the id can be a folder's name and the folder is free or was built so before."""
    if not re.fullmatch(AREA_ID, area_id) or area_id in TAKEN:
        raise AreaError(
            f"'{area_id}' cannot name an area; use small letters, digits and hyphens, such as my-town"
        )
    inside = {path.name for path in home.iterdir()} if home.is_dir() else set()
    if not home.exists() or (inside == {OWN_SOURCES} and not home.is_symlink()):
        return
    if home.is_symlink() or MANIFEST not in inside or "recipe" not in read_toml(home / MANIFEST):
        raise AreaError(f"{home}: is there already and was not built from a recipe; choose another name")
    strange = inside - {MANIFEST, OWN_SOURCES, *_listed(home)}
    if strange:
        raise AreaError(f"{home}: holds files that its manifest does not name ({', '.join(sorted(strange))})")


def _listed(home: Path) -> Iterable[str]:
    entries = read_toml(home / MANIFEST).get("file")
    return [str(entry.get("path")) for entry in entries] if isinstance(entries, list) else []


def _made(recipe: Recipe, sources: Sources, say: Say) -> Made:
    say("making the zones")
    zones = make_zones(recipe, sources)
    say("drawing the polygons")
    boundaries = make_boundaries(recipe, sources, zones)
    say("placing the postcodes")
    places = make_places(recipe, sources, zones, boundaries)
    return Made(
        recipe=recipe,
        sources=sources,
        zones=zones,
        boundaries=boundaries,
        places=places,
        counts=make_groups(recipe, sources, zones),
        sites=make_sites(recipe, sources, places),
    )


def _write(folder: Path, made: Made) -> None:
    """Write every file but the manifest: UTF-8, line feeds, gzipped where the name says so."""
    tables = {
        "postcodes.csv.gz": made.places.table,
        "zones.csv": made.zones.table.reset_index(),
        **made.sites,
        **({GROUPS_FILE: made.counts.table} if made.counts.entries else {}),
    }
    for name, table in tables.items():
        text = _csv(table)
        (folder / name).write_bytes(compress(text) if name.endswith(".gz") else text.encode())
    (folder / "cells.geojson.gz").write_bytes(compress(made.boundaries.as_geojson()))
    if made.recipe.land.shore:
        (folder / LAND_FILE).write_bytes(compress(shore_text(made.recipe, made.sources, made.boundaries)))


def _csv(table: pd.DataFrame) -> str:
    return str(table.to_csv(index=False, lineterminator="\n"))


def _noted(new: Path, order: Order, made: Made, apart: tuple[str, ...]) -> Area:
    """Write the manifest, with what is said of parts that no link joins, and return the area read back."""
    saying = Saying(
        area_id=order.area_id, recipe_path=order.recipe, notes=(*made.notes(), *apart),
        controls=made.zones.controls, entries=made.counts.entries,
    )  # fmt: skip
    text = manifest_text(new, saying, made.recipe, made.sources)
    (new / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return _read_back(new, order, made)


def _read_back(new: Path, order: Order, made: Made) -> Area:
    """Return the area as ``read_area`` finds it, with every resident still there.

    Raise AreaError as ``read_area``, the user's own files named; or when an age band lost or won half a
    person.
    """
    try:
        area = read_area(new, order.parameters)
        read_cells(new / "cells.geojson.gz", area=area)
    except AreaError as error:
        own = str(error).replace(str(new / MANIFEST), str(order.recipe))
        raise AreaError(_in_own_files(own, new, made)) from error
    sums = area.places.people.sum(axis=0)
    for column, found in zip(made.zones.bands, sums, strict=True):
        expected = float(made.zones.table[column].sum())
        if abs(found - expected) >= HALF_A_PERSON:
            raise AreaError(f"{column}: {expected:,.0f} residents in the table, {found:,.1f} in the places")
    return area


def _in_own_files(message: str, new: Path, made: Made) -> str:
    """Return an error with the user's own file in place of the copy that was read."""
    part = made.recipe
    own = {"sites.csv": part.sites.file, "hours.csv": part.sites.hours or part.hours[0].file}
    if part.links is not None:
        own["links.csv"] = part.links.file
    if part.bases is not None:
        own["bases.csv"] = part.bases.file
    for name, word in own.items():
        message = message.replace(str(new / name), str(made.sources[word].path))
    return message.replace(f"{new}: ", "").replace(f"{new}/", "")


def _move(new: Path, home: Path, old: Path) -> None:
    """Put the finished folder in place; what was there before goes, or comes back if that fails."""
    if home.exists():
        home.rename(old)
    try:
        new.rename(home)
    except OSError:
        if old.exists():
            old.rename(home)
        raise


def copy_parameters(shared: Path, data: Path) -> None:
    """Copy the shared parameters into a data folder that has none, whole or not at all."""
    with tempfile.TemporaryDirectory(prefix=".parameters-", dir=data) as scratch:
        new = Path(scratch) / "parameters"
        shutil.copytree(shared, new)
        new.rename(data / "parameters")
