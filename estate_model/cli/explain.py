"""explain: what the tool's words mean."""

from __future__ import annotations

from pathlib import Path

import click

from estate_model.cli.options import DATA


@click.command()
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
