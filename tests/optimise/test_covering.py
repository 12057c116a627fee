"""Maximal covering: worked by hand, and against every choice there is."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.errors import ChoiceError
from estate_model.optimise.covering import max_cover


def test_the_point_that_covers_most_alone_gives_way_to_two_that_cover_more_together():
    # the first covers 4 of 6 things and the others 3 each; with the first 5 at most, the other two all 6
    covers = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 1], [0, 1, 0], [0, 0, 1]], dtype=bool)
    one, two = (max_cover(covers, number, seconds=10) for number in (1, 2))
    assert (one.points.tolist(), one.covered, one.most) == ([0], 4, 4)
    assert (two.points.tolist(), two.covered, two.most) == ([1, 2], 6, 6)
    assert two.proven


def test_so_many_are_chosen_even_where_they_cover_nothing():
    assert len(max_cover(np.zeros((2, 3), dtype=bool), 2, seconds=10).points) == 2


@pytest.mark.parametrize("number", [0, 4])
def test_more_points_than_there_are_cannot_be_chosen(number):
    with pytest.raises(ChoiceError, match="choose from 1 to 3 of the 3 points"):
        max_cover(np.ones((2, 3), dtype=bool), number, seconds=10)


@given(st.integers(0, 2**32 - 1), st.integers(1, 8), st.integers(1, 7), st.floats(0.1, 0.6))
@settings(max_examples=30)
def test_no_choice_of_points_covers_more(seed, things, points, share):
    covers = np.random.default_rng(seed).random((things, points)) < share
    for number in range(1, points + 1):
        found = max_cover(covers, number, seconds=10)
        every = map(list, combinations(range(points), number))
        assert found.covered == max(covers[:, chosen].any(axis=1).sum() for chosen in every)
        assert found.most == found.covered
        assert len(set(found.points.tolist())) == number
