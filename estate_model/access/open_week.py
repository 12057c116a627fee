"""Which counters count together: at each moment for those who set out then, and over the week's clock hours.

A counter counts for a resident if it is open when they arrive and for ``minutes_needed`` after; nobody waits
at a shut door. The week is another question: it is cut exactly where the set of open counters changes, and
asks at each clock time for a counter that is open then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from estate_model.nouns import ARRIVAL, CLOSED, DEPARTURE, Arrival, Estate, Moment
from estate_model.nouns.area import Holidays
from estate_model.nouns.times import ALWAYS, STRETCH_HOURS, Stretch, Windows
from estate_model.opening import Piece, is_open, open_spells, week_pieces
from estate_model.units import HOURS_IN_A_WEEK, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

ASSUMED_SHUT, ONE_SHUT = "assumed ones shut", "{} shut"


@dataclass(frozen=True)
class OpenSet:
    """The counters that count for those who set out together, in id order, each with its windows.

    ``soon`` has, for counters shut on arrival that open soon after, the journeys that find them so.
    """

    windows: tuple[tuple[str, Windows], ...]
    soon: tuple[tuple[str, Windows], ...] = ()

    @classmethod
    def of(cls, site_ids: Collection[str]) -> OpenSet:
        """Return counters that count however long the journey.

        >>> OpenSet.of(["b", "a"]).site_ids
        ('a', 'b')
        """
        return cls(tuple((key, ALWAYS) for key in sorted(site_ids)))

    @property
    def site_ids(self) -> tuple[str, ...]:
        """The ids of the counters that count for somebody."""
        return tuple(key for key, _ in self.windows)


@dataclass(frozen=True, kw_only=True)
class OpenWeek:
    """The counters that count, before and after: at each moment, by its name, and through the week.

    ``week`` has, before and after, the hours of the week by the set of counters then open; ``stretches`` cuts
    it for journeys by a timetable of at most so many minutes.
    """

    moments: Mapping[str, tuple[OpenSet, OpenSet]]
    week: tuple[Mapping[OpenSet, float], Mapping[OpenSet, float]]
    stretches: Callable[[int], tuple[Stretch, ...]]


def open_week(
    estates: tuple[Estate, Estate],
    moments: Sequence[Moment],
    week_start: dt.date,
    rule: Arrival,
    holidays: Holidays,
) -> OpenWeek:
    """Return which counters count before and after, at each moment and through the week."""
    before, after = (hours_by_set(week_pieces(hours_of(estate), week_start, holidays)) for estate in estates)
    return OpenWeek(
        moments=open_at(estates, moments, rule, holidays),
        week=(before, after),
        stretches=cache(partial(_stretches, estates, week_start, (rule, holidays))),
    )


def _stretches(
    estates: tuple[Estate, Estate], week_start: dt.date, judged: tuple[Arrival, Holidays], limit_minutes: int
) -> tuple[Stretch, ...]:
    """Return the week in stretches of four hours, each with what is open on arrival before and after.

    A counter counts as the rule says, but always on arrival.
    """
    monday = dt.datetime.combine(week_start, dt.time())
    begins = [monday + dt.timedelta(hours=hour) for hour in range(0, HOURS_IN_A_WEEK, STRETCH_HOURS)]
    rule, holidays = judged
    longest = STRETCH_HOURS * SECONDS_PER_HOUR + limit_minutes * SECONDS_PER_MINUTE
    held = replace(rule, judged_on=ARRIVAL, longest_seconds=longest)
    return tuple(
        Stretch(
            at=at,
            sets=tuple(open_set(hours_of(estate), at, held, holidays).windows for estate in estates),
        )
        for at in begins
    )


def open_at(
    estates: tuple[Estate, Estate], moments: Sequence[Moment], rule: Arrival, holidays: Holidays
) -> dict[str, tuple[OpenSet, OpenSet]]:
    """Return the counters that count for those who set out at each moment, before and after."""
    return {
        moment.name: (
            open_set(hours_of(estates[0]), moment.at, rule, holidays),
            open_set(hours_of(estates[1]), moment.at, rule, holidays),
        )
        for moment in moments
    }


def open_on_record(
    estates: tuple[Estate, Estate], moments: Sequence[Moment], rule: Arrival, holidays: Holidays
) -> dict[str, dict[str, tuple[OpenSet, OpenSet]]]:
    """Return the same with counters shut whose hours are only assumed: all of them, then each by itself.

    Of one by itself only moments are kept at which that changes what counts; nothing where none are assumed,
    or all (there is then nothing on record to hold them against).
    """
    assumed = sorted({site.site_id for estate in estates for site in estate.assumed})
    if len(assumed) == len({site.site_id for estate in estates for site in estate.counters}):
        return {}
    shut = {ASSUMED_SHUT: assumed, **{ONE_SHUT.format(key): [key] for key in assumed}}
    given, found = open_at(estates, moments, rule, holidays), {}
    for label, ids in shut.items() if assumed else ():
        before, after = (estate.assuming(dict.fromkeys(ids, CLOSED)) for estate in estates)
        pairs = open_at((before, after), moments, rule, holidays)
        found[label] = {
            name: pair for name, pair in pairs.items() if label == ASSUMED_SHUT or pair != given[name]
        }
    return found


def open_set(hours: Mapping[str, str], at: dt.datetime, rule: Arrival, holidays: Holidays) -> OpenSet:
    """Return the counters that count for those who set out at a clock time; ``hours`` by site id."""
    if rule.judged_on == DEPARTURE:
        return OpenSet.of([key for key, text in hours.items() if is_open(text, at, holidays)])
    spells = {key: open_spells(hours[key], at, rule.longest_seconds, holidays) for key in sorted(hours)}
    windows = [(key, _in_time(spells[key], rule)) for key in spells]
    soon = [(key, _soon(spells[key], rule)) for key in spells]
    return OpenSet(*(tuple((key, some) for key, some in part if some) for part in (windows, soon)))


def _in_time(spells: Windows, rule: Arrival) -> Windows:
    """Return arrivals while it is open that leave the minutes needed; times are whole seconds.

    >>> _in_time(((0.0, 3600.0),), Arrival(minutes_needed=10)), _in_time(((60.0, 120.0),), Arrival())
    (((0.0, 3001.0),), ((60.0, 120.0),))
    """
    needed = rule.minutes_needed * SECONDS_PER_MINUTE
    latest = [(start, end - needed + 1 if needed else end) for start, end in spells]
    return tuple(
        (start, float("inf") if end > rule.longest_seconds else end)
        for start, end in latest
        if start < end and start <= rule.longest_seconds
    )


def _soon(spells: Windows, rule: Arrival) -> Windows:
    """Return arrivals at a shut door that opens within ``soon_minutes``."""
    early = rule.soon_minutes * SECONDS_PER_MINUTE
    shut_from, windows = 0.0, []
    for start, end in spells:
        if start > shut_from:
            windows.append((max(start - early, shut_from), start))
        shut_from = end
    return tuple(window for window in windows if window[0] <= rule.longest_seconds)


def hours_of(estate: Estate) -> dict[str, str]:
    """Return the opening hours of every counter of an estate, by site id."""
    return {site.site_id: site.hours for site in estate.counters}


def hours_by_set(pieces: Sequence[Piece], window: tuple[float, float] | None = None) -> dict[OpenSet, float]:
    """Return the hours of the week by open set, of every day's clock hours in ``window`` only."""
    hours: dict[frozenset[str], float] = {}
    for piece in pieces:
        counted = piece.hours if window is None else hours_inside(piece, window)
        hours[piece.open_ids] = hours.get(piece.open_ids, 0.0) + counted
    return {OpenSet.of(open_ids): hours[open_ids] for open_ids in sorted(hours, key=sorted)}


def hours_inside(piece: Piece, window: tuple[float, float]) -> float:
    """Return the hours of a piece that fall, on any day, between two clock hours; past midnight if they wrap.

    >>> piece = Piece(dt.datetime(2026, 3, 9, 22), dt.datetime(2026, 3, 10, 8), frozenset())
    >>> hours_inside(piece, (7, 23)), hours_inside(piece, (23, 7))
    (2.0, 8.0)
    """
    first, last = window
    if first > last:
        return piece.hours - hours_inside(piece, (last, first))
    total = 0.0
    day = dt.datetime.combine(piece.start.date(), dt.time())
    while day < piece.end:
        begin = max(piece.start, day + dt.timedelta(hours=first))
        end = min(piece.end, day + dt.timedelta(hours=last))
        total += max((end - begin).total_seconds(), 0.0) / SECONDS_PER_HOUR
        day += dt.timedelta(days=1)
    return total
