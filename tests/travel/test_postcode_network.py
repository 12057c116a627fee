from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from estate_model.nouns.streets import Streets
from estate_model.travel.by_profile import times_by_profile
from estate_model.travel.engine.shortest_paths import metres_to_sites
from estate_model.travel.networks.postcode_network import NO_CROSSINGS, PostcodeFactors, postcode_network
from estate_model.travel.networks.postcode_streets import postcode_streets
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
BRIDGE = np.array([[[600, 200], [600, 100]]], dtype=float)


def metres_between(xy, bank, crossings, factors, start):
    net = postcode_network(xy, bank, crossings, factors=factors)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(net.xy_metres)))
    graph.add_weighted_edges_from(zip(net.tail.tolist(), net.head.tolist(), net.metres.tolist(), strict=True))
    found = nx.single_source_dijkstra_path_length(graph, start)
    return [found.get(node, np.inf) for node in range(len(xy))]


def test_the_river_is_crossed_only_at_the_bridge():
    metres = metres_between(RIVER, BANK, BRIDGE, NEUTRAL, 0)
    assert metres == pytest.approx([0, 300, 600, 600 + 100 + 600, 600 + 100 + 300, 600 + 100], abs=0.1)


def test_without_a_bridge_the_other_bank_cannot_be_reached():
    assert np.isinf(metres_between(RIVER, BANK, NO_CROSSINGS, NEUTRAL, 0)[3:]).all()


def test_a_tunnel_of_unknown_ends_joins_the_nearest_doors():
    tunnel = np.array([[[310, 150], [310, 150]]], dtype=float)
    metres = metres_between(RIVER, BANK, tunnel, NEUTRAL, 1)
    assert metres[4] == pytest.approx(2 * np.hypot(10, 50), abs=0.1)


def test_factors_of_a_step_and_of_doors():
    two = np.array([[0, 0], [300, 0]], dtype=float)
    metres = metres_between(two, np.zeros(2, dtype=int), NO_CROSSINGS, CALIBRATED, 0)
    assert metres[1] == pytest.approx(50 + 100 * 1.1 + 200 * 1.5 + 50)


def test_doors_that_share_a_point_are_two_doors_apart():
    same = np.array([[5, 5], [5, 5]], dtype=float)
    assert metres_between(same, np.zeros(2, dtype=int), NO_CROSSINGS, CALIBRATED, 0)[1] == pytest.approx(100)


@pytest.mark.parametrize(
    ("xy", "bank", "crossings", "words"),
    [
        (np.zeros((2, 3)), np.zeros(2, dtype=int), NO_CROSSINGS, r"xy_metres has shape \(2, 3\)"),
        (np.zeros((2, 2)), np.zeros(3, dtype=int), NO_CROSSINGS, "bank has shape"),
        (np.zeros((2, 2)), np.array([0, 2]), NO_CROSSINGS, "every bank must be 0 or 1"),
        (np.array([[0, np.nan]]), np.zeros(1, dtype=int), NO_CROSSINGS, "finite"),
        (np.zeros((2, 2)), np.zeros(2, dtype=int), np.zeros((1, 4)), "crossings_metres has shape"),
    ],
)
def test_what_cannot_be_a_network_is_refused(xy, bank, crossings, words):
    with pytest.raises(ValueError, match=words):
        postcode_network(xy, bank, crossings, factors=NEUTRAL)


coordinates = st.integers(0, 60).map(lambda n: n * 50.0)


@given(st.lists(st.tuples(coordinates, coordinates, st.integers(0, 1)), min_size=1, max_size=30))
@settings(deadline=None)
def test_law_every_bank_is_connected_and_no_walk_beats_the_crow(doors):
    xy, bank = np.array([door[:2] for door in doors]), np.array([door[2] for door in doors])
    for side in (0, 1):
        members = np.flatnonzero(bank == side)
        if not len(members):
            continue
        metres = np.array(metres_between(xy, bank, NO_CROSSINGS, NEUTRAL, int(members[0])))
        crow = np.hypot(*(xy - xy[members[0]]).T)
        assert np.isinf(metres[bank != side]).all()
        reached = metres[members]
        assert np.isfinite(reached).mean() > 0
        assert (reached[np.isfinite(reached)] >= crow[members][np.isfinite(reached)] - 0.1).all()


@given(st.lists(st.tuples(coordinates, coordinates), min_size=7, max_size=7))
@settings(deadline=None, max_examples=25)
def test_the_engine_agrees_with_plain_networkx_to_the_second(points):
    area = worlds.area(places=worlds.places([(worlds.WEST + x, worlds.NORTH + y) for x, y in points]))
    streets = postcode_streets(area, tuple(area.buildings.values()))
    seconds = times_by_profile(metres_to_sites(streets), streets, worlds.WALK).seconds
    graph = nx.from_scipy_sparse_array(streets.arcs, edge_attribute="metres")
    for column in range(len(streets.site_ids)):
        found = nx.single_source_dijkstra_path_length(graph, streets.n_places + column, weight="metres")
        expected = [round(found[place] / (4.8 / 3.6)) for place in range(streets.n_places)]
        assert (
            np.abs(seconds[:, column] - expected).max() <= 1
        )  # single precision may round a half the other way


def test_one_way_arcs_count_in_the_direction_of_travel():
    # place 0 can walk to site 1 (10 m); the site cannot walk back.
    arcs = csr_array(([10.0], ([0], [1])), shape=(2, 2))
    streets = Streets(xy_metres=np.zeros((2, 2)), arcs=arcs, n_places=1, site_ids=("s",))
    assert metres_to_sites(streets).tolist() == [[10.0]]
    back = Streets(xy_metres=np.zeros((2, 2)), arcs=arcs.T.tocsr(), n_places=1, site_ids=("s",))
    assert np.isinf(metres_to_sites(back)).all()


def test_a_site_stands_on_the_bank_of_its_nearest_postcode():
    sides = ("N", "N", "N", "S", "S", "S", "S")
    bridge = ("Bridge", worlds.WEST + 800, worlds.NORTH, worlds.WEST + 1200, worlds.NORTH)
    cut = worlds.area(places=worlds.places(sides=sides), crossings=worlds.crossings())
    joined = worlds.area(places=worlds.places(sides=sides), crossings=worlds.crossings(bridge))
    sites = (worlds.site("west"), worlds.site("east"))
    assert np.isinf(metres_to_sites(postcode_streets(cut, sites))[3:, 0]).all()
    assert metres_to_sites(postcode_streets(joined, sites))[:, 0].round().tolist() == [
        worlds.STEP_METRES * n for n in range(7)
    ]


def test_three_sides_are_refused():
    with pytest.raises(ValueError, match="more than two sides"):
        worlds.area(places=worlds.places(sides=("N", "S", "E", "N", "N", "N", "N")))


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
    metres = metres_between(points, np.zeros(60, dtype=int), NO_CROSSINGS, CALIBRATED, 0)
    found = nx.single_source_dijkstra_path_length(
        by_hand(points, CALIBRATED), tuple(points[0]), weight="metres"
    )
    doors = 2 * CALIBRATED.door_metres
    assert metres[1:] == pytest.approx([found[tuple(point)] + doors for point in points[1:]], abs=0.01)
