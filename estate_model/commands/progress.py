"""What is told on the terminal: words, and progress on standard error (a bar on a terminal only)."""

from __future__ import annotations

import re
import sys

import click

WIDTH = 30
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown(words: str) -> str:
    r"""Return words that only show themselves: a control or bidirectional character is written out.

    A scenario got by mail could else clear the screen, or turn a sentence round.

    >>> print(shown("a\x1b[2Jb\u202ec"))
    a\x1b[2Jb\u202ec
    """
    return UNSEEN.sub(lambda found: found.group().encode("unicode_escape").decode(), words)


def tell(words: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print words on standard output, or on standard error."""
    click.echo(shown(words), err=err, nl=nl)


def say(words: str) -> None:
    """Tell what happens next, on standard error."""
    tell(words, err=True)


def bar(done: int, total: int) -> None:
    """Draw ``done`` of ``total`` searches, on a terminal only."""
    if not sys.stderr.isatty():
        return
    filled = WIDTH * done // total
    end = "\n" if done == total else ""
    click.echo(
        f"\r  [{'#' * filled}{'.' * (WIDTH - filled)}] {done} of {total} counters{end}", err=True, nl=False
    )
