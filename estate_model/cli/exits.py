"""Errors to exit codes, by kind, so that a script knows what to mend."""

from __future__ import annotations

import errno

import click

from estate_model.errors import AreaError, EstateModelError, HoursError, OutputError, ScenarioError

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
OUR_FAULT = "this is a fault of estate-model itself; run it again with --debug and report what it prints"
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
    """Return an error in one clear message; only what nobody raised on purpose is a fault of our own."""
    if isinstance(error, EstateModelError):
        return str(error)
    if isinstance(error, click.ClickException):
        return error.format_message()
    return _message_of_another(error)


def _message_of_another(error: BaseException) -> str:
    """Return what an error says that the program does not raise itself."""
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return "Stopped."
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}"
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("estate_model"):
        return f"the library '{error.name}' is not installed; 'estate-model doctor' says what else lacks"
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    return f"{OUR_FAULT} ({type(error).__name__}: {error})"
