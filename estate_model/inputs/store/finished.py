"""What a finished run left in its folder, held to the checksums of its record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import geopandas as gpd

from estate_model.errors import OutputError
from estate_model.inputs.store.plain_file import read_plain
from estate_model.inputs.store.record import MOST_BYTES, RECORD, recorded
from estate_model.nouns.finished import FinishedRun

SUMMARY, LAYERS = "summary.json", "estate.gpkg"
ANNEX, ALTERNATIVES = "annex", "alternatives.csv"


def read_finished(folder: Path) -> FinishedRun:
    """Return what a run wrote.

    Raises
    ------
    OutputError
        When there is no run, it was written by an earlier version without layers, or a file was changed.

    """
    try:
        outputs = recorded(folder)
    except OutputError as error:
        raise OutputError(f"{folder}: holds no finished run (no {RECORD} that can be read)") from error
    summary = json.loads(_held(folder, SUMMARY, outputs))
    _held(folder, LAYERS, outputs)
    cells, counters = (gpd.read_file(folder / LAYERS, layer=name) for name in ("cells", "counters"))
    return FinishedRun(name=folder.resolve().name, summary=summary, cells=cells, counters=counters)


def earlier_annexes(folder: Path, summary: Callable[[], bytes]) -> dict[str, bytes]:
    """Return the annexes that an earlier run left in its folder, if it found the same to the byte.

    None where it was set beside alternatives; one that is not as the run wrote it is left out. What was found
    now is asked for only where annexes stand.
    """
    try:
        outputs = recorded(folder)
    except OutputError:
        return {}
    names = [name for name in outputs if name.startswith(ANNEX)]
    if not names or ALTERNATIVES in outputs or outputs.get(SUMMARY) != _sha256(summary()):
        return {}
    found = {}
    for name in names:
        with suppress(OutputError):
            found[name] = _held(folder, name, outputs)
    return found


def _held(folder: Path, name: str, outputs: Mapping[str, str]) -> bytes:
    """Return a file that is as the run's record says."""
    if name not in outputs or Path(name).name != name:
        raise OutputError(f"{folder}: its run has no {name}; run the scenario again")
    try:
        content = read_plain(folder / name, MOST_BYTES)
    except OSError as error:
        raise OutputError(f"{folder / name}: cannot be read: {error.strerror}") from error
    if _sha256(content) != outputs[name]:
        raise OutputError(f"{folder / name}: is not as the run wrote it; run the scenario again")
    return content


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
