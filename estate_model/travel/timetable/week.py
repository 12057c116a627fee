"""The share of a week's departures, a quarter of an hour apart, that reach an open counter in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Floats, Integers, Seconds
from estate_model.nouns.times import ALWAYS, STRETCH_HOURS, Stretch, Windows
from estate_model.travel.timetable.engine import Columns, Scanned, journeys
from estate_model.travel.timetable.ways import Walks
from estate_model.travel.timetable.window import Departures
from estate_model.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

QUARTER_SECONDS = 15 * SECONDS_PER_MINUTE
Sets = tuple[tuple[tuple[str, Windows], ...], ...]


def quarters(limit_seconds: int) -> Departures:
    """Return a stretch's departures, and no ride longer than a limit."""
    count = STRETCH_HOURS * SECONDS_PER_HOUR // QUARTER_SECONDS
    return Departures(step_seconds=QUARTER_SECONDS, count=count, longest_seconds=limit_seconds)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What depends on the places alone: walks to stops, and whole seconds on foot to every site."""

    access: Walks
    direct: Seconds
    site_ids: tuple[str, ...]


def departures_within(ground: Ground, scanned: Scanned, sets: Sets) -> Floats:
    """Return how many of a stretch's departures reach a counter of each set in time, (sets, places).

    Where an always open counter of every set is near enough on foot, no timetable is looked at.
    """
    departures = scanned.window.departures
    count, limit = departures.count, departures.longest_seconds
    reached = np.full((len(sets), len(ground.direct)), float(count))
    looked: Integers = np.flatnonzero(~_sure(ground, sets, limit))
    pairs = [(number, key, windows) for number, some in enumerate(sets) for key, windows in some]
    if not pairs:
        return np.zeros(reached.shape)
    counter: Integers = np.array([ground.site_ids.index(key) for _, key, _ in pairs], dtype=np.int64)
    direct = ground.direct[np.ix_(looked, counter)]
    walks = np.where(direct <= limit, direct, 2.0**62).astype(np.int64)
    groups, group = np.unique([number for number, _, _ in pairs], return_inverse=True)
    columns = Columns(counter=counter, windows=[windows for _, _, windows in pairs], walks=walks, group=group)
    found = journeys(scanned, ground.access.of(looked), columns, range(count))
    reached[:, looked] = 0.0
    reached[np.ix_(groups, looked)] = (found <= limit).sum(axis=0).T
    return reached


def _sure(ground: Ground, sets: Sets, limit_seconds: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return where every set has a counter that is always open within the limit on foot."""
    sure = np.ones(len(ground.direct), dtype=np.bool_)
    for some in sets:
        columns = [ground.site_ids.index(key) for key, windows in some if windows == ALWAYS]
        sure &= (ground.direct[:, columns] <= limit_seconds).any(axis=1)
    return sure


def distinct(stretches: Sequence[Stretch], days: Sequence[int]) -> dict[tuple[int, int, Sets], int]:
    """Return how often each kind of stretch occurs: its service day, its hour, and what counts then."""
    found: dict[tuple[int, int, Sets], int] = {}
    for stretch in stretches:
        kind = (days[stretch.at.weekday()], stretch.at.hour, stretch.sets)
        found[kind] = found.get(kind, 0) + 1
    return found
