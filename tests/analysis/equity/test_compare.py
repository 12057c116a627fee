"""Groups against everyone else on The Street, worked on paper.

East closes. Minutes before 0 5 10 15 10 5 0 and after 0 5 10 15 20 25 30, so the last two postcodes (400
people, all in Z2) lose over 10 minutes, and AA5 loses exactly 10, which is not over 10.
"""

import numpy as np
import pytest

from estate_model.analysis.equity.compare import compare
from estate_model.analysis.equity.groups import groups_of
from tests import worlds
from tests.analysis.equity import fair_worlds

EAST_CLOSES = {"close": "east"}


def compared(*changes, moment=0, known=None, losing=10, **fields):
    results = fair_worlds.results(*(changes or (EAST_CLOSES,)), known=known, **fields)
    impact = results.impacts[moment]
    return compare(impact, groups_of(impact, results.area), losing_minutes=losing, limit_minutes=20, far=0.9)


def test_everyone():
    row = compared().loc["everyone"]
    assert row["people"] == 1100
    assert row["mean_minutes_before"] == pytest.approx(7500 / 1100)
    assert row["mean_minutes_after"] == pytest.approx((1500 + 200 * 90) / 1100)
    assert row["mean_minutes_longer"] == pytest.approx(200 * 60 / 1100)
    assert (row["p90_minutes_before"], row["p90_minutes_after"]) == (15, 30)
    assert row["share_losing"] == pytest.approx(400 / 1100)
    assert np.isnan(row["share_losing_others"])
    assert np.isnan(row["relative_risk"])


def test_minutes_beyond_a_limit():
    # after: 200 people at 20 minutes (not beyond 20), 200 at 25 and 200 at 30
    row = compared().loc["everyone"]
    assert row["minutes_beyond_limit_before"] == 0
    assert row["minutes_beyond_limit_after"] == pytest.approx(200 * (5 + 10) / 1100)


def test_a_group_of_the_zones_against_everyone_else():
    row = compared().loc["disabled"]
    assert row["people"] == pytest.approx(90 + 80)
    assert row["people_losing"] == pytest.approx(40)
    assert row["share_losing"] == pytest.approx(40 / 170)
    assert row["share_losing_others"] == pytest.approx(360 / 930)
    assert row["relative_risk"] == pytest.approx((40 / 170) / (360 / 930))
    assert row["mean_minutes_before"] == pytest.approx((30 * 15 + 20 * 30) / 170)


def test_classes_are_held_against_those_whose_class_is_known():
    table = compared()
    assert table.loc["imd_decile_1", "share_losing"] == 0
    assert table.loc["imd_decile_1", "relative_risk"] == 0
    assert table.loc["imd_decile_9_10", "share_losing"] == pytest.approx(0.5)
    assert table.loc["imd_decile_9_10", "relative_risk"] == np.inf
    known = fair_worlds.area(groups=fair_worlds.zone_groups(decile=[np.nan, 9.0]))
    table = compared(known=known)
    assert np.isnan(table.loc["imd_decile_9", "share_losing_others"])  # nobody else's class is known
    assert "imd_decile_1" not in table.index


def test_a_loss_of_exactly_the_limit_is_not_over_it():
    assert compared(losing=9).loc["everyone", "people_losing"] == 600
    assert compared(losing=10).loc["everyone", "people_losing"] == 400


def test_who_can_reach_none_is_in_the_percentile_not_in_the_mean():
    office = {"west": "24/7", "east": worlds.OFFICE_HOURS}
    table = compared(
        {"set_hours": "west", "hours": worlds.OFFICE_HOURS}, moment=1, known=fair_worlds.area(office)
    )
    row = table.loc["everyone"]
    assert row["people_without_open_counter_before"] == 0
    assert row["people_without_open_counter_after"] == 1100
    assert np.isnan(row["mean_minutes_after"])
    assert np.isnan(row["mean_minutes_longer"])
    assert row["p90_minutes_after"] == np.inf
    assert row["share_losing"] == 1  # it became impossible
    assert table.loc["aged_65_plus", "relative_risk"] == pytest.approx(1)


def test_none_open_before_or_after_loses_nothing():
    known = fair_worlds.area({"west": worlds.OFFICE_HOURS})
    row = compared({"set_hours": "west", "hours": "Mo 09:00-10:00"}, moment=1, known=known).loc["everyone"]
    assert row["share_losing"] == 0
    assert np.isnan(row["mean_minutes_before"])


def test_a_profile_for_older_residents_leaves_out_counts_of_all_ages():
    table = compared(profiles=["walk-65-plus"])
    assert "disabled" not in table.index
    assert table.loc["everyone", "people"] == pytest.approx(330)
    assert table.loc["imd_decile_9", "people"] == pytest.approx(240)
    assert [name for name in table.index if name.startswith("aged_")] == [
        "aged_65_plus",
        "aged_75_plus",
        "aged_65_74",
    ]


def test_a_rank_makes_no_groups(monkeypatch):
    monkeypatch.setattr("estate_model.analysis.equity.groups.MOST_CLASSES", 1)
    assert not [name for name in compared().index if name.startswith("imd")]


@pytest.mark.parametrize("people", [[-1, 0], [3, 0]])
def test_a_group_is_a_part_of_its_base(people):
    with pytest.raises(ValueError, match="from 0 to their base"):
        fair_worlds.group(people, [2, 2])


def test_a_group_covers_the_same_places():
    with pytest.raises(ValueError, match="same places"):
        fair_worlds.group([1, 1], [2, 2, 2])
