"""Means and medians by zone, on places that can be counted by hand."""

import numpy as np
import pytest

from estate_model.analysis.zone_rows import Counts, _medians, zone_rows
from estate_model.nouns.zones import Zoning
from tests import worlds


@pytest.mark.parametrize("share", [0.1, 0.3, 0.7, 1 / 7])
def test_half_of_two_houses_alike_is_the_first_though_sums_are_a_hair_out(share):
    streets = Zoning(tuple(f"{number:02}" for number in range(30)), np.repeat(np.arange(30), 2))
    people, minutes = np.full(60, share), np.tile([1.0, 2.0], 30)
    assert set(_medians(minutes, people, streets)) == {1.0}


def test_who_has_no_minutes_is_left_out():
    minutes = np.array([np.inf, 5.0, 7.0, np.inf, np.inf, np.inf, np.inf])
    found = zone_rows(worlds.area(), np.ones(7), Counts(added={}, minutes=minutes), ["ward"])
    assert found["median"].tolist() == pytest.approx([5.0, 5.0, np.nan], nan_ok=True)
