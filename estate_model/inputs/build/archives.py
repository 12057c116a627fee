"""Open files in a folder or in archives, one archive in another: zip (a Python wheel is one) and 7z."""

from __future__ import annotations

import importlib
import io
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO

from estate_model.errors import AreaError
from estate_model.inputs.store.first_bytes import CUT_ZIP, NAMES, kind_of_file, kind_of_stream
from estate_model.inputs.store.plain_file import most_unpacked

NO_PY7ZR = 'opening a .7z archive needs py7zr: pip install "estate-model[build]"'
MOST_SHOWN = 5


def opened(path: Path, inside: Sequence[str]) -> Iterator[IO[bytes]]:
    """Yield each file that the patterns of ``inside`` name, outermost first, in order of its name.

    Without a pattern it is the file itself.

    Raise AreaError when nothing matches, or the file is no archive that can be opened.
    """
    empty = True
    for member in _members(path, inside):
        empty = False
        yield member
    if empty:
        raise AreaError(f"{path}: holds no {' / '.join(inside)}{_held(path)}")


def files_of(path: Path, inside: Sequence[str]) -> list[Path]:
    """Return the files that are read: those of a folder that the first pattern names, or the file itself."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.glob("*") if file.is_file() and fnmatchcase(file.name, inside[0]))


def _members(path: Path, inside: Sequence[str]) -> Iterator[IO[bytes]]:
    rest = inside[1:] if path.is_dir() else inside
    for file in files_of(path, inside):
        with file.open("rb") as stream:
            yield from _inside(stream, rest, str(file))


def _inside(stream: IO[bytes], inside: Sequence[str], name: str) -> Iterator[IO[bytes]]:
    if not inside:
        yield stream
        return
    kind = kind_of_stream(stream)
    if kind not in {"7z", "zip"}:
        raise AreaError(f"{name}: is {NAMES[kind]}, not an archive to look for '{inside[0]}' in")
    try:
        for member in (_of_7z if kind == "7z" else _of_zip)(stream, inside[0]):
            if len(inside) == 1:
                yield member
            else:
                yield from _inside(io.BytesIO(member.read()), inside[1:], f"{name}/{inside[0]}")
    except zipfile.BadZipFile:
        raise AreaError(f"{name}: {CUT_ZIP}") from None
    except (NotImplementedError, RuntimeError) as error:
        raise AreaError(f"{name}: cannot be opened as an archive: {error}") from None


def _held(path: Path) -> str:
    """Say what a zip holds, as far as that helps to name it."""
    names = zip_names(path)
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return f" (it holds {', '.join(names[:MOST_SHOWN])}{more})" if names else ""


def zip_names(path: Path) -> list[str]:
    """Return the names of the files in a zip, sorted; none where it is no zip. One cut short is refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sorted(name for name in archive.namelist() if not name.endswith("/"))
    except OSError:
        return []
    except zipfile.BadZipFile:
        if kind_of_file(path) == "zip":
            raise AreaError(f"{path}: {CUT_ZIP}") from None
        return []


def _of_zip(stream: IO[bytes], pattern: str) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(stream) as archive:
        for name in sorted(archive.namelist()):
            if fnmatchcase(name, pattern) and not name.endswith("/"):
                most = most_unpacked(archive.getinfo(name).compress_size)
                if archive.getinfo(name).file_size > most:
                    raise RuntimeError(f"{name} unpacks to more than {most:,} bytes, which no such file does")
                with archive.open(name) as member:
                    yield member


def _of_7z(stream: IO[bytes], pattern: str) -> Iterator[IO[bytes]]:
    """Unpack to a folder for a moment: a table of postcodes takes 410 MB."""
    try:
        py7zr = importlib.import_module("py7zr")
    except ImportError:
        raise AreaError(NO_PY7ZR) from None
    with tempfile.TemporaryDirectory() as scratch:
        with py7zr.SevenZipFile(stream) as archive:
            names = sorted(name for name in archive.getnames() if fnmatchcase(name, pattern))
            archive.extract(path=scratch, targets=names)
        for name in names:
            with (Path(scratch) / name).open("rb") as member:
                yield member
