"""Travel times by a timetable: the better of riding and walking, of those who set out within an hour."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from estate_model.nouns import Floats, Integers, Moment, Seconds
from estate_model.nouns.times import ALWAYS, Asked, Journeys, Stretch, Windows
from estate_model.nouns.timetable import WEEKDAYS
from estate_model.travel.timetable.engine import Columns, Scanned, journeys, rides, scan
from estate_model.travel.timetable.keys import ARRIVALS, JOURNEYS, Key
from estate_model.travel.timetable.served import Served
from estate_model.travel.timetable.ways import Changes, Walks
from estate_model.travel.timetable.week import Ground, departures_within, distinct, quarters
from estate_model.travel.timetable.window import HOUR, Departures, window
from estate_model.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE

TYPICAL, LATE = 0.5, 0.85
QUANTILES = (TYPICAL, LATE)
NEVER = JOURNEYS.none
FIRST_MONDAY = dt.date(2001, 1, 1)  # any Monday: only its weekday is used
METHOD = b"rides 1"  # raise it when the same timetable, walks and moment would give other seconds


@dataclass(frozen=True, kw_only=True)
class Riding:
    """Journeys from every place to some sites at one pace, by a timetable.

    ``direct`` are whole seconds on foot all the way, shape (places, sites), ``points`` the sites in metres.
    ``quantile`` is the share of an hour's departures that take no longer: 0.5 typical, 0.85 late.
    """

    served: Served
    site_ids: tuple[str, ...]
    points: Floats
    kmh: float
    direct: Seconds
    quantile: float = TYPICAL
    departures: Departures = HOUR

    @property
    def last_seconds(self) -> int:
        """How long after a moment the last of those who set out then do so."""
        return self.departures.last_seconds

    def seconds(self, moment: Moment) -> Seconds:
        """Return seconds to every site at any opening hours, (places, sites), computed or remembered."""
        many = len(self.site_ids)
        asked = f"{moment.at:%A %H:%M:%S} {self.kmh!r} {self.departures}".encode()
        causes = [METHOD, asked, self.points.astype("<f8").tobytes()]
        both = self.served.kept(causes, lambda: self.found(moment))
        first = QUANTILES.index(self.quantile) * many
        return np.asfortranarray(both[:, first : first + many])

    def found(self, moment: Moment) -> Seconds:
        """Return the seconds of both quantiles, side by side, from the timetable."""
        ranks = [self.departures.rank(share) for share in QUANTILES]
        keys = rides(self._scanned(moment, ARRIVALS), self._access, ranks)
        return np.hstack([self._better(of_rank) for of_rank in keys])

    def walked(self) -> tuple[Walks, Walks, Changes]:
        """Return the walks to stops and from them, and the changes: all that the moment does not touch."""
        return self._access, self._egress, self._changes

    def arriving(self, moment: Moment, sites: Sequence[tuple[str, Windows]]) -> Seconds:
        """Return seconds to each site within its windows, in which an arrival counts, (places, sites).

        Each departure is held to them by itself: a ride that arrives when the site has shut does not count
        for it. Only where that can matter is the timetable asked again.
        """
        known = self._known[moment]
        asked = [pair for pair in dict.fromkeys(sites) if pair not in known]
        cut = [pair for pair in asked if self._cuts(pair[1])]
        if cut:
            found = self._within(moment, cut)
            known.update({pair: found[:, number] for number, pair in enumerate(cut)})
        if len(cut) < len(asked):
            always = self.seconds(moment)
            for key, windows in set(asked) - set(cut):
                column = self.site_ids.index(key)
                known[key, windows] = self._uncut(always[:, column], self.direct[:, column], windows)
        return np.asfortranarray(np.stack([known[pair] for pair in sites], axis=1))

    def journeys(self, moment: Moment, asked: Sequence[Asked]) -> Sequence[Journeys]:
        """Return the typical journey of each place to a site of its own, for each of some questions."""
        sites = sorted({str(site) for one in asked for site in np.unique(one.site_of)} - {""})
        scanned = self._scanned(moment, JOURNEYS, [self.site_ids.index(site) for site in sites])
        known: dict[tuple[str, Windows], tuple[Integers, npt.NDArray[np.int64]]] = {}
        answers = []
        for one in asked:
            keys = np.full((self.departures.count, len(one.site_of)), NEVER, dtype=np.int64)
            for counter, site in enumerate(sites):
                windows, places = one.windows.get(site, ALWAYS), np.flatnonzero(one.site_of == site)
                before = known.get((site, windows), (places[:0], keys[:, :0]))
                fresh = np.setdiff1d(places, before[0])
                found = self._keys(scanned.only(counter), site, (fresh, windows))
                both = np.concatenate([before[0], fresh]), np.hstack([before[1], found])
                order = np.argsort(both[0], kind="stable")
                known[site, windows] = both[0][order], both[1][:, order]
                rows, held = known[site, windows]
                keys[:, places] = held[:, np.searchsorted(rows, places)]
            answers.append(self._parts(keys))
        return answers

    def _keys(self, scanned: Scanned, site: str, asked: tuple[Integers, Windows]) -> npt.NDArray[np.int64]:
        """Return the keys of every departure, the least first, of some places' journeys to a site."""
        places, windows = asked
        column = self.site_ids.index(site)
        columns = Columns(
            counter=np.zeros(1, dtype=np.int64),
            windows=[windows],
            walks=self._walk_keys(self.direct[places, column : column + 1], JOURNEYS),
        )
        access = self._access.of(places)
        return journeys(scanned, access, columns, range(self.departures.count))[:, :, 0].astype(np.int64)

    def share_within(self, stretches: Sequence[Stretch], limit_seconds: int) -> Sequence[Floats]:
        """Return for each set of counters the share of departures that reach one in time, (places,)."""
        days = [id(self.served.timetable.days[name]) for name in WEEKDAYS]
        kinds = distinct(stretches, [days.index(day) for day in days])
        departures = quarters(limit_seconds)
        sets = len(stretches[0].sets)

        def compute() -> Seconds:
            ground = Ground(access=self._access, direct=self.direct, site_ids=self.site_ids)
            total, known = np.zeros((sets, len(self.direct))), {}
            for (day, hour, some), times in sorted(kinds.items(), key=lambda kind: kind[0][:2]):
                if (day, hour) not in known:
                    moment = dt.datetime.combine(FIRST_MONDAY + dt.timedelta(days=day), dt.time(hour))
                    known = {(day, hour): self._scan(moment, ARRIVALS, departures)}
                total += times * departures_within(ground, known[day, hour], some)
            return total.T.astype(np.float32)

        asked = repr((sorted(kinds.items()), self.kmh, departures)).encode()
        causes = [METHOD, b"share", asked, self.points.astype("<f8").tobytes()]
        counted = self.served.kept(causes, compute).astype(np.float64)
        return list(counted.T / (departures.count * len(stretches)))

    def _parts(self, keys: npt.NDArray[np.int64]) -> Journeys:
        """Return the parts of the journey at the quantile, of keys of every departure, the least first."""
        took, rode, _, _ = JOURNEYS.parts(keys)
        reached = (keys < NEVER) & (took <= self.departures.longest_seconds)
        middle = keys[self.departures.rank(self.quantile)]
        seconds, number, walked, aboard = (part.astype(float) for part in JOURNEYS.parts(middle))
        made = middle < NEVER
        return Journeys(
            rides=np.where(made, number, np.nan),
            walk_seconds=np.where(made, walked, np.nan),
            wait_seconds=np.where(made, seconds - walked - aboard, np.nan),
            share_that_reach=reached.mean(axis=0),
            share_that_ride=(reached & (rode > 0)).mean(axis=0),
        )

    def _within(self, moment: Moment, sites: Sequence[tuple[str, Windows]]) -> Seconds:
        """Return seconds to sites whose windows cut through the rides of the hour, (places, sites)."""
        counter: Integers = np.array([self.site_ids.index(key) for key, _ in sites], dtype=np.int64)
        direct = self._walk_keys(self.direct[:, counter], ARRIVALS)
        columns = Columns(counter=counter, windows=[windows for _, windows in sites], walks=direct)
        rank = self.departures.rank(self.quantile)
        found = journeys(self._scanned(moment, ARRIVALS), self._access, columns, [rank])[0]
        return np.where(found < NEVER, found, np.inf).astype(np.float32)

    def _cuts(self, windows: Windows) -> bool:
        """Whether windows begin or end while rides of the hour may arrive."""
        last = self.departures.end_seconds
        return any(0 < start <= last or 0 < end <= last for start, end in windows)

    def _uncut(self, always: Seconds, direct: Seconds, windows: Windows) -> Seconds:
        """Return seconds within windows that all rides are in, or none: walks of over three hours are left.

        Those are in time if the walk of the departure at the quantile is.
        """
        sets_out = self.departures.rank(self.quantile) * self.departures.step_seconds
        rides_in = any(start <= 0 and end > self.departures.end_seconds for start, end in windows)
        walked = np.logical_or.reduce(
            [(direct + sets_out >= start) & (direct + sets_out < end) for start, end in windows]
        )
        on_foot = np.where(walked, direct, np.float32(np.inf))
        if not rides_in:
            return on_foot
        short = always <= self.departures.longest_seconds
        return np.where(short, always, on_foot).astype(np.float32)

    def _better(self, keys: npt.NDArray[np.integer]) -> Seconds:
        """Return the better of rides and walks: a walk takes the same at each departure."""
        found = np.where(keys == ARRIVALS.none, np.float32(np.inf), keys.astype(np.float32))
        return np.minimum(found, self.direct).astype(np.float32)

    def _walk_keys(self, seconds: Seconds, key: Key) -> npt.NDArray[np.int64]:
        """Return the keys of walking all the way; the longest number where there is no way."""
        reached = np.isfinite(seconds)
        whole = np.where(reached, seconds, 0).astype(np.int64)
        return np.where(reached, whole * (key.arrival + key.walk), NEVER)

    def _scanned(self, moment: Moment, key: Key, columns: Sequence[int] = ()) -> Scanned:
        """Return the scan of the hours from a moment on, for some of the sites; else for all."""
        return self._scan(moment.at, key, self.departures, columns)

    def _scan(
        self, at: dt.datetime, key: Key, departures: Departures, columns: Sequence[int] = ()
    ) -> Scanned:
        day = self.served.timetable.days[WEEKDAYS[at.weekday()]]
        begin = at.hour * SECONDS_PER_HOUR + at.minute * SECONDS_PER_MINUTE + at.second
        part = window(day, begin, len(self.served.timetable.stops), departures)
        egress, many = self._egress, len(self.site_ids)
        if columns:
            egress, many = egress.leading_to(columns), len(columns)
        return scan(part, self._changes, egress, many, key=key)

    @cached_property
    def _access(self) -> Walks:
        return self.served.access(self.kmh)

    @cached_property
    def _egress(self) -> Walks:
        return self.served.egress(self.site_ids, self.points, self.kmh)

    @cached_property
    def _changes(self) -> Changes:
        return self.served.changes(self.kmh)

    @cached_property
    def _known(self) -> defaultdict[Moment, dict[tuple[str, Windows], Seconds]]:
        return defaultdict(dict)
