import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra

from estate_model.travel.engine.chains import chains_merged
from estate_model.travel.engine.contraction import contraction
from estate_model.travel.engine.counting import order_of
from estate_model.travel.engine.edges import Edges, distinct_edges
from estate_model.travel.engine.stars import Stars


def edges(nodes, *rows):
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    ends = [np.array(column, dtype=np.int64) for column in columns[:2]]
    return Edges(nodes, *ends, *(np.array(column, dtype=float) for column in columns[2:]))


def costs_to(small, targets):
    core = small.position[targets]
    everywhere = small.spread(np.ascontiguousarray(dijkstra(small.backwards, indices=core).T))
    return everywhere[small.position]


def plain_costs_to(network, targets):
    net = nx.DiGraph()
    net.add_nodes_from(range(network.nodes))
    rows = zip(network.tail, network.head, network.forward, network.backward, strict=True)
    for tail, head, forward, backward in rows:
        for one, other, cost in ((head, tail, forward), (tail, head, backward)):
            if (
                np.isfinite(cost)
                and cost < net.get_edge_data(int(one), int(other), {"weight": np.inf})["weight"]
            ):
                net.add_edge(int(one), int(other), weight=float(cost))
    found = [nx.single_source_dijkstra_path_length(net, int(target)) for target in targets]
    return np.array([[one.get(node, np.inf) for one in found] for node in range(network.nodes)])


def test_a_chain_becomes_one_edge_with_costs_each_way():
    chain = edges(4, (0, 1, 1, 10), (2, 1, 20, 2), (2, 3, 4, np.inf))  # 1 - 2 is drawn backwards
    chains, merged = chains_merged(chain, np.zeros(4, dtype=bool))
    assert chains.nodes.tolist() == [1, 2]
    assert chains.at.tolist() == [-1, 0, 1, -1]
    assert (merged.tail.tolist(), merged.head.tolist()) == ([0], [3])
    assert (merged.forward.tolist(), merged.backward.tolist()) == ([1 + 2 + 4], [np.inf])
    by_end = [
        dict(zip(e.tolist(), g.tolist(), strict=True)) for e, g in zip(chains.ends, chains.going, strict=True)
    ]
    assert by_end == [{0: 10, 3: 2 + 4}, {0: 20 + 10, 3: 4}]


def test_a_node_to_keep_ends_a_chain():
    chain = edges(4, (0, 1, 1, 1), (1, 2, 1, 1), (2, 3, 1, 1))
    merged = chains_merged(chain, np.arange(4) == 1)[1]
    assert sorted(map(sorted, zip(merged.tail.tolist(), merged.head.tolist(), strict=True))) == [
        [0, 1],
        [1, 3],
    ]


def test_a_ring_without_a_crossing_is_left_for_later_rounds():
    ring = edges(3, (0, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1))
    chains, merged = chains_merged(ring, np.zeros(3, dtype=bool))
    assert len(chains.nodes) == 0
    assert len(merged) == 3


def test_distinct_edges_are_the_cheapest_each_way():
    found = distinct_edges(edges(3, (1, 0, 5, 7), (0, 1, 6, 6), (2, 2, 1, 1), (1, 2, np.inf, 3)))
    assert (found.tail.tolist(), found.head.tolist()) == ([0, 1], [1, 2])
    assert (found.forward.tolist(), found.backward.tolist()) == ([6, np.inf], [5, 3])


def test_dead_ends_vanish_but_those_kept_stay():
    star = edges(5, *((0, leaf, leaf, leaf) for leaf in range(1, 5)))
    small = contraction(star, np.array([1])).sweep()
    assert small.core_nodes == 1
    assert small.position[1] == 0
    assert costs_to(small, np.array([1]))[:, 0].tolist() == [1, 0, 3, 4, 5]


def test_a_network_without_edges():
    small = contraction(edges(3), np.array([2])).sweep()
    assert costs_to(small, np.array([2]))[:, 0].tolist() == [np.inf, np.inf, 0]


def test_a_grid_loses_nodes_and_no_distance():
    side = 40
    at = np.arange(side * side).reshape(side, side)
    rng = np.random.default_rng(7)
    pairs = np.vstack(
        [
            np.column_stack([at[:, :-1].ravel(), at[:, 1:].ravel()]),
            np.column_stack([at[:-1].ravel(), at[1:].ravel()]),
        ]
    )
    cost = rng.integers(5, 90, (2, len(pairs))).astype(float)
    grid = Edges(
        side * side,
        pairs[:, 0],
        pairs[:, 1],
        cost[0],
        np.where(rng.random(len(pairs)) < 0.2, np.inf, cost[1]),
    )
    targets = np.array([0, 777, 1599])
    small = contraction(grid, targets, searches=400).sweep()
    assert small.core_nodes < side * side * 0.3
    assert costs_to(small, targets) == pytest.approx(plain_costs_to(grid, targets))


cost = st.one_of(st.integers(0, 100).map(float), st.just(np.inf))
rows = st.integers(1, 16).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), cost, cost), max_size=40),
        st.lists(st.integers(0, n - 1), min_size=1, max_size=4, unique=True),
        st.sampled_from([1, 10, 1000]),
    )
)


@settings(deadline=None, max_examples=100)
@given(rows)
def test_contraction_never_changes_a_distance(world):
    nodes, some, targets, searches = world
    network, targets = edges(nodes, *some), np.array(targets)
    expected = plain_costs_to(network, targets)
    small = contraction(network, targets, searches=searches)
    assert costs_to(small.sweep(), targets) == pytest.approx(expected)
    wanted = np.arange(0, nodes, 2)
    fewer = small.sweep(wanted)
    core = dijkstra(fewer.backwards, indices=fewer.position[targets])
    assert fewer.spread(core.T.copy())[fewer.position[wanted]] == pytest.approx(expected[wanted])


def test_a_closed_link_closes_its_own_chain_only():
    # 0 - 1 - 2 - 3 and 3 - 4 - 5 - 0, where 4 - 5 is one-way; 6 and 7 hang on 0 and 3 and make them crossings
    world = edges(
        8,
        (0, 1, 1, 2), (1, 2, 1, 2), (2, 3, 1, 2),
        (3, 4, 1, 2), (4, 5, 1, np.inf), (5, 0, 1, 2), (0, 6, 1, 1), (3, 7, 1, 1),
    )  # fmt: skip
    keep = np.isin(np.arange(8), [6, 7])
    chains, merged = chains_merged(world, keep)
    assert sorted(chains.nodes.tolist()) == [1, 2, 4, 5]
    rows = zip(merged.tail, merged.head, merged.forward, merged.backward, strict=True)
    there_and_back = [(f, r) if tail == 0 else (r, f) for tail, head, f, r in rows if {tail, head} == {0, 3}]
    assert sorted(there_and_back) == [(3, 6), (np.inf, 3)]
    going = {
        node: dict(zip(ends.tolist(), costs.tolist(), strict=True))
        for node, ends, costs in zip(chains.nodes.tolist(), chains.ends, chains.going, strict=True)
    }
    assert going == {1: {0: 2, 3: 2}, 2: {0: 4, 3: 1}, 4: {3: 2, 0: 2}, 5: {3: np.inf, 0: 1}}


def test_a_point_inside_a_chain_leaves_it_by_either_end_the_cheaper_way():
    chain = edges(4, (0, 1, 10, 20), (1, 2, 30, 40), (2, 3, 50, 60))
    chains = chains_merged(chain, np.zeros(4, dtype=bool))[0]
    near = np.array([[1, 2], [0, 1], [3, 2]])
    out, going = chains.left_from(near, np.array([[5.0, 7.0], [1.0, 2.0], [3.0, np.inf]]))
    found = [dict(zip(o.tolist(), g.tolist(), strict=True)) for o, g in zip(out, going, strict=True)]
    assert found == [{0: 5 + 20, 3: 7 + 50}, {0: 1, 3: 2 + 30 + 50}, {0: np.inf, 3: 3}]


def test_points_outside_chains_stay_where_they_are():
    cross = edges(5, (0, 1, 1, 1), (0, 2, 1, 1), (0, 3, 1, 1), (0, 4, 1, 1))
    chains = chains_merged(cross, np.zeros(5, dtype=bool))[0]
    near, going = np.array([[0, 3]]), np.array([[0.25, 0.75]])
    out = chains.left_from(near, going)
    assert (out[0].tolist(), out[1].tolist()) == (near.tolist(), going.tolist())


def test_a_ray_longer_than_a_way_round_both_ways_is_dropped():
    # a star around some node: to 0, 1 and 2; 1 - 2 costs 1, so the ray of 9 to 2 is a detour, that to 1 is not
    star = np.zeros(3, dtype=np.int64)
    stars = Stars(1, star, np.arange(3), np.array([5.0, 2, 9]), np.array([5.0, 2, 9]))
    assert stars.without_detours(edges(3, (1, 2, 1, 1))).end.tolist() == [0, 1]
    assert stars.without_detours(edges(3, (1, 2, 1, 8))).end.tolist() == [0, 1, 2]  # back by 2 -> 1: 8 + 2
    equal = Stars(1, star, np.arange(3), np.array([5.0, 2, 3]), np.array([5.0, 2, 3]))
    assert equal.without_detours(edges(3, (1, 2, 1, 1))).end.tolist() == [0, 1, 2]


def test_order_of_is_a_stable_sort_and_refuses_keys_out_of_range():
    keys = np.random.default_rng(3).integers(0, 50, 1000)
    assert (order_of(keys, 50) == np.argsort(keys, kind="stable")).all()
    for wrong in (50, -1):
        with pytest.raises(ValueError, match="below 50"):
            order_of(np.array([0, wrong]), 50)


@pytest.mark.parametrize("searches", [3, 100, 10_000])
def test_a_town_with_bends_and_one_way_streets_keeps_every_distance(searches):
    rng = np.random.default_rng(11)
    side, rows = 16, []
    nodes = side * side
    at = np.arange(nodes).reshape(side, side)
    grid = [*zip(at[:, :-1].ravel(), at[:, 1:].ravel(), strict=True)]
    grid += zip(at[:-1].ravel(), at[1:].ravel(), strict=True)
    for start, end in grid:
        if rng.random() < 0.3:
            continue
        bends = int(rng.poisson(1.2))
        path = [start, *range(nodes, nodes + bends), end]
        nodes += bends
        is_open = rng.random() > 0.2
        for one, other in itertools.pairwise(path):
            rows.append((one, other, rng.uniform(1, 90), rng.uniform(1, 90) if is_open else np.inf))
    town, targets = edges(nodes, *rows), np.array([0, 7, nodes - 1])
    small = contraction(town, targets, searches=searches).sweep()
    assert costs_to(small, targets) == pytest.approx(plain_costs_to(town, targets), rel=1e-12)
