"""Download one file: it goes on where it was cut, and is in its place whole and right or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import requests

from estate_model.errors import AreaError
from estate_model.inputs.fetch.web import answer
from estate_model.inputs.store.first_bytes import NAMES, kind_of_file

TRIES, CHUNK = 4, 1 << 16
CHANGED = 416
KINDS = {".zip": ("zip",), ".ods": ("ods",), ".csv": ("text",), ".json": ("json",), ".pbf": ("pbf",)}
CUT = (requests.exceptions.ChunkedEncodingError, requests.ConnectionError, requests.Timeout)


@dataclass(frozen=True, kw_only=True)
class Download:
    """What is wanted: the source's name, its address, the most bytes, and what is known of it before."""

    name: str
    url: str
    most_bytes: int
    md5: str = ""
    sha256: str = ""


def download(session: requests.Session, wanted: Download, path: Path) -> str:
    """Put a file in its place; return its entity tag, if the server gave one.

    What has come is kept in ``<file>.part`` with its tag beside, and the rest is asked for (HTTP Range) when
    the connection is cut, or the next time. Where the file has changed in between it is begun anew.

    Raise AreaError when the server cannot be reached or does not give it, the connection is cut again and
    again, more comes than such a file can hold, or what came is another thing or has another checksum.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part, tag = (path.with_name(f"{path.name}.{end}") for end in ("part", "etag"))
    for _ in range(TRIES):
        try:
            etag, total = _stream(session, wanted, part, tag)
            break
        except CUT:
            continue
    else:
        have = part.stat().st_size if part.exists() else 0
        raise AreaError(
            f"{wanted.name}: the connection to {wanted.url} was cut {TRIES} times; {have:,} bytes are kept, "
            "and the next try goes on from there"
        )
    fault = _fault(wanted, part, path.suffix, total)
    if not fault:
        part.replace(path)
    for left in (part, tag):
        left.unlink(missing_ok=True)
    if fault:
        raise AreaError(f"{wanted.name}: {wanted.url}: {fault}")
    return etag


def _stream(session: requests.Session, wanted: Download, part: Path, tag: Path) -> tuple[str, int | None]:
    """Write what comes to the part; return the tag and all bytes there should be, where it is told."""
    have = part.stat().st_size if part.is_file() and tag.is_file() else 0
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag.read_text(encoding="utf-8")}
    with answer(session, wanted.url, wanted.name, headers=headers, good=(200, 206, CHANGED)) as response:
        if response.status_code == CHANGED:
            tag.unlink()
            return _stream(session, wanted, part, tag)
        goes_on = response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        begun = have if response.status_code == requests.codes.partial and goes_on else 0
        told = response.headers.get("Content-Length")
        total = None if told is None else begun + int(told)
        if "text/html" in response.headers.get("Content-Type", ""):
            raise AreaError(f"{wanted.name}: {wanted.url} answered with a web page, not with the file")
        _check_size(wanted, total or 0)
        _note_tag(response, tag)
        with part.open("ab" if begun else "wb") as file:
            for chunk in response.iter_content(CHUNK):
                file.write(chunk)
                _check_size(wanted, file.tell())
        return response.headers.get("ETag", ""), total


def _note_tag(response: requests.Response, tag: Path) -> None:
    """Keep what proves that a later answer is of the same file; without it nothing is gone on with."""
    etag = response.headers.get("ETag", "")
    proof = etag if etag and not etag.startswith("W/") else response.headers.get("Last-Modified", "")
    if proof:
        tag.write_text(proof, encoding="utf-8")
    else:
        tag.unlink(missing_ok=True)


def _check_size(wanted: Download, size: int) -> None:
    if size > wanted.most_bytes:
        raise AreaError(
            f"{wanted.name}: {wanted.url} gives {size:,} bytes or more, and such a file has at most "
            f"{wanted.most_bytes:,}; it is not fetched"
        )


def _fault(wanted: Download, part: Path, suffix: str, total: int | None) -> str:
    """Return what is wrong with what came, or an empty text."""
    size = part.stat().st_size
    if not size:
        return "nothing came"
    if total is not None and size != total:
        return f"{size:,} bytes came, and {total:,} were told"
    kind, kinds = kind_of_file(part), KINDS.get(suffix, ())
    if kind == "html" or (kinds and kind not in kinds):
        return (
            f"what came is {NAMES.get(kind, kind)}, not {NAMES.get(kinds[0], kinds[0]) if kinds else suffix}"
        )
    for how, expected in (("md5", wanted.md5), ("sha256", wanted.sha256)):
        if expected and (got := _checksum(part, how)) != expected:
            return f"has the {how} {got}, but {expected} is expected; nothing was kept"
    return ""


def _checksum(path: Path, how: str) -> str:
    """Return a file's checksum, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(how, usedforsecurity=False)).hexdigest()
