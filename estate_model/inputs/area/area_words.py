"""What an area's manifest says of its country and its words: holidays, ids of places, labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from estate_model.errors import did_you_mean
from estate_model.nouns.area import Holidays
from estate_model.nouns.england_and_wales import HOLIDAYS, LABELS, PLACE_PATTERN

OTHER_LABELS = ("side", "crossing", "group")


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
    except NotImplementedError:
        raise ValueError(
            f"holidays: '{text}' is no country and part whose public holidays are known, such as GB-ENG"
        ) from None
    return country, part


def pattern_of(text: str) -> re.Pattern[str]:
    """Return a regular expression; raise ValueError when it is none."""
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"'{text}' is not a regular expression: {error}") from None


def words_of(manifest: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return the fields ``holidays``, ``place_pattern``, ``labels`` and ``force`` of an area.

    Raises
    ------
    ValueError
        When one of them cannot be used, or a label is not known.

    """
    area = manifest["area"]
    return {
        "holidays": holidays_of(area.get("holidays", "-".join(HOLIDAYS))),
        "place_pattern": pattern_of(area.get("place_pattern", PLACE_PATTERN)).pattern,
        "labels": labels_of(manifest["labels"]),
        "force": area.get("force", ""),
    }


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
    for name in labels:
        if name not in known:
            raise ValueError(f"labels: unknown label '{name}'{did_you_mean(name, known)}")
    several = {f"{name}s": f"{word}s" for name, word in labels.items() if f"{name}s" in LABELS}
    return MappingProxyType({**LABELS, **several, **labels})
