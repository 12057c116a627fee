"""Numbers and lists in words; what a figure looks like is ``nouns.figure``'s."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from estate_model.nouns.figure import PEOPLE, SHARE, Figure


def people(number: float) -> str:
    """Return a number of people that has no range, as a sentence counts it.

    >>> people(1_343_812), people(41_234), people(40), people(0)
    ('1,340,000', '41,200', 'fewer than 100', 'no')
    """
    return Figure(value=number, unit=PEOPLE).spoken


def percent(share: float) -> str:
    """Return a share that has no range as a whole percentage."""
    return Figure(value=share, unit=SHARE).central


def day_words(day: dt.date) -> str:
    """Return a date as it is said, for example ``1 October 2025``."""
    return f"{day.day} {day:%B %Y}"


def clock_words(time: dt.datetime, since: dt.datetime) -> str:
    """Return a time of day, and that it is the next day's where it is.

    >>> clock_words(dt.datetime(2026, 3, 4, 1, 30), dt.datetime(2026, 3, 3, 22))
    '01:30 the next day'
    """
    return f"{time:%H:%M}{'' if time.date() == since.date() else ' the next day'}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "counter"), counted(0, "counter"), counted(27, "counter")
    ('1 counter', 'no counters', '27 counters')
    """
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def first_upper(words: str) -> str:
    """Return words that begin with a capital, as at the start of a sentence."""
    return words[:1].upper() + words[1:]


def listed(words: Sequence[str]) -> str:
    """Join words as a reader would.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), words[-1]])
