"""annex: the document to attach to a consultation response."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from estate_model.cli.completion import boroughs, scenarios
from estate_model.cli.options import DATA, OUT, STREETS, TO, Formats, day_option
from estate_model.inputs.store.find import check_names

LONGEST = 200


def _short(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Return a line for the cover, its spaces single."""
    words = " ".join(value.split())
    if len(words) > LONGEST:
        raise click.BadParameter(f"has {len(words)} characters; at most {LONGEST} fit on the cover")
    return words


@click.command()
@click.argument("scenario", shell_complete=scenarios)
@TO
@click.option(
    "--for",
    "parts",
    multiple=True,
    metavar="PLACE",
    shell_complete=boroughs,
    help="Also two pages for a borough, for wards between commas, or for all boroughs: all.",
)
@click.option(
    "--compare",
    "others",
    multiple=True,
    metavar="OTHER",
    shell_complete=scenarios,
    help="Another scenario to set beside it.",
)
@click.option("--by", default="", callback=_short, help="Who submits it, for the cover.")
@click.option("--contact", default="", callback=_short, help="How to reach them, for the cover.")
@day_option("--date", "day", help_text="The cover's date; no clock is read.")
@OUT
@DATA
@STREETS
def annex(  # noqa: PLR0913 - one for each option
    scenario: str,
    *,
    to: Formats,
    parts: tuple[str, ...],
    others: tuple[str, ...],
    by: str,
    contact: str,
    day: dt.date | None,
    out: Path,
    data: Path | None,
    streets: str | None,
) -> None:
    """Write an annex to attach to a consultation response, with the run that it is made from.

    HTML is always written; docx, pdf and xlsx need extras: pip install 'estate-model[docx,pdf,xlsx]'.

    \b
    Example:
      estate-model annex met-2026-decision --to docx,pdf,html,xlsx --for "London Borough of Merton"
      estate-model annex met-2026-decision --for all --by "Residents of Merton" --date 2026-03-01
    """
    check_names((scenario, *others), each=True)
    from estate_model.commands.annex import Asked, Place, write_annex
    from estate_model.outputs.annex.content import Cover

    asked = Asked(formats=to, parts=parts, cover=Cover(by=by, contact=contact, date=day))
    write_annex(scenario, asked, others=others, place=Place(out=out, data=data, streets=streets))
