"""The command line: words to calls, errors to exit codes (0 done, 1 a clear error, 2 usage)."""

from __future__ import annotations

import os
import sys

import click

from estate_model.cli.annex import annex
from estate_model.cli.areas import areas, build_area
from estate_model.cli.choose import choose, frontier, rank
from estate_model.cli.explain import explain
from estate_model.cli.runs import check, compare, run
from estate_model.cli.streets import streets
from estate_model.errors import EstateModelError

COMMANDS = (run, compare, annex, check, rank, choose, frontier, explain, areas, streets, build_area)


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
    debug = "--debug" in sys.argv
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small products: threads would only wait
    try:
        cli.main(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except EstateModelError as error:
        if debug:
            raise
        click.echo(f"Error: {error}" if "\n" not in str(error) else str(error), err=True)
        sys.exit(1)
    except OSError as error:
        if debug:
            raise
        click.echo(f"Error: {error.filename or ''}: {error.strerror or error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
