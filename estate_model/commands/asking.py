"""Ask on the terminal: until an answer can be read, with words completed by Tab where the terminal can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

from estate_model.commands.answer import answer

Answer = TypeVar("Answer")


def ask(
    question: str, read: Callable[[str], Answer], default: str | None = None, *, among: Sequence[str] = ()
) -> Answer:
    """Ask until ``read`` makes something of what is typed; with ``--json`` questions go to standard error.

    ``read`` raises UsageError, whose words are shown. ``among`` are words that Tab completes.
    """
    with _completing(sorted(among)):
        found: Answer = click.prompt(
            question, value_proc=read, default=default, show_default=bool(default), err=answer().as_json
        )
    return found


@contextmanager
def _completing(words: Sequence[str]) -> Iterator[None]:
    """Let Tab complete words, also after a comma; nothing where there is no readline, as on Windows."""
    try:
        import readline  # noqa: PLC0415 - not on every system
    except ImportError:
        yield
        return

    def nth(begun: str, number: int) -> str | None:
        fitting = [word for word in words if word.startswith(begun)]
        return fitting[number] if number < len(fitting) else None

    before, delimiters = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(nth)
    readline.set_completer_delims(" ,")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(delimiters)
