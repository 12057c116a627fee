"""The scan, and the way to it, as plain loops for a compiler; `arrays` finds the same in NumPy alone.

No function calls another of ours, so that each can be compiled as it stands. Everything found is the exact
least of whole numbers: the answers are the same to the last bit however it is run.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any
"""A NumPy array: types are the compiler's business here."""


def scan(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - one loop, compiled as it stands
    connections: tuple[Array, ...],
    events: tuple[Array, ...],
    changes: tuple[Array, ...],
    egress: tuple[Array, ...],
    units: tuple[int, ...],
    found: tuple[Array, ...],
) -> None:
    """Fill the rows of events: the key of the best journey to each counter that begins with each event.

    Connections are taken from the last to depart to the first, of those that depart together the last to
    arrive first, and of one trip the later first. Who sits in a vehicle at the end of a connection may sit
    on, get off and walk to a counter, or change to what next leaves this stop or one near it. Where some
    change takes no time, connections of one second are taken again until nothing changes.
    """
    departure, arrival, to_stop, trip, event, may_alight = connections
    event_first, event_time, is_last = events
    change_first, change_stop, change_seconds, change_walk = changes
    egress_first, egress_counter, egress_seconds = egress
    arrival_unit, ride_unit, walk_unit, aboard_unit, instant = units
    of_event, of_trip, is_found = found
    counters = of_event.shape[1]
    begun = np.empty_like(of_trip) if instant else of_trip
    stop_before = len(departure)
    while stop_before > 0:
        first = stop_before - 1
        if instant:
            while first > 0 and departure[first - 1] == departure[first]:
                first -= 1
            for i in range(first, stop_before):
                begun[trip[i]] = of_trip[trip[i]]
        again = True
        while again:
            again = False
            if instant:
                for i in range(first, stop_before):
                    of_trip[trip[i]] = begun[trip[i]]
            for i in range(stop_before - 1, first - 1, -1):
                best, here, at = of_trip[trip[i]], to_stop[i], arrival[i]
                if may_alight[i]:
                    for link in range(egress_first[here], egress_first[here + 1]):
                        j, walk = egress_counter[link], egress_seconds[link]
                        key = (at + walk) * arrival_unit + walk * walk_unit + at * aboard_unit
                        best[j] = min(best[j], key)
                    for change in range(change_first[here], change_first[here + 1]):
                        stop, need = change_stop[change], at + change_seconds[change]
                        low, end = event_first[stop], event_first[stop + 1]
                        high = end
                        while low < high:
                            middle = (low + high) >> 1
                            if event_time[middle] < need:
                                low = middle + 1
                            else:
                                high = middle
                        if low == end:
                            continue
                        onward = of_event[low]
                        if aboard_unit == 0:
                            for j in range(counters):
                                best[j] = min(best[j], onward[j])
                        else:
                            more = change_walk[change] * walk_unit + at * aboard_unit
                            for j in range(counters):
                                best[j] = min(best[j], onward[j] + more)
                e = event[i]
                if e < 0:
                    continue
                row = of_event[e]
                if not is_found[e]:
                    is_found[e] = True
                    if not is_last[e]:
                        row[:] = of_event[e + 1]
                if instant:
                    for j in range(counters):
                        if best[j] + ride_unit - departure[i] * aboard_unit < row[j]:
                            again = True
                if aboard_unit == 0:
                    for j in range(counters):
                        row[j] = min(row[j], best[j])
                else:
                    more = ride_unit - departure[i] * aboard_unit
                    for j in range(counters):
                        row[j] = min(row[j], best[j] + more)
        stop_before = first


def depart(  # noqa: C901, PLR0912, PLR0913, PLR0917 - one loop, compiled as it stands
    events: tuple[Array, ...],
    links: tuple[Array, ...],
    columns: tuple[Array, ...],
    numbers: tuple[int, ...],
    sorting: tuple[Array, ...],
    found: tuple[Array, ...],
) -> None:
    """Fill order statistics, over the samples, of the key of each place's best journey to each column.

    A stop's event is caught last by the last sample that can walk there in time; who sets out before may
    wait for what is right for a later one. A ride counts if it is no longer than the longest. ``always``:
    columns are the counters, and nobody walks all the way. Else a column is a counter within its windows: a
    ride, or the ``direct`` walk, counts if it ends in one of them, and the better of the two is taken.
    """
    event_first, event_time, of_event = events
    link_first, link_stop, link_seconds = links
    counter_of, direct, window_first, opens, shuts = columns
    first_sample, step, count, longest, arrival_unit, walk_unit, none, never, always = numbers
    pairs, wanted = sorting
    (out,) = found
    counters, many = of_event.shape[1], len(counter_of)
    keys = np.empty((count, counters), of_event.dtype)
    chosen = np.empty((count, many), out.dtype)
    for place in range(len(link_first) - 1):
        keys[:] = none
        for link in range(link_first[place], link_first[place + 1]):
            stop, walk = link_stop[link], link_seconds[link]
            low, end = event_first[stop], event_first[stop + 1]
            high, need = end, first_sample + walk
            while low < high:
                middle = (low + high) >> 1
                if event_time[middle] < need:
                    low = middle + 1
                else:
                    high = middle
            more = walk * walk_unit
            while low < end:
                latest = min((event_time[low] - first_sample - walk) // step, count - 1)
                row, onward = keys[latest], of_event[low]
                for j in range(counters):
                    row[j] = min(row[j], onward[j] + more)
                if latest == count - 1:
                    break
                need = first_sample + (latest + 1) * step + walk
                while low < end and event_time[low] < need:
                    low += 1
        for sample in range(count - 2, -1, -1):
            row, later = keys[sample], keys[sample + 1]
            for j in range(counters):
                row[j] = min(row[j], later[j])
        for sample in range(count):
            at = first_sample + sample * step
            row, best = keys[sample], chosen[sample]
            over, less = (at + longest + 1) * arrival_unit, at * arrival_unit
            if always:
                for j in range(many):
                    best[j] = row[j] - less if row[j] < over else never
                continue
            for c in range(many):
                ride, walk = row[counter_of[c]], direct[place, c]
                best[c] = never
                for window in range(window_first[c], window_first[c + 1]):
                    opening, shutting = opens[window] * arrival_unit, shuts[window] * arrival_unit
                    if opening <= ride < shutting and ride < over:
                        best[c] = min(best[c], ride - less)
                    if opening <= walk + less < shutting:
                        best[c] = min(best[c], walk)
        for pair in range(len(pairs)):
            one, other = chosen[pairs[pair, 0]], chosen[pairs[pair, 1]]
            for c in range(many):
                key, larger = min(one[c], other[c]), max(one[c], other[c])
                one[c], other[c] = key, larger
        for number in range(len(wanted)):
            row = chosen[wanted[number]]
            for c in range(many):
                out[number, place, c] = row[c]
