"""Errors to exit codes, by kind, so that a script knows what to mend."""

from __future__ import annotations

import errno

import click

from estate_model import errors
from estate_model.errors import AreaError, HoursError, OutputError, ScenarioError

FAILED, USAGE, SCENARIO, DATA, OUTPUT = 1, 2, 3, 4, 5
STOPPED = 130  # what a shell gives for Ctrl-C
KINDS: tuple[tuple[type[Exception], str, int], ...] = (
    (click.ClickException, "usage", USAGE),
    (HoursError, "usage", USAGE),
    (ScenarioError, "scenario", SCENARIO),
    (AreaError, "data", DATA),
    (OutputError, "output", OUTPUT),
)
NO_ROOM = (errno.ENOSPC, errno.EROFS, errno.EDQUOT)
HELP = """\b
Exit codes:
  0    done
  1    it ran, but something failed (no plan keeps to the rules, a check failed)
  2    the command was typed wrongly
  3    a scenario file, or its name, is wrong
  4    data is missing, changed or wrong
  5    results cannot be written, or are not as they were written
  130  stopped with Ctrl-C"""


def kind_of(error: BaseException) -> tuple[str, int]:
    """Return the kind of an error, and its exit code.

    >>> kind_of(ScenarioError(["x.yaml: is empty"])), kind_of(TypeError("x"))
    (('scenario', 3), ('failed', 1))
    """
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return "stopped", STOPPED
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return "output", OUTPUT
    return next(((kind, code) for sort, kind, code in KINDS if isinstance(error, sort)), ("failed", FAILED))


def message_of(error: BaseException) -> str:
    """Return an error in one clear message, also one of the command line's own."""
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return "Stopped."
    return errors.message_of(error)
