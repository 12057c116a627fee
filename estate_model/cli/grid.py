"""grid: finished runs side by side."""

from __future__ import annotations

from pathlib import Path

import click

from estate_model.cli.completion import pages
from estate_model.cli.options import OUT

FEWEST, MOST = 2, 6


@click.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...", shell_complete=pages)
@OUT
def grid(runs: tuple[str, ...], out: Path) -> None:
    """Lay two to six finished runs side by side: small maps, and one table.

    RUN is the name of a folder under --out, or a path. Nothing is worked out again.

    \b
    Example:
      estate-model grid met-2025-proposal met-2026-decision one-24-7-per-borough
    """
    if not FEWEST <= len(set(runs)) <= MOST:
        raise click.UsageError(f"give from {FEWEST} to {MOST} different runs, not {len(set(runs))}")
    from estate_model.commands.grid import lay_side_by_side

    lay_side_by_side(runs, out)
