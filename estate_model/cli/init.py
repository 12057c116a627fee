"""init: a first scenario."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from estate_model.cli.completion import areas, sites
from estate_model.cli.options import DATA, Place, day_option


@click.command()
@click.argument("file", required=False, type=Place())
@click.option("--area", shell_complete=areas, help="The area; see 'estate-model areas'.")
@day_option(
    "--on",
    help_text="The day whose estate is changed; default: the latest known.",
)
@click.option(
    "--close", default="", metavar="IDS", shell_complete=sites, help="Counters that close, between commas."
)
@click.option(
    "--open",
    "reopen",
    default="",
    metavar="IDS",
    shell_complete=sites,
    help="Counters that open again, with their last hours.",
)
@click.option(
    "--hours", multiple=True, metavar="IDS=HOURS", help="Counters with other hours; may be given again."
)
@click.option("--title", default="", help="One line that says what it is.")
@click.option("--question", default="", help="The question it answers.")
@DATA
def init(  # noqa: PLR0913 - one for each option
    file: Path | None,
    *,
    area: str | None,
    on: dt.date | None,
    close: str,
    reopen: str,
    hours: tuple[str, ...],
    title: str,
    question: str,
    data: Path | None,
) -> None:
    """Write a first scenario to FILE.yaml by asking a few questions.

    With --close, --open or --hours it asks nothing. What it writes is in order by 'estate-model check'; a
    file that is there is never overwritten.

    \b
    Example:
      estate-model init
      estate-model init wimbledon-shut.yaml --area london --on 2025-10-01 --close wimbledon
      estate-model init later.yaml --area london --hours "acton,brixton=Mo-Fr 10:00-22:00"
    """
    from estate_model.commands import init as command

    given = command.Given(
        area=area, on=on, close=close, reopen=reopen, hours=hours, title=title, question=question
    )
    command.init(file, given, data)
