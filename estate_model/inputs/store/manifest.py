"""Manifests as they are written: each file's rows, bytes and SHA-256, and a document as TOML."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from estate_model.errors import AreaError
from estate_model.inputs.store.find import PARAMETERS
from estate_model.inputs.store.plain_file import read_unpacked
from estate_model.inputs.store.provenance import InFolder, sha256_of
from estate_model.inputs.store.texts import decoded
from estate_model.inputs.store.toml_file import read_model
from estate_model.inputs.store.whole_file import write_whole

HEADER = "# Written by estate-model build-area from {source}: edit that file and build again.\n\n"


class SignableFile(BaseModel):
    """What is said of one file, before it is stamped or after it was changed."""

    model_config = ConfigDict(extra="allow")
    path: InFolder
    rows: object = None
    bytes: object = None
    sha256: object = None


class Signable(BaseModel):
    """The ``[[file]]`` entries of a manifest whose files are to be stamped."""

    file: tuple[SignableFile, ...]


def compress(text: str) -> bytes:
    """Return a text as gzip that is the same on every day and machine: no time, no file name."""
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as stream:
        stream.write(text.encode())
    return packed.getvalue()


def count_rows(path: Path) -> int:
    """Return the records of a ``.csv`` or ``.geojson`` file, gzipped or not; of any other text, its lines.

    Raise AreaError when it cannot be read as what its name says.
    """
    try:
        text = decoded(read_unpacked(path), str(path))
        if ".geojson" in path.suffixes:
            return len(json.loads(text)["features"])
        if ".csv" not in path.suffixes:
            return len(text.splitlines())
        return max(sum(1 for _ in csv.reader(io.StringIO(text))) - 1, 0)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, csv.Error) as error:
        what = getattr(error, "strerror", None) or error
        raise AreaError(f"{path}: its records cannot be counted: {what}") from None


def stamp(path: Path) -> dict[str, object]:
    """Return the figures that prove a file is still the same."""
    return {"rows": count_rows(path), "bytes": path.stat().st_size, "sha256": sha256_of(path)}


def stamp_parameters(data: Path) -> str:
    """Write ``parameters.toml`` from its ``about.toml`` and the tables beside it; return a line saying so.

    Raise AreaError if ``about.toml`` cannot be read, or names a table that is not there.
    """
    folder = data / PARAMETERS
    about = folder / "about.toml"
    entries = read_model(about, Signable).file
    if missing := [entry.path for entry in entries if not (folder / entry.path).is_file()]:
        raise AreaError(f"{about}: there is no file {', '.join(missing)} beside it")
    files = [{**entry.model_dump(exclude_unset=True), **stamp(folder / entry.path)} for entry in entries]
    text = HEADER.format(source=f"{PARAMETERS}/about.toml") + to_toml({"file": files})
    path = folder / "parameters.toml"
    write_whole(path, text.encode())
    return f"{path}: {path.stat().st_size:,} bytes"


def to_toml(document: Mapping[str, object]) -> str:
    """Return a document as TOML: plain values first, then tables, then lists of tables.

    >>> print(to_toml({"notes": ["a"], "area": {"id": "x", "people": 3}}), end="")
    notes = [
      "a",
    ]
    <BLANKLINE>
    [area]
    id = "x"
    people = 3
    """
    plain: list[str] = []
    tables: list[str] = []
    for key, value in document.items():
        if isinstance(value, Mapping):
            tables.append(f"[{key}]\n" + "".join(_line(*item) for item in value.items()))
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            tables.extend(f"[[{key}]]\n" + "".join(_line(*item) for item in row.items()) for row in value)
        else:
            plain.append(_line(key, value))
    return "\n".join([*plain, *tables])


def _line(key: str, value: object) -> str:
    """Return ``key = value`` in TOML; a list gets a line an item."""
    if isinstance(value, list):
        return f"{key} = [\n" + "".join(f"  {_value(item)},\n" for item in value) + "]\n"
    return f"{key} = {_value(value)}\n"


def _value(value: object) -> str:
    """Return a text, a number, or true or false as TOML writes it."""
    if not isinstance(value, (str, int, float)):
        raise TypeError(f"cannot write {value!r} as TOML")
    return json.dumps(value, ensure_ascii=False)
