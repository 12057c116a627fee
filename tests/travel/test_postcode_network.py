from dataclasses import replace
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.nouns.network import Travel
from estate_model.travel.networks.land import NO_LINKS, Land, LandLinks
from estate_model.travel.networks.postcode_factors import PostcodeFactors
from estate_model.travel.networks.postcode_network import postcode_network
from estate_model.travel.networks.screening import Screening
from tests import worlds

NEUTRAL = PostcodeFactors(**worlds.NEUTRAL)
CALIBRATED = PostcodeFactors(
    walked_per_straight_metre=1.1, walked_per_straight_metre_beyond=1.5, long_step_metres=100, door_metres=50
)
# A river runs between y = 100 and y = 200; three doors stand on either bank.
#
#     n0 (0,200)   n1 (300,200)   n2 (600,200)      bank 0
#     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ bridge at x = 600
#     s3 (0,100)   s4 (300,100)   s5 (600,100)      bank 1
RIVER = np.array([(0, 200), (300, 200), (600, 200), (0, 100), (300, 100), (600, 100)], dtype=float)
BANK = np.array([0, 0, 0, 1, 1, 1])


def across(*ends):
    """Links from bank 0 to bank 1, straight across."""
    return LandLinks(
        ends_metres=np.array(ends, dtype=float),
        lands=np.tile([0, 1], (len(ends), 1)),
        metres=np.full(len(ends), np.nan),
    )


BRIDGE = across([[600, 200], [600, 100]])


def metres_between(xy, bank, crossings, factors, start):
    net = postcode_network(xy, Land(piece=bank, links=crossings), factors=factors)
    found = nx.single_source_dijkstra_path_length(graph_of(net), net.corner_of[start])
    doors = 2 * factors.door_metres
    return [
        0.0 if point == start else found.get(corner, np.inf) + doors
        for point, corner in enumerate(net.corner_of.tolist())
    ]


def graph_of(net):
    """The network as a plain graph of its corners."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(net.xy_metres)))
    graph.add_weighted_edges_from(zip(net.tail.tolist(), net.head.tolist(), net.metres.tolist(), strict=True))
    return graph


def metres_to(area, *sites):
    """Walked metres from every place to some sites."""
    return Screening(area, Travel()).metres(sites)


def test_the_river_is_crossed_only_at_the_bridge():
    metres = metres_between(RIVER, BANK, BRIDGE, NEUTRAL, 0)
    assert metres == pytest.approx([0, 300, 600, 600 + 100 + 600, 600 + 100 + 300, 600 + 100], abs=0.1)


def test_without_a_bridge_the_other_bank_cannot_be_reached():
    assert np.isinf(metres_between(RIVER, BANK, NO_LINKS, NEUTRAL, 0)[3:]).all()


def test_a_tunnel_of_unknown_ends_joins_the_nearest_doors():
    tunnel = across([[310, 150], [310, 150]])
    metres = metres_between(RIVER, BANK, tunnel, NEUTRAL, 1)
    assert metres[4] == pytest.approx(2 * np.hypot(10, 50), abs=0.1)


def test_factors_of_a_step_and_of_doors():
    two = np.array([[0, 0], [300, 0]], dtype=float)
    metres = metres_between(two, np.zeros(2, dtype=int), NO_LINKS, CALIBRATED, 0)
    assert metres[1] == pytest.approx(50 + 100 * 1.1 + 200 * 1.5 + 50)


def test_doors_that_share_a_point_are_two_doors_apart():
    same = np.array([[5, 5], [5, 5]], dtype=float)
    assert metres_between(same, np.zeros(2, dtype=int), NO_LINKS, CALIBRATED, 0)[1] == pytest.approx(100)


@pytest.mark.parametrize(
    ("xy", "bank", "crossings", "words"),
    [
        (np.zeros((2, 3)), np.zeros(2, dtype=int), NO_LINKS, r"xy_metres has shape \(2, 3\)"),
        (np.zeros((2, 2)), np.zeros(3, dtype=int), NO_LINKS, "land has shape"),
        (np.array([[0, np.nan]]), np.zeros(1, dtype=int), NO_LINKS, "finite"),
        (np.zeros((2, 2)), np.zeros(2, dtype=int), across([600, 200]), "ends of links have shape"),
    ],
)
def test_what_cannot_be_a_network_is_refused(xy, bank, crossings, words):
    with pytest.raises(ValueError, match=words):
        postcode_network(xy, Land(piece=bank, links=crossings), factors=NEUTRAL)


coordinates = st.integers(0, 60).map(lambda n: n * 50.0)


@given(st.lists(st.tuples(coordinates, coordinates, st.integers(0, 1)), min_size=1, max_size=30))
@settings(deadline=None)
def test_law_every_bank_is_connected_and_no_walk_beats_the_crow(doors):
    xy, bank = np.array([door[:2] for door in doors]), np.array([door[2] for door in doors])
    for side in (0, 1):
        members = np.flatnonzero(bank == side)
        if not len(members):
            continue
        metres = np.array(metres_between(xy, bank, NO_LINKS, NEUTRAL, int(members[0])))
        crow = np.hypot(*(xy - xy[members[0]]).T)
        assert np.isinf(metres[bank != side]).all()
        reached = metres[members]
        assert np.isfinite(reached).mean() > 0
        assert (reached[np.isfinite(reached)] >= crow[members][np.isfinite(reached)] - 0.1).all()


@given(st.lists(st.tuples(coordinates, coordinates), min_size=7, max_size=7))
@settings(deadline=None, max_examples=25)
def test_the_engine_agrees_with_plain_networkx_to_the_second(points):
    area = worlds.area(places=worlds.places([(worlds.WEST + x, worlds.NORTH + y) for x, y in points]))
    sites = tuple(area.buildings.values())
    screening = Screening(area, Travel())
    seconds, graph = screening.seconds(sites, worlds.WALK), graph_of(screening.postcodes)
    assert screening.sites(sites).connector_metres.max() >= 0
    for column, site in enumerate(sites):
        linked = screening.sites((site,))
        edge, fraction = int(linked.edge[0]), float(linked.fraction[0])
        ends = {
            int(screening.graph.tail[edge]): fraction * screening.graph.metres[edge],
            int(screening.graph.head[edge]): (1 - fraction) * screening.graph.metres[edge],
        }
        found = {end: nx.single_source_dijkstra_path_length(graph, end, weight="weight") for end in ends}
        for place, corner in enumerate(screening.postcodes.corner_of.tolist()):
            metres = min(found[end].get(corner, np.inf) + along for end, along in ends.items())
            expected = (metres + float(linked.connector_metres[0])) / (4.8 / 3.6)
            assert abs(seconds[place, column] - expected) <= 0.51  # single precision may round the other way


@given(
    st.lists(st.tuples(coordinates, coordinates), min_size=7, max_size=7),
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=3),
)
@settings(deadline=None, max_examples=25)
def test_law_one_site_more_changes_no_time_to_another(points, others):
    """Counters are linked to the network and do not change it: times to one do not depend on the others."""
    area = worlds.area(places=worlds.places([(worlds.WEST + x, worlds.NORTH + y) for x, y in points]))
    first = replace(
        worlds.site("west"), easting_metres=worlds.WEST + 130.0, northing_metres=worlds.NORTH + 70.0
    )
    more = [
        replace(
            first,
            site_id=f"other-{number}",
            easting_metres=worlds.WEST + x + 7,
            northing_metres=worlds.NORTH + y,
        )
        for number, (x, y) in enumerate(others)
    ]
    assert (metres_to(area, first, *more)[:, 0] == metres_to(area, first)[:, 0]).all()


def test_a_network_is_made_once_for_the_same_ground():
    kept, made = {}, []

    def keep(causes, make):
        key = tuple(causes)
        if key not in kept:
            kept[key] = make()
            made.append(key)
        return kept[key]

    area = worlds.area()
    first, again = (Screening(area, Travel(keep=keep)).postcodes for _ in range(2))
    plain = Screening(area, Travel()).postcodes
    for name, array in vars(plain).items():
        for one in (first, again):
            assert (getattr(one, name) == array).all(), name
            assert getattr(one, name).dtype == array.dtype, name
    longer = replace(area.screening, factors={**area.screening.factors, "door_metres": 1.0})
    _ = Screening(replace(area, screening=longer), Travel(keep=keep)).postcodes
    assert len(made) == 2


def test_a_site_off_the_postcodes_walks_to_the_nearest_point_of_the_network():
    """A hundred metres past the first postcode of the street: 4 postcodes and 100 m to the fifth, door to door."""
    off = replace(
        worlds.site("west"), easting_metres=worlds.WEST + 100.0, northing_metres=worlds.NORTH + 30.0
    )
    metres = metres_to(worlds.area(), off)[:, 0]
    assert metres.tolist() == pytest.approx([130, 330, 730, 1130, 1530, 1930, 2330], abs=0.01)


def test_a_site_stands_on_the_bank_of_its_nearest_postcode():
    sides = ("N", "N", "N", "S", "S", "S", "S")
    bridge = ("Bridge", worlds.WEST + 800, worlds.NORTH, worlds.WEST + 1200, worlds.NORTH)
    cut = worlds.area(places=worlds.places(sides=sides), links=worlds.links())
    joined = worlds.area(places=worlds.places(sides=sides), links=worlds.links(bridge))
    sites = (worlds.site("west"), worlds.site("east"))
    assert np.isinf(metres_to(cut, *sites)[3:, 0]).all()
    assert metres_to(joined, *sites)[:, 0].round().tolist() == [worlds.STEP_METRES * n for n in range(7)]


def by_hand(points, factors):
    """The network built again from its definition, with networkx and Shapely's triangles: no code of ours."""
    graph = nx.Graph()
    for triangle in shapely.get_parts(shapely.delaunay_triangles(shapely.MultiPoint(points))):
        ring = list(triangle.exterior.coords)
        for one, other in pairwise(ring):
            straight = float(np.hypot(one[0] - other[0], one[1] - other[1]))
            short = min(straight, factors.long_step_metres)
            walked = short * factors.walked_per_straight_metre
            walked += (straight - short) * factors.walked_per_straight_metre_beyond
            graph.add_edge(one, other, metres=walked)
    return graph


def test_distances_are_those_of_a_network_built_by_other_hands():
    random = np.random.default_rng(20261124)
    points = random.uniform(0, 5000, size=(60, 2)).round(1)
    metres = metres_between(points, np.zeros(60, dtype=int), NO_LINKS, CALIBRATED, 0)
    found = nx.single_source_dijkstra_path_length(
        by_hand(points, CALIBRATED), tuple(points[0]), weight="metres"
    )
    doors = 2 * CALIBRATED.door_metres
    assert metres[1:] == pytest.approx([found[tuple(point)] + doors for point in points[1:]], abs=0.01)
