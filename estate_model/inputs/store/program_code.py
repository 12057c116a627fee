"""What the program's own code is, as a checksum: what it makes may differ when this does."""

from __future__ import annotations

import hashlib
from functools import cache

from estate_model.inputs.store.find import PACKAGE

KINDS = (".py", ".js", ".css", ".html", ".svg")


@cache
def code_digest() -> str:
    """Return the SHA-256 of the package's own files by name and content, without the data that came along."""
    bundled = PACKAGE / "bundled"
    files = (path for path in PACKAGE.rglob("*") if path.suffix in KINDS and bundled not in path.parents)
    digest = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE).as_posix()} {len(content)} ".encode() + content)
    return digest.hexdigest()
