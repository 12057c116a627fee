"""open, verify: what is done with folders that were written."""

from __future__ import annotations

from pathlib import Path

import click

from estate_model.cli.completion import pages
from estate_model.cli.options import OUT


@click.command("open")
@click.argument("run", metavar="SCENARIO|FOLDER", shell_complete=pages)
@OUT
def open_run(run: str, out: Path) -> None:
    """Open the map of a run in the browser, by the scenario's name or the run's folder; the path is printed.

    \b
    Example:
      estate-model open met-2026-decision
      estate-model open maps/index.html
    """
    from estate_model.commands.folders import open_page

    open_page(run, out)


@click.command()
@click.argument("run", metavar="FOLDER", shell_complete=pages)
@OUT
def verify(run: str, out: Path) -> None:
    """Check every file of a run's FOLDER against the checksums in its run.json.

    Files that are missing, cut, changed or not the run's are named, and the exit code is 5. run.json itself
    is not proven: keep its own checksum elsewhere.

    \b
    Example:
      estate-model verify maps/met-2026-decision
    """
    from estate_model.commands.folders import verify as verify_folder

    verify_folder(run, out)
