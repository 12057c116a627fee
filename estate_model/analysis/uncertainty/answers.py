"""Every headline number for many draws at once, from the travel times a run has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from estate_model.access.nearest import Key
from estate_model.analysis.uncertainty.draws import Draws
from estate_model.analysis.uncertainty.question import WHEN, Journeys, Question, reached
from estate_model.nouns import Floats, Integers
from estate_model.people.exposure import EVERYONE, OFFLINE
from estate_model.units import SECONDS_PER_MINUTE

WHOLE_AREA, WHOLE_WEEK = "all", "(week)"
AT_ONCE = 256
CENTRAL = OFFLINE[1]


@dataclass(frozen=True, order=True)
class Number:
    """One headline number: what is measured, at which moment, where, and for whom."""

    measure: str
    moment: str
    zone: str = WHOLE_AREA
    group: str = EVERYONE


Answers = dict[Number, Floats]


def answer(question: Question, draws: Draws) -> Answers:
    """Return every headline number, one value per draw.

    People losing and within reach are people; means are minutes; the share of the week is 0 to 1. A mean
    over nobody is left out.
    """
    found: Answers = {}
    losing = {pair: _losing(question, draws, pair) for pair in dict.fromkeys(question.moments.values())}
    sets = dict.fromkeys([ids for pair in question.moments.values() for ids in pair])
    sets |= dict.fromkeys([ids for hours in question.week for ids in hours])
    near = {counters: within(question, draws, counters) for counters in sets}
    for moment, pair in question.moments.items():
        for one, values in losing[pair].items():
            found[Number(one.measure, moment, one.zone, one.group)] = values
        for when, counters in zip(WHEN, pair, strict=True):
            journeys = question.near[counters]
            if reached(journeys).any():
                found[Number(f"mean_minutes_{when}", moment)] = _mean_minutes(question, draws, journeys)
            found[Number(f"people_within_headline_{when}", moment)] = near[counters]
    for when, hours in zip(WHEN, question.week, strict=True):
        people = sum(part * near[counters] for counters, part in hours.items())
        share = np.asarray(people) / (sum(hours.values()) * question.totals[0])
        found[Number(f"share_of_week_{when}", WHOLE_WEEK)] = share
    return found


def within(question: Question, draws: Draws, counters: Key) -> Floats:
    """Return people within the headline limit, one number per draw: sum of people with t' <= limit.

    Places of one borough and nearest counter share their factor, so each such group is sorted once and a
    draw is a look-up: t x scale + connector <= limit where t <= (limit - connector) / scale.
    """
    limit = question.headline_seconds - draws.connector_seconds
    total = np.zeros(len(draws))
    for group in question.curves[counters]:
        total += group.people[np.searchsorted(group.seconds, limit / draws.scale[group.pair], "right")]
    return total


def _mean_minutes(question: Question, draws: Draws, journeys: Journeys) -> Floats:
    near = reached(journeys)
    people = question.people[near, 0]
    pairs = question.pairs_of(journeys)[near]
    sums = np.bincount(pairs, weights=people * journeys.seconds[near], minlength=len(draws.scale))
    minutes: Floats = (sums @ draws.scale / people.sum() + draws.connector_seconds) / SECONDS_PER_MINUTE
    return minutes


def _losing(question: Question, draws: Draws, pair: tuple[Key, Key]) -> Answers:
    """Return who loses: everyone by borough and in all, those likely offline in all.

    after x scale(after) - before x scale(before) > limit, where the nearest counter changes; a journey to
    the same counter has the same error before and after, and never loses. Places that lose, or do not, at
    the least and the greatest of the drawn scales need no look at each draw.
    """
    before, after = (question.near[counters] for counters in pair)
    both = reached(before) & reached(after) & (before.site != after.site)
    old, new = (np.where(both, question.pairs_of(one), 0) for one in (before, after))
    least, most = draws.scale.min(axis=1), draws.scale.max(axis=1)
    start, end = np.where(both, before.seconds, 0.0), np.where(both, after.seconds, 0.0)
    surely = end * least[new] - start * most[old] > question.losing_seconds
    maybe = np.flatnonzero(~surely & (end * most[new] - start * least[old] > question.losing_seconds))
    always = surely | (reached(before) & ~reached(after))
    number = len(question.boroughs)
    by_borough = np.zeros((number, question.people.shape[1], len(draws)))
    for column, people in enumerate(question.people.T):
        sums = np.bincount(question.borough[always], weights=people[always], minlength=number)
        by_borough[:, column] = sums[:, None]
    for rows in _chunks(question, maybe):
        longer = end[rows, None] * draws.scale[new[rows]] - start[rows, None] * draws.scale[old[rows]]
        loses = (longer > question.losing_seconds).astype(np.float64)
        by_borough[question.borough[rows[0]]] += question.people[rows].T @ loses
    return _by_group(question, draws, by_borough)


def _chunks(question: Question, rows: Integers) -> Iterator[Integers]:
    """Yield rows of one borough at a time, at most ``AT_ONCE``; places stand in order of borough."""
    edges = np.flatnonzero(np.diff(question.borough[rows])) + 1
    for inside in np.split(rows, edges):
        yield from (inside[start : start + AT_ONCE] for start in range(0, len(inside), AT_ONCE))


def _by_group(question: Question, draws: Draws, by_borough: Floats) -> Answers:
    """Return sums by borough, shape (boroughs, groups, draws), as numbers without a moment."""
    found = {
        Number("people_losing", "", code): people
        for code, people in zip(question.boroughs, by_borough[:, 0], strict=True)
    }
    low, middle, high = by_borough[:, 1:].sum(axis=0)
    found[Number("people_losing", "")] = by_borough[:, 0].sum(axis=0)
    found[Number("people_losing", "", WHOLE_AREA, CENTRAL)] = between(draws.offline, low, middle, high)
    return found


def between(position: Floats, low: Floats, middle: Floats, high: Floats) -> Floats:
    """Return the value at a position from -1 (low) over 0 (middle) to 1 (high), straight in between.

    >>> one = np.ones(3)
    >>> between(np.array([-1.0, 0.0, 0.5]), 10 * one, 20 * one, 60 * one).tolist()
    [10.0, 20.0, 40.0]
    """
    return np.where(position < 0, middle + position * (middle - low), middle + position * (high - middle))
