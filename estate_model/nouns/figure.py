"""Figure: a number that anyone reads; every output prints it through this, by one rule a unit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

PEOPLE, MINUTES, SHARE, COUNTERS, BOROUGHS, GROUPS, HOURS = (
    "people", "minutes", "share", "counters", "boroughs", "groups", "hours a week",
)  # fmt: skip
FEWEST_PEOPLE, FIGURES, FEW_FIRST_FIGURES = 100, 3, 3
NOBODY, NONE_REACHABLE = "n/a", "none reachable"
Row = tuple[tuple[str, str, str], ...]
Ends = tuple[float, float] | None
Printed = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number, the range it lies in (``None``: there is none), and the cell of the run's files it stands in.

    ``unit`` is people, minutes, share (0 to 1), or what is counted. ``rounding`` is the unit's own, or
    ``tenth`` for shares that are held against one another or a limit: a tenth of a percent; ``each`` where
    the ends are answers of their own and no uncertainty: each is rounded alone. ``row`` picks the rows of
    ``file`` as (column, sign, value); ``column`` may be two with `` / `` between, or empty for the
    number of such rows.
    """

    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    rounding: Literal["unit", "tenth", "each"] = "unit"
    label: str = ""
    file: str = ""
    row: Row = ()
    column: str = ""

    @property
    def central(self) -> str:
        """The number as it is printed, rounded together with its range.

        >>> Figure(value=71_284, unit=PEOPLE, low=57_900, high=161_200).central
        '70,000'
        >>> Figure(value=71_284, unit=PEOPLE).central, Figure(value=0.618, unit=SHARE).central
        ('71,300', '62%')
        """
        return self._printed[0]

    @property
    def range(self) -> str:
        """The range as it is printed; empty where there is none, or where it says no more than the number."""
        return self._printed[1]

    @property
    def bracket(self) -> str:
        """The range in brackets, after a space; empty where there is none."""
        return f" ({self.range})" if self.range else ""

    @property
    def text(self) -> str:
        """The number with its range.

        >>> Figure(value=71_284, unit=PEOPLE, low=57_900, high=161_200).text
        '70,000 (60,000 to 160,000)'
        """
        return f"{self.central}{self.bracket}"

    @property
    def spoken(self) -> str:
        """The number with its range as a sentence counts it: ``no`` where there is nobody or nothing."""
        return "no" if self.central == "0" else self.text

    @property
    def number(self) -> float | None:
        """The printed number as a number, shares in percent; ``None`` where it is printed in words."""
        digits = self.central.replace(",", "").removesuffix("%")
        return float(digits) if digits.replace(".", "", 1).isdigit() else None

    def is_shown_as(self, other: Figure) -> bool:
        """Whether another number would be printed just so, if it had this one's range."""
        return _printed(self, self.value)[0] == _printed(self, other.value)[0]

    def __str__(self) -> str:
        """Return the number with its range."""
        return self.text

    @property
    def _printed(self) -> Printed:
        return _printed(self, self.value)


def _printed(figure: Figure, value: float) -> Printed:
    ends = None if figure.low is None or figure.high is None else (figure.low, figure.high)
    if figure.rounding == "tenth":
        return _tenths(value), ""
    if figure.rounding == "each" and ends is not None:
        alone = replace(figure, low=None)
        low, central, high = (_printed(alone, number)[0] for number in (ends[0], value, ends[1]))
        return central, "" if low == high or value < FEWEST_PEOPLE else f"{low} to {high}"
    return RULES.get(figure.unit, _whole)(value, ends)


def _people(value: float, ends: Ends) -> Printed:
    """Print people to three figures and no closer than the hundred; with a range, as close as that bears.

    >>> _people(1_343_812, None)[0], _people(41_234, None)[0], _people(40, None)[0], _people(0, None)[0]
    ('1,340,000', '41,200', 'fewer than 100', '0')
    >>> _people(41_234, (36_111, 46_900)), _people(500, (40, 900)), _people(500, (500, 500))
    (('41,000', '36,000 to 47,000'), ('500', 'fewer than 100 to 900'), ('500', ''))
    >>> _people(40, (0, 300)), _people(8_113_689, (8_086_733, 8_137_635))
    (('fewer than 100', ''), ('8,110,000', '8,090,000 to 8,140,000'))
    """
    if value < FEWEST_PEOPLE:
        return ("0" if value == 0 else f"fewer than {FEWEST_PEOPLE}"), ""
    first = 10.0 ** math.floor(math.log10(value))
    step = max(first / 10 ** (FIGURES - 1), FEWEST_PEOPLE)
    alone = f"{_to(step, value):,.0f}"
    if ends is None or ends[0] == ends[1]:
        return alone, ""
    step = min(max(step_of(*ends), step), max(first, FEWEST_PEOPLE))
    least, most = (_to(step, end) for end in ends)
    if least == most:
        return alone, ""
    low = f"{least:,.0f}" if least >= FEWEST_PEOPLE else f"fewer than {FEWEST_PEOPLE}"
    return f"{_to(step, value):,.0f}", f"{low} to {most:,.0f}"


def _minutes(value: float, ends: Ends) -> Printed:
    """Print whole minutes, or less where the range bears less; ``nan`` = nobody can reach a counter.

    >>> _minutes(39.2, (37.4, 42.7)), _minutes(157.3, (150.4, 171.1)), _minutes(float("nan"), None)
    (('39', '37 to 43'), ('157', '150 to 171'), ('none reachable', ''))
    """
    if math.isnan(value):
        return NONE_REACHABLE, ""
    low, high = ends or (value, value)
    step = max(step_of(low, high), 1.0) if low < high else 1.0
    middle, least, most = (_to(step, number) for number in (value, low, high))
    return f"{middle:.0f}", (f"{least:.0f} to {most:.0f}" if least < most else "")


def _share(value: float, ends: Ends) -> Printed:
    """Print a whole percentage, and never something as nothing or nearly all as all; ``nan`` = of nobody.

    >>> _share(0.618, (0.561, 0.651)), _share(0.5, (0.5, 0.5))
    (('62%', '56% to 65%'), ('50%', ''))
    >>> _percent(0.456), _percent(0.002), _percent(0.0), _percent(0.999), _percent(1.0)
    ('46%', 'under 1%', '0%', 'over 99%', '100%')
    """
    low, high = (_percent(end) for end in ends or (value, value))
    return _percent(value), ("" if low == high else f"{low} to {high}")


def _percent(share: float) -> str:
    half = 0.005
    if math.isnan(share):
        return NOBODY
    if 0 < share <= half:
        return "under 1%"
    return "over 99%" if 1 - half <= share < 1 else f"{100 * share:.0f}%"


def _tenths(share: float) -> str:
    """Print a percentage with one decimal, and never something as nothing; ``nan`` = of nobody.

    >>> _tenths(0.4567), _tenths(0.0003), _tenths(float("nan"))
    ('45.7%', 'under 0.1%', 'n/a')
    """
    if math.isnan(share):
        return NOBODY
    return "under 0.1%" if 0 < share < 0.0005 else f"{100 * share:.1f}%"  # noqa: PLR2004 - half the last digit


def _whole(value: float, _: Ends) -> Printed:
    return f"{value:,.0f}", ""


def step_of(low: float, high: float) -> float:
    """Return the step a range is rounded to: its half width's first figure, or two where that is 1 or 2.

    >>> step_of(36_000, 47_000), step_of(150.4, 171.1)
    (1000.0, 1.0)
    """
    half = (high - low) / 2
    step = 10.0 ** math.floor(math.log10(half))
    return step if half / step >= FEW_FIRST_FIGURES else step / 10


def _to(step: float, number: float) -> float:
    return round(number / step) * step


RULES: dict[str, Callable[[float, Ends], Printed]] = {PEOPLE: _people, MINUTES: _minutes, SHARE: _share}
