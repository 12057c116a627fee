"""sites: the police buildings of an area, and which are front counters."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from estate_model.cli.completion import areas
from estate_model.cli.completion import site as complete_site
from estate_model.cli.options import DATA
from estate_model.inputs.store.find import check_area


@click.command()
@click.argument("area", shell_complete=areas)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose hours are shown.")
@click.option(
    "--set",
    "site",
    shell_complete=complete_site,
    help="A building to mark, by its id or postcode; goes with --hours.",
)
@click.option("--hours", help="With --set: its opening hours, or 'off'.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="With --set: the day from which they hold; left out, that of the latest record, which is replaced.",
)
@click.option(
    "--confidence", default="marked by hand", show_default=True, help="With --set: how sure, and who says so."
)
@DATA
def sites(  # noqa: PLR0913 - one for each option
    area: str,
    *,
    on: datetime | None,
    site: str | None,
    hours: str | None,
    since: datetime | None,
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
        command.list_sites(area, on=on.date() if on else None, data=data)
    else:
        day = since.date() if since else None
        command.mark(area, site, hours, since=day, confidence=confidence, data=data)
