"""Every headline number for many draws at once, from the travel times a run has."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from estate_model.access.nearest import Key
from estate_model.analysis.uncertainty.draws import Draws
from estate_model.analysis.uncertainty.headline import Changed, Headline, reached
from estate_model.nouns import WHEN, Booleans, Floats, Integers
from estate_model.people.exposure import EVERYONE, OFFLINE
from estate_model.units import SECONDS_PER_MINUTE

WHOLE_AREA, WHOLE_WEEK = "all", "(week)"
AT_ONCE = 256
FEW = 2  # draws: then every place is looked at, and no bounds are found
CENTRAL = OFFLINE[1]


@dataclass(frozen=True, order=True)
class Number:
    """One headline number: what is measured, at which moment, where, and for whom."""

    measure: str
    moment: str
    zone: str = WHOLE_AREA
    group: str = EVERYONE


HeadlineNumbers = dict[Number, Floats]


@dataclass
class Answers:
    """Who loses between two sets of counters, and who is within reach of one, of the same people."""

    losing: dict[tuple[Key, Key], HeadlineNumbers] = field(default_factory=dict)
    near: dict[Key, Floats] = field(default_factory=dict)


def headline_numbers(headline: Headline, draws: Draws, known: Answers | None = None) -> HeadlineNumbers:
    """Return every headline number, one value per draw.

    People losing and within reach are people; means are minutes; the share of the week is 0 to 1. A mean
    over nobody is left out. ``known`` holds answers for the same people and draws; new ones are put in.
    """
    found: HeadlineNumbers = {}
    known = known or Answers()
    losing, near = known.losing, known.near
    for pair in headline.moments.values():
        losing[pair] = losing.get(pair) or _losing(headline, draws, pair)
    asked = [*(key for pair in headline.moments.values() for key in pair), *itertools.chain(*headline.week)]
    near |= {key: within(headline, draws, key) for key in dict.fromkeys(asked) if key not in near}
    for moment, pair in headline.moments.items():
        for one, values in losing[pair].items():
            found[Number(one.measure, moment, one.zone, one.group)] = values
        for when, counters in zip(WHEN, pair, strict=True):
            if headline.person_seconds[counters][0] > 0:
                found[Number(f"mean_minutes_{when}", moment)] = _mean_minutes(headline, draws, counters)
            found[Number(f"people_within_headline_{when}", moment)] = near[counters]
    for when, hours in zip(WHEN, headline.week, strict=True):
        people = sum(part * near[counters] for counters, part in hours.items())
        share = np.asarray(people) / (sum(hours.values()) * headline.totals[0])
        found[Number(f"share_of_week_{when}", WHOLE_WEEK)] = share
    return found


def within(headline: Headline, draws: Draws, counters: Key) -> Floats:
    """Return people within the headline limit, one number per draw: sum of people with t' <= limit.

    Places of one borough and nearest counter share their factor, so each such group is sorted once and a
    draw is a look-up: t x scale + connector <= limit where t <= (limit - connector) / scale.
    """
    limit = headline.headline_seconds - draws.connector_seconds
    if counters not in headline.curves:
        return _within_place_by_place(headline, draws, counters)
    total = np.zeros(len(draws))
    for group in headline.curves[counters]:
        total += group.people[np.searchsorted(group.seconds, limit / draws.scale[group.pair], "right")]
    return total


def _within_place_by_place(headline: Headline, draws: Draws, counters: Key) -> Floats:
    """Return the same for few draws, without curves."""
    journeys = headline.near[counters]
    near = reached(journeys)
    people, seconds = headline.people[near, 0], journeys.seconds[near]
    pairs = headline.pairs_of(journeys)[near]
    limit = headline.headline_seconds - draws.connector_seconds
    counts = [people[seconds <= limit[n] / draws.scale[pairs, n]].sum() for n in range(len(draws))]
    return np.array(counts, dtype=np.float64)


def _mean_minutes(headline: Headline, draws: Draws, counters: Key) -> Floats:
    people, sums = headline.person_seconds[counters]
    minutes: Floats = (sums @ draws.scale / people + draws.connector_seconds) / SECONDS_PER_MINUTE
    return minutes


def _losing(headline: Headline, draws: Draws, pair: tuple[Key, Key]) -> HeadlineNumbers:
    """Return who loses: everyone by borough and in all, those likely offline in all.

    after x scale(after) - before x scale(before) > limit, where the nearest counter changes; a journey to
    the same counter has the same error before and after, and never loses. Places that lose, or do not,
    whatever is drawn need no look at each draw.
    """
    change = headline.changed[pair]
    by_borough = np.zeros((len(headline.boroughs), headline.people.shape[1], len(draws)))
    by_borough += _people(headline, change.cut_off)[:, :, None]
    if len(draws) <= FEW:
        for n in range(len(draws)):
            old, new = (draws.scale[pair, n][change.both] for pair in (change.old, change.new))
            longer = change.end * new - change.start * old
            by_borough[:, :, n] += _people(headline, change.rows[longer > headline.losing_seconds])
        return _by_group(headline, draws, by_borough)
    surely, possibly = _bounds(draws, change, headline.losing_seconds)
    by_borough += _people(headline, change.rows[surely])[:, :, None]
    for some in _chunks(change.both, np.flatnonzero(~surely & possibly)):
        at, rows = change.both[some[0]], change.rows[some]
        longer = np.multiply.outer(change.end[some], draws.scale[change.new[at]])
        longer -= np.multiply.outer(change.start[some], draws.scale[change.old[at]])
        loses = (longer > headline.losing_seconds).astype(np.float64)
        by_borough[headline.borough[rows[0]]] += headline.people[rows].T @ loses
    return _by_group(headline, draws, by_borough)


def _people(headline: Headline, rows: Integers) -> Floats:
    """Return the people of some places by borough, shape (boroughs, groups)."""
    counted = np.zeros(len(headline.people))
    counted[rows] = 1.0
    edges = np.searchsorted(headline.borough, np.arange(len(headline.boroughs) + 1)).tolist()
    sums = [counted[first:last] @ headline.people[first:last] for first, last in itertools.pairwise(edges)]
    return np.array(sums)


def _bounds(draws: Draws, change: Changed, limit: float) -> tuple[Booleans, Booleans]:
    """Return which places lose in every draw, and which may lose in some.

    What both journeys share (pace, the shared error) cancels in the ratio of the two scales: a place loses
    where after x ratio - before > limit / scale(before). A hair is left for rounding.
    """
    pairs = zip(change.old, change.new, strict=True)
    ratio = np.array([draws.scale[new] / draws.scale[old] for old, new in pairs]).reshape(-1, len(draws))
    limits = limit / draws.scale[change.old]
    hair = 1e-9 * (1.0 + change.end)
    least, most = (one[change.both] for one in (ratio.min(axis=1), ratio.max(axis=1)))
    fewest, furthest = (one[change.both] for one in (limits.min(axis=1), limits.max(axis=1)))
    surely = change.end * least - change.start > furthest + hair
    possibly = change.end * most - change.start > fewest - hair
    return surely, possibly


def _chunks(both: Integers, some: Integers) -> Iterator[Integers]:
    """Yield ``some`` places, of one borough and one change of counter at a time, at most ``AT_ONCE``."""
    some = some[np.argsort(both[some], kind="stable")]
    for alike in np.split(some, np.flatnonzero(np.diff(both[some])) + 1):
        yield from (alike[start : start + AT_ONCE] for start in range(0, len(alike), AT_ONCE))


def _by_group(headline: Headline, draws: Draws, by_borough: Floats) -> HeadlineNumbers:
    """Return sums by borough, shape (boroughs, groups, draws), as numbers without a moment."""
    found = {
        Number("people_losing", "", code): people
        for code, people in zip(headline.boroughs, by_borough[:, 0], strict=True)
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
