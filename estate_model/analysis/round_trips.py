"""Out and back by a timetable: who can leave after an hour, be served, and be home by another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from estate_model.access.open_week import OpenSet, hours_of, open_set
from estate_model.analysis.zone_rows import LEVELS, Counts, zone_rows
from estate_model.nouns import ARRIVAL, WHEN, Arrival, Floats, Seconds
from estate_model.nouns.times import Rides, Windows
from estate_model.people.exposure import EVERYONE
from estate_model.results import Results
from estate_model.scenario.moments import RoundTrip
from estate_model.units import SECONDS_PER_MINUTE, minutes_from_seconds

MEDIAN = {"median": "median_minutes_before_home"}
INDEX = ["level", "zone_code", "profile", "round_trip", "when"]

COLUMNS: Mapping[str, str] = {
    "round_trip": "The way out and back, by the scenario's own name for it.",
    "people_there_and_back": "People who can leave home after its first hour, have round_trip_minutes at an "
    "open counter (waiting for it to open where they are early), and be home by its last.",
    "people_not_back": "People who can be served at an open counter, but not at one they can be home from.",
    "people_not_served": "People who can reach no counter with so many minutes left before it shuts.",
    "median_minutes_before_home": "Median, over those there and back, of the minutes before the last hour at "
    "which they must leave the counter: the last journey home, of the counter that it is latest from.",
}


def round_trips(results: Results) -> pd.DataFrame:
    """Return a row for the whole area and each zone, profile by timetable, way out and back, and when.

    Of profiles who walk alike one is asked: all their departures are the first. No rows where nobody rides.
    """
    paces: dict[tuple[float, int], tuple[str, Rides]] = {}
    for key, times in results.times.items():
        if times.rides is not None:
            paces.setdefault((times.profile.speed_kmh, times.profile.age_from), (key, times.rides))
    people = {one.profile.profile_id: one.exposure.of(EVERYONE) for one in results.impacts}
    frames = []
    for number, (profile, rides) in enumerate(paces.values()):
        for trip in results.scenario.round_trips_of_week():
            for when, counts in zip(WHEN, _counted(results, rides, trip), strict=True):
                rows = zone_rows(results.area, people[profile], counts, LEVELS if not number else LEVELS[:-1])
                asked = {"profile": profile, "round_trip": trip.leave.name, "when": when}
                frames.append(rows.rename(columns=MEDIAN).assign(**asked))
    if not frames:
        return pd.DataFrame(columns=INDEX)
    table = pd.concat(frames, ignore_index=True)
    return table[[*INDEX, *(name for name in table if name not in INDEX)]]


def _counted(results: Results, rides: Rides, trip: RoundTrip) -> Iterator[Counts]:
    """Give, before and after, what a person at each place counts for."""
    minutes = results.scenario.round_trip_minutes
    rule = Arrival(judged_on=ARRIVAL, minutes_needed=minutes, longest_seconds=float(trip.home_seconds))
    open_sets = [
        open_set(hours_of(estate), trip.leave.at, rule, results.area.holidays)
        for estate in (results.before, results.after)
    ]
    sites = sorted({key for counters in open_sets for key in counters.site_ids})
    there, leave = rides.there_and_back(trip.leave, trip.home_seconds, sites)
    for counters in open_sets:
        yield _counts(counters, (sites, there, leave), trip, minutes * SECONDS_PER_MINUTE)


def _counts(
    counters: OpenSet, found: tuple[list[str], Seconds, Seconds], trip: RoundTrip, needed_seconds: float
) -> Counts:
    """Return what a person at each place counts for, of counters that count and the ways to all of them."""
    sites, there, leave = found
    last: Floats = np.full(len(there), -np.inf)
    served = np.zeros(len(there), dtype=np.bool_)
    for site, windows in counters.windows:
        column = sites.index(site)
        begun = first_in(windows, there[:, column])
        served |= np.isfinite(begun)
        back = begun + needed_seconds <= leave[:, column]
        last = np.where(back, np.maximum(last, leave[:, column]), last)
    able = np.isfinite(last)
    return Counts(
        added={
            "people_there_and_back": able,
            "people_not_back": served & ~able,
            "people_not_served": ~served,
        },
        minutes=np.asarray(minutes_from_seconds(trip.home_seconds - last), dtype=np.float64),
    )


def first_in(windows: Windows, arrival: Seconds) -> Floats:
    """Return when those who arrive, and may wait, are first within windows; ``inf`` where they are not.

    >>> first_in(((60.0, 120.0), (300.0, 400.0)), np.array([0, 60, 120, 400], dtype=np.float32)).tolist()
    [60.0, 60.0, 300.0, inf]
    """
    begun = np.full(len(arrival), np.inf)
    for start, end in windows:
        here = np.maximum(arrival, start)
        begun = np.where(here < end, np.minimum(begun, here), begun)
    return begun
