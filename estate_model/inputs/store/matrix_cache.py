"""Remember travel-time matrices between runs: named by what they were made from, checked when read.

A file is 32 bytes of SHA-256 and then a NumPy array: whole numbers as ``uint16`` where they fit and else
``uint32``, whose largest value stands for "cannot be reached" (``inf``); others as ``float32``. It is written
beside its place and renamed, so a stop half-way or two runs at once leave no file or a whole one. Nothing is
ever unpickled.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from estate_model.inputs.store.whole_file import write_whole
from estate_model.nouns import Seconds

VARIABLE = "ESTATE_MODEL_CACHE"
KINDS = (np.uint16, np.uint32)
DIGEST_BYTES = hashlib.sha256().digest_size
FORMAT = b"estate-model matrix 2"


def cache_folder() -> Path:
    """Return where matrices are kept: ``$ESTATE_MODEL_CACHE``, else the user's cache folder."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "estate_model"


def key_of(parts: Iterable[bytes]) -> str:
    """Return the name of a matrix: a hash of everything it was made from, in order.

    >>> key_of([b"ab", b"c"]) == key_of([b"a", b"bc"])
    False
    """
    digest = hashlib.sha256(FORMAT)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def remembered(
    key: str, compute: Callable[[], Seconds], *, folder: Path, say: Callable[[str], None]
) -> Seconds:
    """Return the matrix of that key, from the folder when it is there whole, else computed and kept.

    A file that is cut or changed is said and made again; a folder that cannot be written is said, and
    the run goes on without it.
    """
    path = folder / f"{key}.seconds"
    if path.exists():
        found = _read(path)
        if found is not None:
            return found
        say(f"{path.name}: damaged in the cache; computed again")
    seconds = compute()
    try:
        _write(path, seconds)
    except OSError as error:
        say(f"travel times could not be kept in {folder} ({error.strerror or error}); the run goes on")
    return seconds


def _read(path: Path) -> Seconds | None:
    """Return the matrix, or None when the file is not what was written."""
    try:
        raw = path.read_bytes()
        if hashlib.sha256(raw[DIGEST_BYTES:]).digest() != raw[:DIGEST_BYTES]:
            return None
        whole = np.load(io.BytesIO(raw[DIGEST_BYTES:]), allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    if whole.dtype == np.float32:
        return np.asarray(whole)
    return np.where(whole == np.iinfo(whole.dtype).max, np.float32(np.inf), whole.astype(np.float32))


def _write(path: Path, seconds: Seconds) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.save(buffer, _packed(seconds), allow_pickle=False)
    content = buffer.getvalue()
    write_whole(path, hashlib.sha256(content).digest() + content)


def _packed(seconds: Seconds) -> npt.NDArray[np.generic]:
    """Return whole numbers in as few bits as they need, others as they are."""
    reached = np.isfinite(seconds)
    if (seconds[reached] != np.rint(seconds[reached])).any():
        return seconds.astype(np.float32)
    largest = seconds[reached].max(initial=0)
    kind = next(kind for kind in KINDS if largest < np.iinfo(kind).max)
    whole = np.full(seconds.shape, np.iinfo(kind).max, dtype=kind)
    whole[reached] = seconds[reached]
    return whole
