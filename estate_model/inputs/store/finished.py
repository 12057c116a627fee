"""What a finished run left in its folder, held to the checksums of its record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import geopandas as gpd

from estate_model.errors import OutputError
from estate_model.inputs.store.kept import cache_folder, kept, key_of
from estate_model.inputs.store.plain_file import read_plain
from estate_model.inputs.store.program_code import code_digest
from estate_model.inputs.store.record import MOST_BYTES, RECORD, recorded
from estate_model.nouns.finished import FinishedRun

SUMMARY, LAYERS = "summary.json", "estate.gpkg"
LINKING = (RECORD, "map.html", "datapackage.json")
"""What tells of the other files of a run, and so is made again when some are added."""

ANNEX, ALTERNATIVES = "annex", "alternatives.csv"


def read_finished(folder: Path) -> FinishedRun:
    """Return what a run wrote.

    Raise OutputError when there is no run, it was written by an earlier version without layers, or a file was
    changed.
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


def remember_finished(record: bytes) -> None:
    """Keep a mark that this very program wrote a run with this record, if anything can be kept."""
    kept(_mark(record), bytes, say=lambda _words: None)


def finished_files(folder: Path, record: bytes) -> dict[str, bytes]:
    """Return a finished run's files but those that link to others, where it is the run that is asked for.

    ``record`` is what the run would write now, without its outputs. Nothing is returned unless the folder's
    own says the same, it was written by this very program, and every file is as the run wrote it.
    """
    try:
        outputs, standing = recorded(folder), read_plain(folder / RECORD, MOST_BYTES)
        if not _mark(standing).is_file() or _but_outputs(standing) != _but_outputs(record):
            return {}
        return {name: _held(folder, name, outputs) for name in outputs if name not in LINKING}
    except (OutputError, OSError):
        return {}


def _mark(record: bytes) -> Path:
    return cache_folder() / f"{key_of([b'finished', code_digest().encode(), record])}.mark"


def _but_outputs(record: bytes) -> dict[str, Any]:
    return {name: said for name, said in json.loads(record).items() if name != "outputs"}


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
