"""When services run: calendar.txt and calendar_dates.txt."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from estate_model.inputs.timetable.faults import FaultBook
from estate_model.inputs.timetable.feed_files import FeedFiles
from estate_model.inputs.timetable.feed_tables import read_frame
from estate_model.nouns import Booleans, Integers
from estate_model.nouns.service_day import WEEKDAYS

DAY = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
ADDED, REMOVED = "1", "2"
NO_DAY = 0


@dataclass(frozen=True)
class Calendar:
    """The services of a feed: what each runs by the week, and the days added and removed.

    Days are proleptic ordinals. ``weekly``, shape (services, 7), holds from ``first`` to ``last``;
    ``changes`` has a row per exception: service, day, and 1 (added) or 0.
    """

    ids: tuple[str, ...]
    weekly: Booleans
    first: Integers
    last: Integers
    changes: Integers

    def running(self, dates: Sequence[dt.date]) -> Booleans:
        """Return which service runs on which date, shape (services, dates)."""
        days = np.array([date.toordinal() for date in dates], dtype=np.int64)
        weekday = (days + 6) % 7  # ordinal 1 is a Monday
        inside = (self.first[:, None] <= days) & (days <= self.last[:, None])
        running = self.weekly[:, weekday] & inside
        column = {day: number for number, day in enumerate(days.tolist())}
        for service, day, added in self.changes[np.isin(self.changes[:, 1], days)].tolist():
            running[service, column[day]] = bool(added)
        return running

    def span(self, services: Booleans) -> tuple[dt.date, dt.date] | None:
        """Return the first and last day on which some of the services may run; None where they never do."""
        weekly = services & self.weekly.any(axis=1) & (self.first <= self.last)
        added = self.changes[(self.changes[:, 2] == 1) & services[self.changes[:, 0]], 1]
        first = np.concatenate([self.first[weekly], added])
        last = np.concatenate([self.last[weekly], added])
        if not len(first):
            return None
        return dt.date.fromordinal(int(first.min())), dt.date.fromordinal(int(last.max()))

    def ever(self) -> Booleans:
        """Return which services run on some day at all."""
        ever = self.weekly.any(axis=1) & (self.first <= self.last)
        ever[self.changes[self.changes[:, 2] == 1, 0]] = True
        return np.asarray(ever)


def read_calendar(feed: FeedFiles, faults: FaultBook) -> Calendar:
    """Return when the services of a feed run; rows that cannot be read are counted as faults."""
    weekly = _table(feed, "calendar.txt", ("service_id", *WEEKDAYS, "start_date", "end_date"))
    dates = _table(feed, "calendar_dates.txt", ("service_id", "date", "exception_type"))
    first, last = weekly["start_date"].map(ordinal), weekly["end_date"].map(ordinal)
    flags = weekly[list(WEEKDAYS)]
    wrong = (first == NO_DAY) | (last == NO_DAY) | ~flags.isin(["0", "1"]).all(axis=1)
    wrong |= weekly["service_id"].duplicated()
    day = dates["date"].map(ordinal)
    wrong_dates = (day == NO_DAY) | ~dates["exception_type"].isin([ADDED, REMOVED])
    count, of = int(wrong.sum()) + int(wrong_dates.sum()), len(weekly) + len(dates)
    examples = (*_wrong_cells(weekly[wrong][:3]), *dates.loc[wrong_dates, "date"][:3])
    faults.add("calendar_unreadable", count, of, examples)
    weekly, first, last, flags = (part[~wrong] for part in (weekly, first, last, flags))
    dates, day = dates[~wrong_dates], day[~wrong_dates]
    return _calendar(weekly["service_id"], (first, last, flags == "1"), dates, day)


def _calendar(
    named: pd.Series, weekly: tuple[pd.Series, pd.Series, pd.DataFrame], dates: pd.DataFrame, day: pd.Series
) -> Calendar:
    """Return the calendar of services named by either table."""
    first, last, flags = weekly
    ids = pd.Index(pd.unique(pd.concat([named, dates["service_id"]])), dtype=object)
    table = np.zeros((len(ids), 7), dtype=np.bool_)
    begin = np.ones(len(ids), dtype=np.int64)
    end = np.zeros(len(ids), dtype=np.int64)
    rows = ids.get_indexer(named)
    table[rows], begin[rows], end[rows] = flags.to_numpy(dtype=bool), first, last
    added = (dates["exception_type"] == ADDED).to_numpy(dtype=np.int64)
    changes = np.column_stack([ids.get_indexer(dates["service_id"]), day.to_numpy(dtype=np.int64), added])
    return Calendar(tuple(ids), table, begin, end, np.unique(changes, axis=0).reshape(-1, 3))


def _wrong_cells(rows: pd.DataFrame) -> Iterator[str]:
    """Yield the first thing wrong with each row of calendar.txt, after its service."""
    for row in rows.to_dict("records"):
        days = [name for name in ("start_date", "end_date") if ordinal(row[name]) == NO_DAY]
        cells = [*days, *(name for name in WEEKDAYS if row[name] not in {"0", "1"})]
        yield f"{row['service_id']}: " + (f"{cells[0]} '{row[cells[0]]}'" if cells else "stands twice")


def _table(feed: FeedFiles, table: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return one of the two tables; without rows where a feed has only the other."""
    if table not in feed.members:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    return read_frame(feed, table, columns)


def ordinal(text: str) -> int:
    """Return the day of a text such as 20261118 as a proleptic ordinal; 0 where it is none.

    >>> dt.date.fromordinal(ordinal("20261118")).isoformat(), ordinal("20261399"), ordinal("")
    ('2026-11-18', 0, 0)
    """
    found = DAY.fullmatch(text)
    if not found:
        return NO_DAY
    try:
        return dt.date(*map(int, found.groups())).toordinal()
    except ValueError:
        return NO_DAY
