"""What can be wrong with a feed: each kind in words, counted, and refused where it is not rare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from estate_model.errors import AreaError, shown
from estate_model.nouns.timetable import FeedFault

MOST_SHARE = 0.01
MOST_EXAMPLES = 3

REFUSED_IF_NOT_RARE: Mapping[str, str] = {
    "stop_twice": "stops have the id of another; all but the first were left out",
    "route_twice": "routes have the id of another; all but the first were left out",
    "trip_twice": "trips have the id of another; all but the first were left out",
    "route_unknown": "trips name a route that routes.txt lacks; they were left out",
    "service_unknown": "trips name a service that no calendar has; they never run",
    "route_type_unknown": "trips have a route_type unknown to GTFS (a bus is 3); they were left out",
    "calendar_unreadable": "calendar rows cannot be read (days: YYYYMMDD, weekdays: 0 or 1); left out",
    "call_of_unknown_trip": "calls name a trip that trips.txt lacks; they were left out",
    "call_at_unknown_stop": "calls name a stop that stops.txt lacks; they were left out",
    "call_at_stop_without_place": "calls are at a stop without a place, or at 0,0; they were left out",
    "call_without_number": "calls have a stop_sequence that is no whole number; they were left out",
    "time_unreadable": "calls have a time that cannot be read; they were left out",
    "time_blank_at_end": "calls have no time and no timed call on both sides; they were left out",
    "sequence_twice": "trips have two calls of one stop_sequence; they were left out",
    "time_backwards": "trips arrive before they left the stop before; they were left out",
    "call_astray": "calls are so far off that only a jump leads there and back; they were left out",
    "hop_too_fast": "hops from stop to stop are faster than 45 m/s; nobody is moved by them",
    "transfer_unreadable": "transfers name an unknown stop or have no time; they were left out",
}
COUNTED: Mapping[str, str] = {
    "time_blank": "calls had no time; it was found by distance between the timed calls around",
    "trip_of_one_call": "trips call at one stop only; they move nobody",
    "trip_without_calls": "trips have no calls",
    "trip_never_runs": "trips are of services that run on no day",
    "trip_duplicate": "trips were there twice (same stops and times on a day); each was read once",
    "route_not_public": "trips have no route_type, so are not for the public; they were left out",
    "route_not_by_timetable": "trips are flights, taxis or other ways not modelled; they were left out",
    "bus_called_cable_car": "trips are buses by their description but coded as cable cars; read as buses",
    "trip_by_headway": "trips were made from frequencies.txt",
    "headway_not_exact": "trips from frequencies.txt are at no exact times; they were spaced evenly",
    "call_by_phone": "calls must be arranged by phone or with the driver; taken as if not",
    "transfer_of_a_route": "transfers hold for one route or trip only, or are through rides; not used",
    "stop_outside": "stops lie over 5 km from the area; calls there were left out",
    "trip_outside": "trips do not call twice in the area or within 5 km",
}
KINDS: Mapping[str, str] = {**REFUSED_IF_NOT_RARE, **COUNTED}


@dataclass
class FaultBook:
    """The faults of one feed, counted as they are found."""

    feed: str
    rows: dict[str, FeedFault] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, count: int, of: int, examples: tuple[str, ...] = ()) -> None:
        """Count faults of a kind of ``KINDS``; none are not noted."""
        if count:
            earlier = self.rows.get(kind)
            total = count + (earlier.count if earlier else 0)
            self.rows[kind] = FeedFault(feed=self.feed, kind=kind, count=total, of=of)
            self.examples.setdefault(kind, []).extend(examples)

    def refuse(self) -> None:
        """Raise AreaError with every kind that more than 1% of its rows have."""
        grave = [
            row
            for row in self.rows.values()
            if row.kind in REFUSED_IF_NOT_RARE and row.count > MOST_SHARE * row.of
        ]
        if grave:
            lines = [f"{self.feed}: {words_of(row)}{self._such_as(row.kind)}" for row in grave]
            why = f"{self.feed}: refused, since more than {MOST_SHARE:.0%} are wrong; ask for a better feed"
            raise AreaError("\n".join([*lines, why]))

    def told(self) -> str:
        """Return every fault counted so far, a line each."""
        return "".join(
            f"{self.feed}: {words_of(row)}{self._such_as(row.kind)}\n" for row in self.rows.values()
        )

    def _such_as(self, kind: str) -> str:
        named = [shown(text) for text in dict.fromkeys(self.examples.get(kind, ()))][:MOST_EXAMPLES]
        return f" (such as {', '.join(named)})" if named else ""


def words_of(fault: FeedFault) -> str:
    """Say a fault in a sentence with its count.

    >>> words_of(FeedFault(feed="a.zip", kind="time_blank", count=1, of=3))
    '1 of 3 calls had no time; it was found by distance between the timed calls around'
    """
    return f"{fault.count:,} of {fault.of:,} {KINDS[fault.kind]}"
