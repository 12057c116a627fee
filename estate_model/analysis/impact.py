"""Before v after at each place: how much longer a journey gets, and who counts as losing or gaining."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from estate_model.access.nearest import Key, key_of, nearest_in
from estate_model.access.open_week import OpenSet, OpenWeek
from estate_model.access.share_of_week import shares_by_timetable, shares_of_week
from estate_model.nouns import Access, Booleans, Exposure, Floats, Impact, Limits, Moment, TravelTimes
from estate_model.units import SECONDS_PER_MINUTE

COLUMNS: Mapping[str, str] = {
    "people_losing": "People whose journey gets longer at all, or who can reach no open counter any more.",
    "people_losing_over_N_minutes": "People whose journey gets over N minutes longer, or becomes impossible.",
    "people_gaining": "People whose journey gets shorter, or becomes possible.",
}


def longer_seconds(impact: Impact) -> Floats:
    """Return how much longer the journey gets, per place; ``inf`` = no counter is within reach any more.

    A place that had and has none within reach counts as 0, one that gains its first as ``-inf``.
    """
    with np.errstate(invalid="ignore"):
        change = impact.after.values - impact.before.values
    return np.where(np.isinf(impact.before.values) & np.isinf(impact.after.values), 0.0, change)


def counts_of_change(impact: Impact, limits: Limits) -> dict[str, Booleans]:
    """Return whether residents of each place lose, lose by more than each limit, or gain, by column."""
    longer = longer_seconds(impact)
    return {
        "people_losing": longer > 0,
        **{
            f"people_losing_over_{minutes}_minutes": longer > minutes * SECONDS_PER_MINUTE
            for minutes in limits.losing_minutes
        },
        "people_gaining": longer < 0,
    }


def impacts_of(
    times: TravelTimes,
    moments: Sequence[Moment],
    counters: Mapping[str, tuple[OpenSet, OpenSet]],
    known: tuple[Mapping[Key, Access], Exposure],
) -> tuple[Impact, ...]:
    """Return the impact at each moment that ``counters`` names, from access already found, and people."""
    near, people = known
    impacts = []
    for moment in moments:
        if moment.name in counters:
            before, after = (near[key_of(times, moment, some)] for some in counters[moment.name])
            impacts.append(
                Impact(profile=times.profile, moment=moment, before=before, after=after, exposure=people)
            )
    return tuple(impacts)


def found_for(
    times: TravelTimes, moments: Sequence[Moment], week: OpenWeek, people: Exposure, headline_minutes: int
) -> tuple[tuple[Impact, ...], tuple[Access, Access]]:
    """Return one profile's impact at each moment, and its shares of the week before and after."""
    if times.rides is None:
        near = nearest_in(times, moments, week.moments, week.week)
        shares = shares_of_week(week.week, near, headline_minutes)
    else:
        near = nearest_in(times, moments, week.moments)
        shares = shares_by_timetable(times, week.stretches(headline_minutes), headline_minutes)
    times.forget()
    return impacts_of(times, moments, week.moments, (near, people)), shares
