"""The only writer: a whole run appears in its folder at once, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from estate_model.errors import OutputError

RECORD = "run.json"
PART = ".part-"


def save(files: Mapping[str, bytes], folder: Path) -> None:
    """Write ``files`` as the whole content of ``folder``, replacing an earlier run of ours.

    Everything is written beside the folder first and then renamed, so a full disk or a stop half-way
    leaves the earlier run as it was.

    Raises
    ------
    OutputError
        When the folder holds something that is not a run of ours, or cannot be written.

    """
    if folder.exists() and not (folder / RECORD).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: exists and holds no {RECORD} of an earlier run; give another --out")
    part = folder.parent / f"{PART}{os.getpid()}-{folder.name}"
    old = folder.parent / f"{PART}{os.getpid()}-old-{folder.name}"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_stale(folder.parent)
        part.mkdir()
        for name in sorted(files, key=lambda name: (name == RECORD, name)):
            _write(part / name, files[name])
        if folder.exists():
            folder.rename(old)
        part.rename(folder)
    except OSError as error:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise OutputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    finally:
        for leftover in (part, old):
            shutil.rmtree(leftover, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _clear_stale(parent: Path) -> None:
    """Remove what a killed run left behind."""
    for path in parent.glob(f"{PART}*"):
        process = path.name.removeprefix(PART).split("-")[0]
        if process.isdigit() and not _is_running(int(process)):
            shutil.rmtree(path, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
