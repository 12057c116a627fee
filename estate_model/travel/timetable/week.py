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


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Counters of sets that count alike, together: one column of a scan instead of one each.

    Those of a set that all count from the first second to the same last one are a column: whoever reaches the
    nearest of them in time reaches one. ``sites`` has the rows of each column's sites, ``number`` its set.
    """

    sites: tuple[tuple[int, ...], ...]
    windows: tuple[Windows, ...]
    number: tuple[int, ...]

    @property
    def scanned(self) -> list[tuple[int, ...]]:
        """The rows of sites that a scan is of, each once."""
        return list(dict.fromkeys(self.sites))

    @classmethod
    def of(cls, sets: Sets, site_ids: Sequence[str]) -> Alike:
        """Return the columns of some sets of counters."""
        columns: dict[tuple[int, Windows, str], list[int]] = {}
        for number, some in enumerate(sets):
            for site, windows in some:
                at_once = len(windows) == 1 and windows[0][0] <= 0
                key = (number, windows, "" if at_once else site)
                columns.setdefault(key, []).append(site_ids.index(site))
        return cls(
            sites=tuple(map(tuple, columns.values())),
            windows=tuple(windows for _, windows, _ in columns),
            number=tuple(number for number, _, _ in columns),
        )


def departures_within(ground: Ground, scanned: Scanned, alike: Alike, sets: int) -> Floats:
    """Return how many of a stretch's departures reach a counter of each set in time, (sets, places).

    ``scanned`` is of what ``alike.scanned`` has. Where an always open counter of every set is near enough
    on foot, no timetable is looked at.
    """
    departures = scanned.window.departures
    count, limit = departures.count, departures.longest_seconds
    if not alike.sites:
        return np.zeros((sets, len(ground.direct)))
    direct = np.column_stack([ground.direct[:, list(rows)].min(axis=1) for rows in alike.sites])
    always = np.array([windows == ALWAYS for windows in alike.windows])
    number = np.array(alike.number)
    sure = [(direct[:, always & (number == one)] <= limit).any(axis=1) for one in range(sets)]
    looked: Integers = np.flatnonzero(~np.logical_and.reduce(sure))
    walks = np.where(direct[looked] <= limit, direct[looked], 2.0**62).astype(np.int64)
    groups, group = np.unique(number, return_inverse=True)
    counter: Integers = np.array([alike.scanned.index(rows) for rows in alike.sites], dtype=np.int64)
    columns = Columns(counter=counter, windows=alike.windows, walks=walks, group=group)
    found = journeys(scanned, ground.access, columns, range(count), places=looked)
    reached = np.full((sets, len(ground.direct)), float(count))
    reached[:, looked] = 0.0
    reached[np.ix_(groups, looked)] = (found <= limit).sum(axis=0).T
    return reached


def distinct(stretches: Sequence[Stretch], days: Sequence[int]) -> dict[tuple[int, int, Sets], int]:
    """Return how often each kind of stretch occurs: its service day, its hour, and what counts then."""
    found: dict[tuple[int, int, Sets], int] = {}
    for stretch in stretches:
        kind = (days[stretch.at.weekday()], stretch.at.hour, stretch.sets)
        found[kind] = found.get(kind, 0) + 1
    return found
