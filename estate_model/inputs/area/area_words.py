"""The words of an area's manifest: its country's holidays, what ids of places look like, labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from estate_model.errors import did_you_mean, shown
from estate_model.nouns.area import Holidays
from estate_model.nouns.england_and_wales import HOLIDAYS, LABELS

MOST_NAMED = 5
OTHER_LABELS = ("land", "link", "group")


def holidays_of(text: str) -> Holidays:
    """Return the country and its part whose public holidays count; the part may be empty.

    Raises
    ------
    ValueError
        When nobody knows the holidays of that country or part.

    >>> holidays_of("GB-SCT"), holidays_of("IE")
    (('GB', 'SCT'), ('IE', ''))
    """
    country, _, part = text.partition("-")
    if (country, part) == HOLIDAYS:
        return HOLIDAYS  # known; the library takes a tenth of a second
    import holidays  # noqa: PLC0415

    try:
        holidays.country_holidays(country, subdiv=part or None)
    except (NotImplementedError, AttributeError, TypeError, ValueError):
        raise ValueError(
            f"'{shown(text)}' is no country and part whose public holidays are known, such as GB-ENG"
        ) from None
    return country, part


def pattern_of(text: str) -> re.Pattern[str]:
    """Return a regular expression; raise ValueError when it is none."""
    try:
        return re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"'{shown(text)}' is not a regular expression: {error}") from None


def labels_of(labels: Mapping[str, str]) -> Mapping[str, str]:
    """Return what one and several of each level are called; several is one with an s where it is not said.

    Raises
    ------
    ValueError
        When a label is not known.

    >>> labels_of({"borough": "district"})["boroughs"]
    'districts'
    """
    known = (*LABELS, *OTHER_LABELS)
    strange = [
        f"unknown label '{shown(name)}'{did_you_mean(name, known)}" for name in labels if name not in known
    ]
    if strange:
        raise ValueError(f"{'; '.join(strange[:MOST_NAMED])} (allowed: {', '.join(known)})")
    several = {f"{name}s": f"{word}s" for name, word in labels.items() if f"{name}s" in LABELS}
    return MappingProxyType({**LABELS, **several, **labels})
