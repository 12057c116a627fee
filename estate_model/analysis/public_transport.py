"""What journeys by public transport consist of, by zone: rides, walking, waiting, and who has no service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from estate_model.analysis.zone_rows import LEVELS, Counts, zone_rows
from estate_model.nouns import WHEN, Access, Floats, Impact
from estate_model.nouns.times import Asked, Journeys, Rides
from estate_model.people.exposure import EVERYONE
from estate_model.results import Results
from estate_model.units import SECONDS_PER_MINUTE, minutes_from_seconds

LONG_MINUTES = (45, 60)
MEDIAN = {"median": "median_minutes"}
INDEX = ["level", "zone_code", "profile", "moment", "when"]

COLUMNS: Mapping[str, str] = {
    "level": "What the row is of: all (the whole area), borough, ward or cell.",
    "zone_code": "The zone's code; all for the whole area.",
    "when": "Before the changes, or after.",
    "people_over_N_minutes": "People over N minutes from an open counter, or who can reach none.",
    "people_without_open_counter": "People who can reach no open counter.",
    "people_no_service": "People over the headline minutes for whom no departure of the hour is "
    "quicker than walking all the way.",
    "people_too_far": "People over the headline minutes whom some departure of the hour takes there quicker "
    "than walking.",
    "people_on_foot": "People whose typical journey is on foot all the way.",
    "people_who_change": "People whose typical journey has more than one vehicle.",
    "median_minutes": "Median minutes over people who can reach one.",
    "mean_minutes": "Mean minutes over people who can reach one.",
    "mean_rides": "Mean number of vehicles boarded; changes are one fewer, of those who ride.",
    "mean_walk_minutes": "Mean minutes walked, to and from stops and between them, or all the way.",
    "mean_wait_minutes": "Mean minutes neither walked nor ridden.",
    "share_of_departures_that_reach": "Mean share of the departures of the hour that reach the counter "
    "while it is open and within three hours.",
}


def public_transport(results: Results) -> pd.DataFrame:
    """Return a row for the whole area and each zone, profile by timetable, moment, and before and after.

    Cells are given for the first such profile alone. No rows where no profile goes by a timetable.
    """
    riding = [key for key, times in results.times.items() if times.rides is not None]
    asked = [impact for impact in results.impacts if impact.profile.profile_id in riding]
    journeys: dict[tuple[str, str], tuple[Journeys, Journeys]] = {}
    for alike in _alike(asked):
        journeys |= _journeys(results, alike)
    frames: list[pd.DataFrame] = []
    for impact in asked:
        profile, moment = key = (impact.profile.profile_id, impact.moment.name)
        levels = LEVELS if profile == riding[0] else LEVELS[:-1]
        accesses = (impact.before, impact.after)
        for when, access, ways in zip(WHEN, accesses, journeys[key], strict=True):
            counts = _counts(access, ways, results.scenario.headline_minutes)
            rows = zone_rows(results.area, impact.exposure.of(EVERYONE), counts, levels)
            frames.append(rows.rename(columns=MEDIAN).assign(profile=profile, moment=moment, when=when))
    if not frames:
        return pd.DataFrame(columns=INDEX)
    table = pd.concat(frames, ignore_index=True)
    return table[[*INDEX, *(name for name in table if name not in INDEX)]]


def _alike(impacts: Sequence[Impact]) -> list[list[Impact]]:
    """Return the impacts of each moment and pace together: one search of the timetable answers them."""
    found: dict[tuple[str, float], list[Impact]] = {}
    for impact in impacts:
        found.setdefault((impact.moment.name, impact.profile.speed_kmh), []).append(impact)
    return list(found.values())


def _journeys(
    results: Results, impacts: Sequence[Impact]
) -> dict[tuple[str, str], tuple[Journeys, Journeys]]:
    """Return what journeys consist of before and after, by profile and moment, of one moment and pace."""
    moment = impacts[0].moment
    windows = [dict(counters.windows) for counters in results.open_week.moments[moment.name]]
    asked = [
        Asked(site_of=_site_of(access), windows=some, quantile=_rides(results, impact).quantile)
        for impact in impacts
        for access, some in zip((impact.before, impact.after), windows, strict=True)
    ]
    found = _rides(results, impacts[-1]).journeys(moment, asked)
    return {
        (impact.profile.profile_id, moment.name): (found[2 * number], found[2 * number + 1])
        for number, impact in enumerate(impacts)
    }


def _rides(results: Results, impact: Impact) -> Rides:
    """Return the journeys of a profile that goes by a timetable."""
    rides = results.times[impact.profile.profile_id].rides
    if rides is None:
        raise ValueError(f"{impact.profile.profile_id} goes by no timetable")
    return rides


def _site_of(access: Access) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return the id of the nearest counter of each place; empty where there is none."""
    if access.site_index is None:
        raise ValueError(f"{access.measure} does not say which counter is nearest")
    return np.array([*access.site_ids, ""], dtype=object)[access.site_index]


def _counts(access: Access, journeys: Journeys, limit_minutes: int) -> Counts:
    """Return what a person at each place counts for."""
    reached = np.isfinite(access.values)
    far = access.values > limit_minutes * SECONDS_PER_MINUTE
    served = journeys.share_that_ride > 0
    minutes: Floats = np.asarray(minutes_from_seconds(access.values), dtype=np.float64)
    return Counts(
        added={
            **{f"people_over_{most}_minutes": minutes > most for most in LONG_MINUTES},
            "people_without_open_counter": ~reached,
            "people_no_service": far & ~served,
            "people_too_far": far & served,
            "people_on_foot": reached & (journeys.rides == 0),
            "people_who_change": reached & (journeys.rides > 1),
        },
        means={
            "mean_minutes": minutes,
            "mean_rides": journeys.rides,
            "mean_walk_minutes": minutes_from_seconds(journeys.walk_seconds),
            "mean_wait_minutes": minutes_from_seconds(journeys.wait_seconds),
            "share_of_departures_that_reach": journeys.share_that_reach,
        },
        minutes=minutes,
    )
