"""What is met while an extract is read: each way once, in one version, and none that is deleted."""

from __future__ import annotations

import datetime as dt
from array import array
from dataclasses import dataclass, field
from pathlib import Path

import osmium

from estate_model.errors import AreaError
from estate_model.inputs.osm.extract_format import history_words

FIRST_YEAR = 2004  # OpenStreetMap began; pyosmium reads 1970 where an object has no date


@dataclass
class SeenWays:
    """The ways of an extract: ids and looks in file order, repetitions, ferries, and the newest edit used.

    Ids rise in nearly every file, and two arrays of numbers are enough; where they do not, all are looked up.
    """

    path: Path
    deleted: frozenset[int]
    ids: array[int] = field(default_factory=lambda: array("q"))
    looks: array[int] = field(default_factory=lambda: array("q"))
    known: dict[int, int] | None = None
    repeated: int = 0
    ferries: int = 0
    newest: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def is_new(self, way: osmium.osm.Way) -> bool:
        """Whether a way stands in the map and is met for the first time.

        Raise AreaError when it was deleted, or stands there in two versions.
        """
        if not way.visible:
            raise AreaError(history_words(self.path))
        if way.id in self.deleted:
            return False
        ends = (way.nodes[0].ref, way.nodes[-1].ref) if len(way.nodes) else ()
        look = hash((way.version, len(way.nodes), *ends, way.tags.get("highway")))
        if self.known is None and self.ids and way.id <= self.ids[-1]:
            self.known = dict(zip(self.ids, self.looks, strict=True))
        if self.known is None:
            self.ids.append(way.id)
            self.looks.append(look)
            return True
        if way.id not in self.known:
            self.known[way.id] = look
            return True
        if self.known[way.id] != look:
            raise AreaError(history_words(self.path, way.id))
        self.repeated += 1
        return False

    @property
    def newest_day(self) -> str:
        """The day of the newest edit of a street used, or an empty text."""
        return self.newest.date().isoformat() if self.newest.year >= FIRST_YEAR else ""

    def notes(self) -> tuple[str, ...]:
        """Return what a reader must know of what was met."""
        twice = f"{self.repeated:,} ways stand in {self.path} more than once; each is counted once"
        ferries = f"{self.ferries:,} ferries (route=ferry) are not examined: nobody travels by them"
        gone = f"{len(self.deleted):,} ways marked as deleted in the editor are left out"
        said = ((self.repeated, twice), (self.ferries, ferries), (len(self.deleted), gone))
        return tuple(words for count, words in said if count)
