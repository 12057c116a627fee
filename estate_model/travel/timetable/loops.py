"""The scan, and the way to it, as plain loops for a compiler; `arrays` finds the same in NumPy alone.

Everything found is the exact least of whole numbers: the answers are the same to the last bit however it is
run. ``HELPERS`` are called by the loops, and compiled into them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any
"""A NumPy array: types are the compiler's business here."""
Arrays = tuple[Array, ...]


def scan(  # noqa: C901, PLR0913, PLR0917 - six groups of arrays, compiled as they stand
    connections: Arrays, events: Arrays, changes: Arrays, egress: Arrays, units: Arrays, found: Arrays
) -> None:
    """Fill the rows of events: the key of the best journey to each counter that begins with each event.

    Connections are taken from the last to depart to the first, of those that depart together the last to
    arrive first, and of one trip the later first. Who sits in a vehicle at the end of a connection may sit
    on, get off and walk to a counter, or change to what next leaves this stop or one near it. Where some
    change takes no time, connections of one second are taken again until nothing changes.
    """
    departure, arrival, to_stop, trip, event, may_alight = connections
    instant = units[4]
    of_trip = found[1]
    begun = np.empty_like(of_trip) if instant else of_trip
    last = len(departure)
    while last > 0:
        first = last - 1
        if instant:
            while first > 0 and departure[first - 1] == departure[first]:
                first -= 1
            for i in range(first, last):
                begun[trip[i]] = of_trip[trip[i]]
        again = True
        while again:
            again = False
            if instant:
                for i in range(first, last):
                    of_trip[trip[i]] = begun[trip[i]]
            for i in range(last - 1, first - 1, -1):
                best = of_trip[trip[i]]
                if may_alight[i]:
                    walk_off(best, to_stop[i], arrival[i], egress, units)
                    change(best, to_stop[i], arrival[i], (changes, events, found[0]), units)
                if event[i] >= 0:
                    again |= board(best, event[i], departure[i], (found[0], found[2], events[2]), units)
        last = first


def walk_off(best: Array, stop: int, at: int, egress: Arrays, units: Arrays) -> None:
    """Let those who arrive at a stop walk to the counters near it."""
    first, counter, seconds = egress
    arrival_unit, _, walk_unit, aboard_unit, _ = units
    for link in range(first[stop], first[stop + 1]):
        j, walk = counter[link], seconds[link]
        key = (at + walk) * arrival_unit + walk * walk_unit + at * aboard_unit
        best[j] = min(best[j], key)


def change(best: Array, stop: int, at: int, onward: tuple[Any, ...], units: Arrays) -> None:
    """Let those who arrive at a stop change to the next event there, and at each stop near it."""
    changes, events, of_event = onward
    first, to_stop, seconds, walk = changes
    event_first, event_time, _ = events
    for way in range(first[stop], first[stop + 1]):
        other, need = to_stop[way], at + seconds[way]
        end = event_first[other + 1]
        event = first_from(event_time, event_first[other], end, need)
        if event < end:
            lower(best, of_event[event], walk[way] * units[2] + at * units[3])


def board(best: Array, event: int, at: int, found: Arrays, units: Arrays) -> bool:
    """Let those at a stop board, or wait for its next event; whether that changed what is instant."""
    of_event, is_found, is_last = found
    row, more = of_event[event], units[1] - at * units[3]
    if not is_found[event]:
        is_found[event] = True
        if not is_last[event]:
            row[:] = of_event[event + 1]
    changed = False
    if units[4]:
        for j in range(len(row)):
            changed |= best[j] + more < row[j]
    lower(row, best, more)
    return changed


def lower(row: Array, other: Array, more: int) -> None:
    """Lower a row to another, plus so much; by nothing in a loop of its own, which is quicker."""
    if more == 0:
        for j in range(len(row)):
            row[j] = min(row[j], other[j])
    else:
        for j in range(len(row)):
            row[j] = min(row[j], other[j] + more)


def first_from(event_time: Array, low: int, high: int, need: int) -> int:
    """Return the first event between two that is not before a second; the end where there is none."""
    while low < high:
        middle = (low + high) >> 1
        if event_time[middle] < need:
            low = middle + 1
        else:
            high = middle
    return low


def depart(  # noqa: PLR0913, PLR0917 - six groups of arrays, compiled as they stand
    events: Arrays, links: Arrays, columns: Arrays, numbers: Arrays, sorting: Arrays, found: Arrays
) -> None:
    """Fill order statistics, over the samples, of the key of each place's best journey to each column.

    The last of ``links`` are the rows of the places that are asked about.

    ``always``: answers are the counters', and nobody walks all the way. Else a column is a counter within
    its windows: a ride, or the ``direct`` walk, counts if it ends in one of them, and the best of a group's
    columns is taken. A ride counts if it is no longer than the longest.
    """
    pairs, wanted = sorting
    out, of_event = found[0], events[2]
    count, none, always = numbers[2], numbers[6], numbers[8]
    keys = np.empty((count, of_event.shape[1]), of_event.dtype)
    chosen = np.empty((count, out.shape[2]), out.dtype)
    rows = links[3]
    for place in range(len(rows)):
        keys[:] = none
        catch(keys, rows[place], links, events, numbers)
        if always:
            ride(keys, chosen, numbers)
        else:
            arrive(keys, chosen, place, columns, numbers)
        for pair in range(len(pairs)):
            one, other = chosen[pairs[pair, 0]], chosen[pairs[pair, 1]]
            for c in range(len(one)):
                key, larger = min(one[c], other[c]), max(one[c], other[c])
                one[c], other[c] = key, larger
        for number in range(len(wanted)):
            row = chosen[wanted[number]]
            for c in range(len(row)):
                out[number, place, c] = row[c]


def catch(keys: Array, place: int, links: Arrays, events: Arrays, numbers: Arrays) -> None:
    """Lower each sample's keys to those of the events that its walks to stops catch.

    An event is caught last by the last sample that can walk there in time; who sets out before may wait for
    what is right for a later one.
    """
    event_first, event_time, of_event = events
    first, link_stop, link_seconds, _ = links
    begin, step, count, walk_unit = numbers[0], numbers[1], numbers[2], numbers[5]
    for link in range(first[place], first[place + 1]):
        stop, walk = link_stop[link], link_seconds[link]
        end, need = event_first[stop + 1], begin + walk
        event, latest = first_from(event_time, event_first[stop], end, need), -1
        while event < end and latest < count - 1:
            latest = min((event_time[event] - begin - walk) // step, count - 1)
            lower(keys[latest], of_event[event], walk * walk_unit)
            need = begin + (latest + 1) * step + walk
            while event < end and event_time[event] < need:
                event += 1
    for sample in range(count - 2, -1, -1):
        lower(keys[sample], keys[sample + 1], 0)


def ride(keys: Array, chosen: Array, numbers: Arrays) -> None:
    """Put the rides that are not too long, as from each sample on."""
    begin, step, count, longest, arrival_unit, _, _, never, _ = numbers
    for sample in range(count):
        at = begin + sample * step
        row, best = keys[sample], chosen[sample]
        over, less = (at + longest + 1) * arrival_unit, at * arrival_unit
        for j in range(len(row)):
            best[j] = row[j] - less if row[j] < over else never


def arrive(keys: Array, chosen: Array, place: int, columns: Arrays, numbers: Arrays) -> None:
    """Put the best of each group's rides and walks that end within a window of their column."""
    counter_of, group_of, direct, window_first, opens, shuts = columns
    begin, step, count, longest, arrival_unit, _, _, never, _ = numbers
    for sample in range(count):
        at = begin + sample * step
        row, best = keys[sample], chosen[sample]
        over, less = (at + longest + 1) * arrival_unit, at * arrival_unit
        best[:] = never
        for c in range(len(counter_of)):
            key, walk, group = row[counter_of[c]], direct[place, c], group_of[c]
            for window in range(window_first[c], window_first[c + 1]):
                opening, shutting = opens[window] * arrival_unit, shuts[window] * arrival_unit
                if opening <= key < shutting and key < over:
                    best[group] = min(best[group], key - less)
                if opening <= walk + less < shutting:
                    best[group] = min(best[group], walk)


HELPERS = (first_from, lower, walk_off, change, board, catch, ride, arrive)
