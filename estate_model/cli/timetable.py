"""timetable build: public transport by the clock for an area."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from estate_model.cli.completion import areas
from estate_model.cli.options import DATA, Place, day_option
from estate_model.inputs.store.find import check_area


@click.group()
def timetable() -> None:
    """Bring timetables: travel times by public transport for an area.

    \b
    Example:
      estate-model timetable build london --gtfs buses.zip --gtfs rail.zip
    """


@timetable.command("build")
@click.argument("area", shell_complete=areas)
@click.option(
    "--gtfs",
    "feeds",
    type=Place(),
    multiple=True,
    required=True,
    help="A GTFS feed, a zip or a folder; may be given again.",
)
@day_option(
    "--date",
    help_text="The reference day, whose week is read; default: the feeds' most usual Wednesday.",
)
@DATA
def timetable_build(area: str, *, feeds: tuple[Path, ...], date: dt.date | None, data: Path | None) -> None:
    """Build AREA's timetable from GTFS feeds on disk; nothing is fetched.

    Every fault of a feed is counted, and a feed with more than 1% of a kind is refused. The week around the
    day is written to <data>/AREA/timetable/. Needs the extra 'build' (pyarrow); docs/timetables.md says
    where feeds come from.

    \b
    Example:
      estate-model timetable build london --gtfs buses.zip --gtfs rail.zip --date 2026-11-18
    """
    check_area(area, data)
    from estate_model.commands.timetable import build

    build(area, feeds, day=date, data=data)
