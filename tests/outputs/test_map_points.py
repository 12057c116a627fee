"""Postcodes gathered into points, and travel times that are multiples of others."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.nouns import TravelTimes
from estate_model.outputs.map import ways
from estate_model.outputs.map.points import Gathered, gather
from estate_model.outputs.page.postcodes import _in_turn
from tests.worlds import SLOW, WALK


def along(*metres):
    """Places on a line from west to east."""
    return np.array([(float(x), 0.0) for x in metres])


def test_the_part_with_most_residents_times_spread_is_cut_first():
    # a: 2 x sqrt(50^2) = 100; b: 20 x sqrt(10^2) = 200
    xy = along(0, 100, 1000, 1020)
    keys = pd.Series(["a", "a", "b", "b"])
    assert gather(keys, xy, np.array([1.0, 1, 10, 10]), 3).tolist() == [0, 0, 1, 2]
    assert gather(keys, xy, np.array([3.0, 3, 10, 10]), 3).tolist() == [0, 1, 2, 2]


def test_a_cut_goes_across_the_longer_axis_through_the_residents_middle():
    # the middle of residents is at x = (0 + 0 + 300 + 3 x 400) / 6 = 250, the longer axis runs east
    xy = np.array([(0.0, 0), (0, 50), (300, 0), (400, 50)])
    point = gather(pd.Series(list("aaaa")), xy, np.array([1.0, 1, 1, 3]), 2)
    assert point[0] == point[1] != point[2] == point[3]


def test_halves_are_cut_again_and_nobody_is_cut_from_nobody():
    people = np.array([1.0, 1, 1, 1, 0, 0])
    point = gather(pd.Series(list("aaaabb")), along(0, 10, 1000, 1010, 5000, 9000), people, 99)
    assert point.tolist() == [0, 1, 2, 3, 4, 4]


@pytest.mark.parametrize("most", [0, 1, 2])
def test_there_are_never_fewer_points_than_keys(most):
    assert gather(pd.Series(["a", "b"]), along(0, 900), np.ones(2), most).tolist() == [0, 1]


PLACES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 9000), st.integers(0, 9000), st.integers(0, 9)),
    min_size=1,
    max_size=40,
)


@given(PLACES, st.integers(0, 50))
def test_law_every_place_has_one_point_of_its_own_key(places, most):
    keys, x, y, people = (list(column) for column in zip(*places, strict=True))
    point = gather(
        pd.Series(keys), np.column_stack([x, y]).astype(float), np.array(people, dtype=float), most
    )
    assert set(point.tolist()) == set(range(point.max() + 1))
    assert len(set(point.tolist())) <= max(most, len(set(keys)))
    assert len(set(zip(point.tolist(), keys, strict=True))) == len(set(point.tolist()))


def gathered():
    """Points of two places each; nobody lives at the second."""
    return Gathered(point=np.array([0, 0, 1, 1]), people=np.array([1.0, 3, 0, 0]))


def test_a_point_has_the_mean_of_its_residents_or_of_its_places():
    assert gathered().means(np.array([0.0, 8, 10, 20])).tolist() == [(0 + 3 * 8) / 4, (10 + 20) / 2]


def test_a_site_is_out_of_reach_where_most_cannot_reach_it():
    seconds = np.array([[60, 60], [np.inf, 100], [60, 60], [60, np.inf]], dtype=np.float32)
    means = gathered().mean_seconds(seconds)
    assert means.tolist() == [[np.inf, (60 + 3 * 100) / 4], [60, np.inf]]
    assert gathered().sum_of_means(seconds) == np.inf


WALKED = np.array([[600, 3000], [900, 2400], [1200, 1800], [1500, 1200]], dtype=np.float32)


def found(*others):
    """The matrices and ways of walking and of others, at half its speed or not."""
    profiles = {"walk": WALK} | {
        key: replace(SLOW, profile_id=key) for key in (f"p{n}" for n in range(len(others)))
    }
    seconds = dict(zip(profiles, (WALKED, *others), strict=True))
    results = SimpleNamespace(
        area=SimpleNamespace(profiles=profiles),
        scenario=SimpleNamespace(profiles=tuple(profiles)),
        times={
            key: TravelTimes(profile=profiles[key], site_ids=("b", "a"), seconds=table)
            for key, table in seconds.items()
        },
        spare_times={},
        base_times={},
    )
    return ways.ways_of(results, gathered())


def test_a_steady_profile_is_a_multiple_and_needs_no_matrix(monkeypatch):
    monkeypatch.setattr(ways, "ROWS", 3)
    matrices, (walk, slow) = found(2 * WALKED + np.array([[1], [0], [0], [-1]], dtype=np.float32))
    assert len(matrices) == 1
    assert (walk.matrix, walk.factor, walk.crowd) == (0, 1.0, 0)
    # points: walked (825 + 2550) + (1350 + 1500) = 6225; slow twice that, + 2/4 at the first, - 2/2 at the other
    assert (slow.matrix, slow.factor, slow.crowd) == (0, round((2 * 6225 + 0.5 - 1) / 6225, 6), 1)


def test_what_is_no_multiple_has_a_matrix_of_its_own():
    other = np.array([[600, 600], [600, 600], [600, 600], [600, 600]], dtype=np.float32)
    matrices, pair = found(other, 3 * other)
    assert [(way.matrix, way.factor) for way in pair] == [(0, 1.0), (1, 1.0), (1, 3.0)]
    assert matrices[0].tolist() == [[2550, 825], [1500, 1350]], "points x sites in id order"
    assert matrices[1].tolist() == [[600, 600], [600, 600]]


def test_places_may_differ_where_their_points_do_not():
    # the two places of the second point differ by 100 seconds each way: 2 x 1350, 2 x 1500 all the same
    other = 2 * WALKED + np.array([[0], [0], [100], [-100]], dtype=np.float32)
    matrices, (_, way) = found(other)
    assert (len(matrices), way.matrix, way.factor) == (1, 0, 2.0)


def test_a_place_cut_off_in_one_way_of_travel_alone_is_no_multiple():
    other = 2 * WALKED
    other[2:, 0] = np.inf
    matrices, (_, way) = found(other)
    assert (len(matrices), way.matrix, way.factor) == (2, 1, 1.0)


def in_turn(places, count):
    """Move to front, one place at a time."""
    recent, turns = list(range(count)), []
    for place in places:
        turns.append(recent.index(place))
        recent.insert(0, recent.pop(turns[-1]))
    return turns


@given(st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=12), max_size=6))
def test_law_places_are_coded_by_moving_them_to_the_front(sectors):
    sizes = np.array([len(sector) for sector in sectors], dtype=np.int64)
    places = np.array([place for sector in sectors for place in sector], dtype=np.int64)
    turns = _in_turn(places, np.cumsum(sizes) - sizes, sizes)
    assert turns.tolist() == [turn for sector in sectors for turn in in_turn(sector, 7)]
