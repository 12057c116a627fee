"""schema: what files may say, for editors."""

from __future__ import annotations

import click


@click.command()
@click.argument("kind", type=click.Choice(["scenario", "area"]), default="scenario")
def schema(kind: str) -> None:
    """Print the JSON Schema of scenario files or, with 'area', of area.toml.

    An editor that knows it completes keys and marks mistakes while you type. 'estate-model init' puts it
    beside the file it writes, whose first line names it.

    \b
    Example:
      estate-model schema > scenario.schema.json
    """
    from estate_model.commands.schema import print_schema

    print_schema(kind)
