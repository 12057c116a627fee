"""A GTFS feed on disk: a zip or a folder, its tables found wherever they lie in it, and its checksum."""

from __future__ import annotations

import errno
import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from estate_model.errors import AreaError
from estate_model.inputs.store.first_bytes import CUT_ZIP, NAMES, PEEK, kind_of, kind_of_file
from estate_model.inputs.store.plain_file import most_unpacked
from estate_model.inputs.store.provenance import sha256_of

NEEDED = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
CALENDARS = ("calendar.txt", "calendar_dates.txt")
TABLES = (*NEEDED, *CALENDARS, "agency.txt", "feed_info.txt", "frequencies.txt", "transfers.txt")
SEE = "see docs/timetables.md"
TRANSXCHANGE = (
    "is a TransXChange file, not GTFS; convert it first, for example with transx2gtfs, UK2GTFS or "
    f"transxchange2gtfs ({SEE})"
)
CIF = f"is a CIF file, not GTFS; convert it first, for example with dtd2mysql or UK2GTFS ({SEE})"
NETEX = f"is a NeTEx file, not GTFS; ask its publisher for GTFS, or convert it first ({SEE})"
ROOTS: Mapping[bytes, str] = {b"<transxchange": TRANSXCHANGE, b"publicationdelivery": NETEX}
CIF_BEGINS = (b"HDTPS.", b"ATCO-CIF", b"/!! Start of file", b"A                             FILE-SPEC=")
DEPTHS = ("*", "*/*")  # of a folder: the feed in it, or in a folder of it
RAIL_SUFFIXES = {".mca", ".ztr", ".msn", ".cif", ".alf"}


@dataclass(frozen=True)
class FeedFiles:
    """Where each table of a feed is: a file of a folder, or a member of a zip."""

    path: Path
    members: Mapping[str, str]
    sha256: str

    @property
    def name(self) -> str:
        """The feed's file name."""
        return self.path.name

    def where(self, table: str) -> str:
        """Return a table's place as a message names it."""
        return f"{self.path}/{self.members.get(table, table)}"

    @contextmanager
    def opened(self, table: str) -> Iterator[IO[bytes]]:
        """Open one of the tables that are there; raise AreaError when it cannot be read or unpacked."""
        try:
            if self.path.is_dir():
                with (self.path / self.members[table]).open("rb") as stream:
                    yield stream
            else:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.members[table]) as member:
                    yield member
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise AreaError(f"{self.where(table)}: cannot be read: {_words(error)}") from None


def find_feed(path: Path) -> FeedFiles:
    """Return the feed at a path.

    Raise AreaError when it is no GTFS feed, which is then named for what it is; or lacks a table.
    """
    try:
        members, sha256 = _in_folder(path) if path.is_dir() else _in_zip(path)
    except FileNotFoundError:
        raise AreaError(f"{path}: there is no such file or folder") from None
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise AreaError(f"{path}: cannot be read as a GTFS feed: {_words(error)}") from None
    tables = _tables(path, members)
    lacking = [name for name in NEEDED if name not in tables]
    if not any(name in tables for name in CALENDARS):
        lacking.append(" or ".join(CALENDARS))
    if lacking:
        raise AreaError(f"{path}: is no whole GTFS feed: {', '.join(lacking)} is missing{_held(members)}")
    return FeedFiles(path, tables, sha256)


def _words(error: Exception) -> str:
    if isinstance(error, zipfile.BadZipFile):
        return f"it {CUT_ZIP}"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)


def _in_folder(path: Path) -> tuple[list[str], str]:
    """Return the files of a folder, and one checksum of its tables."""
    files = sorted(file for depth in DEPTHS for file in path.glob(depth) if file.is_file())
    digest = hashlib.sha256()
    for file in files:
        if file.name.lower() in TABLES:
            digest.update(f"{file.name.lower()} {sha256_of(file)}\n".encode())
    names = [file.relative_to(path).as_posix() for file in files]
    if not any(_plain_name(name) in TABLES for name in names):
        for file in files:
            _refuse_others(file, kind_of_file(file), _head(file))
    return names, digest.hexdigest()


def _in_zip(path: Path) -> tuple[list[str], str]:
    """Return the members of a zip, and its checksum."""
    head = _head(path)
    kind = kind_of_file(path)
    _refuse_others(path, kind, head)
    if kind != "zip":
        raise AreaError(
            f"{path}: is {NAMES[kind]}, not a GTFS feed (a zip of stops.txt, trips.txt and others)"
        )
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        for info in infos:
            if info.file_size > (most := most_unpacked(info.compress_size)):
                words = f"{info.filename} unpacks to more than {most:,} bytes, which no such file does"
                raise AreaError(f"{path}: {words}")
        names = [info.filename for info in infos]
        if not any(_plain_name(name) in TABLES for name in names):
            for name in names:
                with archive.open(name) as member:
                    head = member.read(PEEK)
                _refuse_others(path / name, kind_of(head), head)
    return names, sha256_of(path)


def _plain_name(member: str) -> str:
    """Return a member's own name; some programs on Windows write backslashes before it."""
    return PurePosixPath(member.replace("\\", "/")).name.lower()


def _head(path: Path) -> bytes:
    """Return how an ordinary file begins."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "is not an ordinary file", str(path))
    with path.open("rb") as stream:
        return stream.read(PEEK)


def _refuse_others(path: Path, kind: str, head: bytes) -> None:
    """Raise AreaError when a file is a timetable of another kind, or a feed in a feed."""
    begin = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lower()
    for root, words in ROOTS.items():
        if kind != "zip" and root in begin:
            raise AreaError(f"{path}: {words}")
    if head.startswith(CIF_BEGINS) or (kind == "text" and path.suffix.lower() in RAIL_SUFFIXES):
        raise AreaError(f"{path}: {CIF}")
    if kind == "zip" and path.parent.suffix.lower() == ".zip":
        raise AreaError(f"{path.parent}: holds further zips; unpack it and give each feed by itself (--gtfs)")


def _tables(path: Path, members: list[str]) -> dict[str, str]:
    """Return the members that are tables of the feed, by their plain name."""
    found: dict[str, str] = {}
    for member in sorted(members):
        name = _plain_name(member)
        if name not in TABLES or member.startswith("__MACOSX"):
            continue
        if name in found:
            raise AreaError(f"{path}: holds two feeds ({found[name]} and {member}); give each by itself")
        found[name] = member
    return found


def _held(members: list[str]) -> str:
    named = ", ".join(sorted(members)[:5])
    return f" (it holds {named}{' and others' if len(members) > 5 else ''})" if members else ""  # noqa: PLR2004
