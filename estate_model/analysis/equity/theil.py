"""Theil's index of minutes, and how much of it lies between boroughs and within them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from estate_model.access.measure import Measure
from estate_model.nouns import Floats

NO_PEOPLE = 1e-6
SOURCE = (
    "Theil (1967), Economics and Information Theory; parts as in Shorrocks (1980), Econometrica 48(3); equal "
    "to PySAL's inequality.theil on people one by one"
)
UNIT = "0 (all the same) and up; ln of the number of people where one person has all the minutes"
MEASURES = (
    Measure(
        name="theil",
        title="Theil's index of minutes to the nearest open counter",
        unit=UNIT,
        better="lower",
        formula="T = sum over places of p x (t / mean t) x ln(t / mean t); p = share of people; 0 x ln 0 = 0",
        unreachable="left out; blank where nobody can reach a counter or all are at its door",
        source=SOURCE,
    ),
    Measure(
        name="theil_between",
        title="The part of Theil's index that lies between boroughs",
        unit=UNIT,
        better="lower",
        formula="sum over boroughs of s x ln(mean t of the borough / mean t); s = the borough's share "
        "of all minutes",
        unreachable="as in theil",
        source=SOURCE,
    ),
    Measure(
        name="theil_within",
        title="The part of Theil's index that lies within boroughs",
        unit=UNIT,
        better="lower",
        formula="theil - theil_between: sum over boroughs of s x T of the borough",
        unreachable="as in theil",
        source=SOURCE,
    ),
)


def theil(minutes: Floats, people: Floats) -> float:
    """Return Theil's index; ``nan`` where the minutes sum to nothing. ``inf`` minutes are left out.

    Of two people, one has all the minutes: ln 2.

    >>> round(theil(np.array([0.0, 8.0]), np.array([1.0, 1.0])), 4)
    0.6931
    """
    kept = np.isfinite(minutes) & (people > 0)
    total = float(people[kept] @ minutes[kept])
    if total <= 0:
        return np.nan
    ratio = minutes[kept] * (float(people[kept].sum()) / total)
    logs = np.log(np.where(ratio > 0, ratio, 1.0))
    return float(people[kept] @ (ratio * logs)) / float(people[kept].sum())


def theil_between(minutes: Floats, people: Floats, parts: npt.NDArray[np.intp]) -> float:
    """Return Theil's index were all people of a part as far away as they are on average.

    >>> theil_between(np.array([1.0, 3.0, 2.0]), np.array([1.0, 1.0, 5.0]), np.array([0, 0, 1]))
    0.0
    """
    reached = np.isfinite(minutes)
    of_parts = np.bincount(parts, weights=people * reached).astype(np.float64)
    borne = np.bincount(parts, weights=people * np.where(reached, minutes, 0.0))
    return theil(borne / np.maximum(of_parts, NO_PEOPLE), of_parts)
