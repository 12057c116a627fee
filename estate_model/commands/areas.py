"""Say which areas there are, and what one holds."""

from __future__ import annotations

from pathlib import Path

import click

from estate_model.area import Area
from estate_model.commands.load import load_area
from estate_model.commands.progress import say
from estate_model.errors import EstateModelError
from estate_model.inputs.find import area_ids, data_root


def show_areas(area_id: str | None, *, sites: bool, graphml: Path | None, data: Path | None) -> None:
    """List the areas, or print one area's contents, sites or sources, or write its network."""
    if area_id is None:
        if sites or graphml:
            raise click.UsageError("--sites and --graphml need an AREA")
        for name in area_ids(data_root(data)):
            click.echo(_line(load_area(name, data)))
        return
    area = load_area(area_id, data)
    if sites:
        _sites(area)
    elif graphml is not None:
        _write_graphml(area, graphml)
    else:
        _contents(area)


def _line(area: Area) -> str:
    counters = len({row.site_id for row in area.hours})
    residents = area.places.people.sum()
    return (
        f"{area.area_id}: {area.name}, {residents:,.0f} residents, {len(area.places):,} postcodes, "
        f"{counters} counters on record"
    )


def _contents(area: Area) -> None:
    click.echo(_line(area))
    days = sorted({row.valid_from for row in area.hours})
    for day in days:
        click.echo(f"  estate on {day}: {len(area.estate_on(day).counters)} counters")
    click.echo(f"Network: postcodes (screening). {area.screening.error} {area.screening.source}")
    click.echo("Files:")
    for row in area.provenance:
        click.echo(f"  {row['path']}: {row['title']} ({row['publisher']}, {row['date']}); {row['licence']}")
    for line in (*area.notes, *area.attribution):
        click.echo(line)


def _sites(area: Area) -> None:
    latest = max(row.valid_from for row in area.hours)
    for site_id, site in sorted(area.estate_on(latest).sites.items()):
        click.echo(f"{site_id}\t{site.name}\t{site.borough_name}\t{site.hours}")


def _write_graphml(area: Area, path: Path) -> None:
    from estate_model.outputs.graph import write_graphml  # noqa: PLC0415 - imports osmnx
    from estate_model.travel.postcode_streets import postcode_streets  # noqa: PLC0415

    if path.exists():
        raise EstateModelError(f"{path}: exists already")
    say("Building the network and writing it with OSMnx (about a minute for London)")
    write_graphml(postcode_streets(area, tuple(area.buildings.values())), area, path)
    click.echo(f"Network: {path}")
