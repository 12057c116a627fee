"""Counters one at a time: what closing each open one does, and what reopening each closed one wins.

Exact: when a counter shuts, only the places whose nearest it is change, and they go to their second
nearest; when one opens, a place gains if it is nearer than its nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Booleans, Floats, Integers


@dataclass(frozen=True, kw_only=True)
class Ground:
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
class Opening:
    """A share of the week with the same counters open, and what closed ones would be if reopened then."""

    weight: float
    open_now: Booleans
    would_open: Booleans


@dataclass(frozen=True, kw_only=True)
class Effects:
    """By site and group: person-minutes added (below 0: saved) and people pushed over the limit.

    ``borough_minutes`` is (sites, boroughs): the mean minutes added per person of the headline group.
    """

    person_minutes: Floats
    people_over: Floats
    borough_minutes: Floats


def effects(ground: Ground, week: Sequence[Opening]) -> Effects:
    """Return what one site's closing or reopening does, averaged over the week's weights.

    Sites open at no time are reopened; all others are closed.
    """
    sites = ground.minutes.shape[1]
    groups = ground.people.shape[1]
    minutes, over = np.zeros((sites, groups)), np.zeros((sites, groups))
    by_borough = np.zeros((sites, ground.boroughs))
    for one in week:
        for site, rows, was, then in _moves(ground, one):
            people = ground.people[rows]
            added = then - was
            pushed = (then > ground.limit_minutes).astype(float) - (was > ground.limit_minutes)
            minutes[site] += one.weight * (added @ people)
            over[site] += one.weight * (pushed @ people)
            by_borough[site] += one.weight * np.bincount(
                ground.place_borough[rows],
                weights=added * people[:, ground.headline],
                minlength=ground.boroughs,
            )
    living = np.bincount(
        ground.place_borough, weights=ground.people[:, ground.headline], minlength=ground.boroughs
    )
    means = np.divide(by_borough, living, out=np.zeros_like(by_borough), where=living > 0)
    return Effects(person_minutes=minutes, people_over=over, borough_minutes=means)


def _moves(ground: Ground, one: Opening) -> list[tuple[int, Integers, Floats, Floats]]:
    """Return (site, places that change, minutes now, minutes then) for every site with an effect."""
    places = len(ground.minutes)
    columns = np.flatnonzero(one.open_now)
    none = np.full((places, 2), ground.cap_minutes)
    table = np.concatenate([ground.minutes[:, columns], none], axis=1)
    pair = np.argpartition(table, 1, axis=1)[:, :2]
    values = np.take_along_axis(table, pair, axis=1)
    swap = values[:, 0] > values[:, 1]
    nearest = np.where(swap, pair[:, 1], pair[:, 0])
    first, second = values.min(axis=1), values.max(axis=1)
    moves = []
    for number, site in enumerate(columns.tolist()):
        rows = np.flatnonzero((nearest == number) & (second > first))
        moves.append((site, rows, first[rows], second[rows]))
    for site in np.flatnonzero(one.would_open).tolist():
        rows = np.flatnonzero(ground.minutes[:, site] < first)
        moves.append((site, rows, first[rows], ground.minutes[rows, site]))
    return moves
