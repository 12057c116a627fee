"""The scan, and the way to it, in NumPy alone: the same minima as `loops`, many connections at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from estate_model.nouns import Integers

Array = Any
PLACES_AT_A_TIME = 2000
SHIFT = 20  # a second fits in 20 bits beside the row of its stop


def scan(  # noqa: PLR0913, PLR0917 - as in `loops`
    connections: tuple[Array, ...],
    events: tuple[Array, ...],
    changes: tuple[Array, ...],
    egress: tuple[Array, ...],
    units: tuple[int, ...],
    found: tuple[Array, ...],
) -> None:
    """Do what `loops.scan` does, group by group.

    Those that depart within the shortest change of each other cannot be changed between: of such a group
    only the connections of one trip depend on each other, and are taken one after another.
    """
    departure, _, _, trip, event, _ = connections
    instant = units[4]
    of_event, of_trip, is_found = found
    options = _options(connections, events, changes, egress, units)
    shortest = int(changes[2].min(initial=1 << SHIFT))
    for group in _groups(departure // max(shortest, 1)):
        waves, again = _waves(trip[group], group.start), True
        ridden, begun = np.unique(trip[group]), event[group]
        begun, at_first = np.unique(begun[begun >= 0]), of_trip[ridden]
        while again:
            before = of_event[begun] if instant else None
            of_trip[ridden] = at_first
            for wave in waves:
                _ride(wave, connections, units, found, options)
            _wait(begun, events[2], of_event, is_found)
            again = before is not None and not np.array_equal(before, of_event[begun])


def _groups(number: Array) -> Iterator[slice]:
    """Give the runs of equal numbers, the last first."""
    cuts = np.flatnonzero(np.diff(number)) + 1
    bounds = np.concatenate([[0], cuts, [len(number)]]) if len(number) else np.zeros(1, dtype=np.int64)
    for first, last in zip(bounds[-2::-1].tolist(), bounds[:0:-1].tolist(), strict=True):
        yield slice(first, last)


def _waves(trip: Array, start: int) -> list[Integers]:
    """Return the connections of a group: the last of each trip, then the last but one, and so on."""
    backward = np.arange(len(trip))[::-1]
    by_trip = backward[np.argsort(trip[backward], kind="stable")]
    fresh = np.concatenate([[True], np.diff(trip[by_trip]) != 0])
    rank = np.arange(len(trip)) - np.maximum.accumulate(np.where(fresh, np.arange(len(trip)), 0))
    return [start + by_trip[rank == number] for number in range(int(rank.max()) + 1)]


def _options(
    connections: tuple[Array, ...],
    events: tuple[Array, ...],
    changes: tuple[Array, ...],
    egress: tuple[Array, ...],
    units: tuple[int, ...],
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """Return what can be changed to, and walked to, at the end of each connection, by connection.

    Changes are first, event and what is added to its key; walks are first, counter and their key.
    """
    _, arrival, to_stop, _, _, may_alight = connections
    arrival_unit, _, walk_unit, aboard_unit, _ = units
    first, connection, change = _spread(changes[0], to_stop, may_alight)
    stop, need = changes[1][change], arrival[connection] + changes[2][change]
    event = _first_event(events, stop, need)
    more = changes[3][change] * walk_unit + arrival[connection].astype(np.int64) * aboard_unit
    first_walk, connection, link = _spread(egress[0], to_stop, may_alight)
    at, walk = arrival[connection].astype(np.int64), egress[2][link].astype(np.int64)
    key = (at + walk) * arrival_unit + walk * walk_unit + at * aboard_unit
    return (first, event, more), (first_walk, egress[1][link], key)


def _spread(first: Array, stop: Array, wanted: Array) -> tuple[Integers, Integers, Integers]:
    """Return the links of each connection's stop: where each connection's begin, whose, and which."""
    count = np.where(wanted, first[stop + 1] - first[stop], 0).astype(np.int64)
    begins = np.concatenate([[0], np.cumsum(count)])
    whose = np.repeat(np.arange(len(stop)), count)
    return begins, whose, np.arange(begins[-1]) - begins[whose] + first[stop[whose]]


def _first_event(events: tuple[Array, ...], stop: Array, need: Array) -> Integers:
    """Return the first event of each stop that is not before a second; -1 where there is none."""
    first, time, _ = events
    stop_of = np.repeat(np.arange(len(first) - 1), np.diff(first))
    at = np.searchsorted((stop_of << SHIFT) | time, (stop.astype(np.int64) << SHIFT) + need)
    return np.where(at < first[stop + 1], at, -1)


def _ride(
    rows: Integers,
    connections: tuple[Array, ...],
    units: tuple[int, ...],
    found: tuple[Array, ...],
    options: tuple[tuple[Array, ...], tuple[Array, ...]],
) -> None:
    """Take some connections of different trips: put the best of each in its trip's row and its event's."""
    departure, _, _, trip, event, _ = connections
    _, ride_unit, _, aboard_unit, _ = units
    of_event, of_trip, _ = found
    best = of_trip[trip[rows]]
    (first, onward, more), (first_walk, counter, key) = options
    _, whose, option = _spread(first, rows, np.ones(len(rows), dtype=bool))
    known = onward[option] >= 0
    whose, option = whose[known], option[known]
    added = more[option].astype(of_event.dtype)[:, None]
    _least_into(best, whose, of_event[onward[option]] + added)
    _, whose, option = _spread(first_walk, rows, np.ones(len(rows), dtype=bool))
    np.minimum.at(best, (whose, counter[option]), key[option].astype(of_event.dtype))
    of_trip[trip[rows]] = best
    boarded = np.flatnonzero(event[rows] >= 0)
    boarded = boarded[np.argsort(event[rows[boarded]], kind="stable")]
    less = (ride_unit - departure[rows[boarded]].astype(np.int64) * aboard_unit).astype(of_event.dtype)
    _least_into(of_event, event[rows[boarded]], best[boarded] + less[:, None])


def _least_into(table: Array, rows: Array, values: Array) -> None:
    """Lower rows of a table to values; the rows stand in order, some of them several times."""
    if not len(rows):
        return
    starts = np.concatenate([[0], np.flatnonzero(np.diff(rows)) + 1])
    own = rows[starts]
    table[own] = np.minimum(table[own], np.minimum.reduceat(values, starts, axis=0))


def _wait(begun: Integers, is_last: Array, of_event: Array, is_found: Array) -> None:
    """Let those at a stop wait for its next event, the latest of a group's events first."""
    is_found[begun] = True
    waiting = begun[~is_last[begun]]
    follows = np.concatenate([np.diff(waiting) == 1, [False]]) if len(waiting) else waiting.astype(bool)
    ends = np.flatnonzero(~follows)
    rank = ends[np.searchsorted(ends, np.arange(len(waiting)))] - np.arange(len(waiting))
    for number in range(int(rank.max(initial=-1)) + 1):
        rows = waiting[rank == number]
        of_event[rows] = np.minimum(of_event[rows], of_event[rows + 1])


def depart(  # noqa: PLR0913, PLR0917 - as in `loops`
    events: tuple[Array, ...],
    links: tuple[Array, ...],
    columns: tuple[Array, ...],
    numbers: tuple[int, ...],
    sorting: tuple[Array, ...],
    found: tuple[Array, ...],
) -> None:
    """Do what `loops.depart` does, some places at a time."""
    places = len(links[3])
    for begin in range(0, places, PLACES_AT_A_TIME):
        some = slice(begin, min(begin + PLACES_AT_A_TIME, places))
        keys = _keys(events, links, some, numbers)
        chosen = _rides(keys, numbers) if numbers[-1] else _counting(keys, columns, some, numbers)
        found[0][:, some] = np.sort(chosen, axis=1)[:, sorting[1]].transpose(1, 0, 2)


def _keys(
    events: tuple[Array, ...], links: tuple[Array, ...], some: slice, numbers: tuple[int, ...]
) -> Array:
    """Return the key of the best ride from some places at each sample, (places, samples, counters)."""
    first_sample, step, count, _, _, walk_unit, none, _, _ = numbers
    first, link_stop, link_seconds, rows = links
    of_event = events[2]
    _, place, ways = _spread(first, rows[some], np.ones(some.stop - some.start, dtype=bool))
    stop, walk = link_stop[ways].astype(np.int64), link_seconds[ways].astype(np.int64)
    times = first_sample + step * np.arange(count)
    caught = _first_event((events[0], events[1], None), stop[:, None], walk[:, None] + times)
    last = np.ones(caught.shape, dtype=bool)
    last[:, :-1] = caught[:, :-1] != caught[:, 1:]
    link, sample = np.nonzero((caught >= 0) & last)
    order = np.argsort(place[link] * count + sample, kind="stable")
    link, sample = link[order], sample[order]
    more = (walk[link] * walk_unit).astype(of_event.dtype)[:, None]
    counters = of_event.shape[1]
    keys = np.full(((some.stop - some.start) * count, counters), none, dtype=of_event.dtype)
    _least_into(keys, place[link] * count + sample, of_event[caught[link, sample]] + more)
    keys = keys.reshape(some.stop - some.start, count, counters)
    return np.minimum.accumulate(keys[:, ::-1], axis=1)[:, ::-1]


def _rides(keys: Array, numbers: tuple[int, ...]) -> Array:
    """Return rides that are not too long, as from each sample on."""
    first_sample, step, count, longest, arrival_unit, _, _, never, _ = numbers
    times = (first_sample + step * np.arange(count))[None, :, None]
    over, less = (times + longest + 1) * arrival_unit, (times * arrival_unit).astype(keys.dtype)
    return np.where(keys < over, keys - less, keys.dtype.type(never))


def _counting(keys: Array, columns: tuple[Array, ...], some: slice, numbers: tuple[int, ...]) -> Array:
    """Return the better of riding and walking, of those that end within a window of the column."""
    first_sample, step, count, longest, arrival_unit, _, _, never, _ = numbers
    counter_of, group_of, direct, window_first, opens, shuts = columns
    times = (first_sample + step * np.arange(count))[None, :, None]
    less = times * arrival_unit
    ride, walk = keys[:, :, counter_of].astype(np.int64), direct[some][:, None, :]
    in_time, walked = np.zeros(ride.shape, dtype=bool), np.zeros(ride.shape, dtype=bool)
    for column in range(len(counter_of)):
        for window in range(window_first[column], window_first[column + 1]):
            opening, shutting = opens[window] * arrival_unit, shuts[window] * arrival_unit
            of_ride, of_walk = ride[:, :, column], (walk + less)[:, :, column]
            in_time[:, :, column] |= (opening <= of_ride) & (of_ride < shutting)
            walked[:, :, column] |= (opening <= of_walk) & (of_walk < shutting)
    in_time &= ride < (times + longest + 1) * arrival_unit
    best = np.minimum(np.where(in_time, ride - less, never), np.where(walked, walk, never))
    order = np.argsort(group_of, kind="stable")
    starts = np.flatnonzero(np.diff(group_of[order], prepend=-1))
    return np.minimum.reduceat(best[:, :, order], starts, axis=2)
