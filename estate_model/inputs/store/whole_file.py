"""Write a file whole or not at all: beside its place first, flushed to the disk, then moved there."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``; a stop half-way, or two writers at once, leave an old or a whole file.

    Raise OSError when it cannot be written (a full disk); nothing is then replaced, and nothing left beside
    it.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
