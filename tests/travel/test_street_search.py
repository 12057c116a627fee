from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.nouns import Profile
from estate_model.nouns.streets import Links
from estate_model.travel.engine.search import BATCH, Pace, metres_to_counters, seconds_to_counters
from estate_model.travel.networks.linking import link
from tests.travel.street_worlds import ONE_WAY, plain_metres, streets
from tests.worlds import CYCLE, SLOW

WALK = Pace(kmh=3.6, connector_kmh=3.6)  # a metre a second


def links(graph, *points):
    return link(graph, [f"n{i}" for i in range(len(points))], np.array(points, dtype=float).reshape(-1, 2))


def seconds(graph, places, counters, pace=WALK):
    return seconds_to_counters(graph, links(graph, *places), links(graph, *counters), pace).tolist()


def test_a_line_and_both_connectors():
    #   place (30, 40)            counter (250, -10)
    #   0 ----- 100 ----- 200 ----- 300
    line = streets([(0, 0), (100, 0), (200, 0), (300, 0)], (0, 1), (1, 2), (2, 3))
    assert seconds(line, [(30, 40)], [(250, -10)]) == [[40 + 220 + 10]]


def test_the_connector_is_walked_at_walking_speed():
    line = streets([(0, 0), (100, 0), (200, 0)], (0, 1), (1, 2))
    pace = Pace(kmh=36, connector_kmh=3.6)
    assert seconds(line, [(0, 40)], [(200, 10)], pace) == [[40 + 20 + 10]]


def test_edges_with_a_speed_of_their_own_keep_it():
    line = streets([(0, 0), (100, 0), (200, 0)], (0, 1), (1, 2))
    line.kmh[1] = 36
    assert seconds(line, [(0, 0)], [(200, 0)]) == [[100 + 10]]


def test_a_one_way_loop_is_gone_round():
    #   3 <- 2      0 -> 1 -> 2 -> 3 -> 0, 100 m each
    #   0 -> 1
    ring = [(0, 0), (100, 0), (100, 100), (0, 100)]
    loop = streets(ring, *((i, (i + 1) % 4, ONE_WAY) for i in range(4)))
    assert seconds(loop, ring, [(50, 0)]) == [[50], [350], [250], [150]]


def test_two_points_on_one_one_way_edge():
    loop = streets([(0, 0), (100, 0), (50, 80)], (0, 1, ONE_WAY), (1, 2, 60, ONE_WAY), (2, 0, 40, ONE_WAY))
    assert seconds(loop, [(20, 0), (70, 0), (50, 0)], [(50, 0)]) == [[30], [30 + 60 + 40 + 50], [0]]


def test_two_points_on_one_two_way_edge_go_straight():
    line = streets([(0, 0), (100, 0)], (0, 1))
    assert seconds(line, [(20, 5), (90, 0)], [(50, 0), (60, 0)]) == [[35, 45], [40, 30]]


def test_round_the_block_can_beat_the_own_edge():
    # the edge 0 - 1 is a slow bend of 900 m; a path of 110 m runs beside it
    bend = streets([(0, 0), (100, 0), (50, 30)], (0, 1, 900), (0, 2, 55), (2, 1, 55))
    assert seconds(bend, [(10, 0)], [(90, 0)]) == [[90 + 110 + 90]]


def test_dead_ends_with_a_place_and_a_counter_at_their_tips():
    #        4          places at 3 and 4, counters at 5 and 1
    #        |
    #   0 -- 1 -- 2 -- 3     5 hangs on 4
    tree = streets(
        [(0, 0), (100, 0), (200, 0), (300, 0), (100, 50), (100, 90)], (0, 1), (1, 2), (2, 3), (1, 4), (4, 5)
    )
    assert seconds(tree, [(300, 0), (100, 50), (0, 0)], [(100, 90), (100, 0)]) == [
        [290, 200],
        [40, 50],
        [190, 100],
    ]


def test_parallel_edges_count_as_the_shortest_each_way():
    two = streets([(0, 0), (100, 0), (200, 0)], (0, 1, 150), (0, 1, 100, ONE_WAY), (1, 2), (2, 1, 400))
    assert seconds(two, [(0, 0), (200, 0)], [(200, 0), (0, 0)]) == [[200, 0], [0, 250]]


def test_a_ring_without_a_crossing():
    ring = [(0, 0), (100, 0), (100, 100), (0, 100)]
    world = streets(ring, *((i, (i + 1) % 4) for i in range(4)))
    assert seconds(world, ring, [(0, 0), (100, 50)]) == [[0, 150], [100, 50], [200, 50], [100, 150]]


def test_an_edge_back_to_its_own_node():
    world = streets([(0, 0), (100, 0)], (0, 1), (1, 1, 80))
    at = Links(ids=("a",), edge=np.array([1]), fraction=np.array([0.25]), connector_metres=np.zeros(1))
    door = links(world, (0, 0))
    assert seconds_to_counters(world, at, door, WALK).tolist() == [[120]]
    assert seconds_to_counters(world, door, at, WALK).tolist() == [[120]]


def test_islands_cannot_be_reached_and_stay_in_the_table():
    two = streets([(0, 0), (100, 0), (0, 900), (100, 900), (50, 950)], (0, 1), (2, 3), (3, 4), (4, 2))
    assert seconds(two, [(0, 0), (0, 900)], [(100, 0)]) == [[100], [np.inf]]


def test_a_way_in_without_a_way_out():
    trap = streets([(0, 0), (100, 0)], (0, 1, ONE_WAY))
    assert seconds(trap, [(0, 0), (100, 0)], [(0, 0), (100, 0)]) == [[0, 100], [np.inf, 0]]


def test_no_counters_and_no_places():
    line = streets([(0, 0), (100, 0)], (0, 1))
    assert seconds_to_counters(line, links(line, (0, 0)), links(line), WALK).shape == (1, 0)
    assert seconds_to_counters(line, links(line), links(line, (0, 0)), WALK).shape == (0, 1)


def test_progress_is_told_for_every_batch():
    line = streets([(0, 0), (100, 0)], (0, 1))
    told = []
    many = links(line, *((x, 0) for x in range(2 * BATCH + 4)))
    seconds_to_counters(line, many, many, WALK, progress=lambda done, total: told.append((done, total)))
    total = 2 * BATCH + 4
    assert told == [(BATCH, total), (2 * BATCH, total), (total, total)]


def test_pace_of_a_profile():
    profile = {"profile_id": "x", "label": "x", "age_from": 0, "source": "", "confidence": ""}
    assert Pace.of(Profile(mode="walk", speed_kmh=3.2, **profile), 4.8) == Pace(kmh=3.2, connector_kmh=3.2)
    assert Pace.of(Profile(mode="cycle", speed_kmh=14, **profile), 4.8) == Pace(kmh=14, connector_kmh=4.8)


@st.composite
def worlds(draw):
    nodes = draw(st.integers(2, 14))
    ends = st.integers(0, nodes - 1)
    edge = st.tuples(ends, ends, st.integers(1, 300), st.sampled_from(["", "", ONE_WAY]))
    chain = [
        (i, i + 1, draw(st.integers(1, 300)), draw(st.sampled_from(["", ONE_WAY]))) for i in range(nodes - 1)
    ]
    edges = draw(st.lists(edge, max_size=12)) + (chain if draw(st.booleans()) else chain[::2])
    return streets([(0, 0)] * nodes, *edges)


@st.composite
def points(draw, graph):
    edge = st.integers(0, len(graph.tail) - 1)
    fraction = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1, width=16))
    some = draw(st.lists(st.tuples(edge, fraction, st.integers(0, 50)), min_size=1, max_size=10))
    edges, fractions, metres = zip(*some, strict=True)
    return Links(
        ids=tuple(map(str, range(len(some)))),
        edge=np.array(edges),
        fraction=np.array(fractions),
        connector_metres=np.array(metres, dtype=float),
    )


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_every_pair_agrees_with_plain_networkx(data):
    graph = data.draw(worlds())
    places, counters = data.draw(points(graph)), data.draw(points(graph))
    expected = plain_metres(graph, places, counters)
    found = seconds_to_counters(graph, places, counters, WALK)
    assert found.shape == expected.shape
    assert found.dtype == np.float32
    assert (np.isinf(found) == np.isinf(expected)).all()
    apart = np.abs(np.where(np.isinf(expected), 0, found) - np.where(np.isinf(expected), 0, expected))
    assert apart.max() <= 0.5 + 2**-19  # whole seconds: the time, in steps of 2^-20, rounded
    metres = metres_to_counters(graph, places, counters)
    assert metres == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert (found == seconds_to_counters(graph, places, counters, WALK)).all()


def test_who_walks_by_a_stricter_rule_walks_to_the_street_at_their_own_pace():
    strict = replace(SLOW, mode="walk-strict")
    assert Pace.of(strict, walking_kmh=4.8) == Pace(kmh=2.4, connector_kmh=2.4)
    assert Pace.of(CYCLE, walking_kmh=4.8) == Pace(kmh=16.0, connector_kmh=4.8)
