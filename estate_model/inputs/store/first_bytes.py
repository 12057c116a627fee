"""What a file is, told by its first bytes and not by its name."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

PEEK = 512
CUT_ZIP = "is a zip archive that was cut short or damaged; download it again"
MARKS: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"%PDF", "pdf"),
    (b"\xff\xe0\x04o5m2", "o5m"),
    (b"\xff\xe0\x04o5c2", "o5c"),
    (b"version https://git-lfs", "lfs"),
)
MEMBERS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("content.xml", "ods"),
    ("word/document.xml", "docx"),
)
XML_ROOTS = ((b"<osmchange", "osc"), (b"<osm", "osm"), (b"<!doctype html", "html"), (b"<html", "html"))
NAMES: Mapping[str, str] = {
    "parquet": "a Parquet file",
    "zip": "a zip archive",
    "7z": "a 7z archive",
    "gzip": "a gzip archive",
    "bzip2": "a bzip2 archive",
    "xz": "an xz archive",
    "xls": "an old Excel workbook (.xls), or one with a password",
    "xlsx": "an Excel workbook (.xlsx)",
    "xlsb": "a binary Excel workbook (.xlsb)",
    "ods": "an OpenDocument spreadsheet (.ods)",
    "docx": "a Word document",
    "sqlite": "a GeoPackage or another SQLite database",
    "shapefile": "a shapefile",
    "pdf": "a PDF",
    "o5m": "OpenStreetMap data (.o5m)",
    "o5c": "changes to OpenStreetMap data (.o5c)",
    "osm": "OpenStreetMap data (.osm, XML)",
    "osc": "changes to OpenStreetMap data (.osc)",
    "pbf": "OpenStreetMap data (.osm.pbf)",
    "html": "a web page; download the file itself",
    "xml": "XML",
    "json": "JSON",
    "lfs": "a pointer to a file kept with Git LFS; fetch the file itself (git lfs pull)",
    "text": "text",
    "binary": "no text",
    "empty": "empty",
}


def kind_of(head: bytes) -> str:
    """Return what a file is that begins with these bytes: a key of ``NAMES``.

    >>> kind_of(b"PAR1..."), kind_of(b"<?xml version='1.0'?><osm version='0.6'>"), kind_of(b"a,b")
    ('parquet', 'osm', 'text')
    """
    if not head:
        return "empty"
    for mark, kind in MARKS:
        if head.startswith(mark):
            return kind
    if b"\x0a\x09OSMHeader" in head[:32]:
        return "pbf"
    words = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if words.startswith(b"<"):
        return next((kind for root, kind in XML_ROOTS if root in words), "xml")
    if words.startswith((b"{", b"[{")):
        return "json"
    return "binary" if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) else "text"


def kind_of_stream(stream: IO[bytes]) -> str:
    """Return what a stream holds, and leave it at its begin; a workbook is told from another zip."""
    kind = kind_of(stream.read(PEEK))
    stream.seek(0)
    if kind == "zip":
        try:
            names = set(zipfile.ZipFile(stream).namelist())
        except zipfile.BadZipFile:
            names = set()
        stream.seek(0)
        kind = next((other for member, other in MEMBERS if member in names), kind)
    return kind


def kind_of_file(path: Path) -> str:
    """Return what a file holds."""
    with path.open("rb") as stream:
        return kind_of_stream(stream)
