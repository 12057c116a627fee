"""Read an ordinary file of a size that can be: no pipe, no device, nothing that unpacks without end."""

from __future__ import annotations

import errno
import gzip
import io
import zlib
from pathlib import Path
from typing import IO

MOST_BYTES = 2_000_000_000
MOST_RATIO, LEAST_BYTES = 50, 50_000_000


def read_plain(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return what a file holds.

    Raise OSError when it cannot be read, is no ordinary file, or holds over ``most`` bytes.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "is not an ordinary file", str(path))
    size = path.stat().st_size
    if size > most:
        raise OSError(errno.EFBIG, f"{size:,} bytes are too many", str(path))
    return path.read_bytes()


def read_unpacked(path: Path) -> bytes:
    """Return what a file holds, unpacked where its name ends in ``.gz``.

    Raise OSError as ``read_plain``; or when it is no whole gzip file, or unpacks to more than
    ``most_unpacked``.
    """
    content = read_plain(path)
    return unpacked(io.BytesIO(content)) if path.suffix == ".gz" else content


def unpacked(packed: IO[bytes]) -> bytes:
    """Return what a gzip file holds; raise OSError when it is not whole, or holds more than such files do."""
    start = packed.tell()
    most = most_unpacked(packed.seek(0, io.SEEK_END) - start)
    packed.seek(start)
    try:
        with gzip.GzipFile(fileobj=packed) as stream:
            content = stream.read(most + 1)
    except (EOFError, zlib.error):
        raise OSError(errno.EIO, "is no whole gzip file") from None
    if len(content) > most:
        raise OSError(errno.EFBIG, f"unpacks to more than {most:,} bytes, which no such file does")
    return content


def most_unpacked(packed_bytes: int) -> int:
    """Return how many bytes a packed file may unpack to.

    >>> most_unpacked(1_000), most_unpacked(3_000_000)
    (50000000, 150000000)
    """
    return max(LEAST_BYTES, MOST_RATIO * packed_bytes)
