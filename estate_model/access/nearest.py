"""Travel time to the nearest open counter, and which counter that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import ceil

import numpy as np
import pandas as pd

from estate_model.access.measure import Measure, Sums, Weights
from estate_model.access.open_week import OpenSet
from estate_model.nouns import Access, Floats, Integers, Limits, Moment, TravelTimes
from estate_model.nouns.times import ALWAYS, Whole, Windows
from estate_model.units import minutes_from_seconds

TINY = 1e-9
KEPT = 24
"""Answers kept of each table of times: a byte for each of four, times places, each."""
FEWER = 3
"""Columns for each that differs, from which on an answer is changed and not found anew."""
Key = tuple[str, OpenSet]
"""A moment's name, empty for times that hold at any time of the week, and the counters that count."""


def _counts(nearest: Access, _week: Access, _limits: Limits) -> Weights:
    out_of_reach = np.isinf(nearest.values)
    return {
        "person_minutes": np.where(out_of_reach, 0.0, minutes_from_seconds(nearest.values)),
        "people_without_open_counter": out_of_reach,
    }


def _results(sums: Sums) -> Mapping[str, pd.Series]:
    reached = sums("people") - sums("people_without_open_counter")
    return {"mean_minutes": sums("person_minutes") / reached.where(reached > TINY)}


MEASURE = Measure(
    name="nearest",
    title="Time to the nearest counter open at that moment",
    unit="seconds inside, minutes in outputs",
    better="lower",
    formula="t(p) = min over counters s that count of t(p, s); the first in id order where two are equal",
    unreachable="inf: counted apart, never in a mean",
    source="'cost to closest' of the accessibility literature (Pereira et al. 2021, accessibility for R)",
    counts=_counts,
    results=_results,
    columns={
        "mean_minutes": "Mean minutes to the nearest open counter {when}, over those who can reach one.",
        "people_without_open_counter": "People who can reach no open counter {when}.",
    },
)


def nearest(times: TravelTimes, counters: OpenSet | Collection[str]) -> Access:
    """Return whole seconds to the nearest of the counters that count per place, and its column, -1 for none.

    ``counters`` by id alone count however long the journey.

    >>> from estate_model.nouns import Profile
    >>> walk = Profile(profile_id="walk", label="", mode="walk", speed_kmh=4.8, age_from=0,
    ...                source="", confidence="")
    >>> seconds = np.array([[60, 300], [np.inf, 120]], dtype=np.float32)
    >>> access = nearest(TravelTimes(profile=walk, site_ids=("a", "b"), seconds=seconds), ["a"])
    >>> access.values.tolist(), access.site_index.tolist()
    ([60.0, inf], [0, -1])
    """
    counts = counters if isinstance(counters, OpenSet) else OpenSet.of(counters)
    best, index = _least(times, counts.windows)
    soon = _least(times, counts.soon)[0] if counts.soon else None
    return Access(
        measure=MEASURE.name,
        values=best,
        site_ids=times.site_ids,
        site_index=index.astype(np.int32),
        soon_values=soon,
    )


def nearest_in(
    times: TravelTimes,
    moments: Sequence[Moment],
    counters: Mapping[str, tuple[OpenSet, OpenSet]],
    hours: Sequence[Mapping[OpenSet, float]] = (),
) -> dict[Key, Access]:
    """Return access by moment and set of counters: found once for each of the distinct ones.

    Sets that no journey tells apart, as at two hours of one night, share one answer.

    ``counters`` are those that count at each moment, before and after (no key = not asked); ``hours`` those
    open together at some hour of the week.
    """
    near: dict[Key, Access] = {}

    def add(key: Key, at: TravelTimes) -> None:
        if key not in near:
            access = nearest(at, key[1])
            near[key] = next((other for other in near.values() if other.equals(access)), access)

    for moment in moments:
        for some in counters.get(moment.name, ()):
            add(key_of(times, moment, some), times.at(moment))
    for some in (some for of_estate in hours for some in of_estate):
        add(("", some), times)
    return near


def key_of(times: TravelTimes, moment: Moment, counters: OpenSet) -> Key:
    """Return the key of access at a moment: times that hold all week are not looked at twice."""
    return (moment.name if times.by_moment else "", counters)


def _least(times: TravelTimes, windows: Sequence[tuple[str, Windows]]) -> tuple[Floats, Integers]:
    """Return the least seconds that arrive in a counter's windows, and its column; ``inf``, -1 for none."""
    if times.rides is not None and times.moment is not None:
        times, windows = _held_to(times, windows)
    ranked, bits = times.ranked
    none = np.iinfo(ranked.dtype).max
    column = {key: number for number, key in enumerate(times.site_ids)}
    best = _ranked(times, {column[key]: some for key, some in windows if key in column})
    return np.where(best == none, np.inf, best >> bits), np.where(best == none, -1, best & ((1 << bits) - 1))


def _ranked(times: TravelTimes, windows: Mapping[int, Windows]) -> Whole:
    """Return the least of each row, of the columns given and in their windows.

    The answers last asked for are kept. Of one that differs in a few columns, only the rows whose nearest
    those columns are, or may become, are looked at again.
    """
    known = times.nearest_known
    key = frozenset(windows.items())
    if key in known:
        known[key] = known.pop(key)  # the latest stands last
        return known[key]
    other = min(known, key=lambda one: len(one ^ key), default=None)
    if other is not None and FEWER * len(other ^ key) < len(key):
        best = known[other].copy()
        gone = np.isin(best & ((1 << times.ranked[1]) - 1), [column for column, _ in other - key])
        rows = np.flatnonzero(gone)
        best[rows] = _least_of(times, windows, rows)
        np.minimum(best, _least_of(times, dict(key - other)), out=best)
    else:
        best = _least_of(times, windows)
    known[key] = best
    while len(known) > KEPT:
        del known[next(iter(known))]
    return best


def _least_of(times: TravelTimes, windows: Mapping[int, Windows], rows: Integers | None = None) -> Whole:
    ranked, bits = times.ranked
    none = ranked.dtype.type(np.iinfo(ranked.dtype).max)
    best = np.full(len(ranked) if rows is None else len(rows), none)

    def of(number: int) -> Whole:
        return ranked[:, number] if rows is None else ranked[rows, number]

    alike: dict[Windows, list[int]] = {}
    for number, some in windows.items():
        alike.setdefault(some, []).append(number)
    for some, columns in alike.items():
        ends = [
            tuple(min(ceil(min(end, float(none))), int(none) >> bits) << bits for end in window)
            for window in some
        ]
        if len(ends) == 1 and ends[0][0] == 0:  # all who arrive by then: only the nearest need be held to it
            least = of(columns[0]).copy()
            for number in columns[1:]:
                np.minimum(least, of(number), out=least)
            np.minimum(best, np.where(least < ends[0][1], least, none), out=best)
            continue
        for number in columns:
            seconds = of(number)
            for start, end in ends:
                in_time = (seconds >= start) & (seconds < end)
                np.minimum(best, np.where(in_time, seconds, none), out=best)
    return best


def _held_to(
    times: TravelTimes, windows: Sequence[tuple[str, Windows]]
) -> tuple[TravelTimes, list[tuple[str, Windows]]]:
    """Return times by a timetable with each departure held to the windows, which then hold always."""
    limited = [(key, some) for key, some in windows if some != ALWAYS and key in times.site_ids]
    if limited:
        seconds = times.seconds.copy(order="F")
        seconds[:, [times.site_ids.index(key) for key, _ in limited]] = times.arriving(limited)
        times = replace(times, seconds=seconds)
    return times, [(key, ALWAYS) for key, _ in windows]
