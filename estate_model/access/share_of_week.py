"""Share of the week in which an open counter lies within a time limit: exact, but by a timetable sampled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from estate_model.access.measure import Measure, Sums, Weights
from estate_model.access.nearest import Key
from estate_model.access.open_week import OpenSet
from estate_model.access.within import within
from estate_model.nouns import Access, Limits, TravelTimes
from estate_model.nouns.times import Stretch
from estate_model.units import SECONDS_PER_MINUTE

Hours = Mapping[OpenSet, float]


def _counts(_nearest: Access, week: Access, _limits: Limits) -> Weights:
    return {"person_weeks": week.values}


def _results(sums: Sums) -> Mapping[str, pd.Series]:
    return {"share_of_week": sums("person_weeks") / sums("people").where(sums("people") > 0)}


MEASURE = Measure(
    name="share_of_week",
    title="Share of the week with an open counter within the limit",
    unit="share of the 168 hours, 0 to 1",
    better="higher",
    formula="sum over the week's pieces of hours x [t(p) <= limit], over 168; "
    "the week is cut where the set of open counters changes, and t(p) is to a counter open at that "
    "clock time. By public transport: the share of departures, one every 15 minutes of the week, that "
    "arrive at a counter then open within the limit; sampled, not exact",
    unreachable="0 for that piece of the week",
    source="cumulative opportunity over opening times; this project",
    counts=_counts,
    results=_results,
    columns={"share_of_week": "Mean share of the week with an open counter within headline_minutes, {when}."},
)


def share_of_week(hours: Hours, near: Mapping[OpenSet, Access], limit_minutes: int) -> Access:
    """Return, per place, the share of the week's hours with an open counter within the limit.

    ``hours`` has the hours of the week by the set of counters open then, ``near`` access to each set.
    """
    places = len(next(iter(near.values())).values)
    open_hours = np.zeros(places)
    for counters, some in hours.items():
        open_hours += some * within(near[counters], limit_minutes)
    return Access(measure=MEASURE.name, values=open_hours / sum(hours.values()))


def shares_by_timetable(
    times: TravelTimes, week: Sequence[Stretch], limit_minutes: int
) -> tuple[Access, Access]:
    """Return the same by a timetable: the share of departures, 15 minutes apart, before and after."""
    if times.rides is None:
        raise ValueError(f"{times.profile.profile_id} goes by no timetable")
    shares = times.rides.share_within(week, limit_minutes * SECONDS_PER_MINUTE)
    before, after = (Access(measure=MEASURE.name, values=values) for values in shares)
    return before, after


def shares_of_week(
    week: tuple[Mapping[OpenSet, float], Mapping[OpenSet, float]],
    near: Mapping[Key, Access],
    limit_minutes: int,
) -> tuple[Access, Access]:
    """Return the share of the week within the limit before and after, from access at any time of the week."""
    known = {counters: access for (moment, counters), access in near.items() if not moment}
    before, after = (share_of_week(hours, known, limit_minutes) for hours in week)
    return before, after
