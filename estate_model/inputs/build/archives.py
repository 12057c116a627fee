"""Open files that lie inside archives, one archive in another: zip (a Python wheel is one) and 7z."""

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

NO_PY7ZR = 'opening a .7z archive needs py7zr: pip install "estate-model[build]"'
SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"


def opened(path: Path, inside: Sequence[str]) -> Iterator[IO[bytes]]:
    """Yield each file that the patterns of ``inside`` name, outermost first, in order of its name.

    Without a pattern it is the file itself.

    Raises
    ------
    AreaError
        When nothing matches, or the file is no archive that can be opened.

    """
    with path.open("rb") as stream:
        empty = True
        for member in _members(stream, inside):
            empty = False
            yield member
        if empty:
            raise AreaError(f"{path}: holds no {' / '.join(inside)}")


def _members(stream: IO[bytes], inside: Sequence[str]) -> Iterator[IO[bytes]]:
    if not inside:
        yield stream
        return
    seven = stream.read(len(SEVEN_ZIP)) == SEVEN_ZIP
    stream.seek(0)
    for member in (_of_7z if seven else _of_zip)(stream, inside[0]):
        if len(inside) == 1:
            yield member
        else:
            yield from _members(io.BytesIO(member.read()), inside[1:])


def _of_zip(stream: IO[bytes], pattern: str) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(stream) as archive:
        for name in sorted(archive.namelist()):
            if fnmatchcase(name, pattern):
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
