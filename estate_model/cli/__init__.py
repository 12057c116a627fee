"""The command line: words to calls, errors to exit codes (see ``exits``)."""

from __future__ import annotations

import os
import sys

import click

from estate_model.cli.annex import annex
from estate_model.cli.areas import areas, build_area
from estate_model.cli.batch import batch
from estate_model.cli.choose import choose, frontier, rank
from estate_model.cli.doctor import doctor
from estate_model.cli.exits import HELP, kind_of, message_of
from estate_model.cli.explain import explain
from estate_model.cli.folders import open_run, verify
from estate_model.cli.grid import grid
from estate_model.cli.init import init
from estate_model.cli.program import Program, answering
from estate_model.cli.runs import check, compare, run
from estate_model.cli.schema import schema
from estate_model.cli.sites import sites
from estate_model.cli.streets import streets
from estate_model.cli.timetable import timetable
from estate_model.commands.progress import warn

COMMANDS = (
    init,
    run,
    batch,
    compare,
    open_run,
    verify,
    grid,
    annex,
    check,
    rank,
    choose,
    frontier,
    explain,
    schema,
    doctor,
    areas,
    sites,
    streets,
    timetable,
    build_area,
)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]}, epilog=HELP)
@click.version_option(package_name="estate-model")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(*, debug: bool) -> None:
    """Who can still reach an open police front counter, when, and how long it takes them.

    \b
    Example:
      estate-model run met-2026-decision
    """


for command in COMMANDS:
    cli.add_command(answering(command))


def main() -> None:
    """Run the command line; turn an error into one clear message and the exit code of its kind."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small products: threads would only wait
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looked for in every package: 0.04 s
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:  # whoever read the output, such as head, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(kind_of(BrokenPipeError())[1])
    except (click.Abort, KeyboardInterrupt) as error:
        _end(error)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        _end(error)
    else:
        if isinstance(code, int) and code:
            sys.exit(code)


def _end(error: BaseException) -> None:
    """Say what went wrong, and leave with the code of its kind."""
    kind, code = kind_of(error)
    message = message_of(error)
    warn(message if kind == "stopped" or "\n" in message else f"Error: {message}")
    sys.exit(code)
