"""Progress on standard error: a bar on a terminal, nothing between steps elsewhere."""

from __future__ import annotations

import sys

import click

WIDTH = 30


def say(words: str) -> None:
    """Tell what happens next, on standard error."""
    click.echo(words, err=True)


def bar(done: int, total: int) -> None:
    """Draw ``done`` of ``total`` searches, on a terminal only."""
    if not sys.stderr.isatty():
        return
    filled = WIDTH * done // total
    end = "\n" if done == total else ""
    click.echo(
        f"\r  [{'#' * filled}{'.' * (WIDTH - filled)}] {done} of {total} counters{end}", err=True, nl=False
    )
