"""Bytes kept between runs: named by everything they were made from, checked when they are read.

A file is the SHA-256 of its content (32 bytes) and then the content. It is written beside its place and
renamed, so a stop half-way or two runs at once leave no file or a whole one. Nothing is ever unpickled.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

from estate_model.inputs.store.whole_file import write_whole
from estate_model.nouns.keeping import Keep

VARIABLE = "ESTATE_MODEL_CACHE"
DIGEST_BYTES = hashlib.sha256().digest_size
FORMAT = b"estate-model 3"


def cache_folder() -> Path:
    """Return where things are kept: ``$ESTATE_MODEL_CACHE``, else the user's cache folder."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "estate_model"


def key_of(causes: Iterable[bytes]) -> str:
    """Return the name of what was made from these causes: a hash of them all, in order.

    >>> key_of([b"ab", b"c"]) == key_of([b"a", b"bc"])
    False
    """
    digest = hashlib.sha256(FORMAT)
    for cause in causes:
        digest.update(len(cause).to_bytes(8, "big"))
        digest.update(cause)
    return digest.hexdigest()


def keeper(say: Callable[[str], None] = lambda _words: None) -> Keep:
    """Return a ``Keep`` that keeps bytes in the cache folder, and says each trouble once, if to anybody."""
    say_once = cache(say)

    def keep(causes: Sequence[bytes], make: Callable[[], bytes]) -> bytes:
        return kept(cache_folder() / f"{key_of(causes)}.kept", make, say=say_once)

    return keep


def kept(path: Path, make: Callable[[], bytes], *, say: Callable[[str], None]) -> bytes:
    """Return a file's content when it is there whole, else make it and keep it there.

    A file that is cut or changed is said and made again; a folder that cannot be written is said, and
    the run goes on without it.
    """
    if path.exists():
        content = _read(path)
        if content is not None:
            return content
        say(f"{path.name}: damaged in the cache; computed again")
    content = make()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, hashlib.sha256(content).digest() + content)
    except OSError as error:
        why = error.strerror or error
        say(f"what was computed could not be kept in {path.parent} ({why}); the run goes on")
    return content


def _read(path: Path) -> bytes | None:
    """Return the content, or None when the file is not what was written."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    content = raw[DIGEST_BYTES:]
    return content if hashlib.sha256(content).digest() == raw[:DIGEST_BYTES] else None
