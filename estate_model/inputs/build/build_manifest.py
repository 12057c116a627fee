"""Manifests: what an ``about.toml`` says of each file, stamped with rows, bytes and SHA-256."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.store.provenance import read_toml, sha256_of

HEADER = "# Written by estate_model.inputs.build.build_area from {about}: edit that file and build again.\n\n"


def compress(text: str) -> bytes:
    """Return a text as gzip that is the same on every day and machine: no time, no file name."""
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as stream:
        stream.write(text.encode())
    return packed.getvalue()


def count_rows(path: Path) -> int:
    """Return the records of a ``.csv`` or ``.geojson`` file, gzipped or not; of any other text, its lines."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    if ".geojson" in path.suffixes:
        return len(json.loads(text)["features"])
    if ".csv" not in path.suffixes:
        return len(text.splitlines())
    return sum(1 for _ in csv.reader(io.StringIO(text))) - 1


def stamped(about: Path, folders: tuple[Path, ...], computed: Mapping[str, object]) -> str:
    """Return a manifest: ``about``, with ``computed`` tables and each file's rows, bytes and SHA-256.

    Each file is looked for in ``folders``, first to last.

    Raises
    ------
    AreaError
        If ``about`` cannot be read or names a file that none of the folders holds.
    """
    document = read_toml(about)
    entries = document.pop("file", None)
    if not isinstance(entries, list):
        raise AreaError(f"{about}: there is no [[file]] entry")
    files = [{**entry, **stamp(_find(str(entry["path"]), folders))} for entry in entries]
    label = about.relative_to(about.parents[1]).as_posix()
    return HEADER.format(about=label) + to_toml({**document, **computed, "file": files})


def _find(path: str, folders: tuple[Path, ...]) -> Path:
    """Return the first existing file of that relative path."""
    for folder in folders:
        if (folder / path).is_file():
            return folder / path
    raise AreaError(f"{path}: there is no such file in {' or '.join(map(str, folders))}")


def stamp(path: Path) -> dict[str, object]:
    """Return the figures that prove a file is still the same."""
    return {"rows": count_rows(path), "bytes": path.stat().st_size, "sha256": sha256_of(path)}


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
    """Return a text, a whole number or a decimal as TOML writes it."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise TypeError(f"cannot write {value!r} as TOML")
    return json.dumps(value, ensure_ascii=False)
