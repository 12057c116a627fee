"""Public transport: how the CPU seconds of one moment grow with counters, trips and stops.

``python -m benchmarks.transit_growth FOLDER`` (two minutes), a folder that holds a ``timetable`` of London's
size, writes ``benchmarks/transit_growth.md`` and ``.svg``. Of each of the three an eighth, a quarter, a half
and all are taken, the other two as they are; with fewer stops, those nearest the middle and the places there.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.newport import HERE
from benchmarks.plot import lines
from estate_model import load_area
from estate_model.inputs.area.choose_network import remembering
from estate_model.inputs.timetable.folder import read_timetable
from estate_model.nouns import Booleans, Integers
from estate_model.nouns.network import Travel
from estate_model.nouns.service_day import ServiceDay
from estate_model.travel.modes.transit import riding
from estate_model.travel.networks.screening import Screening
from estate_model.travel.timetable.engine import rides, scan
from estate_model.travel.timetable.keys import ARRIVALS
from estate_model.travel.timetable.riding import QUANTILES, Riding
from estate_model.travel.timetable.window import HOUR, window

NOON = dt.datetime.fromisoformat("2026-03-03T12:00")
COUNTERS = 60
PARTS = (0.125, 0.25, 0.5, 1.0)
TRIES = 2
CONNECTION_COLUMNS = (
    "departure", "arrival", "from_stop", "to_stop", "trip", "sequence", "may_board", "may_alight",
)  # fmt: skip


@dataclass(frozen=True)
class Took:
    """What was asked, and the CPU seconds of the scan and of the journeys from every place."""

    counters: int
    connections: int
    stops: int
    places: int
    scan_seconds: float
    journey_seconds: float

    @property
    def row(self) -> str:
        """The row of the table."""
        return (
            f"{self.counters} | {self.connections:,} | {self.stops:,} | {self.places:,} | "
            f"{self.scan_seconds:.2f} | {self.journey_seconds:.2f} |"
        )


def some_of(day: ServiceDay, kept: Booleans) -> ServiceDay:
    """Return some connections of a day."""
    return replace(day, **{name: getattr(day, name)[kept] for name in CONNECTION_COLUMNS})


def measured(rides_there: Riding, day: ServiceDay, counters: int, places: Integers) -> Took:
    """Return the least CPU seconds of some tries."""
    served = rides_there.served
    egress = rides_there.walked()[1].to_groups([[number] for number in range(counters)])
    part = window(day, NOON.hour * 3600, len(served.timetable.stops))

    took, ranks = [], [HOUR.rank(share) for share in QUANTILES]
    for _ in range(TRIES):
        begun = time.process_time()
        scanned = scan(part, served.changes, egress, counters, key=ARRIVALS)
        between = time.process_time()
        rides(scanned, served.access, ranks, places=places)
        took.append((between - begun, time.process_time() - between))
    stops = len(np.unique(part.to_stop))
    return Took(counters, len(part.departure), stops, len(places), *map(min, zip(*took, strict=True)))


def growths(folder: Path) -> dict[str, list[Took]]:
    """Return what each part of the counters, trips and stops takes."""
    timetable, area = read_timetable(folder), load_area("london")
    travel = Travel(timetable=lambda: timetable, remember=remembering(print))
    sites = [area.buildings[key] for key in sorted(area.buildings)][:COUNTERS]
    there = riding(Screening(area, travel), sites, area.profiles["transit"], quantile=QUANTILES[0])
    day, every = timetable.days["tuesday"], np.arange(len(area.places))
    measured(there, day, COUNTERS, every[:100])  # compiles
    points = np.column_stack([timetable.stops.easting, timetable.stops.northing])
    middle = np.median(points, axis=0)
    away = np.hypot(*(points - middle).T)
    places_away = np.hypot(*(area.places.xy_metres - middle).T)
    drawn = np.random.default_rng(1).random(len(day.trip_route_type))

    def of_stops(part: float) -> Took:
        radius = np.quantile(away, part)
        inside = away <= radius
        kept = some_of(day, inside[day.from_stop] & inside[day.to_stop])
        return measured(there, kept, COUNTERS, np.flatnonzero(places_away <= radius))

    kinds: dict[str, Callable[[float], Took]] = {
        "counters": lambda part: measured(there, day, round(COUNTERS * part), every),
        "trips": lambda part: measured(there, some_of(day, drawn[day.trip] <= part), COUNTERS, every),
        "stops": of_stops,
    }
    return {name: [take(part) for part in PARTS] for name, take in kinds.items()}


def main() -> None:
    """Measure, and write the table and the plot."""
    found = growths(Path(sys.argv[1]))
    about = (
        "One moment of a timetable of London's size (12:00, 30 departures, p50 and p85), compiled; the least "
        f"of {TRIES} tries. Connections are those of the four hours that are scanned.\n"
    )
    text = [
        "# Public transport: how one moment grows\n",
        about,
        "| fewer | counters | connections | stops | places | scan, CPU s | journeys from places, CPU s |",
        "|---|---|---|---|---|---|---|",
        *(f"| {name} | {took.row}" for name, rows in found.items() for took in rows),
        "\n![The same as lines](transit_growth.svg)",
    ]
    (HERE / "transit_growth.md").write_text("\n".join(text) + "\n", encoding="utf-8")
    panels = [
        (
            f"with {name}",
            np.array(PARTS),
            {
                "scan": np.array([took.scan_seconds for took in rows]),
                "journeys from places": np.array([took.journey_seconds for took in rows]),
            },
        )
        for name, rows in found.items()
    ]
    svg = lines(panels, x_label="share of London's", y_label="CPU seconds")
    (HERE / "transit_growth.svg").write_bytes(svg)
    print("\n".join(text))


if __name__ == "__main__":
    main()
