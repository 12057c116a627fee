"""The opening patterns of a choice: whose hours they are, their names, and which candidate may have which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from estate_model.analysis.choice.scope import ChoiceScope
from estate_model.errors import ChoiceError
from estate_model.nouns import CLOSED, Estate, Site
from estate_model.nouns.area import Holidays
from estate_model.opening import hours_a_week
from estate_model.optimise.problem import Pattern
from estate_model.units import HOURS_IN_A_WEEK

ALL_DAY, REDUCED = "all-day", "reduced"


def patterns_of(
    sites: Sequence[Site], estates: tuple[Estate, Estate], scope: ChoiceScope, week: tuple[dt.date, Holidays]
) -> tuple[tuple[Pattern, ...], np.ndarray]:
    """Return the opening patterns, longest first, and which candidate may have which.

    ``week`` is the day the reference week begins on, and whose public holidays it has.
    """
    own = [_own_hours(site.site_id, estates) for site in sites]
    if scope.patterns:
        named = list(scope.patterns)
    else:
        texts = own if scope.own_hours else [site.hours for site in estates[1].counters]
        if all(text == CLOSED for text in texts):
            texts = [site.hours for site in estates[0].counters]
        named = [("", text) for text in dict.fromkeys(sorted(texts)) if text != CLOSED]
    known = [(hours_a_week(text, *week), name, text) for name, text in named]
    ordered = sorted(known, key=lambda entry: (-entry[0], entry[2]))
    if not ordered or ordered[0][0] <= 0:
        raise ChoiceError(f"no opening pattern opens in the week of {week[0]}")
    patterns: list[Pattern] = []
    for hours, name, text in ordered:
        patterns.append(Pattern(name=name or _name(hours, patterns), hours=text, hours_a_week=hours))
    if not scope.own_hours:
        return tuple(patterns), np.ones((len(sites), len(patterns)), dtype=np.bool_)
    allowed = np.array([[text == pattern.hours for pattern in patterns] for text in own])
    return tuple(patterns), allowed


def _name(hours: float, earlier: Sequence[Pattern]) -> str:
    if hours >= HOURS_IN_A_WEEK:
        return ALL_DAY
    number = sum(pattern.name.startswith(REDUCED) for pattern in earlier)
    return f"{REDUCED}-{number + 1}" if number else REDUCED


def _own_hours(site_id: str, estates: tuple[Estate, Estate]) -> str:
    """Return a site's hours after, or before where it is closed after."""
    for estate in reversed(estates):
        site = estate.sites.get(site_id)
        if site is not None and site.hours != CLOSED:
            return site.hours
    return CLOSED
