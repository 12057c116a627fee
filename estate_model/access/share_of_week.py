"""Share of the week in which an open counter lies within a time limit: exact, not sampled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from estate_model.access.measure import Measure
from estate_model.access.nearest import nearest
from estate_model.access.within import within
from estate_model.nouns import Access, TravelTimes
from estate_model.opening import Piece

MEASURE = Measure(
    name="share_of_week",
    title="Share of the week with an open counter within the limit",
    unit="share of the 168 hours, 0 to 1",
    better="higher",
    formula="sum over the week's pieces of hours x [t(p) <= limit], over 168; "
    "the week is cut where the set of open counters changes",
    unreachable="0 for that piece of the week",
    source="cumulative opportunity over opening times; this project",
)


def share_of_week(times: TravelTimes, pieces: Sequence[Piece], limit_minutes: int) -> Access:
    """Return, per place, the share of the week's hours with an open counter within the limit.

    Pieces with the same open counters are answered once, so the cost is that of the distinct sets.
    """
    hours: dict[frozenset[str], float] = {}
    for piece in pieces:
        hours[piece.open_ids] = hours.get(piece.open_ids, 0.0) + piece.hours
    open_hours = np.zeros(len(times.seconds))
    for open_ids in sorted(hours, key=sorted):
        open_hours += hours[open_ids] * within(nearest(times, open_ids), limit_minutes)
    return Access(measure=MEASURE.name, values=open_hours / sum(hours.values()))
