"""Build an area's real streets from an OpenStreetMap extract, from Overpass or from a saved OSMnx graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from shapely import MultiPoint, MultiPolygon, Polygon, union_all

from estate_model.commands.load import load_area
from estate_model.commands.progress import Pace, say, tell, tell_all
from estate_model.errors import AreaError, did_you_mean
from estate_model.inputs.area.area_streets import ENOUGH, bounds_metres, build_streets
from estate_model.inputs.area.backdrop import FOLDER, write_backdrop
from estate_model.inputs.area.cells import read_cells
from estate_model.inputs.area.street_file import MANIFEST
from estate_model.inputs.osm.street_ways import RULES, StreetsRead, Wanted
from estate_model.inputs.parameters.drive_speeds import read_drive_speeds
from estate_model.inputs.parameters.street_limits import most_left_out
from estate_model.inputs.store.find import PARAMETERS, area_folder, data_root, refuse_installed
from estate_model.inputs.store.kept import cache_folder
from estate_model.inputs.store.provenance import read_manifest
from estate_model.nouns.area import Area

BEYOND_METRES = 2000.0  # fetched around the area, so that walks along its edge are not cut
SIMPLER_METRES = 100.0
Reader = Callable[[Area, Wanted], StreetsRead]


def build_from_pbf(area_id: str, path: Path, *, modes: str, date: str, data: Path | None) -> None:
    """Build streets from an ``.osm.pbf`` file."""

    def read(_area: Area, wanted: Wanted) -> StreetsRead:
        try:
            from estate_model.inputs.osm.pbf import read_pbf  # noqa: PLC0415 - an extra
        except ImportError:
            raise AreaError(
                "reading .osm.pbf needs the package osmium: pip install 'estate-model[streets]'"
            ) from None
        say(f"Reading {path}")
        return _dated(read_pbf(path, wanted, progress=Pace().tick), date)

    _build(area_id, read, modes=modes, data=data)
    _draw_backdrop(area_id, path, data)


def build_from_graphml(area_id: str, path: Path, *, modes: str, date: str, data: Path | None) -> None:
    """Build streets from a graph that OSMnx saved as GraphML."""

    def read(_area: Area, wanted: Wanted) -> StreetsRead:
        from estate_model.inputs.osm.graphml import read_graphml  # noqa: PLC0415 - imports osmnx

        say(f"Reading {path}")
        return _dated(read_graphml(path, wanted), date)

    _build(area_id, read, modes=modes, data=data)


def fetch(area_id: str, place: str | None, *, modes: str, data: Path | None) -> None:
    """Fetch streets of a named place, or of the area's own outline and 2 km around, from Overpass."""

    def read(area: Area, wanted: Wanted) -> StreetsRead:
        from estate_model.inputs.osm.overpass import fetch_place  # noqa: PLC0415 - imports osmnx

        where = place
        if where is None:
            where = _outline(area, area_folder(area_id, data_root(data)) / "cells.geojson.gz")
        say("Fetching from OpenStreetMap's Overpass service; what came is kept, so a stopped fetch goes on")
        return fetch_place(where, wanted, cache=cache_folder() / "overpass")

    _build(area_id, read, modes=modes, data=data)


def _draw_backdrop(area_id: str, path: Path, data: Path | None) -> None:
    """Keep the extract's main roads, railways and parks, by which readers of the map find their way."""
    from estate_model.inputs.osm.backdrop import read_backdrop  # noqa: PLC0415 - an extra

    say("Looking for main roads, railways and parks")
    folder, area = area_folder(area_id, data_root(data)), load_area(area_id, data)
    day = max(entry.date for entry in read_manifest(folder / FOLDER / MANIFEST))
    entry = write_backdrop(
        read_backdrop(path), folder, crs=area.crs, bounds=bounds_metres(area),
        source=(f"OpenStreetMap extract {path.name}", day),
    )  # fmt: skip
    size = f"{entry.bytes / 1e6:.2f} MB"
    tell(f"{folder / FOLDER / entry.path}: main roads, railways and parks for the map, {size}")


def _dated(found: StreetsRead, date: str) -> StreetsRead:
    """Return the streets with the day of the data that the user gave, if any, in place of the file's."""
    if not date:
        return found
    graphs = {mode: replace(graph, source_date=date) for mode, graph in found.graphs.items()}
    return StreetsRead(graphs=graphs, notes=found.notes)


def _outline(area: Area, cells: Path) -> Polygon | MultiPolygon:
    """Return the outline of an area's cells and sites, and 2 km around."""
    inside = read_cells(cells, area=area).geometry.buffer(BEYOND_METRES).union_all()
    sites = MultiPoint([(site.easting_metres, site.northing_metres) for site in area.buildings.values()])
    if not inside.covers(sites):
        inside = union_all([inside, sites.buffer(BEYOND_METRES)]).convex_hull
    return inside.simplify(SIMPLER_METRES)


def _build(area_id: str, read: Reader, *, modes: str, data: Path | None) -> None:
    """Read, link, write, and say what was written and how it covers the area."""
    root = data_root(data)
    folder = area_folder(area_id, root)
    refuse_installed(root, area_id)
    area = load_area(area_id, data)
    wanted = Wanted(
        modes=_modes(modes),
        crs=area.crs,
        speeds=read_drive_speeds(root / PARAMETERS / "drive_speeds.csv"),
        bounds_metres=bounds_metres(area),
    )
    found = read(area, wanted)
    tell_all(found.notes)
    covers = build_streets(found, area, folder, say, most_left_out=most_left_out(root / PARAMETERS))
    tell_all(line for cover in covers.values() for line in cover.lines)
    dates = " and ".join(sorted({graph.source_date for graph in found.graphs.values()}))
    tell(f"Streets of {area.name} as of {dates}.")
    if not dates[:1].isdigit():
        tell("If you know the day of the data, build again with --date.")
    if min(cover.coverage.covered_share for cover in covers.values()) < ENOUGH:
        tell(
            "Runs go on using the screening network, since the streets do not cover the area. Build from a "
            "larger extract, or cut out an area of the boroughs it covers (estate-model areas "
            f"{area.area_id} --copy-to FOLDER --boroughs ...)."
        )
    else:
        tell("Runs use them unless told --streets postcodes.")


def _modes(words: str) -> tuple[str, ...]:
    """Return the modes a user named, each once."""
    modes = tuple(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))
    unknown = [mode for mode in modes if mode not in RULES]
    if unknown or not modes:
        hint = did_you_mean(unknown[0], RULES) if unknown else ""
        raise click.UsageError(f"--modes: {words!r}{hint} (there are: {', '.join(RULES)})")
    return modes
