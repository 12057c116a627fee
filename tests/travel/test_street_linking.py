import numpy as np
import pytest
import shapely

from estate_model.errors import AreaError
from estate_model.travel.networks.linking import link
from estate_model.travel.networks.street_part import largest_part
from tests.travel.street_worlds import ONE_WAY, streets

CROSS = streets([(0, 0), (100, 0), (100, 100), (100, 0)], (0, 1), (3, 2))


def test_the_nearest_point_of_the_nearest_edge():
    found = link(CROSS, ["a", "b", "c"], np.array([(25.0, 10.0), (130.0, 60.0), (-30.0, -40.0)]))
    assert found.edge.tolist() == [0, 1, 0]
    assert found.fraction == pytest.approx([0.25, 0.6, 0])
    assert found.connector_metres == pytest.approx([10, 30, 50])


def test_far_points_are_linked_all_the_same():
    found = link(CROSS, ["near", "far", "farther"], np.array([(0.0, 1.0), (-300.0, 0.0), (0.0, -4000.0)]))
    assert len(found) == 3
    assert found.connector_metres.tolist() == [1, 300, 4000]


def test_a_site_in_the_sea_is_named():
    points = np.array([(0.0, 0.0), (9000.0, 0.0)])
    with pytest.raises(AreaError, match="more than 5 km from the nearest street: Atlantis; is it in the sea"):
        link(CROSS, ["dry", "Atlantis"], points)
    assert link(CROSS, ["dry", "Atlantis"], points, lost_metres=10_000).connector_metres[1] == 8900
    with pytest.raises(AreaError, match="n0, n1, n2, n3, n4 and 3 more"):
        link(CROSS, [f"n{i}" for i in range(8)], np.full((8, 2), 1e6))


def test_a_point_without_coordinates_is_named():
    with pytest.raises(AreaError, match="no coordinates: nowhere"):
        link(CROSS, ["nowhere"], np.array([(np.nan, 0.0)]))


def test_shapes_and_empty_streets():
    with pytest.raises(ValueError, match="not \\(1, 2\\)"):
        link(CROSS, ["a"], np.zeros((2, 2)))
    with pytest.raises(AreaError, match="no street"):
        link(streets([(0, 0)]), ["a"], np.zeros((1, 2)))
    assert len(link(CROSS, [], np.zeros((0, 2)))) == 0


def test_an_edge_of_no_length_on_the_ground_can_be_linked_to():
    stairs = streets([(0, 0), (0, 0)], (0, 1, 30))
    assert link(stairs, ["a"], np.array([(3.0, 4.0)])).connector_metres.tolist() == [5]


def test_long_edges_and_crowds_agree_with_shapely():
    rng = np.random.default_rng(3)
    xy = rng.uniform(0, 3000, (400, 2))
    graph = streets(xy, *((i, j) for i, j in rng.integers(0, 400, (900, 2)).tolist() if i != j))
    points = rng.uniform(-500, 3500, (2000, 2))
    found = link(graph, [str(i) for i in range(2000)], points)
    lines = shapely.linestrings(np.stack([xy[graph.tail], xy[graph.head]], axis=1))
    tree = shapely.STRtree(lines)
    metres = tree.query_nearest(shapely.points(points), all_matches=False, return_distance=True)[1]
    assert found.connector_metres == pytest.approx(metres, abs=1e-6)
    foot = shapely.line_interpolate_point(lines[found.edge], found.fraction, normalized=True)
    assert shapely.distance(foot, shapely.points(points)) == pytest.approx(metres, abs=1e-6)


def test_the_largest_part_is_kept_and_the_rest_counted():
    two = streets([(0, 0), (100, 0), (0, 900), (100, 900), (200, 900)], (0, 1), (2, 3), (3, 4))
    kept, cut = largest_part(two)
    assert kept.xy_metres.tolist() == [[0, 900], [100, 900], [200, 900]]
    assert (kept.tail.tolist(), kept.head.tolist()) == ([0, 1], [1, 2])
    assert (cut.edges, cut.metres, cut.share) == (1, 100, pytest.approx(1 / 3))


def test_a_one_way_trap_is_cut_off():
    trap = streets([(0, 0), (100, 0), (200, 0)], (0, 1), (1, 2, ONE_WAY))
    kept, cut = largest_part(trap)
    assert len(kept.tail) == 1
    assert cut.edges == 1


def test_no_street_left_is_an_error():
    with pytest.raises(AreaError, match="there and back"):
        largest_part(streets([(0, 0), (1, 0)], (0, 1, ONE_WAY)))
    with pytest.raises(AreaError):
        largest_part(streets([(0, 0)]))
