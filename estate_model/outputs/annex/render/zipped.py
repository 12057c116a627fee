"""Office files are zip files: written again with fixed times, the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile

FIXED = (1980, 1, 1, 0, 0, 0)


def same_bytes(content: bytes) -> bytes:
    """Return a zip file with its members in the same order, all of one fixed time."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            member = zipfile.ZipInfo(name, FIXED)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(member, old.read(name))
    return stream.getvalue()
