"""Where every data file came from, and proof that it is still the same file."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath

from estate_model.errors import AreaError
from estate_model.inputs.store.plain_words import toml_advice
from estate_model.inputs.store.texts import encoding_of
from estate_model.inputs.store.unseen import seen_toml

CHUNK_BYTES = 1 << 20
REBUILD = "restore the file from the project's repository, or build the data again (make data)"


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """One ``[[file]]`` entry: what a data file is, where it came from and its checksum.

    ``path`` is relative to the manifest's folder, with ``/``; ``rows`` counts records (no header),
    ``bytes`` the file as stored; ``sha256`` is in lower-case hexadecimal.
    """

    path: str
    title: str
    publisher: str
    date: str
    licence: str
    attribution: str
    source_url: str
    derived_from: str
    rows: int
    bytes: int
    sha256: str

    def as_row(self) -> dict[str, str]:
        """Return every field as text, for a table of sources."""
        return {key: str(value) for key, value in asdict(self).items()}


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256 as 64 lower-case hexadecimal digits, read a mebibyte at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def read_toml(path: Path, hint: str = f"; {REBUILD}") -> dict[str, object]:
    """Return a TOML document, with or without a byte order mark, in UTF-8 or UTF-16.

    Raises
    ------
    AreaError
        If the file is missing, is no text or is not TOML; ``hint`` says what to do.
    """
    try:
        content = path.read_bytes()
        text = content.decode(encoding_of(content[:4], "utf-8")).replace("\r\n", "\n")
        return tomllib.loads(seen_toml(text, path))
    except FileNotFoundError:
        raise AreaError(f"{path}: there is no such file{hint}") from None
    except UnicodeDecodeError:
        raise AreaError(f"{path}: cannot be read as TOML: save it as UTF-8 text{hint}") from None
    except OSError as error:
        raise AreaError(f"{path}: cannot be read as TOML: {error.strerror or error}{hint}") from None
    except tomllib.TOMLDecodeError as error:
        where, words = toml_advice(str(error), text)
        raise AreaError(f"{path}: cannot be read as TOML: {where}: {words}{hint}") from None


def read_manifest(path: Path) -> tuple[SourceFile, ...]:
    """Return the ``[[file]]`` entries of ``area.toml`` or ``parameters.toml``, in file order.

    Raises
    ------
    AreaError
        If the file cannot be read, or an entry lacks a field, leaves it empty, has a field that is
        not known, or names a path outside the folder; every fault is named.
    """
    entries = read_toml(path).get("file")
    if not isinstance(entries, list) or not entries:
        raise AreaError(f"{path}: there is no [[file]] entry; {REBUILD}")
    faults = [
        f"{path}: [[file]] number {number}: {fault}"
        for number, entry in enumerate(entries, start=1)
        for fault in _faults(entry)
    ]
    if faults:
        raise AreaError("\n".join(faults))
    return tuple(SourceFile(**entry) for entry in entries)


def _faults(entry: object) -> list[str]:
    """Return a line for everything wrong with one ``[[file]]`` entry."""
    if not isinstance(entry, Mapping):
        return ["is not a table"]
    wanted = {field.name: int if str(field.type) == "int" else str for field in fields(SourceFile)}
    faults = [f"'{key}' is not a known field" for key in entry if key not in wanted]
    for key, kind in wanted.items():
        value = entry.get(key)
        least = 0 if key == "rows" else 1  # a table may hold its header alone
        if type(value) is not kind or value == "" or (isinstance(value, int) and value < least):
            number = f"a whole number of {least} or more"
            faults.append(f"'{key}' must be {number if kind is int else 'a text'}")
    place = PurePosixPath(str(entry.get("path", "")))
    if place.is_absolute() or ".." in place.parts or "\\" in str(place) or ":" in str(place):
        faults.append(f"'path' must stay inside the folder, not {str(place)!r}")
    return faults


def verify(folder: Path, files: Iterable[SourceFile]) -> None:
    """Check that every file is in ``folder`` with the size (bytes) and SHA-256 on record.

    Raises
    ------
    AreaError
        If a file is missing, cut short or changed; every such file is named, with what was
        expected, what was found and what to do.
    """
    faults = [fault for file in files if (fault := _difference(folder / file.path, file))]
    if faults:
        raise AreaError("\n".join([*faults, f"What to do: {REBUILD}."]))


def _difference(path: Path, file: SourceFile) -> str:
    """Return how a file differs from its entry, or an empty text when it does not."""
    try:
        size = path.stat().st_size
        found = sha256_of(path) if size == file.bytes else ""
    except OSError as error:
        return f"{path}: cannot be read ({error.strerror}); expected {file.bytes:,} bytes"
    if size != file.bytes:
        return f"{path}: expected {file.bytes:,} bytes, found {size:,}"
    if found != file.sha256:
        return f"{path}: expected sha256 {file.sha256}, found {found}"
    return ""
