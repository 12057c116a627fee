"""What journeys by public transport consist of, by zone: rides, walking, waiting, and who has no service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from estate_model.nouns import Access, Floats, Impact
from estate_model.nouns.times import Asked, Journeys
from estate_model.nouns.zones import Zoning
from estate_model.people.exposure import EVERYONE
from estate_model.results import WHOLE_AREA, Results
from estate_model.units import SECONDS_PER_MINUTE, minutes_from_seconds

WHEN = ("before", "after")
LONG_MINUTES = (45, 60)
MEANS = ("mean_", "share_")
LEVELS = ("borough", "ward", "cell")
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
    frames: list[pd.DataFrame] = []
    for impact in results.impacts:
        if impact.profile.profile_id in riding:
            people = impact.exposure.of(EVERYONE)
            levels = LEVELS if impact.profile.profile_id == riding[0] else LEVELS[:-1]
            for when, weights in zip(WHEN, _weights(results, impact), strict=True):
                frames += [
                    frame.assign(profile=impact.profile.profile_id, moment=impact.moment.name, when=when)
                    for frame in _by_level(results, people, weights, levels)
                ]
    if not frames:
        return pd.DataFrame(columns=INDEX)
    table = pd.concat(frames, ignore_index=True)
    return table[[*INDEX, *(name for name in table if name not in INDEX)]]


def _weights(results: Results, impact: Impact) -> Iterator[dict[str, Floats]]:
    """Give, before and after, what each person at each place counts for."""
    rides = results.times[impact.profile.profile_id].rides
    if rides is None:
        raise ValueError(f"{impact.profile.profile_id} goes by no timetable")
    accesses = (impact.before, impact.after)
    asked = [
        Asked(site_of=_site_of(access), windows=dict(counters.windows))
        for access, counters in zip(accesses, results.open_week.moments[impact.moment.name], strict=True)
    ]
    limit = results.scenario.headline_minutes
    for access, journeys in zip(accesses, rides.journeys(impact.moment, asked), strict=True):
        yield _counts(access, journeys, limit)


def _site_of(access: Access) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return the id of the nearest counter of each place; empty where there is none."""
    if access.site_index is None:
        raise ValueError(f"{access.measure} does not say which counter is nearest")
    return np.array([*access.site_ids, ""], dtype=object)[access.site_index]


def _counts(access: Access, journeys: Journeys, limit_minutes: int) -> dict[str, Floats]:
    """Return what a person at each place counts for in the columns that are added up."""
    reached = np.isfinite(access.values)
    far = access.values > limit_minutes * SECONDS_PER_MINUTE
    served = journeys.share_that_ride > 0
    counts = {
        f"people_over_{minutes}_minutes": access.values > minutes * SECONDS_PER_MINUTE
        for minutes in LONG_MINUTES
    }
    counts |= {
        "people_without_open_counter": ~reached,
        "people_no_service": far & ~served,
        "people_too_far": far & served,
        "people_on_foot": reached & (journeys.rides == 0),
        "people_who_change": reached & (journeys.rides > 1),
    }
    minutes: Floats = np.asarray(minutes_from_seconds(access.values), dtype=np.float64)
    sums = {
        "mean_minutes": minutes,
        "mean_rides": journeys.rides,
        "mean_walk_minutes": minutes_from_seconds(journeys.walk_seconds),
        "mean_wait_minutes": minutes_from_seconds(journeys.wait_seconds),
        "share_of_departures_that_reach": journeys.share_that_reach,
    }
    added = {name: column.astype(np.float64) for name, column in counts.items()}
    means = {name: np.where(reached, column, 0.0) for name, column in sums.items()}
    return {**added, **means, "minutes": minutes}


def _by_level(
    results: Results, people: Floats, weights: dict[str, Floats], levels: tuple[str, ...]
) -> Iterator[pd.DataFrame]:
    """Give the columns of the whole area, and of the zones of each level, everyone counted."""
    whole = Zoning((WHOLE_AREA,), np.zeros(len(people), dtype=np.intp))
    zonings = {WHOLE_AREA: whole, **{level: results.area.zoning_of(level) for level in levels}}
    for level, zones in zonings.items():
        yield _table(people, weights, zones).assign(level=level)


def _table(people: Floats, weights: dict[str, Floats], zones: Zoning) -> pd.DataFrame:
    """Return a row per zone: sums of people, and means and the median over those who reach a counter."""
    reached = np.isfinite(weights["minutes"])

    def total(column: Floats) -> Floats:
        sums = np.bincount(zones.index, weights=people * column, minlength=len(zones.codes))
        return sums.astype(np.float64)

    able = total(reached.astype(np.float64))
    able[able == 0] = np.nan
    columns = {"zone_code": np.array(zones.codes, dtype=object), "people": total(np.ones(len(people)))}
    for name, column in weights.items():
        if name != "minutes":
            columns[name] = total(column) / able if name.startswith(MEANS) else total(column)
    columns["median_minutes"] = _medians(weights["minutes"], people * reached, zones)
    return pd.DataFrame(columns)


def _medians(minutes: Floats, people: Floats, zones: Zoning) -> Floats:
    """Return the least minutes that half of a zone's people do not exceed; ``nan`` where there is nobody."""
    order = np.lexsort((minutes, zones.index))
    running = np.cumsum(people[order])
    ends = np.searchsorted(zones.index[order], np.arange(len(zones.codes)), side="right") - 1
    begun = np.concatenate([[0.0], running[ends[:-1]]])
    total = running[ends] - begun
    middle = np.minimum(np.searchsorted(running, begun + total / 2), ends)
    return np.where(total > 0, minutes[order][middle], np.nan)
