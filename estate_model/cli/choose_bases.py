"""choose --bases: officers' bases in place of counters."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

WITH_BASES = ("scenario", "bases", "profile", "time_limit", "out", "data", "streets")
BASES = click.option("--bases", type=click.IntRange(1),
                     help="Officers' bases in place of counters: so many of the area's sites.")  # fmt: skip


def choose_bases(context: click.Context, place: Any, bases: int) -> None:  # noqa: ANN401 - of a module imported late
    """Choose bases; raise UsageError where an option that is about counters was given too."""
    from estate_model.analysis.choice.bases import BasesRequest
    from estate_model.commands.choose import bases as run_bases

    for option in context.command.params:
        typed = context.get_parameter_source(option.name or "") == ParameterSource.COMMANDLINE
        if typed and option.name not in WITH_BASES:
            raise click.UsageError(f"{option.opts[0]} is about counters and does not go with --bases")
    options = context.params
    run_bases(place, BasesRequest(bases=bases, profile=options["profile"], seconds=options["time_limit"]))
