"""streets build, streets fetch: real streets for an area."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from estate_model.cli.completion import areas
from estate_model.cli.options import DATA, DATED, GRAPHML, MODES, Place
from estate_model.inputs.store.find import check_area


@click.group()
def streets() -> None:
    """Bring real streets: street-level travel times for an area.

    \b
    Example:
      estate-model streets build london --osm greater-london.osm.pbf
    """


@streets.command("build")
@click.argument("area", shell_complete=areas)
@click.option("--osm", type=Place(), help="An OpenStreetMap extract: PBF, or XML (.osm, .osm.gz).")
@GRAPHML
@MODES
@DATED
@DATA
def streets_build(  # noqa: PLR0913 - one for each option
    area: str,
    *,
    osm: Path | None,
    graphml: Path | None,
    modes: str,
    date: dt.date | None,
    data: Path | None,
) -> None:
    """Build AREA's streets from an extract on disk, for example one of Geofabrik's.

    Each mode keeps what it may use by UK rules; the part that hangs together is written to
    <data>/AREA/streets/, one file per mode with a manifest. Needs the extra 'streets' (pyosmium).

    \b
    Example:
      estate-model streets build london --osm greater-london.osm.pbf --modes walk,cycle,drive
    """
    check_area(area, data)
    from estate_model.commands.streets import build_from_graphml, build_from_pbf

    if (osm is None) == (graphml is None):
        raise click.UsageError("give one of --osm FILE.osm.pbf and --graphml FILE")
    day = date.isoformat() if date else ""
    if osm is not None:
        build_from_pbf(area, osm, modes=modes, date=day, data=data)
    elif graphml is not None:
        build_from_graphml(area, graphml, modes=modes, date=day, data=data)


@streets.command("fetch")
@click.argument("area", shell_complete=areas)
@click.option("--place", help="A place by name; default: the area's own outline and 2 km around it.")
@GRAPHML
@MODES
@DATA
def streets_fetch(
    area: str, *, place: str | None, graphml: Path | None, modes: str, data: Path | None
) -> None:
    """Fetch AREA's streets from OpenStreetMap's Overpass service through OSMnx; asks the network.

    Answers are kept, so a fetch that was stopped goes on where it was. --graphml uses a saved graph instead.

    \b
    Example:
      estate-model streets fetch merton --place "London Borough of Merton, UK"
    """
    check_area(area, data)
    from estate_model.commands.streets import build_from_graphml, fetch

    if place is not None and graphml is not None:
        raise click.UsageError("give one of --place NAME and --graphml FILE")
    if graphml is not None:
        build_from_graphml(area, graphml, modes=modes, date="", data=data)
    else:
        fetch(area, place, modes=modes, data=data)
