"""Money, worked by hand on The Street."""

from dataclasses import replace

import pytest

from estate_model.analysis.demand import REPORTS
from estate_model.analysis.money import money
from estate_model.model import access_of as run
from estate_model.nouns.parameters import Fact
from estate_model.scenario.scenario import Scenario
from tests import worlds

BASE = {"name": "t", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01",
        "profiles": ["walk"], "moments": {"noon": "Tu 12:00"}}  # fmt: skip


def fact(name, low, central, high):
    return Fact(fact=name, low=low, central=central, high=high, unit="u", source="s", confidence="c")


FACTS = {
    one.fact: one
    for one in (
        fact("days_a_year", 100, 100, 100), fact("ways_a_visit", 2, 2, 2),
    )
}  # fmt: skip


def rows(*changes, facts=FACTS, **fields):
    scenario = Scenario.model_validate({**BASE, **fields, "changes": list(changes)})
    found = money(run(scenario, replace(worlds.area(), money_facts=facts)))
    return {row.item: (row.low, row.central, row.high) for row in found}


def test_extra_travel_and_its_value():
    worth = {"gbp_an_hour": 5, "prices": "2024", "source": "A data book"}
    found = rows({"close": "east"}, value_of_time=worth)
    # 300 x 0 and 200 x (0 + 10 + 20 + 30) minutes over 1,100 residents
    minutes = 200 * 60 / 1100
    assert found["extra_minutes_a_journey"] == pytest.approx((minutes,) * 3)
    # two counters take 4 reports a day each; a quarter of visits report, or 3%
    fewest, most = 2 * 4 * 100 / 0.25, 2 * 4 * 100 / 0.03
    assert found["visits_a_year"] == pytest.approx((fewest, None, most))
    hours = [visits * 2 * minutes / 60 for visits in (fewest, most)]
    assert found["extra_travel_hours_a_year"] == pytest.approx((hours[0], None, hours[1]))
    assert found["value_of_extra_travel"] == pytest.approx((hours[0] * 5, None, hours[1] * 5))
    assert "running_cost_saved" not in found


def test_without_a_value_of_time_there_are_hours_and_no_pounds():
    assert list(rows({"close": "east"})) == [
        "visits_a_year", "extra_minutes_a_journey", "extra_travel_hours_a_year",
    ]  # fmt: skip


def test_visits_are_those_of_the_force_s_own_counters():
    known = worlds.area(money_facts=FACTS, force="Ours", buildings={
        **worlds.area().buildings, "west": replace(worlds.site("west"), operator="Theirs"),
    })  # fmt: skip
    row = money(run(Scenario.model_validate({**BASE, "changes": [{"close": "east"}]}), known))[0]
    assert row.low == pytest.approx(1 * 4 * 100 / 0.25)
    assert row.formula.startswith("the Ours's counters before x crime reports a counter a day (4)")


def test_reports_at_counters_of_another_place_are_no_visits_here():
    known = worlds.area(money_facts=FACTS)
    known = replace(known, yardsticks=replace(known.yardsticks, elsewhere=frozenset({REPORTS})))
    assert money(run(Scenario.model_validate({**BASE, "changes": [{"close": "east"}]}), known)) == ()


def test_less_travel_is_below_zero_and_rises_from_low_to_high():
    low, _, high = rows({"open": "mid", "hours": "24/7"})["extra_travel_hours_a_year"]
    assert low < high < 0


def test_savings_for_each_resident_offline_who_loses():
    costs = {
        "east": {"running_gbp_a_year": 320_000, "capital_gbp": 50, "source": "A budget"},
        "west": {"running_gbp_a_year": 99, "source": "A budget"},
    }
    found = rows({"close": "east"}, costs=costs)
    assert found["running_cost_saved"] == (320_000,) * 3
    assert found["capital_received"] == (50,) * 3
    # 16, 32 and 64 residents likely offline lose over 10 minutes
    assert found["saved_per_offline_resident_losing"] == (5000, 10_000, 20_000)


def test_an_opening_costs_and_what_is_not_known_is_named():
    costs = {"mid": {"running_gbp_a_year": 10, "source": "A budget"}}
    scenario = Scenario.model_validate(
        {**BASE, "changes": [{"open": "mid", "hours": "24/7"}, {"close": "east"}], "costs": costs}
    )
    found = {row.item: row for row in money(run(scenario, worlds.area()))}
    assert found["running_cost_saved"].central == -10
    assert "not given: east" in found["running_cost_saved"].formula


def test_without_visits_or_costs_there_is_no_money():
    assert rows({"close": "east"}, facts={}) == {}


def test_nobody_who_can_travel_travels_no_longer():
    assert rows({"close": ["east", "west"]})["extra_minutes_a_journey"] == (0, 0, 0)


def test_a_fact_must_rise():
    with pytest.raises(ValueError, match="low <= central <= high"):
        fact("x", 3, 2, 1)
