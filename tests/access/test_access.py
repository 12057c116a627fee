import numpy as np
import pytest

from estate_model.access import MEASURES
from estate_model.access.nearest import nearest
from estate_model.access.open_week import hours_by_set
from estate_model.access.share_of_week import share_of_week
from estate_model.access.within import within
from estate_model.nouns import TravelTimes
from estate_model.nouns.england_and_wales import HOLIDAYS
from estate_model.opening import week_pieces
from tests import worlds

WEEK = worlds.dt.date(2026, 3, 9)


def times(rows):
    return TravelTimes(profile=worlds.WALK, site_ids=("a", "b"), seconds=np.array(rows, dtype=np.float32))


def test_nearest_says_how_far_and_which():
    access = nearest(times([[60, 120], [300, 120], [np.inf, np.inf]]), ["a", "b"])
    assert access.values.tolist() == [60, 120, np.inf]
    assert access.site_index.tolist() == [0, 1, -1]


def test_a_tie_goes_to_the_first_in_id_order():
    assert nearest(times([[60, 60]]), ["b", "a"]).site_index.tolist() == [0]


def test_with_no_counter_open_nobody_reaches_one():
    access = nearest(times([[60, 120]]), [])
    assert access.values.tolist() == [np.inf]
    assert access.site_index.tolist() == [-1]


def test_within_counts_the_very_second():
    access = nearest(times([[1800, np.inf], [1801, np.inf]]), ["a"])
    assert within(access, 30).tolist() == [True, False]


def test_share_of_week_is_exact():
    # a is 10 minutes away and open 40 hours; b is 50 minutes away and open all week.
    pieces = week_pieces({"a": "Mo-Fr 09:00-17:00", "b": "24/7"}, WEEK, HOLIDAYS)
    hours, rows = hours_by_set(pieces), times([[600, 3000], [3000, 600]])
    access = share_of_week(hours, {counters: nearest(rows, counters) for counters in hours}, 45)
    assert access.values.tolist() == pytest.approx([40 / 168, 1.0])


def test_every_measure_says_what_it_is():
    for measure in MEASURES:
        assert all(vars(measure).values()), measure.name
