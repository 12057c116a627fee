"""Public transport: how near to cafein at Newport, and how quick there and for a timetable of London's size.

``python -m benchmarks.transit`` (a minute) prints its findings and writes them to ``benchmarks/transit.md``.
It needs ``../shared/data/newport``, the extras ``build``, ``test`` and ``transit``; with ``--london FOLDER``,
a folder that holds a ``timetable`` of London's size, it measures that too (two minutes more).
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import resource
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np

from benchmarks.newport import HERE, Town, matrix, newport
from benchmarks.oracles import by_cafein_timetable, on_cafein_earth
from benchmarks.street_walks import CRS
from estate_model import load_area
from estate_model.inputs.area.choose_network import remembering
from estate_model.inputs.timetable.folder import read_timetable
from estate_model.nouns import Booleans, Moment, Profile, Seconds
from estate_model.nouns.keeping import keep_nothing
from estate_model.nouns.network import Travel
from estate_model.nouns.times import Asked
from estate_model.nouns.timetable import Timetable
from estate_model.travel.engine.search import metres_to_counters
from estate_model.travel.modes.transit import riding
from estate_model.travel.networks.linking import link
from estate_model.travel.networks.screening import Screening
from estate_model.travel.timetable import engine
from estate_model.travel.timetable.near import Footing, Standing
from estate_model.travel.timetable.riding import Riding
from estate_model.travel.timetable.served import Served
from estate_model.travel.timetable.window import Departures

KMH = 4.8
NEAR_METRES = 100.0
WEDNESDAY = dt.datetime.fromisoformat("2023-06-07T10:00")
EVERY_MINUTE = Departures(step_seconds=60, count=120)
FAR_MINUTES = (2, 5)
LONDON_SITES = 60
HALF_A_DAY = 12 * 3600
CAFEIN_SECONDS_AN_ORIGIN = 3.0  # measured on the same feed with streets: 60 origins, linear from 20 to 40

Tell = Callable[[str], None]


def rides_at_newport(
    town: Town, timetable: Timetable, *, near_metres: float = NEAR_METRES
) -> tuple[Riding, Booleans]:
    """Return journeys to Newport's police stations from postcodes near a street, and which those are.

    Streets are those of the UK rule, with lengths as cafein measures them.
    """
    found = matrix(town, "walk")
    near: Booleans = found.places.connector_metres <= near_metres
    graph, places = on_cafein_earth(found.graph), town.places[near]
    at_places, at_stations = (
        link(graph, [str(row) for row in range(len(xy))], xy, lost_metres=math.inf)
        for xy in (places, town.stations)
    )
    footing = Footing(
        graph=lambda: graph,
        places=lambda: Standing(xy_metres=places, links=at_places),
        place=lambda ids, xy: link(graph, ids, xy, lost_metres=math.inf),
        key=[],
    )
    metres = metres_to_counters(graph, at_places, at_stations)
    return Riding(
        served=Served(timetable=timetable, footing=footing, remember=keep_nothing, kmh=KMH),
        site_ids=tuple(map(str, range(len(town.stations)))),
        points=town.stations,
        direct=np.rint(metres * np.float32(3.6 / KMH)),
        departures=EVERY_MINUTE,
    ), near


def minutes_apart(ours: Seconds, theirs: Seconds) -> Seconds:
    """Return how many minutes apart medians are, of pairs that both know, shape (pairs,)."""
    apart: Seconds = np.abs(ours - theirs).ravel() / np.float32(60)
    return apart[np.isfinite(apart)]


def main() -> None:
    """Measure, print and write."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--data", type=Path, default=HERE.parent.parent / "shared/data/newport")
    words.add_argument("--newport", type=Path, required=True, help="a folder that holds Newport's timetable")
    words.add_argument("--london", type=Path, help="a folder that holds a timetable of London's size")
    asked = words.parse_args()
    lines: list[str] = []

    def tell(line: str) -> None:
        print(line, flush=True)
        lines.append(line)

    tell("# Public transport: how near to the truth, and how quick\n")
    _tell_newport(asked.data, read_timetable(asked.newport), tell)
    if asked.london:
        _tell_london(read_timetable(asked.london), tell)
    (HERE / "transit.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _tell_newport(data: Path, timetable: Timetable, tell: Tell) -> None:
    """Tell how far medians are from cafein's, and how long both took."""
    town = newport(data)
    rides, near = rides_at_newport(town, timetable)
    ends = (town.places[near], town.stations)
    files = (data / "newport_gtfs.zip", town.pbf)
    theirs, cafein_took = by_cafein_timetable(files, ends, CRS, at=WEDNESDAY, minutes=EVERY_MINUTE.count)
    theirs = np.fmin(theirs, rides.direct)
    moment = Moment(name="morning", at=WEDNESDAY)
    begun = time.process_time()
    rides.walked()
    walks_took = time.process_time() - begun
    took = {}
    for name in ("compiled", "in NumPy"):
        engine.loop.cache_clear()
        pick = nullcontext() if name == "compiled" else mock.patch.dict(sys.modules, {"numba": None})
        with pick:
            for _ in range(2):  # the first time compiles
                begun = time.process_time()
                ours = rides.found(moment)[:, : len(town.stations)]
                took[name] = time.process_time() - begun
    engine.loop.cache_clear()
    apart = minutes_apart(ours, theirs.astype(np.float32))
    tell(f"Newport, {len(ends[0]):,} postcodes within {NEAR_METRES:.0f} m of a street x {len(ends[1])} "
         f"police stations, Wednesday {WEDNESDAY:%d %B %Y %H:%M}, {EVERY_MINUTE.count} departures, one a "
         "minute, medians, walking at 4.8 km/h by the UK rule.\n")  # fmt: skip
    over = ", ".join(f"{(apart > far).mean():.2%} over {far} min" for far in FAR_MINUTES)
    tell(f"- {len(apart):,} pairs: median {np.median(apart):.2f} min apart from cafein 0.29, p95 "
         f"{np.percentile(apart, 95):.2f}, p99 {np.percentile(apart, 99):.2f}; {over}.")  # fmt: skip
    tell("\n| | CPU s | cafein takes |\n|---|---|---|")
    tell(f"| cafein | {cafein_took:.1f} | |")
    for name, seconds in took.items():
        tell(f"| ours, {name} | {seconds:.3f} | {cafein_took / seconds:,.0f} times as long |")
    tell(f"| ours, walks to, from and between stops, kept afterwards | {walks_took:.2f} | |\n")


def _tell_london(timetable: Timetable, tell: Tell) -> None:
    """Tell how long a timetable of London's size takes, and in how much memory."""
    area = load_area("london")
    kept, walked = remembering(lambda _: None), list[bool]()

    def remember(causes: Sequence[bytes], compute: Callable[[], Seconds]) -> Seconds:
        """Keep walks, which are asked for first, and nothing after them."""
        return (keep_nothing if walked else kept)(causes, compute)

    travel = Travel(timetable=lambda: timetable, remember=remember)
    sites = [area.buildings[key] for key in sorted(area.buildings)][:LONDON_SITES]
    walk: Profile = area.profiles["transit"]
    rides = riding(Screening(area, travel), sites, walk, quantile=0.5)
    rides.walked()
    walked.append(True)
    tell(f"London's size: {len(area.places):,} postcodes x {len(sites)} counters, "
         f"{len(timetable.stops):,} stops, {len(timetable.days['tuesday']):,} connections from Tuesday 0:00 "
         "to 34:00; invented headways, so no time is a finding. Nothing is pruned.\n")  # fmt: skip
    tell("| | CPU s | peak GB |\n|---|---|---|")
    whole = replace(rides, departures=EVERY_MINUTE)
    whole.walked()
    near = np.array(rides.site_ids, dtype=object)[rides.direct.argmin(axis=1)]

    def everything(moment: Moment) -> None:
        rides.found(moment)
        rides.journeys(moment, [Asked(site_of=near, windows={})])

    def there_and_back(moment: Moment) -> None:
        rides.there_and_back(moment, HALF_A_DAY, rides.site_ids)

    for name, ask, at in (
        ("compile", everything, "03:00"),
        ("one moment added, 12:00: p50 and p85 of 30 departures", rides.found, "12:00"),
        (
            "the same, with vehicles, walking and waiting on the way to the nearest counter",
            everything,
            "12:00",
        ),
        ("one moment added, 3:30: the same", everything, "03:30"),
        (
            "a round trip, 7:30 to 19:30",
            lambda at: rides.there_and_back(at, HALF_A_DAY, rides.site_ids),
            "07:30",
        ),
        ("two hours from 10:00, every minute", whole.found, "10:00"),
    ):
        begun = time.process_time()
        ask(Moment(name=name, at=dt.datetime.fromisoformat(f"2026-03-03T{at}")))
        took = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        tell(f"| {name} | {took:.1f} | {peak:.2f} |")
    theirs = CAFEIN_SECONDS_AN_ORIGIN * len(area.places)
    tell(f"\ncafein takes {CAFEIN_SECONDS_AN_ORIGIN} CPU s an origin, {theirs:,.0f} in all: "
         f"{theirs / took:,.0f} times as long as the last row.")  # fmt: skip


if __name__ == "__main__":
    main()
