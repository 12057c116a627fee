"""London's drivers against Transport for London's traffic: the speed of streets in three parts of London.

``python -m benchmarks.london_driving`` (a minute) prints a table, writes it to
``benchmarks/london_driving.md`` and fails where a speed is more than 10% off Travel in London, report 8,
Table 4.9. It needs ``../shared/data/london/streets`` and the ``test`` extra.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from benchmarks.street_walks import CRS
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.osm.graphml import read_graphml
from estate_model.inputs.osm.pbf import read_pbf
from estate_model.inputs.osm.street_ways import Wanted
from estate_model.inputs.parameters.drive_speeds import read_drive_speeds
from estate_model.nouns import Floats, Profile
from estate_model.nouns.area import Area
from estate_model.nouns.streets import StreetGraph
from estate_model.nouns.zones import TRAFFIC
from estate_model.travel.networks.traffic import driven_kmh

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
SPEEDS = DATA / "parameters/drive_speeds.csv"
MOST_OFF = 0.1
NEAR_METRES = 500.0  # a street farther than this from every postcode of London is no street of London
MAIN_KMH = 48.0  # without tags of limits, main roads are those with a free-flow speed of 30 mph and over
FEWEST_KILOMETRES = 20.0

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Part:
    """The streets of one file in one part of London: kilometres, and speeds in km/h."""

    file: str
    key: str
    kilometres: float
    free_flow: float
    national: float
    here: float
    measured: float

    @property
    def off(self) -> float:
        """How far the speed here is off the measured one, as a share of it."""
        return self.here / self.measured - 1


def mean_kmh(metres: Floats, kmh: Floats) -> float:
    """Return metres over time: the mean speed of one who drives every street once.

    >>> mean_kmh(np.array([1.0, 1.0]), np.array([10.0, 30.0]))
    15.0
    """
    return float(metres.sum() / (metres / kmh).sum())


def parts(name: str, graph: StreetGraph, area: Area, *, main_only: bool) -> Iterator[Part]:
    """Yield the streets of a file by the part of London they lie in, but parts with few of them."""
    profile = area.profiles["drive"]
    everywhere: Profile = replace(profile, traffic_kmh=())
    here, national = (driven_kmh(graph, one, area) for one in (profile, everywhere))
    middle = (graph.xy_metres[graph.tail] + graph.xy_metres[graph.head]) / 2
    away, place = cKDTree(area.places.xy_metres).query(middle)
    zone = np.asarray(area.zones[TRAFFIC])[area.place_zone][place]
    kept = (away <= NEAR_METRES) & np.isfinite(graph.kmh)
    if main_only:
        kept &= graph.kmh >= MAIN_KMH
    for key, measured in profile.traffic_kmh:
        some = kept & (zone == key)
        metres = graph.metres[some]
        if metres.sum() < FEWEST_KILOMETRES * 1000:
            continue
        free, delayed, driven = (mean_kmh(metres, kmh[some]) for kmh in (graph.kmh, national, here))
        yield Part(name, key, metres.sum() / 1000, free, delayed, driven, measured)


def every_part(streets: Path) -> list[Part]:
    """Return the parts of the three files that there are."""
    area = read_area(DATA / "london", DATA / "parameters")
    wanted = Wanted(modes=("drive",), crs=CRS, speeds=read_drive_speeds(SPEEDS))
    west = read_pbf(streets / "london_west_2018.osm.pbf", wanted).graphs["drive"]
    westminster = read_graphml(streets / "westminster_drive_2024.graphml", wanted).graphs["drive"]
    return [
        *parts("main roads west of Greenwich, 2018, limits by class", west, area, main_only=True),
        *parts("every street of Westminster, 2024, limits as tagged", westminster, area, main_only=False),
    ]


def table(found: list[Part]) -> str:
    """Return the parts as a table in Markdown."""
    head = "| streets | part | km | free flow | with England's delay | driven | measured | off |"
    rows = [
        f"| {one.file} | {one.key} | {one.kilometres:,.0f} | {one.free_flow:.1f} | {one.national:.1f} "
        f"| {one.here:.1f} | {one.measured:.1f} | {one.off:+.0%} |"
        for one in found
    ]
    return "\n".join([head, "|---|---|---|---|---|---|---|---|", *rows])


TEXT = """# Driving in London against Transport for London's traffic

Written by `python -m benchmarks.london_driving`. Speeds are in km/h: metres over time, of one who drives
every street of the part once. Measured: Travel in London, report 8, Table 4.9 (2014/15, between the peaks of
working days), traffic on Transport for London's network of interest, which are main roads. Streets: (c)
OpenStreetMap contributors, (c) OpenMapTiles, ODbL 1.0. The first file covers 22 boroughs whole and none of
Bexley, Havering, Redbridge, Barking and Dagenham; it has no limits, so classes of road stand in. Parts with
under 20 km are left out.

{table}

With England's delay alone one drives up to {worst:.1f} times as fast as traffic was measured. No measured
speed of side streets or of other hours was found: the measured speed is the most that one drives on any
street of its part at any hour, so nights come out too slow.
"""


def main(tell: Tell = print) -> int:
    """Print the table and keep it; return 1 where a speed is over 10% off, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streets", type=Path, default=HERE.parent.parent / "shared/data/london/streets")
    found = every_part(parser.parse_args().streets)
    text = table(found)
    tell(text)
    worst = max(one.national / one.measured for one in found)
    (HERE / "london_driving.md").write_text(TEXT.format(table=text, worst=worst), encoding="utf-8")
    return int(any(abs(one.off) > MOST_OFF for one in found))


if __name__ == "__main__":
    raise SystemExit(main())
