"""An area on foot and its stops: what walks there are, at any pace, kept between runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from estate_model.nouns import Floats, Seconds
from estate_model.nouns.keeping import keep_nothing
from estate_model.nouns.network import Remember
from estate_model.nouns.timetable import Timetable
from estate_model.travel.timetable.near import Footing, Pairs, Standing, near
from estate_model.travel.timetable.ways import Changes, Walks, changes, walks
from estate_model.units import SECONDS_PER_MINUTE, metres_per_second_from_kmh

ACCESS_SECONDS = 20 * SECONDS_PER_MINUTE  # the longest walk to a stop, or from one
CHANGE_METRES = 500.0  # the longest walk from a stop to another
USUAL_METRES = 1600.0  # searched for anybody: twenty minutes at 4.8 km/h
DECIMETRES = 10
METHOD = b"walks to stops 1"  # raise it when the same streets and stops would give other walks


@dataclass(frozen=True, kw_only=True)
class Served:
    """The stops of a timetable on an area's walking network, for those who walk at a speed.

    Nothing is searched before it is needed, and nothing twice.
    """

    timetable: Timetable
    footing: Footing
    remember: Remember
    kmh: float

    @cached_property
    def stops(self) -> Standing:
        """Where stops stand; one far from every street is joined to the nearest by a long way."""
        stops = self.timetable.stops
        return self.footing.standing(stops.ids, np.column_stack([stops.easting, stops.northing]))

    @cached_property
    def access(self) -> Walks:
        """The walks from every place to every stop within twenty minutes."""
        return self._walks("places", self.footing.places(), self.stops, ACCESS_SECONDS)

    def egress(self, ids: Sequence[str], xy_metres: Floats) -> Walks:
        """Return the walks from every stop to every one of some points within twenty minutes."""
        points = xy_metres.tobytes()
        if points not in self._egress:
            sites = self.footing.standing(ids, xy_metres)
            self._egress[points] = self._walks("stops", self.stops, sites, ACCESS_SECONDS)
        return self._egress[points]

    @cached_property
    def _egress(self) -> dict[bytes, Walks]:
        return {}

    @cached_property
    def changes(self) -> Changes:
        """The changes between vehicles, at a stop and between stops near each other."""
        seconds = CHANGE_METRES / metres_per_second_from_kmh(self.kmh)
        return changes(self.timetable, self._walks("stops", self.stops, self.stops, seconds))

    def _walks(self, name: str, points: Standing, targets: Standing, most_seconds: float) -> Walks:
        """Return walks of at most so many seconds, from metres that are kept between runs."""
        speed = metres_per_second_from_kmh(self.kmh)
        metres = (
            max(USUAL_METRES, ACCESS_SECONDS * speed) if most_seconds == ACCESS_SECONDS else CHANGE_METRES
        )
        causes = [METHOD, f"{name} {metres!r}".encode(), *self.footing.key]
        causes += [one.xy_metres.astype("<f8").tobytes() for one in (points, targets)]
        point, target, walked = _kept(
            self.remember, causes, lambda: near(self.footing.graph(), points, targets, metres), len(points)
        )
        seconds = np.rint(walked / speed)
        close = seconds <= np.rint(most_seconds)
        return walks(point[close], target[close], seconds[close], len(points))

    def kept(self, causes: Sequence[bytes], compute: Callable[[], Seconds]) -> Seconds:
        """Return what was computed from this timetable and walking network, and the causes, or compute it."""
        named = self.timetable.sha256.encode()
        remember = self.remember if named else keep_nothing
        return remember([METHOD, named, *self.footing.key, *causes], compute)


def _kept(remember: Remember, causes: Sequence[bytes], find: Callable[[], Pairs], points: int) -> Pairs:
    """Return pairs and whole decimetres between them, found or remembered: a count a point, then the rest."""
    found: list[Pairs] = []

    def counts() -> Seconds:
        found.append(find())
        return np.bincount(found[0][0], minlength=points).astype(np.float32)[:, None]

    def rest() -> Seconds:
        _, target, metres = found.pop() if found else find()
        return np.column_stack([target.astype(np.float32), np.rint(metres * np.float32(DECIMETRES))])

    count = remember([b"counts", *causes], counts)[:, 0].astype(np.int64)
    columns = remember([b"pairs", *causes], rest)
    point = np.repeat(np.arange(points, dtype=np.int32), count)
    return point, columns[:, 0].astype(np.int32), columns[:, 1] / np.float32(DECIMETRES)
