"""Recorded crime as weights, and the load of counters, worked on The Street."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.analysis.demand import demand_rows, load, shares_within_zones
from estate_model.nouns import Places
from tests import worlds
from tests.analysis.equity import fair_worlds


def one_row(known=None, *changes):
    results = fair_worlds.results(*(changes or ({"close": "east"},)), known=known)
    shares = shares_within_zones(results.area)
    return demand_rows(results.impacts[0], results.area, shares, losing_minutes=10)[0]


def test_crime_like_residents_gives_the_residents_mean():
    row = one_row()  # 30 crimes for 300 residents, 80 for 800
    assert row["count_a_year"] == pytest.approx(110)
    assert row["mean_minutes_after"] == pytest.approx(row["mean_minutes_after_residents"])
    assert row["share_losing"] == pytest.approx(400 / 1100)


def test_crime_where_nobody_loses():
    row = one_row(fair_worlds.area(groups=fair_worlds.zone_groups(crimes=[60.0, 0.0])))
    assert (row["count_losing"], row["mean_minutes_before"], row["mean_minutes_after"]) == (0, 5, 5)


def test_zones_that_are_not_known_are_left_out_and_said():
    row = one_row(fair_worlds.area(groups=fair_worlds.zone_groups(crimes=[np.nan, 80.0])))
    assert (row["zones_not_known"], row["people_in_zones_not_known"]) == (1, 300)
    assert row["share_losing"] == pytest.approx(0.5)


def test_no_crime_at_all_has_no_mean():
    row = one_row(fair_worlds.area(groups=fair_worlds.zone_groups(crimes=[0.0, 0.0])))
    assert np.isnan(row["mean_minutes_after"])
    assert np.isnan(row["share_losing"])


def test_a_zone_without_residents_shares_its_crime_evenly():
    places = worlds.places()
    people = places.people.copy()
    people[:3] = 0
    empty = Places(table=places.table, people=people, bands=places.bands)
    shares = shares_within_zones(fair_worlds.area(places=empty))
    assert shares[:3].tolist() == [1 / 3] * 3


def test_an_area_without_demand_has_no_rows():
    results = fair_worlds.results({"close": "east"}, known=worlds.area())
    shares = shares_within_zones(results.area)
    assert demand_rows(results.impacts[0], results.area, shares, losing_minutes=10) == []


def test_where_too_many_have_no_zone_only_shares_are_shown():
    known = fair_worlds.zone_groups()
    shares_only = replace(known, demands=tuple(replace(one, totals=False) for one in known.demands))
    row, counted = one_row(fair_worlds.area(groups=shares_only)), one_row()
    assert np.isnan(row["count_a_year"])
    assert np.isnan(row["count_losing"])
    for name in ("share_losing", "mean_minutes_before", "mean_minutes_after"):
        assert row[name] == counted[name]


@given(st.lists(st.integers(0, 400), min_size=7, max_size=7))
@settings(max_examples=30, deadline=None)
def test_crime_in_is_crime_out(residents):
    places = worlds.places()
    people = np.array(residents, dtype=float)[:, None] * np.eye(1, places.people.shape[1])
    known = fair_worlds.area(places=Places(table=places.table, people=people, bands=places.bands))
    shares = shares_within_zones(known)
    assert [shares[known.place_zone == zone].sum() for zone in (0, 1)] == pytest.approx([1, 1])


def test_the_load_follows_the_catchment():
    results = fair_worlds.results({"close": "east"})
    table = load(results.impacts[0], worlds.YARDSTICKS, own=("west", "east"))
    # two counters at 4 reports a day; West is nearest for AA1 to AA3, and for AA4 by id order none: East first
    assert table["people_in_catchment_before"].sum() == 1100
    assert table.loc["west", "people_in_catchment_after"] == 1100
    assert table["reports_a_day_central_before"].sum() == pytest.approx(8)
    assert table.loc["west", "reports_a_day_central_after"] == pytest.approx(8)
    assert table.loc["west", "reports_a_day_low_after"] == pytest.approx(5)
    assert table.loc["west", "reports_a_day_high_after"] == pytest.approx(30)
    assert table.loc["west", "visits_a_day_fewest_after"] == pytest.approx(8 / 0.25)
    assert table.loc["west", "visits_a_day_most_after"] == pytest.approx(8 / 0.03)
    assert table.loc["west", "compelled_visits_a_day_fewest_after"] == pytest.approx(8 / 0.25 * 0.3)
    assert table.loc["west", "compelled_visits_a_day_most_after"] == pytest.approx(8 / 0.03 * 0.3)
    assert table.loc["east", "reports_a_day_central_after"] == 0


def test_who_can_reach_none_makes_no_visit():
    results = fair_worlds.results({"set_hours": ["west", "east"], "hours": worlds.OFFICE_HOURS})
    table = load(results.impacts[1], worlds.YARDSTICKS, own=("west", "east"))
    assert table["reports_a_day_central_before"].sum() == pytest.approx(8)
    assert table["reports_a_day_central_after"].sum() == 0


def test_none_open_before_gives_no_figures():
    results = fair_worlds.results(known=fair_worlds.area({"west": worlds.OFFICE_HOURS}))
    table = load(results.impacts[1], worlds.YARDSTICKS, own=("west",))
    assert table["reports_a_day_central_after"].isna().all()
