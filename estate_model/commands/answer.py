"""How a command answers: in words or, with ``--json``, one document; with progress unless ``--quiet``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import click

KEY = "estate_model.answer"
SCHEMA_VERSION = 1


@dataclass
class Answer:
    """What one command has to say; ``lines`` are its words, ``fields`` the same as data.

    ``doing`` is what it last said it does, and when; ``line_is_open``: progress stands in an open line.
    """

    as_json: bool = False
    quiet: bool = False
    command: str = ""
    lines: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    doing: str = ""
    beaten: str = ""
    said_at: float = 0.0
    line_is_open: bool = False

    @property
    def document(self) -> str:
        """The JSON document: the fields or, where a command has only words, its lines."""
        only_words = self.lines and not set(self.fields) - {"error"}
        said = {"lines": self.lines, **self.fields} if only_words else self.fields
        content = {"schema_version": SCHEMA_VERSION, "command": self.command, **said}
        return json.dumps(content, indent=2, allow_nan=False)


RUNNING: list[Answer] = []


def answer() -> Answer:
    """Return the answer of the command that is running; a new one outside the command line.

    Threads that a command begins, such as those that fetch, have no context of click's.
    """
    context = click.get_current_context(silent=True)
    if context is not None:
        return answer_of(context)
    return RUNNING[-1] if RUNNING else Answer()


@contextmanager
def running(said: Answer) -> Iterator[None]:
    """Let a command's threads find its answer."""
    RUNNING.append(said)
    try:
        yield
    finally:
        RUNNING.pop()


def answer_of(context: click.Context) -> Answer:
    """Return the answer that a context shares with those above and below it."""
    found = context.meta.setdefault(KEY, Answer())
    if not isinstance(found, Answer):
        raise TypeError(f"{KEY} is not an answer")
    return found


def put(**fields: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Add fields to the document."""
    answer().fields.update(fields)


def put_in(name: str, entry: Any) -> None:  # noqa: ANN401
    """Add an entry to a list of the document."""
    answer().fields.setdefault(name, []).append(entry)
