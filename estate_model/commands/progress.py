"""What is told on the terminal: words, and progress on standard error (a bar on a terminal only)."""

from __future__ import annotations

import re
import sys

import click

from estate_model.commands.answer import answer

WIDTH = 30
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown(words: str) -> str:
    r"""Return words that only show themselves: a control or bidirectional character is written out.

    A scenario got by mail could else clear the screen, or turn a sentence round.

    >>> print(shown("a\x1b[2Jb\u202ec"))
    a\x1b[2Jb\u202ec
    """
    return UNSEEN.sub(lambda found: found.group().encode("unicode_escape").decode(), words)


def tell(words: str = "", *, nl: bool = True) -> None:
    """Print words on standard output; with ``--json`` they go into the document."""
    if answer().as_json:
        answer().lines.append(words)
    else:
        click.echo(shown(words), nl=nl)


def warn(words: str) -> None:
    """Tell what a user must know whatever happens, on standard error."""
    click.echo(shown(words), err=True)


def say(words: str) -> None:
    """Tell what happens next, on standard error, unless ``--quiet``."""
    if not answer().quiet:
        warn(words)


def bar(done: int, total: int) -> None:
    """Draw ``done`` of ``total`` searches, on a terminal only."""
    if answer().quiet or not sys.stderr.isatty():
        return
    filled = WIDTH * done // total
    end = "\n" if done == total else ""
    click.echo(
        f"\r  [{'#' * filled}{'.' * (WIDTH - filled)}] {done} of {total} counters{end}", err=True, nl=False
    )
