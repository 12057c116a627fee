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
from estate_model.analysis.standards.base import _shares
from estate_model.analysis.standards.ward_base import base_minutes
from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.nouns import Site
from estate_model.nouns.bases import Base, site_id_of
from estate_model.nouns.standards import PLEDGE, Standard
from estate_model.nouns.zones import Zoning
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


@pytest.mark.parametrize("part", [0.1, 0.3, 0.7, 100 / 3, 1 / 7, 33.3])
@pytest.mark.parametrize(
    ("served", "zones", "needed"), [(9, 10, 0.9), (7, 10, 0.7), (3, 5, 0.6), (19, 20, 0.95)]
)
def test_a_share_that_is_just_enough_is_that_share_though_sums_are_a_hair_out(part, served, zones, needed):
    borough = Zoning(("B1",), np.zeros(zones, dtype=np.intp))
    residents = np.full(zones, part)
    assert _shares(borough, residents, residents * (np.arange(zones) < served))["B1"] == needed


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


def with_bases(*bases):
    """What a run finds where bases stand at some postcodes (None: not known where), for some wards."""
    area = worlds.area()
    points = area.places.xy_metres
    known = tuple(
        Base(
            base_id=f"b{number}", name="B", ward_codes=wards,
            site=None if at is None else Site(
                site_id=site_id_of(f"b{number}"), name="B",
                easting_metres=points[at][0], northing_metres=points[at][1],
            ),
        )
        for number, (at, wards) in enumerate(bases)
    )  # fmt: skip
    results = fair_worlds.results({"close": "east"}, known=replace(area, bases=known))
    minutes = base_minutes(results.area, results.base_times["walk"])
    estates = (results.before, results.after)
    return minutes, cases(results.area, estates, results.impacts, results.scenario.week_start, minutes)


def of_bases(*bases, **fields):
    _, moments = with_bases(*bases)
    standard = replace(ONE, check="ward_base", level="borough", share_needed=1.0, threshold=10.0, **fields)
    return next(judgements([standard], moments)).after


def test_where_no_base_is_known_the_pledge_is_not_tested():
    for bases in ((), ((None, ("Z1",)),), ((0, ()),)):
        outcome = of_bases(*bases)
        assert (outcome.result, outcome.value_is) == (
            UNTESTED,
            "share of the wards whose base is known, 0 of 2",
        )
    assert of_bases(applies_to="E09").result == NOT_HERE


def test_the_walk_is_from_the_base_to_the_nearest_place_of_the_ward_and_the_shortest_counts():
    # AA7 stands 20 minutes from AA3, the nearest of Z1, and in Z2; AA2 in Z1, 10 minutes from AA4
    assert with_bases((6, ("Z1", "Z2")))[0] == {"Z1": 20, "Z2": 0}
    assert with_bases((6, ("Z1",)), (1, ("Z1", "Z2")))[0] == {"Z1": 0, "Z2": 10}


def test_a_pledge_on_bases_is_kept_or_not_only_where_no_unknown_ward_could_change_it():
    kept = of_bases((1, ("Z1", "Z2")))
    assert (kept.result, kept.value, kept.margin, kept.parts_below) == (PASS, 1, 0, 0)
    unsure = of_bases((1, ("Z1",)))
    assert (unsure.result, unsure.value, unsure.value_is) == (
        UNTESTED, 1, "share of the wards whose base is known, 1 of 2",
    )  # fmt: skip
    broken = of_bases((6, ("Z1",)))
    assert (broken.result, broken.value, broken.parts.to_dict()) == (FAIL, 0, {"B1": 0})
    half = replace(ONE, check="ward_base", level="borough", threshold=10.0)
    assert next(judgements([half], with_bases((1, ("Z1",)))[1])).after.result == PASS


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("one,B,base,530000,180000,Z9", r"bases\.csv:2: ward_codes: no ward 'Z9' in this area"),
        ("one,B,counter,530000,180000,Z1", r"bases\.csv:2: kind: 'counter' is not 'base'; counters stand in"),
        ("one,B,base,530000,,Z1", r"bases\.csv:2: northing"),
        ("one,B,base,930000,180000,Z1", r"bases\.csv:2: base 'one'"),
    ],
)
def test_what_bases_may_hold(tmp_path, row, fault):
    folder = worlds.write(tmp_path)
    bases = folder / "street" / "bases.csv"
    head = "base_id,name,kind,easting,northing,ward_codes\n"
    bases.write_text(f"{head}one,B,base,530000,180000,Z1; Z2\ntwo,C,base,,,\n")
    worlds.sign(folder)
    one, two = read_area(folder / "street", folder / "parameters").bases
    assert (one.ward_codes, two.ward_codes, one.site is None, two.site) == (("Z1", "Z2"), (), False, None)
    bases.write_text(head + row + "\n")
    worlds.sign(folder)
    with pytest.raises(AreaError, match=fault):
        read_area(folder / "street", folder / "parameters")


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
