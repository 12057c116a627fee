"""Public transport by the clock, with the walks to it, from it and between; never slower than walking.

``transit`` is the median of the departures of an hour, ``transit-late`` the journey that one in seven of them
exceeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from estate_model.nouns import Moment, Profile, Seconds, Site
from estate_model.nouns.estate import points_of
from estate_model.nouns.network import OSM, POSTCODES
from estate_model.travel.modes.base import Ground, Mode
from estate_model.travel.modes.walk import MODE as WALK
from estate_model.travel.timetable.riding import LATE, TYPICAL, Riding


def riding(ground: Ground, sites: Sequence[Site], profile: Profile, *, quantile: float) -> Riding:
    """Return what answers for journeys to some sites by the area's timetable."""
    return Riding(
        served=ground.served(profile.speed_kmh),
        site_ids=tuple(site.site_id for site in sites),
        points=points_of(sites),
        direct=ground.seconds(sites, replace(profile, mode=WALK.name)),
        quantile=quantile,
    )


def seconds(
    ground: Ground, sites: Sequence[Site], profile: Profile, moment: Moment | None, *, quantile: float
) -> Seconds:
    """Return seconds of those who set out at a moment; at any time of the week, of those who only walk."""
    rides = riding(ground, sites, profile, quantile=quantile)
    return rides.direct if moment is None else rides.seconds(moment)


def _mode(name: str, title: str, quantile: float) -> Mode:
    return Mode(
        name=name,
        title=title,
        networks=(POSTCODES, OSM),
        seconds=partial(seconds, quantile=quantile),
        varies_by_moment=True,
        rides=partial(riding, quantile=quantile),
        streets=WALK.name,
    )


MODE = _mode("transit", "by public transport and on foot", TYPICAL)
LATE_MODE = _mode("transit-late", "by public transport and on foot, at one departure in seven or worse", LATE)
