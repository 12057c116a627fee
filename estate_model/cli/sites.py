"""sites: the police buildings of an area, and which are front counters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from estate_model.cli.completion import areas
from estate_model.cli.completion import site as complete_site
from estate_model.cli.options import DATA, day_option
from estate_model.inputs.store.find import check_area


@click.command()
@click.argument("area", shell_complete=areas)
@day_option("--on", help_text="The day whose hours are shown.")
@click.option(
    "--set",
    "site",
    shell_complete=complete_site,
    help="A building to mark, by its id or postcode; goes with --hours.",
)
@click.option("--hours", help="With --set: its opening hours, or 'off'.")
@day_option(
    "--since",
    help_text="With --set: the day from which they hold; else that of the latest record, which is replaced.",
)
@click.option(
    "--confidence", default="marked by hand", show_default=True, help="With --set: how sure, and who says so."
)
@DATA
def sites(  # noqa: PLR0913 - one for each option
    area: str,
    *,
    on: dt.date | None,
    site: str | None,
    hours: str | None,
    since: dt.date | None,
    confidence: str,
    data: Path | None,
) -> None:
    """List AREA's police buildings with their hours, candidates last; or mark one as a front counter.

    \b
    Example:
      estate-model sites essex
      estate-model sites essex --set clacton --hours "Mo-Fr 10:00-16:00" --since 2025-01-01
    """
    check_area(area, data)
    from estate_model.commands import areas as command

    if (site is None) != (hours is None):
        raise click.UsageError("--set and --hours go together")
    if site is None or hours is None:
        command.list_sites(area, on=on, data=data)
    else:
        command.mark(area, site, hours, since=since, confidence=confidence, data=data)
