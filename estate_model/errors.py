"""Everything this program raises on purpose.

EstateModelError            one clear message, no traceback unless --debug
├── ScenarioError           a scenario file says something it may not
├── AreaError               an area folder, or a file in it, is missing, changed or wrong
├── HoursError              an opening-hours text cannot be used
├── ChoiceError             a choice of counters cannot be made as it was asked for
└── OutputError             results cannot be written where they were asked for
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class EstateModelError(Exception):
    """The root of every error raised on purpose; ``str(error)`` is what the user reads."""


class ScenarioError(EstateModelError):
    """A scenario file has one or more faults; ``faults`` holds a line of text for each."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep every fault, in the order given."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class AreaError(EstateModelError):
    """An area folder, or a file in it, is missing, changed or wrong."""


class HoursError(EstateModelError):
    """An opening-hours text cannot be used."""


class ChoiceError(EstateModelError):
    """A choice of counters cannot be made as it was asked for."""


class OutputError(EstateModelError):
    """Results cannot be written where they were asked for."""


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest allowed spelling, else an empty text.

    >>> did_you_mean("treshold", ["threshold", "moments"])
    "; did you mean 'threshold'?"
    """
    near = difflib.get_close_matches(word, sorted(allowed), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""
