"""Every sentence a run can say, made from The Street's numbers."""

from dataclasses import replace

import geopandas as gpd
import pytest

from estate_model.model import run
from estate_model.outputs import words
from estate_model.outputs.counters import hours_in_words
from estate_model.outputs.report import Report
from estate_model.outputs.sources import uncertain
from estate_model.scenario import Scenario
from tests import worlds


def report(*changes, hours=None, against=None, **fields):
    base = {"name": "test", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01",
            "moments": {"noon": "Tu 12:00", "night": "We 03:00"}, "profiles": ["walk"], "headline_minutes": 15}  # fmt: skip
    scenario = Scenario.model_validate({**base, **fields, "changes": list(changes)})
    before = None if against is None else Scenario.model_validate({**base, "changes": against})
    results = run(scenario, worlds.area(hours), against=before)
    return Report(results=results, cells=gpd.GeoDataFrame(), inputs=())


def said(*changes, **fields):
    return "\n".join(words.findings(report(*changes, **fields)))


def test_nothing_changes():
    text = said()
    assert "No counter closes, opens or changes its hours: there are 2 counters." in text
    assert "Noon (Tuesday 12:00) and night (Wednesday 03:00): 7 minutes on average; 100% within 15" in text
    assert "100% within 45 and 100% within 60 minutes; no resident's journey changes." in text
    assert "live in" not in text


def test_one_closure():
    text = said({"close": "east"})
    assert "2 counters before, 1 after: 1 closes. Open all day, every day: 2 before, 1 after." in text
    assert "Journeys are to the nearest open counter, walking, 4.8 km/h." in text
    # 300 and 800 people: (300 x 5 + 800 x 7.5) / 1100 before, (300 x 5 + 800 x 22.5) / 1100 after
    assert (
        "7 minutes on average before, 18 after; 400 residents (36%) have a journey over 10 minutes longer"
        in text
    )
    assert "fewer than 100 of them likely offline (fewer than 100 to fewer than 100)" in text
    assert "within 15 minutes, averaged over residents: 100% before, 45% after." in text
    assert "Most residents whose journey at noon is over 10 minutes longer live in Roadley (400)." in text


def test_all_shut():
    text = said({"close": ["east", "west"]})
    assert "2 counters before, none after: 2 close." in text
    assert "no counter is open after the changes, so nobody can reach one." in text


def test_gains_only():
    text = said({"open": "mid", "hours": "24/7"})
    assert "2 counters before, 3 after: 1 opens." in text
    assert "no residents have a journey over 10 minutes longer, and 500 have a shorter one." in text


def test_none_open_before():
    text = said({"set_hours": "west", "hours": "24/7"}, hours={"west": worlds.OFFICE_HOURS})
    assert "1 counter before, 1 after: 1 has longer hours." in text
    assert "Night (Wednesday 03:00): no counter was open before, and the nearest is 18 minutes away" in text


def test_shorter_hours_of_many_and_a_move():
    text = said({"set_hours": ["west", "east"], "hours": worlds.OFFICE_HOURS})
    assert "2 counters before, 2 after: 2 have shorter hours." in text
    assert "2 counters before, 2 after: 1 moves to another building." in said(
        {"move": "east", "to": "AA4 1AA"}
    )


def test_an_older_residents_profile_names_the_age():
    text = said({"close": "east"}, profiles=["walk-65-plus"])
    assert "residents aged 65 and over" in text


def test_a_scenario_that_counts_other_losses_says_those():
    assert "a journey over 20 minutes longer" in said({"close": "east"}, losing_minutes=[20])


def test_nobody_offline_is_said_plainly():
    assert words.offline(0, 0, 0) == "none of them likely offline"


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "no"), (0.4, "fewer than 100"), (99, "fewer than 100"), (100, "100"), (149, "100"), (950, "1,000"),
     (1234, "1,200"), (98_765, "98,800"), (999_999, "1,000,000"), (8_799_631, "8,800,000")],
)  # fmt: skip
def test_people_are_rounded_to_three_figures_and_the_hundred(number, text):
    assert words.people(number) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.001, "under 1%"), (0.005, "under 1%"), (0.994, "99%"), (0.9999, "over 99%"), (1, "100%")],
)
def test_percentages_never_round_something_to_nothing_or_to_all(share, text):
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("text", "said_as"),
    [
        ("24/7", "all day, every day"),
        ("off", "closed"),
        ("Mo-Fr 10:00-22:00; PH off", "Mon to Fri 10:00 to 22:00; public holidays closed"),
    ],
)
def test_hours_in_words(text, said_as):
    assert hours_in_words(text) == said_as


def test_nobody_can_reach_any_before_or_after():
    text = said({"set_hours": "west", "hours": "Mo 10:00-12:00"}, hours={"west": "Mo 09:00-11:00"})
    assert "1 counter before, 1 after: 1 has other hours." in text
    assert "no counter is open before or after, so nobody can reach one." in text


def test_what_rests_on_assumed_hours_is_said():
    assumed = (
        worlds.DatedHours(
            site_id="west", valid_from=worlds.FIRST_DAY, hours="24/7", confidence="seen in text"
        ),
        worlds.DatedHours(site_id="east", valid_from=worlds.FIRST_DAY, hours="24/7", confidence="assumed"),
    )
    scenario = report({"close": "east"}).results.scenario
    area = worlds.area()
    results = run(scenario, replace(area, hours=assumed))
    made = Report(results=results, cells=gpd.GeoDataFrame(), inputs=())
    assert "It is no residents if counters whose hours are assumed are shut then." in "\n".join(
        words.findings(made)
    )
    assert "The opening hours of 1 counter were not found and are assumed: East Police Station." in "".join(
        uncertain(made)
    )


def test_a_comparison_keeps_what_both_are_unsure_of_and_says_whose_settings_count():
    made = report({"close": "east"}, against=[], losing_minutes=[5], uncertain=["One."])
    assert uncertain(made)[0] == "One."
    assert "differ in losing_minutes; those of test are used for both" in uncertain(made)[-1]
