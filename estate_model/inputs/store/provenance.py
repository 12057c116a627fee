"""Where every data file came from, and proof that it is still the same file."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from estate_model.errors import AreaError, first_faults
from estate_model.inputs.store.find import PARAMETERS, came_along
from estate_model.inputs.store.toml_file import Text, read_model
from estate_model.scenario.changes.base import Strict

REBUILD = "restore the file from the project's repository, or build the data again (make data)"


def _inside(text: str) -> str:
    place = PurePosixPath(text)
    if place.is_absolute() or ".." in place.parts or "\\" in text or ":" in text or not text.isprintable():
        raise ValueError(f"'{text}' must be a file that stays inside the folder, such as sites.csv")
    return text


def _each_once(files: tuple[SourceFile, ...]) -> tuple[SourceFile, ...]:
    if not files:
        raise ValueError("there is no [[file]] entry")
    paths = [file.path for file in files]
    if repeated := sorted({path for path in paths if paths.count(path) > 1}):
        raise ValueError(f"two [[file]] entries have the path {', '.join(repeated)}")
    return files


InFolder = Annotated[Text, AfterValidator(_inside)]


class SourceFile(Strict):
    """One ``[[file]]`` entry: what a data file is, where it came from and its checksum."""

    path: InFolder
    """Where it is in the manifest's folder, with ``/``."""
    title: Text
    publisher: Text
    date: Text
    licence: Text
    attribution: Text
    source_url: Text
    derived_from: Text
    rows: Annotated[int, Field(strict=True, ge=0)]
    """Its records, without the header."""
    bytes: Annotated[int, Field(strict=True, ge=1)]
    """Its size as stored."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

    def as_row(self) -> dict[str, str]:
        """Return every field as text, for a table of sources."""
        return {key: str(value) for key, value in self.model_dump().items()}


Files = Annotated[tuple[SourceFile, ...], AfterValidator(_each_once)]


class Manifest(BaseModel):
    """The ``[[file]]`` entries of a manifest, whatever else it says."""

    file: Files


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256 as 64 lower-case hexadecimal digits, read a mebibyte at a time."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_manifest(path: Path) -> tuple[SourceFile, ...]:
    """Return the ``[[file]]`` entries of ``area.toml`` or ``parameters.toml``, in file order.

    Raise AreaError if the file cannot be read, or an entry lacks a field, leaves it empty, has a field that
    is not known, or names a path outside the folder; every fault is named.
    """
    return read_model(path, Manifest).file


def verify(folder: Path, files: Iterable[SourceFile]) -> None:
    """Check that every file is in ``folder`` with the size (bytes) and SHA-256 on record.

    Raise AreaError if a file is missing, cut short or changed; every such file is named, with what was
    expected, what was found and what to do.
    """
    faults = [fault for file in files if (fault := _difference(folder / file.path, file))]
    if faults:
        raise AreaError("\n".join([*first_faults(faults), f"What to do: {_what_to_do(folder)}."]))


def verify_built(path: Path, file: SourceFile, what_to_do: str) -> None:
    """Check that a file that a command built is the one on record.

    Raise AreaError if it cannot be read, or is cut short or changed.
    """
    try:
        size, found = path.stat().st_size, sha256_of(path)
    except OSError as error:
        raise AreaError(f"{path}: cannot be read: {error.strerror or error}; {what_to_do}") from None
    if (size, found) != (file.bytes, file.sha256):
        raise AreaError(
            f"{path}: cut short or changed: expected {file.bytes:,} bytes, sha256 {file.sha256}; "
            f"found {size:,} bytes, sha256 {found}. What to do: {what_to_do}."
        )


def _what_to_do(folder: Path) -> str:
    """Return what mends a file that is not the one on record: another thing in a folder of one's own."""
    if came_along(folder):
        return REBUILD
    area = "AREA" if folder.name == PARAMETERS else folder.name
    return (
        "restore the file; or, where it was changed on purpose, sign the folder anew: "
        f"estate-model areas {shlex.quote(area)} --data {shlex.quote(str(folder.parent))} --sign"
    )


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
