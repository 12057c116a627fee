"""doctor: what the program finds where it runs."""

from __future__ import annotations

from pathlib import Path

import click

from estate_model.cli.options import DATA


@click.command()
@DATA
def doctor(data: Path | None) -> None:
    """Say what the program finds: versions, extras and how to install them, fonts, cache, data.

    \b
    Example:
      estate-model doctor
    """
    from estate_model.commands.doctor import doctor as look

    look(data)
