"""What journeys consist of: vehicles, walking and waiting, of each place to a site of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from estate_model.nouns import Floats, Integers, Seconds
from estate_model.nouns.times import ALWAYS, Asked, Journeys, Windows
from estate_model.travel.timetable.engine import Columns, Scanned, journeys
from estate_model.travel.timetable.keys import JOURNEYS, Key
from estate_model.travel.timetable.week import Ground

NEVER = JOURNEYS.none
AT_ONCE = 40  # counters of a scan: of London 250 MB
NO_JOURNEY = (np.inf, np.inf, np.inf, 0, 0)
"""Rides, seconds walked and waited; departures that reach, and that ride."""


def parts_of(
    ground: Ground, scan_to: Callable[[Sequence[str]], Scanned], sites: Sequence[str], asked: Sequence[Asked]
) -> Seconds:
    """Return the parts of each question's journeys in columns side by side, (places, parts x questions).

    ``scan_to`` finds the best journeys to some of ``sites``, which are all that are asked for. Places that
    ask the same in several questions are looked at once.
    """
    parts = np.tile(np.array(NO_JOURNEY, dtype=np.float32), (len(ground.direct), len(asked)))
    column = [pd.Index(sites).get_indexer(question.site_of) for question in asked]
    for begin in range(0, len(sites), AT_ONCE):
        some = sites[begin : begin + AT_ONCE]
        scanned = scan_to(some)
        for one, site in enumerate(some):
            rows = [np.flatnonzero(its == begin + one) for its in column]
            _fill(parts, (ground, scanned.only(one)), site, list(zip(asked, rows, strict=True)))
        del scanned  # before the next is made
    return parts


def _fill(
    parts: Seconds, ways: tuple[Ground, Scanned], site: str, asked: Sequence[tuple[Asked, Integers]]
) -> None:
    """Put in the parts of journeys to a site, of some rows of each question."""
    windows = [question.windows.get(site, ALWAYS) for question, _ in asked]
    for some in dict.fromkeys(windows):
        alike = [number for number, its in enumerate(windows) if its == some]
        places = np.unique(np.concatenate([asked[number][1] for number in alike]))
        keys = _keys(*ways, site, (places, some))
        for number in alike:
            question, rows = asked[number]
            columns = slice(number * len(NO_JOURNEY), (number + 1) * len(NO_JOURNEY))
            parts[rows, columns] = _parts(keys[:, np.searchsorted(places, rows)], ways[1], question.quantile)


def journeys_from(parts: Seconds, departures: int) -> list[Journeys]:
    """Return the journeys of each question, of their parts side by side, of so many departures."""
    columns = np.where(np.isinf(parts), np.nan, parts).T.astype(np.float64)
    return [
        Journeys(
            rides=rode,
            walk_seconds=walked,
            wait_seconds=waited,
            share_that_reach=reach / departures,
            share_that_ride=ride / departures,
        )
        for rode, walked, waited, reach, ride in columns.reshape(-1, len(NO_JOURNEY), columns.shape[1])
    ]


def walk_keys(seconds: Seconds, key: Key) -> npt.NDArray[np.int64]:
    """Return the keys of walking all the way; the longest number where there is no way."""
    reached = np.isfinite(seconds)
    whole = np.where(reached, seconds, 0).astype(np.int64)
    return np.where(reached, whole * (key.arrival + key.walk), NEVER)


def _keys(
    ground: Ground, scanned: Scanned, site: str, asked: tuple[Integers, Windows]
) -> npt.NDArray[np.int64]:
    """Return the keys of every departure, the least first, of some places' journeys to a site."""
    places, windows = asked
    column = ground.site_ids.index(site)
    columns = Columns(
        counter=np.zeros(1, dtype=np.int64),
        windows=[windows],
        walks=walk_keys(ground.direct[places, column : column + 1], JOURNEYS),
    )
    every = range(scanned.window.departures.count)
    return journeys(scanned, ground.access, columns, every, places=places)[:, :, 0].astype(np.int64)


def _parts(keys: npt.NDArray[np.int64], scanned: Scanned, quantile: float) -> Floats:
    """Return the parts of the journeys at a quantile, (places, parts), of keys of every departure."""
    departures = scanned.window.departures
    took, rode, _, _ = JOURNEYS.parts(keys)
    reached = (keys < NEVER) & (took <= departures.longest_seconds)
    middle = keys[departures.rank(quantile)]
    seconds, number, walked, aboard = (part.astype(np.float64) for part in JOURNEYS.parts(middle))
    journey = np.column_stack([number, walked, seconds - walked - aboard])
    journey[middle >= NEVER] = np.inf
    return np.column_stack([journey, reached.sum(axis=0), (reached & (rode > 0)).sum(axis=0)])
