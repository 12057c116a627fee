"""What is told on the terminal: results on standard output, progress and warnings on standard error.

Progress says how far something has come, of how much, and about how long is left: on a terminal in one line
that is written over, else in plain lines with some seconds between them.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import click

from estate_model.commands.answer import Answer, answer

EVERY_SECONDS, EVERY_ON_TERMINAL = 3.0, 0.2
LONG_SILENCE_SECONDS, LOOK_SECONDS = 10.0, 1.0
SOON_SECONDS, MINUTE_SECONDS = 5, 60  # not from units, which imports numpy: completion is to be quick
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
        _close_line(answer())
        click.echo(shown(words), nl=nl)


def tell_all(lines: Iterable[str]) -> None:
    """Say some lines of the answer."""
    for line in lines:
        tell(line)


def warn(words: str) -> None:
    """Tell what a user must know whatever happens, on standard error."""
    _close_line(answer())
    click.echo(shown(words), err=True)


def say(words: str) -> None:
    """Tell what happens next, on standard error, unless ``--quiet``."""
    if not answer().quiet:
        warn(words)
        answer().doing, answer().said_at = words, time.monotonic()


def _close_line(said: Answer) -> None:
    """End the line that progress is written over in."""
    if said.line_is_open:
        click.echo("", err=True)
        said.line_is_open = False


def seconds_in_words(seconds: float) -> str:
    """Return a time that is left, no closer than it can be known.

    >>> seconds_in_words(3), seconds_in_words(42), seconds_in_words(130), seconds_in_words(7000)
    ('a few seconds', 'about 40 s', 'about 2 min', 'about 117 min')
    """
    if seconds < SOON_SECONDS:
        return "a few seconds"
    if seconds < 1.5 * MINUTE_SECONDS:
        return f"about {5 * round(seconds / 5):d} s"
    return f"about {round(seconds / MINUTE_SECONDS):d} min"


class Pace:
    """How far something has come: told as often as a reader needs, with the time left at the pace so far."""

    def __init__(self, noun: str = "") -> None:
        """Begin to count; ``noun`` is what is counted."""
        self._noun = f" {noun}" if noun else ""
        self._begin()

    def _begin(self) -> None:
        self._began = self._told = time.monotonic()

    def __call__(self, words: str, done: int = 0, total: int = 0) -> None:
        """Say words; with a total, how much of it is done. Words between the last ones told are left out."""
        if not total:
            say(words)
            self._begin()
        elif 0 < done < total:
            self.tick(", ".join(filter(None, (words, self.words(done, total)))))

    def words(self, done: int, total: int) -> str:
        """Return how much is done, and how long the rest takes at the pace so far."""
        passed = time.monotonic() - self._began
        return f"{done} of {total}{self._noun}, {seconds_in_words(passed / done * (total - done))} left"

    def tick(self, words: str) -> None:
        """Show words, unless others were shown just now."""
        said, now, over = answer(), time.monotonic(), sys.stderr.isatty()
        if said.quiet or now - self._told < (EVERY_ON_TERMINAL if over else EVERY_SECONDS):
            return
        self._told = said.said_at = now
        line = f"  {shown(words)}"
        click.echo(f"\r\033[K{line}" if over else line, err=True, nl=not over)
        said.line_is_open = over


class Count(Pace):
    """The pace of work that is counted, such as searches that follow one another."""

    def __init__(self, noun: str) -> None:
        """Begin to count."""
        super().__init__(noun)
        self._done = 0

    def count(self, done: int, total: int) -> None:
        """Say how much of how much is done."""
        if done <= self._done:
            self._begin()
        self._done = done
        self("", done, total)


@contextmanager
def alongside(work: Callable[[threading.Event], None]) -> Iterator[None]:
    """Do work in a thread as long as the block lasts; it is told when that ends."""
    ended = threading.Event()
    thread = threading.Thread(target=work, args=(ended,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def beating(said: Answer) -> Iterator[None]:
    """Say now and then, where a step is silent for long, that it goes on."""

    def beat(ended: threading.Event) -> None:
        began = 0.0
        while not ended.wait(LOOK_SECONDS):
            now = time.monotonic()
            if said.doing and now - said.said_at >= LONG_SILENCE_SECONDS:
                began = began if said.beaten == said.doing else said.said_at
                said.beaten, said.said_at = said.doing, now
                click.echo(f"  still at it after {now - began:.0f} s: {shown(said.doing)}", err=True)

    with alongside(beat):
        yield
