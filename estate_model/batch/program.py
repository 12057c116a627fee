"""What a run's bytes depend on besides its inputs: the program's own code and the libraries it uses."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from estate_model.inputs.area.area_folder import PARAMETER_MANIFEST
from estate_model.inputs.area.area_manifest import MANIFEST
from estate_model.inputs.area.area_streets import FOLDER as STREETS
from estate_model.inputs.area.backdrop import MANIFEST as BACKDROP_MANIFEST
from estate_model.inputs.area.street_file import MANIFEST as STREETS_MANIFEST
from estate_model.inputs.store.find import PARAMETERS, area_folder
from estate_model.inputs.store.kept import key_of
from estate_model.inputs.store.program_code import code_digest
from estate_model.inputs.timetable.there import FOLDER as TIMETABLE
from estate_model.inputs.timetable.there import MANIFEST as TIMETABLE_MANIFEST
from estate_model.outputs.run_record import LIBRARIES

NAME = "estate-model"


@cache
def program() -> Mapping[str, str]:
    """Return what must be the same wherever a batch runs, by name: code, Python, libraries."""
    libraries = {name: version(name) for name in LIBRARIES}
    return {
        NAME: f"{version(NAME)} ({code_digest()[:12]})",
        "Python": platform.python_version(),
        **libraries,
    }


def differences(wanted: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Return what differs, in words; empty where nothing does.

    >>> differences({"numpy": "2.1", "scipy": "1.15"}, {"numpy": "2.0", "scipy": "1.15"})
    'numpy 2.0, not 2.1'
    """
    return ", ".join(
        f"{name} {there.get(name, 'missing')}, not {one}"
        for name, one in wanted.items()
        if there.get(name) != one
    )


def area_hash(area_id: str, data: Path) -> str:
    """Return a hash of an area's manifests, which hold the checksum of every file, and of the parameters'."""
    folder = area_folder(area_id, data)
    manifests = (
        folder / MANIFEST,
        folder / STREETS / STREETS_MANIFEST,
        folder / STREETS / BACKDROP_MANIFEST,
        folder / TIMETABLE / TIMETABLE_MANIFEST,
        data / PARAMETERS / PARAMETER_MANIFEST,
    )
    return key_of(path.read_bytes() if path.is_file() else b"" for path in manifests)
