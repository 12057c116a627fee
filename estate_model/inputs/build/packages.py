"""The public data packages a recipe may read, pinned: fetched by their name, checked by their SHA-256."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from estate_model.errors import AreaError
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.store.provenance import sha256_of


@dataclass(frozen=True, kw_only=True)
class Package:
    """One pinned package: its requirement, its file name and its SHA-256 (hexadecimal)."""

    requirement: str
    file_name: str
    sha256: str


def packages_of(recipe: Recipe) -> tuple[Package, ...]:
    """Return the packages that a recipe's files lie in, each once."""
    packages = (
        Package(requirement=part.package, file_name=part.path, sha256=part.sha256)
        for part in recipe.file.values()
        if part.package
    )
    return tuple(dict.fromkeys(packages))


def checked(folder: Path, package: Package) -> Path:
    """Return the path of a package in ``folder`` after checking its SHA-256.

    Raise AreaError if the file is missing or is not the pinned one; names the file, expected and got.
    """
    path = folder / package.file_name
    if not path.is_file():
        raise AreaError(f"{path}: there is no such file; download {package.requirement} first (make data)")
    if fault := another(path, package.sha256):
        raise AreaError(fault)
    return path


def another(path: Path, expected: str) -> str:
    """Return how a file differs from the SHA-256 expected, or an empty text when it does not."""
    found = sha256_of(path)
    if found == expected:
        return ""
    return f"{path}: expected sha256 {expected}, got {found}; delete it and download again"
