"""Newport, a whole real town: how quick the streets are, and how near to the truth.

``python -m benchmarks.newport`` (half a minute) prints its findings and writes them to
``benchmarks/newport.md``. It needs ``../shared/data/newport`` and the ``test`` extra.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.oracles import by_cafein, by_networkx, on_cafein_earth
from benchmarks.street_walks import CRS, police_metres
from estate_model.inputs.osm.pbf import read_pbf
from estate_model.inputs.osm.street_ways import Wanted
from estate_model.inputs.parameters.drive_speeds import read_drive_speeds
from estate_model.nouns import Booleans, Floats, Seconds
from estate_model.nouns.streets import FAR_METRES, Links, StreetGraph
from estate_model.travel.engine.search import Pace, metres_to_counters, seconds_to_counters
from estate_model.travel.networks.linking import link
from estate_model.travel.networks.street_part import CutOff, largest_part

HERE = Path(__file__).parent
SPEEDS = HERE.parent / "data/parameters/drive_speeds.csv"
WALK = Pace(kmh=4.8, connector_kmh=4.8)
BANDS_MINUTES = (15, 30, 45, 60)
MODES = ("walk", "walk-strict", "drive")
REPEATS = 3
FAR_MINUTES = 2

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Town:
    """Newport's files: the extract, its postcodes, the postcodes and police stations in metres."""

    pbf: Path
    postcodes: pd.DataFrame
    residents: Floats
    places: Floats
    stations: Floats


@dataclass(frozen=True)
class Matrix:
    """One mode's way from file to times: streets, links, whole seconds, and how long each step took."""

    graph: StreetGraph
    cut_off: CutOff
    places: Links
    stations: Links
    seconds: Seconds
    took: tuple[float, ...]


def newport(data: Path) -> Town:
    """Return the town; residents of an LSOA are shared equally over its postcodes that are not ``large``."""
    postcodes = pd.read_parquet(data / "postcodes.parquet")
    counts = pd.read_csv(data / "lsoa_residents_by_age.csv", index_col="lsoa21_code")["residents_total"]
    lsoa, is_home = postcodes["lsoa21_code"], postcodes["user_type"] != "large"
    residents = is_home * lsoa.map(counts) / lsoa.map(lsoa[is_home].value_counts())
    pbf = data / "newport.osm.pbf"
    places = postcodes[["easting", "northing"]].to_numpy(dtype=float)
    return Town(pbf, postcodes, residents.fillna(0.0).to_numpy(dtype=float), places, police_metres(pbf))


def matrix(town: Town, mode: str) -> Matrix:
    """Return one mode's times from the file on, and the seconds taken to read, cut, link and search."""
    speeds = read_drive_speeds(SPEEDS) if mode == "drive" else None
    clock = [time.perf_counter()]
    whole = read_pbf(town.pbf, Wanted(modes=(mode,), crs=CRS, speeds=speeds)).graphs[mode]
    clock.append(time.perf_counter())
    graph, cut_off = largest_part(whole)
    clock.append(time.perf_counter())
    places, stations = (
        link(graph, [str(i) for i in range(len(xy))], xy, lost_metres=math.inf)
        for xy in (town.places, town.stations)
    )
    clock.append(time.perf_counter())
    seconds = seconds_to_counters(graph, places, stations, WALK)
    clock.append(time.perf_counter())
    return Matrix(graph, cut_off, places, stations, seconds, tuple(np.diff(clock).tolist()))


def networkx_seconds(found: Matrix) -> Floats:
    """Return the same times by plain networkx, not rounded, and 4.8 km/h written out anew."""
    kmh = np.where(np.isnan(found.graph.kmh), WALK.kmh, found.graph.kmh)
    along = by_networkx(found.graph, found.graph.metres * 3.6 / kmh, found.places, found.stations)
    connectors = found.places.connector_metres[:, None] + found.stations.connector_metres
    return along + connectors * 3.6 / WALK.connector_kmh


def near_streets(found: Matrix) -> Booleans:
    """Return which places are within 200 m of a street."""
    return found.places.connector_metres <= FAR_METRES


def minutes_apart(
    found: Matrix, cafein: Floats, kmh: float, near: Booleans, *, same_earth: bool = True
) -> Floats:
    """Return minutes by which walks are longer than cafein's (seconds), for places ``near`` only.

    Ours are not rounded. Without ``same_earth`` their lengths stay those of EPSG:27700. ``nan`` where
    cafein finds no way.
    """
    graph = on_cafein_earth(found.graph) if same_earth else found.graph
    metres = metres_to_counters(graph, found.places, found.stations)[near].astype(np.float64)
    return (metres * 3.6 / kmh - cafein) / 60


def main() -> None:
    """Measure, print and write."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--data", type=Path, default=HERE.parent.parent / "shared/data/newport")
    town = newport(words.parse_args().data)
    lines: list[str] = []

    def tell(line: str) -> None:
        print(line, flush=True)
        lines.append(line)

    found = {mode: [matrix(town, mode) for _ in range(REPEATS)] for mode in MODES}
    first = {mode: runs[0] for mode, runs in found.items()}
    tell("# Newport: how quick, and how near to the truth\n")
    tell(
        f"`python -m benchmarks.newport`: {len(town.places):,} postcodes x {len(town.stations)} police "
        f"stations,\nOpenStreetMap of {first['walk'].graph.source_date}, walking at {WALK.kmh} km/h, driving "
        f"at free flow. {os.cpu_count()} cores; the quickest of {REPEATS} runs.\n"
    )
    _tell_speed(found, tell)
    _tell_agreement(town, first, tell)
    _tell_rules(town, first["walk"], first["walk-strict"], tell)
    (HERE / "newport.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _tell_speed(found: dict[str, list[Matrix]], tell: Tell) -> None:
    """Tell sizes and seconds, from the file to the times."""
    tell("## Size and speed\n")
    tell("| rule | nodes | edges | cut off | read and build s | largest part s | link s | search s | all s |")
    tell("|---|---|---|---|---|---|---|---|---|")
    for mode, runs in found.items():
        best = min((run.took for run in runs), key=sum)
        size = f"{len(runs[0].graph.xy_metres):,} | {len(runs[0].graph.tail):,} | {runs[0].cut_off.edges:,}"
        steps = " | ".join(f"{step:.2f}" for step in (*best, sum(best)))
        tell(f"| {mode} | {size} | {steps} |")
    tell("")


def _tell_agreement(town: Town, found: dict[str, Matrix], tell: Tell) -> None:
    """Tell how far the times are from networkx's and cafein's."""
    tell("## Agreement\n")
    for mode, one in found.items():
        same = one.seconds == np.rint(networkx_seconds(one))
        tell(f"- networkx, {mode}: {int(same.sum()):,} of {same.size:,} pairs equal to the second.")
    strict = found["walk-strict"]
    near = near_streets(strict)
    theirs, kmh = by_cafein(town.pbf, town.places[near], town.stations, CRS)
    for same_earth, lengths in ((True, "lengths on cafein's sphere"), (False, "lengths in EPSG:27700")):
        apart = minutes_apart(strict, theirs, kmh, near, same_earth=same_earth)
        known = np.abs(apart[np.isfinite(apart)])
        tell(
            f"- cafein, walk-strict, {lengths}, at its {kmh} km/h: {len(known):,} pairs, median "
            f"{np.median(known):.3f} min apart, p95 {np.percentile(known, 95):.3f}, "
            f"{int((known > FAR_MINUTES).sum())} ({(known > FAR_MINUTES).mean():.2%}) over {FAR_MINUTES} min."
        )
    lost = int(np.isnan(theirs).all(axis=1).sum())
    tell(
        f"- cafein links {lost} of {len(theirs):,} postcodes to streets cut off from the rest: no way found."
    )
    tell(
        "- The few pairs apart: cafein does not read the outlines of squares (`area=yes`) and does not see\n"
        "  private gates. Without both, no pair is 0.1 min apart (`tests/travel/test_truth.py`).\n"
    )


def _tell_rules(town: Town, walk: Matrix, strict: Matrix, tell: Tell) -> None:
    """Tell what the strict rule changes for residents."""
    tell("## Walking rule against strict rule\n")
    near = near_streets(walk) & near_streets(strict)
    people = np.where(near, town.residents, 0.0)
    limits = np.array(BANDS_MINUTES) * 60
    nearest = [one.seconds.min(axis=1) for one in (walk, strict)]
    band = [np.searchsorted(limits, seconds) for seconds in nearest]
    changed = band[0] != band[1]
    longer = (nearest[1] - nearest[0]).astype(np.float64)
    moved = np.abs(walk.seconds - strict.seconds)[near] > FAR_MINUTES * 60
    tell(
        "Residents (Census 2021) of each LSOA are shared equally over its postcodes, large users aside.\n"
        f"Counted are {people.sum():,.0f} of {town.residents.sum():,.0f}, at the {near.sum():,} postcodes "
        f"within {FAR_METRES:.0f} m of a street of the (clipped) extract.\n"
    )
    tell(
        f"- Band of 15, 30, 45 or 60 minutes to the nearest station: changes for "
        f"**{np.average(changed, weights=people):.1%}** of residents ({(people * changed).sum():,.0f})."
    )
    over = np.average(longer > FAR_MINUTES * 60, weights=people)
    tell(
        f"- The walk to the nearest station gets over {FAR_MINUTES} min longer for {over:.1%}; "
        f"on average {np.average(longer, weights=people):.0f} s longer."
    )
    tell(f"- Of all walks from a postcode to a station, {moved.mean():.1%} move by over {FAR_MINUTES} min.\n")
    tell("| within min | walking rule, residents | strict rule, residents |")
    tell("|---|---|---|")
    for limit in BANDS_MINUTES:
        shares = [np.average(seconds <= limit * 60, weights=people) for seconds in nearest]
        tell(f"| {limit} | {shares[0]:.1%} | {shares[1]:.1%} |")


if __name__ == "__main__":
    main()
