"""Time turned round: the way home is the way out, begun where it ends."""

from __future__ import annotations

import numpy as np

from estate_model.nouns.service_day import ServiceDay
from estate_model.travel.timetable.ways import Changes, walks


def mirrored(day: ServiceDay, first: int, last: int) -> ServiceDay:
    """Return what departs and arrives from a second of the day to another, the last second first.

    A vehicle that is somewhere at a second is there so long after 0:00 as that is before ``last``: it goes
    from where it came to, and one boards where one may alight.
    """
    kept = np.flatnonzero((day.departure >= first) & (day.arrival <= last))
    departure, arrival = last - day.arrival[kept], last - day.departure[kept]
    sequence = day.sequence.max(initial=0) - day.sequence[kept]
    order = np.lexsort((sequence, day.trip[kept], arrival, departure))
    rows = kept[order]
    return ServiceDay(
        departure=departure[order],
        arrival=arrival[order],
        from_stop=day.to_stop[rows],
        to_stop=day.from_stop[rows],
        trip=day.trip[rows],
        sequence=sequence[order],
        may_board=day.may_alight[rows],
        may_alight=day.may_board[rows],
        trip_route_type=day.trip_route_type,
    )


def mirrored_changes(changes: Changes) -> Changes:
    """Return the changes the other way about: each leads from where it ends to where it begins."""
    ways = changes.walks
    begin, end = ways.to, ways.point.astype(np.int32)
    order = np.lexsort((end, begin))
    return Changes(
        walks=walks(begin[order], end[order], ways.seconds[order], len(ways.first) - 1),
        needed_seconds=changes.needed_seconds[order],
    )
