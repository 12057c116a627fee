"""annex: the document to attach to a consultation response."""

from __future__ import annotations

from pathlib import Path

import click

from estate_model.cli.completion import boroughs, scenarios
from estate_model.cli.options import DATA, OUT, STREETS, TO, Formats
from estate_model.inputs.store.find import check_names


@click.command()
@click.argument("scenario", shell_complete=scenarios)
@TO
@click.option(
    "--for",
    "parts",
    multiple=True,
    metavar="PLACE",
    shell_complete=boroughs,
    help="Also two pages for a borough, or wards between commas.",
)
@click.option(
    "--compare",
    "others",
    multiple=True,
    metavar="OTHER",
    shell_complete=scenarios,
    help="Another scenario to set beside it.",
)
@OUT
@DATA
@STREETS
def annex(  # noqa: PLR0913 - one for each option
    scenario: str,
    *,
    to: Formats,
    parts: tuple[str, ...],
    others: tuple[str, ...],
    out: Path,
    data: Path | None,
    streets: str | None,
) -> None:
    """Write an annex to attach to a consultation response, with the run that it is made from.

    HTML is always written; docx, pdf and xlsx need extras: pip install 'estate-model[docx,pdf,xlsx]'.

    \b
    Example:
      estate-model annex met-2026-decision --to docx,pdf,html,xlsx --for "London Borough of Merton"
    """
    check_names((scenario, *others), each=True)
    from estate_model.commands.annex import Place, write_annex

    place = Place(out=out, data=data, streets=streets)
    write_annex(scenario, formats=to, parts=parts, others=others, place=place)
