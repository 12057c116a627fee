"""The only writer: a whole run appears in its folder at once, or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import socket
from collections.abc import Mapping
from pathlib import Path

from estate_model.errors import OutputError

RECORD = "run.json"
PART, EARLIER = ".estate-model-part-", ".estate-model-earlier-"
LITTER = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|\._.*", re.IGNORECASE)
"""Files that Finder and Explorer leave in a folder that was looked into."""
TRIES = 5
MEANWHILE = (errno.ENOENT, errno.EEXIST, errno.ENOTEMPTY)  # another run swapped the same folder just now
MOST_BYTES = 20_000_000


def save(files: Mapping[str, bytes], folder: Path) -> None:
    """Write ``files`` as the whole content of ``folder``, replacing an earlier run of ours.

    Everything is written beside the folder first and then renamed. The earlier run is set aside, and removed
    only when the new one stands in its place: a full disk, a stop or a kill at any moment loses neither, and
    the next run puts back what a killed one had set aside.

    Raise OutputError when the folder holds something that is not a run of ours, or cannot be written.
    """
    _refuse_what_is_not_ours(folder)
    part = folder.parent / f"{PART}{_maker()}-{folder.name}"
    earlier = folder.parent / part.name.replace(PART, EARLIER, 1)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_after_the_dead(folder.parent)
        part.mkdir()
        for name in sorted(files, key=lambda name: (name == RECORD, name)):
            _write(part / name, files[name])
        _swap(part, folder, earlier)
    except OSError as error:
        kept = f"; the earlier run is at {earlier}" if earlier.exists() else ""
        raise OutputError(f"{folder}: cannot be written: {error.strerror or error}{kept}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if folder.exists():
            shutil.rmtree(earlier, ignore_errors=True)


def _swap(part: Path, folder: Path, earlier: Path) -> None:
    """Put the part in the folder's place, the earlier run aside; back again when that fails or is stopped."""
    for tried in range(1, TRIES + 1):
        try:
            if folder.exists():
                folder.rename(earlier)
            part.rename(folder)
        except BaseException as error:
            if earlier.exists() and not folder.exists():
                earlier.rename(folder)
            again = isinstance(error, OSError) and error.errno in MEANWHILE and tried < TRIES
            if not again or not part.exists():
                raise
        else:
            return


def save_index(content: bytes, path: Path, mark: str) -> bool:
    """Write the list of runs, unless a file not ours (without ``mark``) stands there; whether it was."""
    part = path.with_name(f"{PART}{_maker()}-{path.name}")
    try:
        if path.is_symlink() or (path.exists() and mark not in _read(path).decode()[:200]):
            return False
        _write(part, content)
        part.replace(path)
    except (OSError, UnicodeDecodeError):
        return False
    finally:
        part.unlink(missing_ok=True)
    return True


def check_place(folder: Path) -> None:
    """Raise OutputError now, before long work, when ``folder`` could not be written later."""
    _refuse_what_is_not_ours(folder)
    parent = folder.parent
    while not parent.exists():
        parent = parent.parent
    try:
        trial = parent / f"{PART}{_maker()}"
        trial.mkdir()
        trial.rmdir()
    except OSError:
        words = f"{folder}: cannot be written: {parent} is not a folder you may write to"
        raise OutputError(words) from None


def _refuse_what_is_not_ours(folder: Path) -> None:
    """Raise OutputError when the folder holds anything that an earlier run did not write."""
    if folder.is_symlink():
        raise OutputError(f"{folder}: is a link; give the real folder as --out")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"{folder}: is a file; give another --out")
    ours = _written_before(folder)
    names = sorted(path.name for path in folder.iterdir() if path.name not in ours)
    strangers = [name for name in names if not LITTER.fullmatch(name)]
    if strangers:
        raise OutputError(
            f"{folder}: holds what no run of ours wrote ({', '.join(strangers[:3])}); "
            "move it elsewhere or give another --out"
        )


def _written_before(folder: Path) -> set[str]:
    """Return the names that the folder's own record says a run wrote."""
    try:
        record = json.loads(_read(folder / RECORD))
        return {RECORD, *(str(name) for name in record["outputs"])}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()


def _read(path: Path) -> bytes:
    """Return what an ordinary file of some size holds; raise OSError for a pipe, a device, or too much."""
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise OSError(errno.EINVAL, "is not an ordinary file of some size")
    return path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _machine() -> str:
    """Return what names this machine, or the container on it: only here can its processes be asked for.

    Two containers that share a name and a folder differ in their process namespace.
    """
    namespace = Path("/proc/self/ns/pid")
    own = str(namespace.readlink()) if namespace.is_symlink() else ""
    return hashlib.sha256(f"{socket.gethostname()} {own}".encode()).hexdigest()[:12]


def _maker() -> str:
    """Return a name for what this process makes now: machine, process, and a random token."""
    return f"{_machine()}-{os.getpid()}-{secrets.token_hex(4)}"


def _clear_after_the_dead(parent: Path) -> None:
    """Put back earlier runs that a killed run had set aside, and remove its parts: of this machine only."""
    for prefix in (EARLIER, PART):
        for path in parent.glob(f"{prefix}*"):
            machine, process, _, name = (*path.name.removeprefix(prefix).split("-", 3), "", "", "")[:4]
            if machine != _machine() or not process.isdigit() or _is_running(int(process)):
                continue
            if prefix == EARLIER and name and not (parent / name).exists():
                path.rename(parent / name)
            elif path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
