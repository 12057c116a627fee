"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Folder of area folders and parameters; default $ESTATE_MODEL_DATA, else the data that came along.",
)
OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("maps"),
    show_default=True,
    help="Where run folders go.",
)
STREETS = click.option(
    "--streets",
    type=click.Choice(["postcodes", "osm"]),
    help="The network: postcodes (screening) or osm (streets); default: streets where the area has them.",
)
MODES = click.option(
    "--modes",
    default="walk,cycle,drive",
    show_default=True,
    help="Who may use the streets: some of walk, walk-strict, cycle, drive.",
)
DATED = click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), help="The day of the data, where the file does not state it."
)
GRAPHML = click.option(
    "--graphml", type=click.Path(path_type=Path), help="A graph saved by OSMnx (ox.save_graphml)."
)
Formats = tuple[str, ...]
FORMATS = ("html", "docx", "pdf", "xlsx")


def _formats(_context: click.Context, _option: click.Parameter, value: str) -> Formats:
    """Return the formats between commas, each once."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in value.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise click.BadParameter(f"'{unknown[0] if unknown else value}' is not one of {', '.join(FORMATS)}")
    return names


TO = click.option(
    "--to",
    default="html",
    show_default=True,
    callback=_formats,
    metavar="FORMATS",
    help="The annex's formats: some of html, docx, pdf, xlsx, between commas.",
)
