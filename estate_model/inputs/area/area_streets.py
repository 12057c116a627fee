"""An area's real streets: built into ``<area>/streets/``, one file per mode, and read back for a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.street_file import MANIFEST, read_streets_file, write_streets
from estate_model.inputs.osm.street_ways import Box, StreetsRead
from estate_model.inputs.parameters.street_limits import FILE as LIMITS
from estate_model.inputs.parameters.street_limits import KEY
from estate_model.inputs.store.provenance import read_manifest
from estate_model.inputs.store.toml_file import read_toml
from estate_model.nouns import Floats
from estate_model.nouns.area import Area
from estate_model.nouns.streets import (
    FAR_METRES,
    LEFT_OUT_METRES,
    Coverage,
    StreetFile,
    StreetGraph,
    StreetLevel,
    left_out_words,
)
from estate_model.travel.networks.linking import LOST_METRES, link
from estate_model.units import METRES_PER_KILOMETRE

FOLDER = "streets"
SUFFIX = ".streets"
EVERYWHERE = float("inf")
REACH_METRES = 1000.0  # residents farther than this from every street are not covered by the streets
ENOUGH = 0.995  # of an area's residents: with fewer covered, runs do not choose these streets by themselves
MOST_NAMED = 12
COVERAGE = tuple(field.name for field in fields(Coverage))


@dataclass(frozen=True, kw_only=True)
class Cover:
    """How well one mode's streets cover an area, and lines that say so."""

    coverage: Coverage
    lines: tuple[str, ...]


def bounds_metres(area: Area) -> Box:
    """Return west, south, east, north of an area's places, in metres."""
    (west, south), (east, north) = area.places.xy_metres.min(axis=0), area.places.xy_metres.max(axis=0)
    return float(west), float(south), float(east), float(north)


def build_streets(
    read: StreetsRead, area: Area, folder: Path, say: Callable[[str], None], *, most_left_out: float
) -> dict[str, Cover]:
    """Write the largest part of each mode's streets into an area's folder; return how they cover it.

    Raise AreaError when no street can be used there and back, nobody lives near one, the nearest street of
    more than ``most_left_out`` of residents (share) is not in that part, or a file cannot be written.
    """
    from estate_model.travel.networks.street_part import largest_part  # noqa: PLC0415 - imports SciPy

    parts = {rule: largest_part(graph) for rule, graph in read.graphs.items()}
    covers = {}
    for number, (rule, (graph, cut)) in enumerate(parts.items(), start=1):
        say(
            f"{number} of {len(parts)}, {rule}: linking {len(area.places):,} postcodes to "
            f"{len(graph.tail):,} pieces of street"
        )
        covers[rule] = _cover(area, _metres_to(graph, area), _metres_to(cut.streets, area), rule)
        _refuse(covers[rule].coverage, graph.source, area, most_left_out)
    target = folder / FOLDER
    try:
        target.mkdir(exist_ok=True)
    except OSError as error:
        raise AreaError(f"{target}: cannot be made: {error.strerror or error}") from None
    for number, (rule, (graph, cut)) in enumerate(parts.items(), start=1):
        say(f"{number} of {len(parts)}, {rule}: writing")
        words = (
            f"{cut.edges:,} pieces of street ({cut.metres / METRES_PER_KILOMETRE:,.1f} km, {cut.share:.1%} "
            "of all metres) that do not hang together with the rest, there and back"
        )
        path = target / f"{rule}{SUFFIX}"
        write_streets(graph, path, rule=rule, cut_off=words, coverage=covers[rule].coverage)
        size = f"{len(graph.xy_metres):,} points, {len(graph.tail):,} pieces"
        length = f"{graph.metres.sum() / METRES_PER_KILOMETRE:,.0f} km"
        lines = (
            f"{path}: {size}, {length}, {path.stat().st_size / 1e6:.1f} MB",
            f"  left out: {words}",
            *covers[rule].lines,
        )
        covers[rule] = Cover(coverage=covers[rule].coverage, lines=lines)
    return covers


def street_level(folder: Path) -> StreetLevel | None:
    """Return the streets of the area in ``folder``, ``None`` when none were built; no file is read yet.

    Raise AreaError when the manifest is damaged or does not fit the files.
    """
    manifest = folder / FOLDER / MANIFEST
    if not manifest.is_file():
        return None
    about = _street_entries(manifest)
    files = {}
    for entry in read_manifest(manifest):
        more = about.get(entry.path)
        if more is None:
            raise AreaError(f"{manifest}: has no [[streets]] entry for {entry.path}; build the streets again")
        files[str(more["rule"])] = StreetFile(
            sha256=entry.sha256,
            source_date=entry.date,
            nodes=int(str(more["nodes"])),
            edges=int(str(more["edges"])),
            coverage=Coverage(**{key: more[key] for key in COVERAGE}),  # type: ignore[arg-type]
            provenance={**entry.as_row(), "path": f"{FOLDER}/{entry.path}"},
        )

    @cache
    def load(mode: str) -> StreetGraph:
        return read_streets_file(folder / FOLDER / f"{mode}{SUFFIX}")

    return StreetLevel(files=files, load=load)


def _street_entries(manifest: Path) -> dict[str, Mapping[str, object]]:
    """Return the ``[[streets]]`` entries by file name."""
    rows = read_toml(manifest).get("streets", [])
    try:
        entries = {str(row["path"]): row for row in rows}  # type: ignore[attr-defined]
        for row in entries.values():
            _ = str(row["rule"]), int(row["nodes"]), int(row["edges"])
            _ = [float(row[key]) for key in COVERAGE]
    except (KeyError, TypeError, ValueError) as error:
        raise AreaError(
            f"{manifest}: a [[streets]] entry is damaged: {error}; build the streets again"
        ) from None
    return entries


def _metres_to(streets: StreetGraph | None, area: Area) -> Floats:
    """Return how far each place is from the nearest of these streets (metres); ``inf`` without any."""
    if streets is None:
        return np.full(len(area.places), np.inf)
    ids = list(area.places.table.index)
    return link(streets, ids, area.places.xy_metres, lost_metres=EVERYWHERE).connector_metres


def _refuse(coverage: Coverage, source: str, area: Area, most_left_out: float) -> None:
    """Raise AreaError when streets serve nobody, or leave out the nearest street of too many."""
    if coverage.covered_share == 0:
        raise AreaError(
            f"{source}: nobody in {area.name} lives within {REACH_METRES:,.0f} m of these streets; "
            "is it an extract of another place?"
        )
    if coverage.left_out_share > most_left_out:
        raise AreaError(
            f"{source}: {left_out_words(coverage)}. That is {coverage.left_out_share:.0%} of residents, "
            f"more than {most_left_out:.0%} ({LIMITS}, {KEY}). Is a bridge missing from the extract, "
            "or a ferry the only way? Nothing was written"
        )


def _cover(area: Area, connector_metres: Floats, left_out_metres: Floats, rule: str) -> Cover:
    """Return how many residents live within reach of a street, and where the others live.

    ``left_out_metres`` is how far each place is from the nearest street that was left out.
    """
    people = area.places.people.sum(axis=1)
    out, far = connector_metres > REACH_METRES, connector_metres > FAR_METRES
    share = float(people[~out].sum() / people.sum())
    farther = connector_metres - left_out_metres
    lost = farther > LEFT_OUT_METRES
    coverage = Coverage(
        covered_share=share,
        left_out_places=int(lost.sum()),
        left_out_residents=round(float(people[lost].sum())),
        left_out_share=float(people[lost].sum() / people.sum()),
        left_out_metres=round(float(farther[lost].max(initial=0))),
    )
    farthest = int(connector_metres.argmax())
    away = f"{int(far.sum()):,} ({people[far].sum():,.0f} residents)"
    name = area.places.table.index[farthest]
    lines = [
        (
            f"  postcodes over {FAR_METRES:.0f} m from a street: {away}; the farthest: {name}, "
            f"{connector_metres[farthest]:,.0f} m"
        )
    ]
    if coverage.left_out_places:
        lines.append(f"  {left_out_words(coverage)}.")
    if share < ENOUGH:
        far_away = people[connector_metres > LOST_METRES].sum()
        lines.append(
            f"  NOT COVERED: {1 - share:.0%} of residents live over {REACH_METRES:,.0f} m from every street "
            f"to {rule} ({far_away:,.0f} of them over {LOST_METRES / METRES_PER_KILOMETRE:g} km): "
            f"{_boroughs(area, people, out)}."
        )
    return Cover(coverage=coverage, lines=tuple(lines))


def _boroughs(area: Area, people: Floats, out: np.ndarray) -> str:
    """Name the boroughs with residents out of reach, most first."""
    names = area.places.table["zone_code"].map(area.zones["borough_name"]).astype(str)
    sums = pd.Series(people * out).groupby(names.to_numpy()).sum()
    listed = [str(name) for name in sums[sums > 0].sort_values(ascending=False).index]
    more = f" and {len(listed) - MOST_NAMED} more" if len(listed) > MOST_NAMED else ""
    return ", ".join(listed[:MOST_NAMED]) + more
