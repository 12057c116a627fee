"""Figures in words: every number is rounded to what the data bear."""

from __future__ import annotations

import math
from collections.abc import Sequence

FEWEST_PEOPLE = 100
FIGURES = 3
HALF_A_PERCENT = 0.005
FEW_FIRST_FIGURES = 3


def people(number: float) -> str:
    """Return a number of people to three figures, and no closer than the nearest hundred.

    >>> people(1_343_812), people(41_234), people(40), people(0)
    ('1,340,000', '41,200', 'fewer than 100', 'no')
    """
    if number == 0:
        return "no"
    if number < FEWEST_PEOPLE:
        return f"fewer than {FEWEST_PEOPLE}"
    step = max(FEWEST_PEOPLE, 10 ** (math.floor(math.log10(number)) + 1 - FIGURES))
    return f"{round(number / step) * step:,.0f}"


def offline(low: float, central: float, high: float) -> str:
    """Say how many of some people are likely offline: the central figure, and from low to high.

    >>> offline(900, 1210, 2500), offline(0, 0, 0)
    ('1,200 of them likely offline (900 to 2,500)', 'none of them likely offline')
    """
    if high == 0:
        return "none of them likely offline"
    return f"{people(central)} of them likely offline ({people(low)} to {people(high)})"


def percent(share: float) -> str:
    """Return a share as a whole percentage, never rounding something to nothing.

    >>> percent(0.456), percent(0.002), percent(0.0), percent(0.999), percent(1.0)
    ('46%', 'under 1%', '0%', 'over 99%', '100%')
    """
    if 0 < share <= HALF_A_PERCENT:
        return "under 1%"
    return "over 99%" if 1 - HALF_A_PERCENT <= share < 1 else f"{100 * share:.0f}%"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "counter"), counted(0, "counter"), counted(27, "counter")
    ('1 counter', 'no counters', '27 counters')
    """
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def step_of(low: float, high: float) -> float:
    """Return the step a range is rounded to: its half width's first figure, or two where that is 1 or 2.

    >>> step_of(36_000, 47_000), step_of(150.4, 171.1)
    (1000.0, 1.0)
    """
    half = (high - low) / 2
    step = 10.0 ** math.floor(math.log10(half))
    return step if half / step >= FEW_FIRST_FIGURES else step / 10


def ranged_people(central: float, low: float, high: float) -> str:
    """Return a number of people with its range, or alone where the range says no more than the number.

    >>> ranged_people(41_234, 36_111, 46_900), ranged_people(500, 40, 900), ranged_people(500, 500, 500)
    ('41,000 (36,000 to 47,000)', '500 (fewer than 100 to 900)', '500')
    >>> ranged_people(40, 0, 300), ranged_people(8_113_689, 8_086_733, 8_137_635)
    ('fewer than 100', '8,110,000 (8,090,000 to 8,140,000)')
    """
    if central < FEWEST_PEOPLE or low == high:
        return people(central)
    figures = 10.0 ** math.floor(math.log10(central))
    step = min(
        max(step_of(low, high), FEWEST_PEOPLE, figures / 10 ** (FIGURES - 1)), max(figures, FEWEST_PEOPLE)
    )
    middle, *ends = (_to(step, number) for number in (central, low, high))
    if ends[0] == ends[1]:
        return people(central)
    least = f"{ends[0]:,.0f}" if ends[0] >= FEWEST_PEOPLE else f"fewer than {FEWEST_PEOPLE}"
    return f"{middle:,.0f} ({least} to {ends[1]:,.0f})"


def ranged_minutes(central: float, low: float, high: float, *, unit: str = "") -> str:
    """Return minutes with their range; ``unit`` stands after the number itself.

    >>> ranged_minutes(39.2, 37.4, 42.7, unit=" minutes"), ranged_minutes(157.3, 150.4, 171.1)
    ('39 minutes (37 to 43)', '157 (150 to 171)')
    """
    step = max(step_of(low, high), 1.0) if low < high else 1.0
    middle, least, most = (_to(step, number) for number in (central, low, high))
    return f"{middle:.0f}{unit}" + (f" ({least:.0f} to {most:.0f})" if least < most else "")


def ranged_percent(central: float, low: float, high: float) -> str:
    """Return a share with its range.

    >>> ranged_percent(0.618, 0.561, 0.651), ranged_percent(0.5, 0.5, 0.5)
    ('62% (56% to 65%)', '50%')
    """
    words = percent(central)
    return words if percent(low) == percent(high) else f"{words} ({percent(low)} to {percent(high)})"


def _to(step: float, number: float) -> float:
    return round(number / step) * step


def first_upper(words: str) -> str:
    """Return words that begin with a capital, as at the start of a sentence."""
    return words[:1].upper() + words[1:]


def listed(words: Sequence[str]) -> str:
    """Join words as a reader would.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), words[-1]])
