"""The noun ``Network``: what a run's travel times were found on, as every output must say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from estate_model.errors import AreaError
from estate_model.nouns import Seconds
from estate_model.nouns.keeping import Keep, keep_nothing
from estate_model.nouns.streets import StreetLevel
from estate_model.nouns.timetable import Timetable

NO_TIMETABLE = (
    "the area has no timetable, so nobody can travel by public transport; build one: "
    "estate-model timetable build AREA --gtfs FILE"
)
ON_SCREENING = (
    "the screening network knows only walking, cycling and, where most residents live on rural ground and no "
    "link takes minutes as a ferry does, driving"
)
POSTCODES, OSM = "postcodes", "osm"
DRIVE = "drive"
Remember = Callable[[Sequence[bytes], Callable[[], Seconds]], Seconds]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Network:
    """What travel times were found on.

    ``kind`` is ``postcodes`` (screening) or ``osm`` (street-level); ``label`` and ``error`` are for
    readers: its name with its date, and how far its results can be relied on; ``source`` says where that
    comes from; ``ground`` on what kind of ground its error was measured (``measured`` = the area's own).
    ``facts`` are the numbers behind it, for the run's record; ``provenance`` has a row per file;
    ``timetable`` is the area's, where somebody travelled by it.
    """

    kind: str
    label: str
    error: str
    source: str
    facts: Mapping[str, object]
    ground: str = ""
    attribution: tuple[str, ...] = ()
    provenance: tuple[Mapping[str, str], ...] = ()
    timetable: Timetable | None = None


@dataclass(frozen=True, kw_only=True)
class Travel:
    """How travel times are to be found.

    Along real ``streets`` or, where there are none, on the postcode network. ``remember`` is asked before a
    long search, with bytes that say everything the answer depends on, and ``keep`` before a network is made
    of postcodes. ``timetable`` reads the area's, where it has one.
    """

    streets: StreetLevel | None = None
    timetable: Callable[[], Timetable] | None = None
    remember: Remember = keep_nothing
    keep: Keep = keep_nothing
    progress: Progress | None = None

    def read_timetable(self) -> Timetable:
        """Return the area's timetable; raise AreaError when the area has none."""
        if self.timetable is None:
            raise AreaError(NO_TIMETABLE)
        return self.timetable()
