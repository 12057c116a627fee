"""What kind of extract a file is, and what to do with one that is none or holds more than the latest map."""

from __future__ import annotations

import bz2
import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast
from xml.parsers import expat

from estate_model.errors import AreaError, shown
from estate_model.inputs.store.first_bytes import NAMES, PEEK, kind_of, kind_of_file

PACKED: dict[str, tuple[Callable[..., Any], str]] = {"gzip": (gzip.open, ".gz"), "bzip2": (bz2.open, ".bz2")}
READ = {"pbf": "pbf", "osm": "osm", "o5m": "o5m"}
EDITOR, OVERPASS = "JOSM", "Overpass"
REMARK, LONGEST_REMARK, BLOCK = re.compile(rb"<remark>(.*?)</remark>", re.DOTALL), 4096, 1 << 20
CHANGES = {"osc", "o5c"}


def extract_format(path: Path) -> str:
    """Return an extract's format as libosmium names it, told by its first bytes: ``pbf``, ``osm.gz``.

    Raise AreaError when it is something else, with what to do.
    """
    kind, end = kind_of_file(path), ""
    if kind in PACKED:
        with _opened(path, kind) as stream:
            inner, end = kind_of(stream.read(PEEK)), PACKED[kind][1]
        if inner in READ and inner != "osm":
            raise AreaError(f"{path}: is {NAMES[inner]} in {NAMES[kind]}; unpack it first")
        kind = inner
    if kind in READ:
        return READ[kind] + end
    hint = "an extract is .osm.pbf or .osm: download one, for example from Geofabrik"
    if kind in CHANGES:
        hint = "put them into the map they belong to: osmium apply-changes MAP.osm.pbf FILE -o NEW.osm.pbf"
    if kind in {"zip", "7z", "xz"}:
        hint = "unpack it first"
    raise AreaError(f"{path}: is {NAMES[kind]}, not an OpenStreetMap extract; {hint}")


def _opened(path: Path, kind: str) -> IO[bytes]:
    opener = PACKED[kind][0] if kind in PACKED else Path.open
    return cast("IO[bytes]", opener(path, "rb"))


def history_words(path: Path, way: int | None = None) -> str:
    """Say that a file holds more than the latest version of each way, and the commands that mend it."""
    stem = path.name.partition(".")[0]
    if way is None:
        return (
            f"{path}: holds earlier or deleted versions (a history file), which nobody walks today; take the "
            f"latest: osmium time-filter {path.name} -o {stem}-latest.osm.pbf"
        )
    return (
        f"{path}: way {way} stands in it in two versions; take the latest of each: osmium sort {path.name} "
        f"-o {stem}-all.osh.pbf, then osmium time-filter {stem}-all.osh.pbf -o {stem}-latest.osm.pbf"
    )


def check_finished(path: Path, generator: str) -> None:
    """Raise AreaError where Overpass ends its answer with why it gave up; libosmium passes over that."""
    if not generator.startswith(OVERPASS):
        return
    end = b""
    with _opened(path, kind_of_file(path)) as stream:
        while block := stream.read(BLOCK):
            end = (end + block)[-LONGEST_REMARK:]
    if remark := REMARK.search(end):
        words = " ".join(remark[1].decode(errors="replace").split())
        raise AreaError(
            f"{path}: Overpass gave up half-way: {shown(words)}; ask for a smaller place, or later"
        )


def deleted_in_editor(path: Path, generator: str) -> frozenset[int]:
    """Return the ways that a file saved by the editor JOSM holds as deleted: they stay in until uploaded.

    libosmium does not read the mark (``action="delete"``), so the XML is read for it once.
    """
    kind = kind_of_file(path)
    if not generator.startswith(EDITOR) or kind not in {"osm", *PACKED}:
        return frozenset()
    ways: set[int] = set()

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name == "way" and attributes.get("action") == "delete":
            ways.add(int(attributes["id"]))

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    with _opened(path, kind) as stream:
        try:
            parser.ParseFile(stream)
        except expat.ExpatError as error:
            raise AreaError(f"{path}: cannot be read as XML: {error}; save it again") from None
    return frozenset(ways)
