"""explain: what the tool's words mean."""

from __future__ import annotations

from pathlib import Path

import click

from estate_model.cli.options import DATA


@click.command()
@click.argument("word", required=False)
@click.option("--all", "every", is_flag=True, help="Explain every word, as one page of Markdown.")
@DATA
def explain(word: str | None, *, every: bool, data: Path | None) -> None:
    """Explain a measure, standard, group, set, change, profile, field or column; without WORD, list them.

    A word that is no name, such as offline, is looked for in what they say.

    \b
    Example:
      estate-model explain share_of_week
      estate-model explain "likely offline"
    """
    from estate_model.commands.explain import explain as explain_word

    if word and every:
        raise click.UsageError("--all explains every word; leave out WORD")
    explain_word(word, data=data, every=every)
