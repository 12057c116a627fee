"""What a scenario may bring of its own about people and money: offline shares, and costs of sites."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from estate_model.errors import shown
from estate_model.nouns.area import OfflineSet
from estate_model.people.exposure import ADULT_AGE
from estate_model.scenario.changes.base import Strict

AGES = re.compile(r"(\d{1,3})(?:-(\d{1,3})|(\+))")
FROM_MEMORY = re.compile(r"\b(recalled|from memory)\b", re.IGNORECASE)
AGES_ADVICE = "write ages as '16-64' or, for the last ones, '75+'"
Share = Annotated[float, Field(ge=0, le=1)]
Said = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Pounds = Annotated[float, Field(allow_inf_nan=False)]
SET_ID = r"^[A-Z][A-Z0-9_]*$"
SetId = Annotated[str, StringConstraints(pattern=SET_ID, max_length=40)]


def from_memory(confidence: str) -> str:
    """Return what is wrong with a figure that nobody saw published; nothing where somebody did.

    >>> from_memory("seen in text"), from_memory("Recalled")
    ('', "'Recalled' feeds no number: give a figure that was seen where it was published, or say 'assumed'")
    """
    if not FROM_MEMORY.search(confidence):
        return ""
    return (
        f"'{shown(confidence)}' feeds no number: give a figure that was seen where it was published, or say "
        "'assumed'"
    )


def _seen(confidence: str) -> str:
    if fault := from_memory(confidence):
        raise ValueError(fault)
    return confidence


def _ages(text: str) -> tuple[int, int | None]:
    """Return first and last age of a range, the last ``None`` for an open one.

    >>> _ages("16-64"), _ages("75+")
    ((16, 64), (75, None))
    """
    found = AGES.fullmatch(text)
    if not found:
        raise ValueError(f"'{text}' is not a range of ages; {AGES_ADVICE}")
    if found[2] and int(found[2]) < int(found[1]):
        raise ValueError(f"'{text}' ends before it begins")
    return int(found[1]), None if found[3] else int(found[2])


def _whole_and_adult(shares: dict[str, float]) -> dict[str, float]:
    """Check that the ranges follow one another from an adult age to the oldest."""
    ranges = sorted((_ages(text) for text in shares), key=lambda pair: pair[0])
    if ranges[0][0] < ADULT_AGE:
        raise ValueError(
            f"begins at {ranges[0][0]}: children under {ADULT_AGE} are in no set, so leave them out"
        )
    if ranges[-1][1] is not None:
        raise ValueError(f"ends at {ranges[-1][1]}: the last range must be open; {AGES_ADVICE}")
    for (_, last), (first, _) in pairwise(ranges):
        if last is None or first != last + 1:
            raise ValueError(
                f"the range after {last or 'the open one'} begins at {first}: ages must follow one another"
            )
    return shares


class OfflineSets(Strict):
    """Which sets of offline shares stand for the low, the central and the high figure."""

    low: str = "NOT_ONLINE"
    """The set id for the low end: by default, not online."""

    central: str = "NOT_ONLINE_LATELY"
    """The set id for the central figure: by default, not online lately."""

    high: str = "CANNOT_DO_THE_BASICS"
    """The set id for the high end: by default, cannot do the basics unaided."""

    def ids(self) -> tuple[str, str, str]:
        """Return the three set ids, low first."""
        return (self.low, self.central, self.high)


class OwnOfflineSet(Strict):
    """A set of offline shares of the user's own, usable under ``offline_sets``."""

    shares: Annotated[dict[str, Share], Field(min_length=1), AfterValidator(_whole_and_adult)]
    """The share of each age who cannot use the online counter: ``{16-64: 0.05, 65-74: 0.2, 75+: 0.5}``."""

    source: Said
    """Who published the shares, and where."""

    date: Said
    """When they were published or measured."""

    confidence: Annotated[Said, AfterValidator(_seen)] = "as the scenario says"
    """How sure they are, in a word or two."""

    def as_set(self, set_id: str) -> OfflineSet:
        """Return the noun that a run uses."""
        shares = sorted(
            ((*_ages(text), share) for text, share in self.shares.items()), key=lambda row: row[0]
        )
        return OfflineSet(
            set_id=set_id,
            label=set_id,
            shares=tuple(shares),
            source=f"the scenario's own set: {self.source} ({self.confidence})",
            year=self.date,
        )


class SiteCost(Strict):
    """What one site costs: saved when its counter closes, spent when it opens."""

    running_gbp_a_year: Pounds = 0.0
    """Running cost a year of the counter, in pounds."""

    capital_gbp: Pounds = 0.0
    """Money received once when it closes, or spent once when it opens, in pounds."""

    source: Said
    """Where the figures come from."""


class ValueOfTime(Strict):
    """What an hour of travel is taken to be worth; without one no travel is put into pounds."""

    gbp_an_hour: Annotated[float, Field(gt=0, le=1000)]
    """Pounds an hour."""

    prices: Said
    """Of which year its prices and values are."""

    source: Said
    """Who published it, and where."""
