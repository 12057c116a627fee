"""Checks of standards on The Street: value, margin, worst places, and where a standard does not apply."""

from dataclasses import replace

import numpy as np
import pytest

from estate_model.analysis.standards import (
    BY_NAME,
    CHECKS,
    FAIL,
    NO_TARGET,
    NOT_HERE,
    PASS,
    UNTESTED,
    cases,
    judgements,
)
from estate_model.nouns.standards import PLEDGE, Standard
from tests import worlds
from tests.analysis.equity import fair_worlds

ONE = Standard(
    standard_id="one", check="within_minutes", title="T", definition="D", status="yardstick", threshold=15.0,
    unit="minutes", share_needed=0.5, level="area", applies_to="", not_in=(), measured="M", source="S",
    date="2025", url="", confidence="c",
)  # fmt: skip
NIGHTS_CUT = {"set_hours": ["west", "east"], "hours": worlds.OFFICE_HOURS}


def judged(*changes, known=None, **fields):
    results = fair_worlds.results(*(changes or ({"close": "east"},)), known=known)
    moments = cases(
        results.area, (results.before, results.after), results.impacts, results.scenario.week_start
    )
    return list(judgements([replace(ONE, **fields)], moments))


def test_a_share_within_minutes():
    noon, night = judged()  # after: 0 5 10 15 | 20 25 30 minutes, so 500 of 1,100 within 15
    assert (noon.moment, night.moment) == ("noon", "night")
    assert (noon.before.value, noon.before.result, noon.before.margin) == (1, PASS, 0.5)
    assert noon.after.value == pytest.approx(500 / 1100)
    assert noon.after.result == FAIL
    assert noon.after.margin == pytest.approx(500 / 1100 - 0.5)
    assert noon.after.parts.to_dict() == {"B1": 1.0, "B2": 0.25}
    assert noon.after.small_parts.to_dict() == {"Z1": 1.0, "Z2": 0.25}
    assert noon.after.parts_below == 1


def test_every_borough_must_pass():
    noon, _ = judged(level="borough", share_needed=0.25)
    assert (noon.after.value, noon.after.result) == (0.25, PASS)
    noon, _ = judged(level="borough", share_needed=0.26)
    assert noon.after.result == FAIL


def test_without_a_target_nothing_passes_or_fails():
    noon, _ = judged(share_needed=None)
    assert (noon.after.result, noon.after.parts_below) == (NO_TARGET, None)
    assert np.isnan(noon.after.margin)


def test_a_standard_covers_some_boroughs_only():
    noon, _ = judged(not_in=("B2",))
    assert (noon.after.value, noon.after.result) == (1, PASS)
    assert judged(applies_to="E09")[0].after.result == NOT_HERE


def test_nobody_is_within_reach_when_all_are_shut():
    _, night = judged(NIGHTS_CUT)
    assert (night.before.value, night.after.value, night.after.result) == (1, 0, FAIL)


def test_miles_are_straight_lines_to_what_is_open():
    # 1 mile is 1,609 m: from West alone AA1 to AA5 (1,600 m), 700 of 1,100
    noon, _ = judged(check="within_miles", threshold=1.0, unit="miles")
    assert noon.before.value == 1
    assert noon.after.value == pytest.approx(700 / 1100)
    _, night = judged(NIGHTS_CUT, check="within_miles", threshold=1.0)
    assert night.after.value == 0


def test_miles_to_a_counter_that_never_shuts():
    (one,) = judged(
        {"set_hours": "east", "hours": worlds.OFFICE_HOURS}, check="all_day_within_miles", threshold=1.0
    )
    assert one.moment == ""
    assert one.after.value == pytest.approx(700 / 1100)


def test_one_counter_all_day_in_every_borough():
    known = fair_worlds.area()
    known = replace(
        known, buildings={**known.buildings, "east": replace(known.buildings["east"], borough_name="")}
    )
    fields = {
        "check": "all_day_counter",
        "threshold": 1.0,
        "share_needed": 1.0,
        "level": "borough",
        "status": PLEDGE,
    }
    (one,) = judged({"set_hours": "east", "hours": worlds.OFFICE_HOURS}, known=known, **fields)
    assert (one.before.value, one.before.result) == (
        1,
        PASS,
    )  # East is in the borough of its nearest postcode
    assert (one.after.value, one.after.result, one.after.margin, one.after.parts_below) == (
        0.5,
        FAIL,
        -0.5,
        1,
    )
    assert one.after.parts.to_dict() == {"B1": 1.0, "B2": 0.0}
    assert judged(known=known, **fields, applies_to="E09")[0].after.result == NOT_HERE


def test_a_counter_of_another_areas_borough_counts_for_none():
    known = fair_worlds.area()
    strange = replace(known.buildings["east"], borough_name="Elsewhere")
    assert known.borough_code_of(strange) == ""
    assert known.borough_code_of(replace(strange, borough_name="Roadley")) == "B2"


def test_ward_officers_bases_are_not_known():
    assert judged(check="ward_base")[0].after.result == UNTESTED
    assert judged(check="ward_base", applies_to="E09")[0].after.result == NOT_HERE


def test_every_standard_that_came_along_has_its_check_and_its_source():
    assert {one.check for one in worlds.YARDSTICKS.standards} == set(BY_NAME)
    assert len(BY_NAME) == len(CHECKS)
    assert all(one.source and one.date and one.confidence for one in worlds.YARDSTICKS.standards)


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("status", "law", "status must be one of"),
        ("threshold", 0.0, "threshold must be"),
        ("share_needed", 1.5, "share_needed must be"),
        ("level", "ward", "level must be"),
    ],
)
def test_a_standard_checks_itself(field, value, fault):
    with pytest.raises(ValueError, match=fault):
        replace(ONE, **{field: value})
