"""What a finished run left in its folder, held to the checksums of its record."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd

from estate_model.errors import OutputError
from estate_model.inputs.store.plain_file import read_plain

RECORD, SUMMARY, LAYERS = "run.json", "summary.json", "estate.gpkg"
ANNEX, ALTERNATIVES = "annex", "alternatives.csv"
MOST_BYTES = 200_000_000


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A finished run: its folder's name, its summary, and its small areas and counters as layers."""

    name: str
    summary: dict[str, Any]
    cells: gpd.GeoDataFrame
    counters: gpd.GeoDataFrame


def read_finished(folder: Path) -> Finished:
    """Return what a run wrote.

    Raises
    ------
    OutputError
        When there is no run, it was written by an earlier version without layers, or a file was changed.

    """
    content = json.loads(_held(folder, SUMMARY))
    _held(folder, LAYERS)
    cells, counters = (gpd.read_file(folder / LAYERS, layer=name) for name in ("cells", "counters"))
    return Finished(name=folder.resolve().name, summary=content, cells=cells, counters=counters)


def earlier_annexes(folder: Path, summary: bytes) -> dict[str, bytes]:
    """Return the annexes that an earlier run left in its folder, if it found the same to the byte.

    None where it was set beside alternatives; one that is not as the run wrote it is left out.
    """
    try:
        recorded = _recorded(folder)
    except OutputError:
        return {}
    if recorded.get(SUMMARY) != hashlib.sha256(summary).hexdigest() or ALTERNATIVES in recorded:
        return {}
    found = {}
    for name in recorded:
        if name.startswith(ANNEX):
            with suppress(OutputError):
                found[name] = _held(folder, name)
    return found


def _recorded(folder: Path) -> dict[str, str]:
    """Return the checksums of a run's files, by name."""
    try:
        recorded = json.loads(read_plain(folder / RECORD, MOST_BYTES))["outputs"]
        return {str(name): str(checksum) for name, checksum in recorded.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(f"{folder}: holds no finished run (no {RECORD} that can be read)") from error


def _held(folder: Path, name: str) -> bytes:
    """Return a file that is as the run's record says."""
    recorded = _recorded(folder)
    if name not in recorded or Path(name).name != name:
        raise OutputError(f"{folder}: its run has no {name}; run the scenario again")
    try:
        content = read_plain(folder / name, MOST_BYTES)
    except OSError as error:
        raise OutputError(f"{folder / name}: cannot be read: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != recorded[name]:
        raise OutputError(f"{folder / name}: is not as the run wrote it; run the scenario again")
    return content
