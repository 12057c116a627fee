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
