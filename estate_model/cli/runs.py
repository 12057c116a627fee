"""run, compare, check: what is done with scenario files."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from estate_model.cli.completion import scenarios
from estate_model.cli.options import DATA, OUT, STREETS, TO, Formats
from estate_model.inputs.store.find import check_names


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=scenarios)
@OUT
@DATA
@STREETS
@click.option(
    "--annex", is_flag=True, help="Also write the consultation annex; see 'estate-model annex --help'."
)
@TO
@click.option("--parquet", is_flag=True, help="Also write cells.parquet (GeoParquet) for data tools.")
@click.option("--light", is_flag=True, help="Findings, boroughs and the whole area alone: no map, no ranges.")
@click.pass_context
def run(  # noqa: PLR0913 - one for each option
    context: click.Context,
    *,
    files: tuple[str, ...],
    out: Path,
    data: Path | None,
    streets: str | None,
    annex: bool,
    to: Formats,
    parquet: bool,
    light: bool,
) -> None:
    """Run scenario files (or shipped scenarios by name) and write their maps and tables.

    \b
    Example:
      estate-model run scenarios/met-2026-decision.yaml --out maps
    """
    if light and (annex or parquet):
        raise click.UsageError("--light writes neither an annex nor cells.parquet")
    if not annex and context.get_parameter_source("to") == ParameterSource.COMMANDLINE:
        raise click.UsageError("--to goes with --annex")
    check_names(files)
    if light:
        from estate_model.commands.light import run_lightly

        return run_lightly(files, out=out, data=data, streets=streets)
    from estate_model.commands.run import run_scenarios  # imported late so that --help stays quick

    return run_scenarios(
        files, out=out, data=data, streets=streets, annex=to if annex else None, parquet=parquet
    )


@click.command()
@click.argument("a", shell_complete=scenarios)
@click.argument("b", shell_complete=scenarios)
@OUT
@DATA
@STREETS
def compare(a: str, b: str, out: Path, data: Path | None, streets: str | None) -> None:
    """Write what changes for residents between scenario A (before) and scenario B (after).

    \b
    Example:
      estate-model compare met-2026-decision one-24-7-per-borough
    """
    check_names((a, b), each=True)
    from estate_model.commands.run import compare_scenarios

    compare_scenarios(a, b, out=out, data=data, streets=streets)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=scenarios)
@DATA
@STREETS
def check(files: tuple[str, ...], data: Path | None, streets: str | None) -> None:
    """Check scenario files without running them; every fault is shown with file, line and column.

    \b
    Example:
      estate-model check scenarios/*.yaml
    """
    check_names(files)
    from estate_model.commands.check import check_scenarios

    check_scenarios(files, data=data, streets=streets)
