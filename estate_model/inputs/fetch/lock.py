"""``sources.lock``: what each fetched file is (checksum, size) and where and when it came from."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.store.manifest import to_toml
from estate_model.inputs.store.provenance import sha256_of
from estate_model.inputs.store.toml_file import Text, read_model
from estate_model.inputs.store.whole_file import write_whole
from estate_model.scenario.changes.base import Strict

LOCK = "sources.lock"
WRITING = threading.Lock()
HEADER = "# Written by estate-model: the files here as they came. Delete one to have it fetched anew.\n\n"


class Locked(Strict):
    """One file that was fetched."""

    file: Text
    source: Text
    url: Text
    etag: str
    sha256: Text
    bytes: int
    fetched: Text


class _Lock(Strict):
    file: tuple[Locked, ...] = ()


def read_lock(folder: Path) -> dict[str, Locked]:
    """Return what is on record, by the file's name; nothing where there is no record."""
    path = folder / LOCK
    if not path.is_file():
        return {}
    return {entry.file: entry for entry in read_model(path, _Lock).file}


def note(path: Path, *, source: str, url: str, etag: str) -> None:
    """Put a file that has come on record."""
    entry = Locked(
        file=path.name, source=source, url=url, etag=etag, sha256=sha256_of(path), bytes=path.stat().st_size,
        fetched=dt.datetime.now(dt.UTC).date().isoformat(),
    )  # fmt: skip
    with WRITING:
        known = {**read_lock(path.parent), path.name: entry}
        rows = [known[name].model_dump() for name in sorted(known)]
        write_whole(path.parent / LOCK, (HEADER + to_toml({"file": rows})).encode())


def as_it_came(path: Path) -> bool:
    """Whether a file of the cache is there, on record, and as it came.

    Raise AreaError when it was changed since: it is refused by name, not used and not written over in
    silence.
    """
    if not path.is_file():
        return False
    entry = read_lock(path.parent).get(path.name)
    if entry is not None and sha256_of(path) != entry.sha256:
        raise AreaError(f"{path}: is not the file on record in {LOCK}; delete it to have it fetched anew")
    return entry is not None
