"""Everything of one force that the builder needs beside the slices: its sites, its crime and its recipe."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from estate_model.inputs.area.area_manifest import MANIFEST, AreaManifest
from estate_model.inputs.build.cells import moved, shapes_of
from estate_model.inputs.fetch.crime import ALL, COUNTED, FIRST, LAST, ZONE
from estate_model.inputs.fetch.geofabrik import extracts
from estate_model.inputs.fetch.obtain import Had, Order, Say, Stock, count_crime
from estate_model.inputs.fetch.source_list import SourceEntry
from estate_model.inputs.fetch.web import UnreachableError, client
from estate_model.inputs.forces.boundaries import BEYOND
from estate_model.inputs.forces.candidates import (
    DEGREES,
    HOURS_COLUMNS,
    NO_OSMIUM,
    OSM,
    POLICE_UK,
    SITE_COLUMNS,
    Candidate,
    as_tables,
    from_osm,
    from_police_uk,
    in_force,
)
from estate_model.inputs.forces.force_list import Force
from estate_model.inputs.forces.known import known_of
from estate_model.inputs.forces.recipe import ABOUT, CRIME, HOURS, LINKS, NOT_HERE, SITES, Making, recipe_text
from estate_model.inputs.forces.slices import Slices
from estate_model.inputs.store.csv_table import read_table
from estate_model.inputs.store.find import forces_folder
from estate_model.inputs.store.toml_file import read_model, read_toml
from estate_model.nouns.england_and_wales import CRS

STREETS, NEIGHBOURHOODS = "streets", "neighbourhoods"
TITLE = "Police buildings: front counters where somebody says so, and candidates"
BY_HAND = {
    "publisher": "This project", "date": "2026-11", "licence": "Open Government Licence v3.0",
    "attribution": "Police buildings and hours: each with its sources in sites.csv and hours.csv.",
    "url": "none",
}  # fmt: skip
NOBODY = {
    "publisher": "nobody", "date": "none", "licence": "none",
    "attribution": "No police building is on record in this area.", "url": "none",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Task:
    """One force to prepare: what is at hand, where the slices are, and the area's folder, if there is one."""

    force: Force
    stock: Stock
    slices: Slices
    order: Order
    streets: SourceEntry
    home: Path

    @property
    def tables(self) -> Path:
        """The folder of the force's slices."""
        return self.slices.of(self.force.force_id)


def prepare(task: Task, folder: Path, say: Say) -> Path:
    """Write sites, hours, crime and recipe to a folder; return the recipe.

    An area that is there keeps its own sites and hours: what people marked in them is theirs.

    Raise AreaError when a source is not as its publisher documents it.
    """
    known = known_of(task.force.force_id)
    notes = [*known.notes, *task.slices.notes(task.force.force_id)]
    left = dict(task.stock.left_out)
    sites = _sites(task, folder, left, say)
    crime = None
    if CRIME in task.stock.had:
        crime, said = _crime(task, folder)
        notes += said
    making = Making(
        force=task.force,
        stock=Stock(had=task.stock.had, left_out=left),
        notes=notes,
        sites={"title": TITLE, **sites},
        crime=crime,
        links=known.links.model_dump() if known.links else {},
        hours_known_to=known.hours_known_to,
        beyond=(task.tables / f"{BEYOND}.geojson").is_file(),
    )
    if known.links:
        shutil.copy(forces_folder() / task.force.force_id / f"{LINKS}.csv", folder)
    path = folder / f"{task.force.force_id}.toml"
    path.write_text(recipe_text(making), encoding="utf-8", newline="\n")
    return path


def _crime(task: Task, folder: Path) -> tuple[Path, list[str]]:
    """Write recorded crime for every zone of the force, 0 where there is none; return notes."""
    table = pd.read_csv(
        count_crime(task.stock.had[CRIME], task.force.force_id, folder / "counted.csv"),
        dtype=str,
        na_filter=False,
    ).set_index(ZONE)
    zones = pd.read_csv(task.tables / "lookup.csv", dtype=str, na_filter=False)["zone_code"]
    outside = table.loc[~table.index.isin(zones), ALL].astype(int)
    made = table.reindex(zones).rename_axis(ZONE)
    same = {column: table[column].iloc[0] for column in (FIRST, LAST, COUNTED)}
    made.fillna("0").assign(**same).reset_index().to_csv(
        folder / "crime.csv", index=False, lineterminator="\n"
    )
    lost = f"{outside.sum():,} police.uk records without an LSOA, or with one of another area, are left out."
    return folder / "crime.csv", [lost] if outside.sum() else []


def _sites(task: Task, folder: Path, left: dict[str, str], say: Say) -> Mapping[str, str]:
    """Write ``sites.csv`` and ``hours.csv``; return where they come from."""
    if (task.home / "sites.csv").is_file() and (task.home / MANIFEST).is_file():
        say(f"keeping the sites and hours of {task.home}")
        _as_it_was(task.home, left)
        for name in (SITES, HOURS):
            shutil.copy(task.home / f"{name}.csv", folder)
        return _as_it_says(task.home)
    shipped = forces_folder() / task.force.force_id
    known = [
        read_table(shipped / f"{name}.csv", columns)
        if (shipped / f"{name}.csv").is_file()
        else pd.DataFrame(columns=list(columns), dtype=str)
        for name, columns in ((SITES, SITE_COLUMNS), (HOURS, HOURS_COLUMNS))
    ]
    zones = _zones(task)
    found = in_force(_found(task, zones, left, say), zones)
    for name, table, added in zip((SITES, HOURS), known, as_tables(found, known[0]), strict=True):
        both = pd.concat([table, added]).fillna("")
        both.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    return _origin({candidate.source for candidate in found}, task, by_hand=not known[0].empty)


def _found(task: Task, zones: np.ndarray, left: dict[str, str], say: Say) -> Iterator[Candidate]:
    """Yield every police building that OpenStreetMap and police.uk name."""
    for path in _extracts(task, zones, left, say):
        say(f"looking for police buildings in {path.name}")
        yield from from_osm(path)
    if NEIGHBOURHOODS in task.stock.had:
        posts = pd.read_csv(task.tables / "postcodes.csv", dtype=str, na_filter=False)
        codes = posts["postcode"].str.replace(" ", "")
        points = zip(posts["easting"].astype(float), posts["northing"].astype(float), strict=True)
        yield from from_police_uk(task.stock.had[NEIGHBOURHOODS].path, dict(zip(codes, points, strict=True)))


def _extracts(task: Task, zones: np.ndarray, left: dict[str, str], say: Say) -> list[Path]:
    """Return the extracts to look in: the user's, else those of the cache or of Geofabrik."""
    given = [path for folder in task.order.folders for path in sorted(folder.glob(task.streets.form[0].file))]
    if given:
        left.pop(STREETS, None)
        return given
    if task.order.offline or STREETS in task.order.without:
        return []
    if importlib.util.find_spec("osmium") is None:
        left[STREETS] = NO_OSMIUM
        return []
    outline = shapely.union_all(moved(zones, CRS, DEGREES))
    say(f"fetching {STREETS}: extracts of OpenStreetMap ({task.streets.publisher})")
    try:
        with client() as session:
            paths = extracts(session, task.streets.endpoint, outline, task.order.cache)
    except UnreachableError:
        left[STREETS] = "could not be reached"
        return []
    left.pop(STREETS, None)
    return paths


def _zones(task: Task) -> np.ndarray:
    """Return the force's polygons, in metres."""
    return shapes_of(gpd.read_file(task.tables / "boundaries.geojson"), CRS)


def _as_it_was(home: Path, left: dict[str, str]) -> None:
    """Put in ``left`` why candidates were not looked for when the area's sites were first made."""
    notes = read_model(home / MANIFEST, AreaManifest).notes.lines
    for key in (NEIGHBOURHOODS, STREETS):
        left.pop(key, None)
        words = next((note for note in notes if note.startswith(NOT_HERE.format(key=key, why="")[:-2])), "")
        if words:
            left[key] = words.partition("(")[2].removesuffix(").")


def _as_it_says(home: Path) -> dict[str, str]:
    """Return where an area's sites come from, in the words of its manifest."""
    files = read_toml(home / MANIFEST).get("file")
    entries = files if isinstance(files, list) else []
    entry: Mapping[str, object] = next((one for one in entries if one.get("path") == "sites.csv"), {})
    words = {key: str(entry.get(key) or BY_HAND[key]) for key in ABOUT}
    return {**words, "url": str(entry.get("source_url") or BY_HAND["url"])}


def _origin(named: set[str], task: Task, *, by_hand: bool) -> Mapping[str, str]:
    """Return where the sites come from: what was found in each source, and what came along."""
    had: dict[str, Had] = dict(task.stock.had)
    entries = [task.streets] if OSM in named else []
    entries += [had[NEIGHBOURHOODS].entry] if POLICE_UK in named else []
    about = [{key: str(getattr(entry, key)) for key in (*ABOUT, "url")} for entry in entries]
    about = [*([BY_HAND] if by_hand else []), *about] or [NOBODY]
    return {key: "; ".join(dict.fromkeys(words[key] for words in about)) for key in (*ABOUT, "url")}
