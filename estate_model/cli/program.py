"""The command line's group: every command takes --json and --quiet, and answers with one document."""

from __future__ import annotations

from typing import Any

import click

from estate_model.cli.exits import kind_of, message_of
from estate_model.commands.answer import answer_of, running
from estate_model.commands.progress import beating


class Program(click.Group):
    """A group that prints the JSON document when its command ends, well or not."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what click gives
        """Run the command; with --json print what it found, and what went wrong."""
        said = answer_of(ctx)
        try:
            with running(said), beating(said):
                found = super().invoke(ctx)
        except click.exceptions.Exit as ended:
            if said.as_json and ended.exit_code:
                click.echo(said.document)
            raise
        except BaseException as error:
            kind, code = kind_of(error)
            said.fields["error"] = {"kind": kind, "exit_code": code, "lines": message_of(error).split("\n")}
            if said.as_json:
                click.echo(said.document)
            raise
        if said.as_json:
            click.echo(said.document)
        return found


def _set_json(context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's
    names: list[str] = []
    above = context
    while above.parent is not None:
        names.insert(0, str(above.info_name))
        above = above.parent
    answer_of(context).command = " ".join(names)
    answer_of(context).as_json |= value


def _set_quiet(context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001
    answer_of(context).quiet |= value


JSON = click.option(
    "--json", is_flag=True, is_eager=True, expose_value=False, callback=_set_json,
    help="Print one JSON document in place of text.",
)  # fmt: skip
QUIET = click.option(
    "--quiet", "-q", is_flag=True, is_eager=True, expose_value=False, callback=_set_quiet,
    help="No progress: only results, warnings and errors.",
)  # fmt: skip


def answering(command: click.Command) -> click.Command:
    """Return a command that takes --json and --quiet; of a group, each of its commands does."""
    if not isinstance(command, click.Group):
        return JSON(QUIET(command))
    for one in command.commands.values():
        answering(one)
    return command
