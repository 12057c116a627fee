"""Everything this program raises on purpose.

EstateModelError            one clear message, no traceback unless --debug
├── ScenarioError           a scenario file says something it may not
├── AreaError               an area folder, or a file in it, is missing, changed or wrong
│   └── NoSuchAreaError     no area has the name that was given
├── HoursError              an opening-hours text cannot be used
├── ChoiceError             a choice of counters cannot be made as it was asked for
├── BatchError              a batch cannot run where it was asked to, or some of its tasks failed
└── OutputError             results cannot be written where they were asked for
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

MOST_FAULTS, MOST_SHOWN, MOST_OF_A_LINE = 50, 80, 1200
Fault = TypeVar("Fault")


class EstateModelError(Exception):
    """The root of every error raised on purpose; ``str(error)`` is what the user reads."""

    def __init__(self, message: str) -> None:
        """Keep the message; a line that is very long, as a value in it may be, is cut."""
        lines = message.split("\n")
        cut = [line if len(line) <= MOST_OF_A_LINE else f"{line[:MOST_OF_A_LINE]}..." for line in lines]
        super().__init__("\n".join(cut))


class ScenarioError(EstateModelError):
    """A scenario file has one or more faults; ``faults`` holds a line of text for each."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep every fault, in the order given."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class AreaError(EstateModelError):
    """An area folder, or a file in it, is missing, changed or wrong."""


class NoSuchAreaError(AreaError):
    """No area has the name that was given."""


class HoursError(EstateModelError):
    """An opening-hours text cannot be used."""


class ChoiceError(EstateModelError):
    """A choice of counters cannot be made as it was asked for."""


class BatchError(EstateModelError):
    """A batch cannot run where it was asked to, or some of its tasks failed."""


class OutputError(EstateModelError):
    """Results cannot be written where they were asked for."""


OUR_FAULT = "this is a fault of estate-model itself; run it again with --debug and report what it prints"


def message_of(error: BaseException) -> str:
    """Return an error in one clear message; only what nobody raised on purpose is a fault of our own.

    >>> message_of(FileNotFoundError(2, "No such file or directory", "a.csv"))
    'a.csv: No such file or directory'
    """
    if isinstance(error, EstateModelError):
        return str(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}"
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("estate_model"):
        return f"the library '{error.name}' is not installed; 'estate-model doctor' says what else lacks"
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    return f"{OUR_FAULT} ({type(error).__name__}: {error})"


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest allowed spelling, else an empty text.

    >>> did_you_mean("treshold", ["threshold", "moments"])
    "; did you mean 'threshold'?"
    >>> did_you_mean("west", ["West", "east"])
    "; did you mean 'West'?"
    """
    if len(word) > MOST_SHOWN:
        return ""
    names = sorted(allowed)
    near = [name for name in names if name.casefold() == word.casefold()]
    near = near or difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if not near:
        return ""
    return f"; did you mean '{near[0]}'?{look_alike(word) if near[0].isascii() else ''}"


def look_alike(text: str) -> str:
    """Return what the first letter or mark is that looks like another; nothing where all are plain.

    >>> look_alike("we\u0441t"), look_alike("west")
    (" ('\u0441' is cyrillic small letter es)", '')
    """
    strange = next((mark for mark in text if not mark.isascii()), "")
    return f" ('{strange}' is {unicodedata.name(strange, 'no letter').lower()})" if strange else ""


def among(word: str, allowed: Collection[str]) -> str:
    """Return the nearest allowed spelling, where one is near, and all that there are.

    >>> among("merton", ["Merton", "Sutton"])
    "; did you mean 'Merton'? (there are: Merton, Sutton)"
    """
    return f"{did_you_mean(word, allowed)} (there are: {', '.join(allowed)})"


def shown(value: object) -> str:
    """Return a value as a message shows it: its first 80 characters.

    >>> shown("north"), shown("x" * 5000)[-4:], len(shown("x" * 5000))
    ('north', 'x...', 83)
    """
    text = str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..."


def first_faults(faults: Sequence[Fault], say: Callable[[Fault], str] = str) -> list[str]:
    """Return what ``say`` makes of the first 50 faults, a line each, and how many more there are.

    The nearest spelling takes a millisecond to find; a file may hold 90,000 faults.

    >>> first_faults(range(70000))[-2:]
    ['49', 'and 69,950 more']
    """
    lines = list(dict.fromkeys(say(fault) for fault in faults[:MOST_FAULTS]))
    more = len(faults) - MOST_FAULTS
    return [*lines, f"and {more:,} more"] if more > 0 else lines
