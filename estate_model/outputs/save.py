"""The only writer: a whole run appears in its folder at once, or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from estate_model.errors import OutputError

RECORD = "run.json"
PART = ".estate-model-part-"


def save(files: Mapping[str, bytes], folder: Path) -> None:
    """Write ``files`` as the whole content of ``folder``, replacing an earlier run of ours.

    Everything is written beside the folder first and then renamed, so a full disk or a stop half-way
    leaves the earlier run as it was.

    Raises
    ------
    OutputError
        When the folder holds something that is not a run of ours, or cannot be written.

    """
    _refuse_what_is_not_ours(folder)
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


def save_index(content: bytes, path: Path, mark: str) -> bool:
    """Write the list of runs, unless a file not ours (without ``mark``) stands there; whether it was."""
    try:
        if path.is_symlink() or (path.exists() and mark not in path.read_text(encoding="utf-8")[:200]):
            return False
        part = path.with_name(f"{PART}{os.getpid()}-{path.name}")
        part.unlink(missing_ok=True)
        _write(part, content)
        part.replace(path)
    except (OSError, UnicodeDecodeError):
        return False
    return True


def check_place(folder: Path) -> None:
    """Raise OutputError now, before long work, when ``folder`` could not be written later."""
    _refuse_what_is_not_ours(folder)
    parent = folder.parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise OutputError(f"{folder}: cannot be written: {parent} is not a folder you may write to")


def _refuse_what_is_not_ours(folder: Path) -> None:
    """Raise OutputError when the folder holds anything that an earlier run did not write."""
    if folder.is_symlink():
        raise OutputError(f"{folder}: is a link; give the real folder as --out")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"{folder}: is a file; give another --out")
    ours = _written_before(folder)
    strangers = sorted(path.name for path in folder.iterdir() if path.name not in ours)
    if strangers:
        raise OutputError(
            f"{folder}: holds what no run of ours wrote ({', '.join(strangers[:3])}); "
            "move it elsewhere or give another --out"
        )


def _written_before(folder: Path) -> set[str]:
    """Return the names that the folder's own record says a run wrote."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {RECORD, *(str(name) for name in record["outputs"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


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
