"""Arrays in a zip of ``.npy`` files: the same arrays give the same bytes, on any day. Nothing is pickled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from estate_model.inputs.store.plain_file import most_unpacked, read_plain

LONG_AGO = (1980, 1, 1, 0, 0, 0)
Array = npt.NDArray[Any]


def npz_bytes(arrays: Mapping[str, Array]) -> bytes:
    """Return the bytes of a zip of arrays by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        put_arrays(archive, arrays)
    return packed.getvalue()


def put_arrays(archive: zipfile.ZipFile, arrays: Mapping[str, Array]) -> None:
    """Add arrays by name."""
    for name, array in arrays.items():
        member = io.BytesIO()
        np.lib.format.write_array(member, array, version=(1, 0), allow_pickle=False)
        put_member(archive, f"{name}.npy", member.getvalue())


def put_member(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a member that looks the same on every day and machine."""
    info = zipfile.ZipInfo(name, date_time=LONG_AGO)
    info.create_system, info.external_attr = 3, 0o644 << 16
    archive.writestr(info, content, compress_type=zipfile.ZIP_DEFLATED, compresslevel=6)


def read_npz(path: Path) -> dict[str, Array]:
    """Return the arrays of a zip by name.

    Raises
    ------
    OSError, ValueError, KeyError, zipfile.BadZipFile
        When it cannot be read, is no such zip, or would unpack to more than such files do.

    """
    content = read_plain(path)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return arrays_in(archive, len(content))


def arrays_in(archive: zipfile.ZipFile, packed_bytes: int, *, but: str = "") -> dict[str, Array]:
    """Return the arrays of an open zip by name, without one member that is none; raises as ``read_npz``."""
    most = most_unpacked(packed_bytes)
    if sum(info.file_size for info in archive.infolist()) > most:
        raise ValueError(f"it would unpack to more than {most:,} bytes")
    return {
        Path(name).stem: np.lib.format.read_array(io.BytesIO(archive.read(name)), allow_pickle=False)
        for name in archive.namelist()
        if name != but
    }
