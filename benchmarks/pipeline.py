"""What a competent analyst would write in one file, with pandas and scipy and nothing of estate_model.

One profile (walking at 4.8 km/h), the scenario's moments, the nearest counter open on arrival before and
after, people by borough and the exact share of the week within 45 minutes, on the same network of postcodes.

``python -m benchmarks.pipeline boroughs.csv`` writes one table of boroughs. With ``--against``, a
``boroughs.csv`` that ``estate-model run`` wrote, it prints the largest difference of each column and fails
where one is more than rounding. With ``--beside`` it measures the program beside this file, in one go
(``benchmarks/beside.py``).
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml
from opening_hours import OpeningHours, State
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Delaunay, cKDTree

Array = npt.NDArray[Any]
ROOT = Path(__file__).resolve().parent.parent
WALK_METRES_PER_SECOND = 4.8 / 3.6
LIMIT_SECONDS, LOSING_SECONDS = 45 * 60, 10 * 60
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
NEAR_CORNERS = 8
ROUNDED = {"people": 1.0, "mean": 0.1, "share": 1e-4}
"""By how much two roundings of one figure may differ: one unit of the last digit that is written."""


def walked(straight_metres: Array, factors: dict[str, float]) -> Array:
    """Return walked metres of straight ones, by the calibrated factors."""
    beyond = np.maximum(straight_metres - factors["long_step_metres"], 0.0)
    return (
        factors["walked_per_straight_metre"] * (straight_metres - beyond)
        + factors["walked_per_straight_metre_beyond"] * beyond
    )


def network(
    places: pd.DataFrame, crossings: pd.DataFrame, factors: dict[str, float]
) -> tuple[Array, Array, Array]:
    """Return the corner of each place, the corners (x, y, side), and edges (corner, corner, metres)."""
    sides = sorted(places["land"].unique())
    points = np.column_stack([places[["easting", "northing"]], places["land"].map(sides.index)])
    through, ends = crossings[["easting", "northing"]].to_numpy(float), []
    for number, side in enumerate(sides):
        end = np.where(crossings["from_land"] == side, "from", "to")
        known = {name: crossings[[f"{name}_easting", f"{name}_northing"]] for name in ("from", "to")}
        ashore = np.where(end[:, None] == "from", known["from"], known["to"]).astype(float)
        here = points[points[:, 2] == number, :2]  # a tunnel's ends are not known: the nearest postcodes
        ashore = np.where(np.isnan(ashore), here[cKDTree(here).query(through)[1]], ashore)
        ends.append(np.column_stack([ashore, np.full(len(ashore), number)]))
    tunnel = crossings["from_easting"].isna()
    by_tunnel = sum(np.hypot(*(end[:, :2] - through).T) for end in ends)
    spans = np.where(tunnel, by_tunnel, np.hypot(*(ends[0] - ends[1])[:, :2].T))
    corners, corner_of = np.unique(np.vstack([points, *ends]).astype(float), axis=0, return_inverse=True)
    triangles = Delaunay(corners[:, :2] - corners[0, :2])
    simplices = triangles.simplices
    pairs = np.vstack(
        [simplices[:, :2], simplices[:, 1:], simplices[:, [0, 2]], triangles.coplanar[:, [0, 2]]]
    )
    pairs = pairs[corners[pairs[:, 0], 2] == corners[pairs[:, 1], 2]]  # never across the river
    alone = np.setdiff1d(np.arange(len(corners)), pairs)
    for number in range(len(sides)):
        lost, kept = (some[corners[some, 2] == number] for some in (alone, np.unique(pairs)))
        if len(lost):
            nearest = cKDTree(corners[kept, :2]).query(corners[lost, :2])[1]
            pairs = np.vstack([pairs, np.column_stack([lost, kept[nearest]])])
    metres = walked(np.hypot(*(corners[pairs[:, 0], :2] - corners[pairs[:, 1], :2]).T), factors)
    bridges = corner_of[len(places) :].reshape(2, -1).T
    edges = pd.DataFrame(np.sort(np.vstack([pairs, bridges]), axis=1), columns=["low", "high"])
    edges["metres"] = np.concatenate([metres, spans])
    return corner_of[: len(places)], corners, edges.groupby(["low", "high"]).min().reset_index().to_numpy()


def metres_to(counters: pd.DataFrame, places: pd.DataFrame, data: Path) -> Array:
    """Return walked metres, shape (places, counters): doors, the network, and each counter's nearest edge."""
    factors = tomllib.loads((data / "parameters" / "screening_network.toml").read_text())["factors"]
    crossings = pd.read_csv(data / "london" / "links.csv")
    corner_of, corners, edges = network(places, crossings, factors)
    tail, head, metres = edges[:, 0].astype(int), edges[:, 1].astype(int), edges[:, 2]
    dry = corners[tail, 2] == corners[head, 2]
    points = counters[["easting", "northing"]].to_numpy(float)
    nearest_place = cKDTree(places[["easting", "northing"]]).query(points)[1]
    links = []
    for door, (point, side) in enumerate(zip(points, corners[corner_of[nearest_place], 2], strict=True)):
        ashore = np.flatnonzero(corners[:, 2] == side)
        near = ashore[cKDTree(corners[ashore, :2]).query(point, k=NEAR_CORNERS)[1]]
        some = np.flatnonzero(dry & (np.isin(tail, near) | np.isin(head, near)))
        start, run = corners[tail[some], :2], corners[head[some], :2] - corners[tail[some], :2]
        part = np.clip(((point - start) * run).sum(axis=1) / (run**2).sum(axis=1), 0, 1)
        off = np.hypot(*(start + part[:, None] * run - point).T)
        best = off.argmin()
        edge, to_door = some[best], walked(off[best], factors) + factors["door_metres"]
        links += [(tail[edge], door, metres[edge] * part[best] + to_door)]
        links += [(head[edge], door, metres[edge] * (1 - part[best]) + to_door)]
    at_corner, at_door, link = (np.array(column) for column in zip(*links, strict=True))
    doors = len(corners) + np.arange(len(counters))
    size = len(corners) + len(counters)
    one_way = np.concatenate([tail, at_corner]), np.concatenate([head, doors[at_door]])
    both_ways = np.concatenate(one_way), np.concatenate(one_way[::-1])
    graph = coo_array((np.tile(np.concatenate([metres, link]), 2), both_ways), shape=(size, size)).tocsr()
    return np.asarray(dijkstra(graph, indices=doors)[:, corner_of].T + factors["door_metres"])


def hours_before_and_after(scenario: dict[str, Any], hours: pd.DataFrame) -> tuple[dict[str, str], ...]:
    """Return opening hours by counter on the baseline's day, and with the scenario's changes made."""
    known = hours[hours["valid_from"] <= str(scenario["baseline"])].sort_values("valid_from")
    before = known.groupby("site_id")["hours"].last()
    before = before[before != "off"].to_dict()
    after = dict(before)
    for change in scenario["changes"]:
        for site_id in change.get("close", ()):
            del after[site_id]
        after |= dict.fromkeys(change.get("set_hours", ()), change.get("hours"))
    return before, after


def open_at(hours: dict[str, str], moment: dt.datetime) -> frozenset[str]:
    """Return the counters open at a clock time."""
    return frozenset(key for key, text in hours.items() if OpeningHours(text).is_open(moment))


def open_on_arrival(seconds: Array, text: str, moment: dt.datetime) -> Array:
    """Return, for journeys begun at a clock time, whether a counter is open at their end."""
    last = moment + dt.timedelta(seconds=float(seconds[np.isfinite(seconds)].max()), days=1)
    in_time = np.zeros(len(seconds), dtype=bool)
    for start, end, state, _ in OpeningHours(text).intervals(moment, last):
        if state == State.OPEN:
            arrives_from, arrives_before = (start - moment).total_seconds(), (end - moment).total_seconds()
            in_time |= (seconds >= arrives_from) & (seconds < arrives_before)
    return in_time


def hours_by_set(hours: dict[str, str], monday: dt.datetime) -> dict[frozenset[str], float]:
    """Return the hours of the week by the set of counters then open: cut wherever one opens or shuts."""
    sunday = monday + dt.timedelta(days=7)
    spells = [spell for text in set(hours.values()) for spell in OpeningHours(text).intervals(monday, sunday)]
    cuts = sorted({monday, sunday, *(max(spell[0], monday) for spell in spells)})
    by_set: dict[frozenset[str], float] = {}
    for start, end in pairwise(cuts):
        counters = open_at(hours, start)
        by_set[counters] = by_set.get(counters, 0.0) + (end - start).total_seconds() / 3600
    return by_set


def boroughs(scenario_file: Path, data: Path) -> pd.DataFrame:
    """Return one row per borough and moment."""
    scenario, london = yaml.safe_load(scenario_file.read_text()), data / "london"
    places = pd.read_csv(london / "postcodes.csv.gz")
    zones, sites = pd.read_csv(london / "zones.csv").set_index("zone_code"), pd.read_csv(london / "sites.csv")
    estates = hours_before_and_after(scenario, pd.read_csv(london / "hours.csv"))
    counters = sites[sites["site_id"].isin(estates[0])].sort_values("site_id")
    seconds = np.rint(metres_to(counters, places, data) / WALK_METRES_PER_SECOND)
    column = {key: number for number, key in enumerate(counters["site_id"])}

    def nearest(open_counters: frozenset[str]) -> Array:
        chosen = [column[key] for key in sorted(open_counters)]
        return np.asarray(seconds[:, chosen].min(axis=1, initial=np.inf))

    def nearest_on_arrival(hours: dict[str, str], moment: dt.datetime) -> Array:
        best = np.full(len(places), np.inf)
        for key, text in hours.items():
            journeys = seconds[:, column[key]]
            in_time = open_on_arrival(journeys, text, moment)
            np.minimum(best, np.where(in_time, journeys, np.inf), out=best)
        return best

    residents = zones.filter(like="age_").sum(axis=1).reindex(places["zone_code"]).to_numpy(float)
    people = residents * places["weight"] / places.groupby("zone_code")["weight"].transform("sum")
    borough = zones["borough_code"].reindex(places["zone_code"]).to_numpy()
    day = scenario["date"]
    monday = dt.datetime.combine(day + dt.timedelta(days=-day.weekday() % 7), dt.time())
    shares = []
    for estate in estates:
        pieces = hours_by_set(estate, monday).items()
        within = [hours * (nearest(counters) <= LIMIT_SECONDS) for counters, hours in pieces]
        shares.append(np.sum(within, axis=0) / 168)
    tables = []
    for name, text in scenario["moments"].items():
        weekday, clock = text.split()
        moment = monday + dt.timedelta(days=DAYS.index(weekday))
        moment = dt.datetime.combine(moment, dt.time.fromisoformat(clock))
        near = [nearest_on_arrival(estate, moment) for estate in estates]
        counts: dict[str, Array] = {"people": np.ones(len(places))}
        counts["people_losing_over_10_minutes"] = near[1] > near[0] + LOSING_SECONDS
        for when, to_nearest, share in zip(("before", "after"), near, shares, strict=True):
            counts[f"people_within_45_minutes_{when}"] = to_nearest <= LIMIT_SECONDS
            counts[f"share_of_week_{when}"] = share
            counts[f"mean_minutes_{when}"] = np.where(np.isinf(to_nearest), 0, to_nearest / 60)
            counts[f"reached_{when}"] = np.isfinite(to_nearest)
        sums = pd.DataFrame(counts).mul(people, axis=0).groupby(borough).sum()
        for when in ("before", "after"):
            sums[f"mean_minutes_{when}"] /= sums.pop(f"reached_{when}")
            sums[f"share_of_week_{when}"] /= sums["people"]
        sums.insert(0, "moment", name)
        tables.append(sums.rename_axis("borough_code").reset_index())
    return pd.concat(tables).sort_values(["borough_code"], kind="stable")


def differences(ours: pd.DataFrame, theirs: Path) -> pd.Series:
    """Return the largest difference of each column from the program's table, which is rounded."""
    table = pd.read_csv(theirs)
    table = table[(table["profile"] == "walk") & (table["group"] == "everyone")]
    keys = ["borough_code", "moment"]
    mine = ours.set_index(keys)
    return (mine - table.set_index(keys)[mine.columns].reindex(mine.index)).abs().max(skipna=False)


def main() -> None:
    """Write the table, or measure."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    words.add_argument("out", type=Path, nargs="?", default=Path("boroughs.csv"))
    words.add_argument("--scenario", type=Path, default=ROOT / "scenarios" / "met-2026-decision.yaml")
    words.add_argument("--data", type=Path, default=ROOT / "data")
    words.add_argument("--against", type=Path, help="boroughs.csv of a run, to compare with")
    words.add_argument("--beside", action="store_true", help="measure the program beside this pipeline")
    words.add_argument("--rounds", type=int, default=3, help="how often each is run with --beside")
    asked = words.parse_args()
    if asked.beside:
        from benchmarks.beside import beside  # noqa: PLC0415 - the pipeline itself needs none of it

        print(beside(asked.rounds))
        return
    table = boroughs(asked.scenario, asked.data)
    table.round({name: 1 if "mean" in name else 4 for name in table}).to_csv(asked.out, index=False)
    if asked.against:
        largest = differences(table, asked.against)
        print(largest.to_string())
        if any(not gap <= ROUNDED[str(name).split("_", 1)[0]] for name, gap in largest.items()):
            sys.exit("more than rounding")


if __name__ == "__main__":
    main()
