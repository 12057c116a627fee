"""Independent answers to hold the street search against: plain networkx, and cafein."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections import defaultdict
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
from pyproj import Transformer

from estate_model.nouns import Floats
from estate_model.nouns.streets import Links, StreetGraph

DEGREES = "EPSG:4326"
CAFEIN_EARTH_METRES = 6_371_008.8  # the sphere on which pyrosm, and so cafein, measures lengths
CAFEIN_MOST_SECONDS = 100_000
SHORTEST_METRES = 0.001


def by_networkx(graph: StreetGraph, costs: Floats, places: Links, counters: Links) -> Floats:
    """Return the least costs along streets from places to counters, (places, counters), by plain networkx.

    Each place and counter is a node put into its own edge, parallel edges stay apart, and one Dijkstra a
    counter runs over everything, backwards: nothing is contracted. Connectors are not counted.

    Parameters
    ----------
    graph
        The streets; its directions count, its lengths and speeds do not.
    costs
        Of each whole edge, whichever way it is travelled.
    places, counters
        Where they stand on the streets.

    """
    feet: dict[int, list[tuple[float, Any]]] = defaultdict(list)
    for kind, links in (("place", places), ("counter", counters)):
        for number, (edge, fraction) in enumerate(zip(links.edge.tolist(), links.fraction, strict=True)):
            feet[edge].append((float(fraction), (kind, number)))
    net = nx.MultiDiGraph()
    ways = zip(graph.tail.tolist(), graph.head.tolist(), graph.forward, graph.backward, strict=True)
    for edge, (tail, head, forward, backward) in enumerate(ways):
        stops = [(0.0, tail), *sorted(feet[edge]), (1.0, head)]
        for (start, one), (end, other) in itertools.pairwise(stops):
            cost = (end - start) * float(costs[edge])
            if forward or start == end:
                net.add_edge(one, other, cost=cost)
            if backward or start == end:
                net.add_edge(other, one, cost=cost)
    turned = net.reverse(copy=False)
    found = np.full((len(places), len(counters)), np.inf)
    for column in range(len(counters)):
        reached = nx.single_source_dijkstra_path_length(turned, ("counter", column), weight="cost")
        found[:, column] = [reached.get(("place", row), np.inf) for row in range(len(places))]
    return found


def by_cafein(pbf: Path, places: Floats, counters: Floats, crs: str) -> tuple[Floats, float]:
    """Return seconds on foot (places, counters) by cafein, and the speed in km/h that it walks at.

    Seconds are whole, rounded up by cafein; ``nan`` where it finds no way. It searches from the counters:
    walking is the same both ways. Points are metres in ``crs``.
    """
    cafein, streets = import_module("cafein"), import_module("cafein.streets")
    net = cafein.StreetNetwork.from_osm(pbf, modes=("walk",))
    ends = [
        gpd.GeoDataFrame({"id": np.arange(len(xy))}, geometry=gpd.points_from_xy(*xy.T), crs=crs)
        for xy in (counters, places)
    ]
    table = cafein.TravelTimeMatrix(
        net,
        *(end.to_crs(DEGREES) for end in ends),
        transport_mode="walk",
        max_street_time=CAFEIN_MOST_SECONDS,
        output_time_units="seconds",
    )
    seconds = np.full((len(places), len(counters)), np.nan)
    seconds[table["to_id"].to_numpy(), table["from_id"].to_numpy()] = table["travel_time"].to_numpy()
    return seconds, float(streets.WALKING_SPEED_KMPH)


def on_cafein_earth(graph: StreetGraph) -> StreetGraph:
    """Return the streets with lengths as cafein measures them: great circles on a sphere.

    At Newport walks come out 0.18% shorter so than in EPSG:27700, whose lengths are 0.03% below the true.
    """
    degrees = Transformer.from_crs(graph.crs, DEGREES, always_xy=True).transform(*graph.xy_metres.T)
    (lon, lat), (i, j) = np.radians(degrees), (graph.tail, graph.head)
    half = np.sin((lat[j] - lat[i]) / 2) ** 2
    half += np.cos(lat[i]) * np.cos(lat[j]) * np.sin((lon[j] - lon[i]) / 2) ** 2
    metres = 2 * CAFEIN_EARTH_METRES * np.arcsin(np.sqrt(half))
    return replace(graph, metres=np.maximum(metres, SHORTEST_METRES))


def by_cafein_timetable(
    files: tuple[Path, Path], ends: tuple[Floats, Floats], crs: str, *, at: dt.datetime, minutes: int
) -> tuple[Floats, float]:
    """Return median seconds by public transport (places, counters) by cafein, and the CPU seconds it took.

    ``files`` are a GTFS feed and an OpenStreetMap extract; a departure is every minute of so many. cafein
    walks at 4.8 km/h, at most 20 minutes to a stop and from one, and not all the way: ``nan`` where it
    finds no ride or no way. The network is built before the clock runs.
    """
    cafein = import_module("cafein")
    net = cafein.TransportNetwork.from_gtfs(
        str(files[0]),
        osm_pbf=str(files[1]),
        walking_speed_kmph=4.8,
        trip_distances=False,
        leg_geometries=False,
    )
    places, counters = (
        gpd.GeoDataFrame({"id": np.arange(len(xy))}, geometry=gpd.points_from_xy(*xy.T), crs=crs)
        for xy in ends
    )
    begun = time.process_time()
    table = cafein.TravelTimeMatrix(
        net,
        places.to_crs(DEGREES),
        counters.to_crs(DEGREES),
        departure=f"{at:%Y-%m-%d %H:%M}",
        departure_time_window=minutes,
        percentiles=[50],
        walking_speed_kmph=4.8,
        max_walking_time=20,
        output_time_units="seconds",
    )
    took = time.process_time() - begun
    seconds = np.full((len(places), len(counters)), np.nan)
    seconds[table["from_id"].to_numpy(), table["to_id"].to_numpy()] = table["travel_time_p50"].to_numpy()
    return seconds, took
