"""Try one input within limits of time and memory, and say what came of it."""

from __future__ import annotations

import re
import resource
import signal
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from estate_model.errors import EstateModelError

MOST_SECONDS = 10
MOST_KILOBYTES = 400_000  # of memory that one input may add
MOST_LINES, MOST_LETTERS = 120, 2_500
NOT_OURS = re.compile(r"Traceback|pydantic|pandas|numpy|object at 0x|<class|KeyError|TypeError|site-packages")
OF_PROGRAMMERS = (DeprecationWarning, PendingDeprecationWarning, FutureWarning, ResourceWarning)
ACCEPTED, REFUSED = "accepted", "refused"


class Hang(BaseException):
    """An input took too long; no ``except Exception`` may swallow it."""


class Wrong(AssertionError):  # noqa: N818 - it reads as a sentence
    """An input was taken that may not be, or left half a file."""


def outcome(try_it: Callable[[], object]) -> str:
    """Return ``accepted``, ``refused``, or else what is wrong, in lines."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        with _within(MOST_SECONDS), warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            try_it()
        said = [str(one.message) for one in warned if not issubclass(one.category, OF_PROGRAMMERS)]
        found = f"a warning was the only word: {said[0][:200]}" if said else ACCEPTED
    except EstateModelError as error:
        found = _unclear(str(error)) or REFUSED
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - that is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        places = [
            frame for frame in traceback.extract_tb(error.__traceback__) if "estate_model/" in frame.filename
        ]
        at = places[-1] if places else last
        where = f"{at.filename.rpartition('estate_model/')[2]}:{at.lineno}"
        found = f"{type(error).__name__}: {str(error)[:200]} @ {where}"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return f"took {grown // 1000:,} MB more memory" if grown > MOST_KILOBYTES else found


def _unclear(message: str) -> str:
    """Return why a message is not one of ours, clear and short; empty where it is."""
    lines = message.split("\n")
    if not message.strip():
        return "says nothing"
    if len(lines) > MOST_LINES or max(map(len, lines)) > MOST_LETTERS:
        return f"says too much: {len(lines)} lines, the longest {max(map(len, lines)):,} letters: {message[:150]}"
    return f"a library's words: {message[:300]}" if NOT_OURS.search(message) else ""


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise Hang in this block after so many seconds."""

    def stop(_signal: int, _frame: object) -> None:
        raise Hang(f"no answer in {seconds} s")

    old = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
