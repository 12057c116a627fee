"""Travel times by a timetable: the better of riding and walking, of those who set out within an hour."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from estate_model.nouns import Floats, Integers, Moment, Seconds
from estate_model.nouns.service_day import WEEKDAYS
from estate_model.nouns.times import Asked, Journeys, Stretch, Windows
from estate_model.travel.timetable.engine import Columns, Scanned, journeys, or_walked, rides, scan
from estate_model.travel.timetable.keys import ARRIVALS, JOURNEYS, Key
from estate_model.travel.timetable.mirror import mirrored, mirrored_changes
from estate_model.travel.timetable.parts import NEVER, journeys_from, parts_of, walk_keys
from estate_model.travel.timetable.served import Served
from estate_model.travel.timetable.ways import Changes, Walks
from estate_model.travel.timetable.week import Alike, Ground, departures_within, distinct, quarters
from estate_model.travel.timetable.window import HOUR, Departures, window
from estate_model.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

TYPICAL, LATE = 0.5, 0.85
QUANTILES = (TYPICAL, LATE)
FIRST_MONDAY = dt.date(2001, 1, 1)  # any Monday: only its weekday is used
METHOD = b"rides 2"  # raise it when the same timetable, walks and moment would give other seconds


@dataclass(frozen=True, kw_only=True)
class Riding:
    """Journeys from every place to some sites by a timetable, at the pace it is served at.

    ``direct`` are whole seconds on foot all the way, shape (places, sites), ``points`` the sites in metres.
    ``quantile`` is the share of an hour's departures that take no longer: 0.5 typical, 0.85 late.
    """

    served: Served
    site_ids: tuple[str, ...]
    points: Floats
    direct: Seconds
    quantile: float = TYPICAL
    departures: Departures = HOUR

    @property
    def last_seconds(self) -> int:
        """How long after a moment the last of those who set out then do so."""
        return self.departures.last_seconds

    def seconds(self, moment: Moment) -> Seconds:
        """Return seconds to every site at any opening hours, (places, sites), computed or remembered."""
        asked = f"{moment.at:%A %H:%M:%S}"
        both = self._kept(asked, self.points, lambda: self.found(moment))
        return np.asfortranarray(np.hsplit(both, len(QUANTILES))[QUANTILES.index(self.quantile)])

    def found(self, moment: Moment) -> Seconds:
        """Return the seconds of both quantiles, side by side, from the timetable."""
        ranks = [self.departures.rank(share) for share in QUANTILES]
        return or_walked(rides(self._scanned(moment, ARRIVALS), self.served.access, ranks), self.direct)

    def walked(self) -> tuple[Walks, Walks, Changes]:
        """Return the walks to stops and from them, and the changes: all that the moment does not touch."""
        return self.served.access, self._egress, self.served.changes

    def arriving(self, moment: Moment, sites: Sequence[tuple[str, Windows]], always: Seconds) -> Seconds:
        """Return seconds to each site within its windows, in which an arrival counts, (places, sites).

        Each departure is held to them by itself: a ride that arrives when the site has shut does not count
        for it. Only where that can matter is the timetable asked again; else it follows from the seconds at
        any opening hours, ``always``.
        """
        known = self._known[moment]
        cut = [pair for pair in dict.fromkeys(sites) if pair not in known and self._cuts(pair[1])]
        if cut:
            found = self._within(moment, cut)
            known.update({pair: found[:, number] for number, pair in enumerate(cut)})
        seconds = np.empty(always.shape, dtype=np.float32, order="F")
        for number, pair in enumerate(sites):
            direct = self.direct[:, self.site_ids.index(pair[0])]
            seconds[:, number] = (
                known[pair] if pair in known else self._uncut(always[:, number], direct, pair[1])
            )
        return seconds

    def journeys(self, moment: Moment, asked: Sequence[Asked]) -> Sequence[Journeys]:
        """Return the journey of each place to a site of its own, for each of some questions."""
        sites = sorted({str(site) for one in asked for site in np.unique(one.site_of)} - {""})
        columns = [self.site_ids.index(site) for site in sites]

        def scan_to(some: Sequence[str]) -> Scanned:
            return self._scanned(moment, JOURNEYS, [self.site_ids.index(site) for site in some])

        questions = [(one.site_of.tolist(), sorted(one.windows.items()), one.quantile) for one in asked]
        parts = self._kept(
            f"parts {moment.at:%A %H:%M:%S} {sites} {questions}",
            self.points[columns],
            lambda: parts_of(self._ground, scan_to, sites, asked),
        )
        return journeys_from(parts, self.departures.count)

    def there_and_back(
        self, leave: Moment, home_seconds: int, site_ids: Sequence[str]
    ) -> tuple[Seconds, Seconds]:
        """Return when those who leave at a moment reach some sites, and when they must leave them.

        Both are seconds after the moment, (places, sites); all are home ``home_seconds`` after it. Who must
        be home by an hour sets out then where time runs backward.
        """
        columns = [self.site_ids.index(key) for key in site_ids]
        once = Departures(count=1, longest_seconds=home_seconds)

        def compute() -> Seconds:
            direct, groups = self.direct[:, columns], [[column] for column in columns]
            ways = (
                rides(self._scan(leave.at, ARRIVALS, once, groups, turned=turned), self.served.access, [0])
                for turned in (False, True)
            )
            return np.hstack([or_walked(keys, direct) for keys in ways])

        asked = f"there and back {leave.at:%A %H:%M:%S} {once}"
        there, back = np.hsplit(self._kept(asked, self.points[columns], compute), 2)
        return there, np.float32(home_seconds) - back

    def share_within(self, stretches: Sequence[Stretch], limit_seconds: int) -> Sequence[Floats]:
        """Return for each set of counters the share of departures that reach one in time, (places,)."""
        first_alike = self.served.timetable.first_alike
        kinds = distinct(stretches, [WEEKDAYS.index(first_alike(name)) for name in WEEKDAYS])
        departures = quarters(limit_seconds)
        sets = len(stretches[0].sets)

        def compute() -> Seconds:
            total = np.zeros((sets, len(self.direct)))
            for (day, hour, some), times in sorted(kinds.items(), key=lambda kind: kind[0][:2]):
                alike = Alike.of(some, self.site_ids)
                at = dt.datetime.combine(FIRST_MONDAY + dt.timedelta(days=day), dt.time(hour))
                scanned = self._scan(at, ARRIVALS, departures, alike.scanned)
                total += times * departures_within(self._ground, scanned, alike, sets)
            return total.T.astype(np.float32)

        asked = f"share {self.site_ids} {sorted(kinds.items())!r} {departures}"
        counted = self._kept(asked, self.points, compute).astype(np.float64)
        return list(counted.T / (departures.count * len(stretches)))

    def _within(self, moment: Moment, sites: Sequence[tuple[str, Windows]]) -> Seconds:
        """Return seconds to sites whose windows cut through the rides of the hour, (places, sites)."""
        columns = sorted({self.site_ids.index(key) for key, _ in sites})
        column: Integers = np.array([self.site_ids.index(key) for key, _ in sites], dtype=np.int64)

        def compute() -> Seconds:
            asked = Columns(
                counter=np.searchsorted(columns, column),
                windows=[windows for _, windows in sites],
                walks=walk_keys(self.direct[:, column], ARRIVALS),
            )
            ranks = [self.departures.rank(share) for share in QUANTILES]
            found = journeys(
                self._scanned(moment, ARRIVALS, columns),
                self.served.access,
                asked,
                ranks,
            )
            return np.hstack([np.where(keys < NEVER, keys, np.inf).astype(np.float32) for keys in found])

        what = f"within {moment.at:%A %H:%M:%S} {sites}"
        both = self._kept(what, self.points[column], compute)
        return np.hsplit(both, len(QUANTILES))[QUANTILES.index(self.quantile)]

    def _cuts(self, windows: Windows) -> bool:
        """Whether windows begin or end while rides of the hour may arrive."""
        last = self.departures.end_seconds
        return any(0 < start <= last or 0 < end <= last for start, end in windows)

    def _uncut(self, always: Seconds, direct: Seconds, windows: Windows) -> Seconds:
        """Return seconds within windows that all rides are in, or none: walks of over three hours are left.

        All departures walk equally long, so the walk counts where more are in time than the quantile's rank.
        """
        rides_in = any(start <= 0 and end > self.departures.end_seconds for start, end in windows)
        in_time = sum(self._arriving_on_foot(direct, window) for window in windows)
        enough = in_time > self.departures.rank(self.quantile)
        on_foot = np.where(enough, direct, np.float32(np.inf))
        if not rides_in:
            return on_foot
        short = always <= self.departures.longest_seconds
        return np.where(short, always, on_foot).astype(np.float32)

    def _arriving_on_foot(self, direct: Seconds, window: tuple[float, float]) -> Floats:
        """Return how many of the hour's departures arrive within a window if they walk, (places,)."""
        step, last = self.departures.step_seconds, self.departures.count - 1
        walk = direct.astype(np.float64)
        with np.errstate(invalid="ignore"):  # who cannot walk there arrives in no window
            first, beyond = (np.ceil((end - walk) / step) for end in window)
        in_time: Floats = np.nan_to_num(np.minimum(beyond - 1, last) - np.maximum(first, 0) + 1)
        return in_time.clip(min=0)

    def _kept(self, asked: str, points: Floats, compute: Callable[[], Seconds]) -> Seconds:
        """Return what was asked of the timetable about points, computed or remembered."""
        words = f"{self.served.kmh!r} {self.departures} {asked}"
        return self.served.kept([METHOD, words.encode(), points.astype("<f8").tobytes()], compute)

    def _scanned(self, moment: Moment, key: Key, columns: Sequence[int] | None = None) -> Scanned:
        """Return the scan of the hour from a moment on, to some of the sites; else to all."""
        groups = None if columns is None else [[column] for column in columns]
        return self._scan(moment.at, key, self.departures, groups)

    def _scan(
        self,
        at: dt.datetime,
        key: Key,
        departures: Departures,
        groups: Sequence[Sequence[int]] | None = None,
        *,
        turned: bool = False,
    ) -> Scanned:
        """Return the scan of what departs from a clock time on to groups of sites; else to every site.

        ``turned`` has time turned round.
        """
        timetable, changes = self.served.timetable, self.served.changes
        day = timetable.days[WEEKDAYS[at.weekday()]]
        begin = at.hour * SECONDS_PER_HOUR + at.minute * SECONDS_PER_MINUTE + at.second
        if turned:
            day, changes = mirrored(day, begin, begin + departures.end_seconds), mirrored_changes(changes)
            begin = 0
        part = window(day, begin, len(timetable.stops), departures)
        if groups is None:
            return scan(part, changes, self._egress, len(self.site_ids), key=key)
        return scan(part, changes, self._egress.to_groups(groups), len(groups), key=key)

    @cached_property
    def _ground(self) -> Ground:
        return Ground(access=self.served.access, direct=self.direct, site_ids=self.site_ids)

    @property
    def _egress(self) -> Walks:
        return self.served.egress(self.site_ids, self.points)

    @cached_property
    def _known(self) -> defaultdict[Moment, dict[tuple[str, Windows], Seconds]]:
        return defaultdict(dict)
