"""The command line: words to calls, errors to exit codes (0 done, 1 a clear error, 2 usage)."""

from __future__ import annotations

import os
import sys

import click

from estate_model.cli.annex import annex
from estate_model.cli.areas import areas, build_area
from estate_model.cli.batch import batch
from estate_model.cli.choose import choose, frontier, rank
from estate_model.cli.explain import explain
from estate_model.cli.runs import check, compare, run
from estate_model.cli.sites import sites
from estate_model.cli.streets import streets
from estate_model.cli.timetable import timetable
from estate_model.commands.progress import tell
from estate_model.errors import EstateModelError

OUR_FAULT = "this is a fault of estate-model itself; run it again with --debug and report what it prints"
STOPPED = 130  # what a shell gives for Ctrl-C
COMMANDS = (
    run,
    batch,
    compare,
    annex,
    check,
    rank,
    choose,
    frontier,
    explain,
    areas,
    sites,
    streets,
    timetable,
    build_area,
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


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line; turn an error raised on purpose into one clear message and exit code 1."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small products: threads would only wait
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        tell("Stopped.", err=True)
        sys.exit(STOPPED)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        tell(_said(error), err=True)
        sys.exit(1)


def _said(error: Exception) -> str:
    """Return an error in one clear message; only what nobody raised on purpose is a fault of our own."""
    if isinstance(error, EstateModelError):
        return f"Error: {error}" if "\n" not in str(error) else str(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"Error: {where}{error.strerror or error}"
    if isinstance(error, MemoryError):
        return "Error: there is not enough memory for this"
    return f"Error: {OUR_FAULT} ({type(error).__name__}: {error})"
