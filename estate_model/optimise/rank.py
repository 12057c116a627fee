"""Counters one at a time: what closing each open one does, and what reopening each closed one wins.

Exact: when a counter shuts, only the places whose nearest it is change, and they go to their second
nearest; when one opens, a place gains if it is nearer than its nearest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Booleans, Floats, Integers


@dataclass(frozen=True, kw_only=True)
class RankInput:
    """What ranking needs: capped minutes (places, sites), people (places, groups), and boroughs by number.

    Minutes added in a borough are counted for the group of column ``headline``.
    """

    minutes: Floats
    people: Floats
    place_borough: Integers
    boroughs: int
    headline: int
    cap_minutes: float
    limit_minutes: float


@dataclass(frozen=True, kw_only=True)
class RankClass:
    """A share of the week with the same counters open, and what closed ones would be if reopened then.

    ``minutes`` are the class's own, (places, sites), capped, where a counter counts only if open on arrival.
    """

    weight: float
    open_now: Booleans
    would_open: Booleans
    minutes: Floats | None = None


@dataclass(frozen=True, kw_only=True)
class Effects:
    """By site and group: person-minutes added (below 0: saved) and people pushed over the limit.

    ``borough_minutes`` is (sites, boroughs): the mean minutes added per person of the headline group.
    """

    person_minutes: Floats
    people_over: Floats
    borough_minutes: Floats


def effects(baseline: RankInput, week: Sequence[RankClass]) -> Effects:
    """Return what one site's closing or reopening does, averaged over the week's weights.

    Sites open at no time are reopened; all others are closed.
    """
    sites = baseline.minutes.shape[1]
    groups = baseline.people.shape[1]
    minutes, over = np.zeros((sites, groups)), np.zeros((sites, groups))
    by_borough = np.zeros((sites, baseline.boroughs))
    for week_class in week:
        for site, rows, was, then in _moves(baseline, week_class):
            people = baseline.people[rows]
            added = then - was
            pushed = (then > baseline.limit_minutes).astype(float) - (was > baseline.limit_minutes)
            minutes[site] += week_class.weight * (added @ people)
            over[site] += week_class.weight * (pushed @ people)
            by_borough[site] += week_class.weight * np.bincount(
                baseline.place_borough[rows],
                weights=added * people[:, baseline.headline],
                minlength=baseline.boroughs,
            )
    living = np.bincount(
        baseline.place_borough, weights=baseline.people[:, baseline.headline], minlength=baseline.boroughs
    )
    means = np.divide(by_borough, living, out=np.zeros_like(by_borough), where=living > 0)
    return Effects(person_minutes=minutes, people_over=over, borough_minutes=means)


def _moves(baseline: RankInput, week_class: RankClass) -> Iterator[tuple[int, Integers, Floats, Floats]]:
    """Yield (site, places that change, minutes now, minutes then) for every site with an effect."""
    minutes = baseline.minutes if week_class.minutes is None else week_class.minutes
    nearest = np.full(len(minutes), -1)
    first, second = (np.full(len(minutes), baseline.cap_minutes) for _ in range(2))
    columns = np.flatnonzero(week_class.open_now).tolist()
    for site in columns:
        times = minutes[:, site]
        nearest[times < first] = site
        np.minimum(second, np.maximum(first, times), out=second)
        np.minimum(first, times, out=first)
    for site in columns:
        rows = np.flatnonzero((nearest == site) & (second > first))
        yield site, rows, first[rows], second[rows]
    for site in np.flatnonzero(week_class.would_open).tolist():
        rows = np.flatnonzero(minutes[:, site] < first)
        yield site, rows, first[rows], minutes[rows, site]
