"""The whole model on the street: answers a reader can check on paper (five minutes from post to post)."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from estate_model.analysis.by_zone import readable, sums_by_zone
from estate_model.analysis.counters import counter_changes
from estate_model.analysis.flows import flows
from estate_model.analysis.impact import longer_seconds
from estate_model.model import access_of as run
from estate_model.nouns import Limits
from estate_model.nouns.network import Travel
from estate_model.nouns.zones import zoning
from estate_model.scenario.scenario import Scenario
from estate_model.travel.networks.screening import Screening
from tests import worlds

LIMITS = Limits(thresholds_minutes=(10, 15), losing_minutes=(5, 10))


def scenario(*changes, **fields):
    base = {"name": "test", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01"}
    given = {"moments": {"noon": "Tu 12:00", "night": "We 03:00"}, "headline_minutes": 15, **fields}
    return Scenario.model_validate({**base, **given, "changes": list(changes)})


def minutes(access):
    return (access.values / 60).tolist()


def by_zone(results, moment):
    zones = zoning(worlds.places().table["zone_code"])
    return readable(sums_by_zone(of(results, "walk", moment), results.week["walk"], zones, LIMITS))


def of(results, profile, moment):
    return next(i for i in results.impacts if (i.profile.profile_id, i.moment.name) == (profile, moment))


def test_closing_one_end_of_the_street():
    results = run(scenario({"close": "east"}), worlds.area())
    noon = of(results, "walk", "noon")
    assert minutes(noon.before) == [0, 5, 10, 15, 10, 5, 0]
    assert minutes(noon.after) == [0, 5, 10, 15, 20, 25, 30]
    assert (longer_seconds(noon) / 60).tolist() == [0, 0, 0, 0, 10, 20, 30]


def test_who_loses_is_tabulated_by_zone():
    results = run(scenario({"close": "east"}), worlds.area())
    table = by_zone(results, "noon")
    everyone = table.xs("everyone", level="group")
    assert everyone["people"].tolist() == pytest.approx([300, 800])
    assert everyone["people_losing"].tolist() == pytest.approx([0, 600])
    assert everyone["people_losing_over_10_minutes"].tolist() == pytest.approx([0, 400])
    assert everyone["people_within_15_minutes_before"].tolist() == pytest.approx([300, 800])
    assert everyone["people_within_15_minutes_after"].tolist() == pytest.approx([300, 200])
    assert everyone["mean_minutes_before"].tolist() == pytest.approx([5, (15 + 10 + 5 + 0) / 4])
    assert everyone["mean_minutes_after"].tolist() == pytest.approx([5, (15 + 20 + 25 + 30) / 4])
    low, central, high = (
        table.loc[("Z2", f"offline_{end}"), "people_losing_over_10_minutes"]
        for end in ("low", "central", "high")
    )
    assert central == pytest.approx(400 * (0.2 * 0.2 + 0.1 * 0.4))
    assert low == pytest.approx(central / 2)
    assert high == pytest.approx(central * 2)


def test_who_inherits_whom():
    results = run(scenario({"close": "east"}), worlds.area())
    table = flows(of(results, "walk", "noon"))["everyone"]
    assert table.to_dict() == pytest.approx({("west", "west"): 300.0, ("east", "west"): 800.0})


def test_a_tie_half_way_goes_to_the_first_name():
    results = run(scenario(), worlds.area())
    table = flows(of(results, "walk", "noon"))["everyone"]
    assert table.to_dict() == pytest.approx({("east", "east"): 800.0, ("west", "west"): 300.0})


def test_shorter_hours_bite_only_when_shut():
    results = run(scenario({"set_hours": "east", "hours": worlds.OFFICE_HOURS}), worlds.area())
    assert (longer_seconds(of(results, "walk", "noon")) == 0).all()
    assert minutes(of(results, "walk", "night").after) == [0, 5, 10, 15, 20, 25, 30]


def test_share_of_the_week_is_hours_over_168():
    results = run(scenario({"set_hours": "east", "hours": worlds.OFFICE_HOURS}), worlds.area())
    before, after = results.week["walk"]
    assert before.values.tolist() == [1] * 7
    assert after.values.tolist() == pytest.approx([1, 1, 1, 1, 40 / 168, 40 / 168, 40 / 168])
    shares = by_zone(results, "noon")["share_of_week_after"]
    assert shares[("Z2", "everyone")] == pytest.approx((1 + 3 * 40 / 168) / 4)


def test_with_every_counter_shut_nobody_can_reach_one():
    results = run(scenario({"set_hours": ["west", "east"], "hours": worlds.OFFICE_HOURS}), worlds.area())
    assert np.isinf(of(results, "walk", "night").after.values).all()
    table = by_zone(results, "night").xs("everyone", level="group")
    assert table["people_without_open_counter_after"].tolist() == pytest.approx([300, 800])
    assert table["people_losing"].tolist() == pytest.approx([300, 800])
    assert table["mean_minutes_after"].isna().all()


def test_the_older_residents_pace_takes_longer_and_counts_only_them():
    results = run(scenario({"close": "east"}), worlds.area())
    slow = of(results, "walk-65-plus", "noon")
    assert minutes(slow.after) == [0, 10, 20, 30, 40, 50, 60]
    assert slow.exposure.of("everyone").sum() == pytest.approx(1100 * 0.3)


def test_cycling_is_metres_at_16_kmh_to_the_whole_second():
    results = run(scenario(), worlds.area())
    assert of(results, "cycle", "noon").before.values.tolist() == [0, 90, 180, 270, 180, 90, 0]


def test_moving_a_counter_half_way():
    results = run(scenario({"move": "east", "to": "AA4 1AA"}), worlds.area())
    assert minutes(of(results, "walk", "noon").after) == [0, 5, 5, 0, 5, 10, 15]


def test_a_new_counter_is_no_moved_one_whatever_its_id():
    new = {"open": "hub-moved", "at": "AA4 1AA", "hours": "24/7"}
    results = run(scenario({"move": "east", "to": "AA4 1AA"}, new), worlds.area())
    found = {change.site.site_id: change.status for change in counter_changes(results)}
    assert found == {"east": "closed", "east-moved": "moved", "hub-moved": "opened", "west": "open"}


def test_against_another_scenario_before_is_that_scenarios_estate():
    results = run(scenario({"close": "east"}), worlds.area(), against=scenario({"close": "west"}))
    noon = of(results, "walk", "noon")
    assert minutes(noon.before) == [30, 25, 20, 15, 10, 5, 0]
    assert minutes(noon.after) == [0, 5, 10, 15, 20, 25, 30]


@pytest.mark.parametrize(
    ("there", "here", "own"),
    [
        ({"move": "east", "to": "AA5 1AA"}, {"move": "east", "to": "AA3 1AA"}, "east-moved"),
        (
            {"open": "hub", "at": "AA5 1AA", "hours": "24/7"},
            {"open": "hub", "at": "AA3 1AA", "hours": "24/7"},
            "hub",
        ),
    ],
)
def test_new_counters_of_one_id_in_two_places_are_two_in_a_comparison(there, here, own):
    results = run(scenario(here), worlds.area(), against=scenario(there))
    noon, moved = of(results, "walk", "noon"), own == "east-moved"
    assert minutes(noon.before) == ([0, 5, 10, 5, 0, 5, 10] if moved else [0, 5, 10, 5, 0, 5, 0])
    assert minutes(noon.after) == ([0, 5, 0, 5, 10, 15, 20] if moved else [0, 5, 0, 5, 10, 5, 0])
    found = {change.site.site_id: change.status for change in counter_changes(results)}
    assert (found[f"{own}-before"], found[own]) == ("closed", "moved" if moved else "opened")


def test_plain_networkx_finds_the_same_seconds():
    area = worlds.area()
    net = Screening(area, Travel()).postcodes
    graph = nx.Graph()
    graph.add_weighted_edges_from(zip(net.tail.tolist(), net.head.tolist(), net.metres.tolist(), strict=True))
    for site in area.estate_on(worlds.FIRST_DAY).counters:
        corner = net.corner_of[worlds.SITE_AT[site.site_id]]
        lengths = nx.single_source_dijkstra_path_length(graph, corner)
        seconds = [round(lengths[place] / (4.8 / 3.6)) for place in net.corner_of.tolist()]
        only = run(scenario({"keep_only": site.site_id}), worlds.area())
        assert of(only, "walk", "noon").after.values.tolist() == seconds


def test_nothing_given_is_changed():
    area = worlds.area()
    before = area.places.people.copy(), area.places.table.copy(), dict(area.estate_on(worlds.FIRST_DAY).sites)
    run(scenario({"close": "east"}), area)
    assert (area.places.people == before[0]).all()
    pd.testing.assert_frame_equal(area.places.table, before[1])
    assert dict(area.estate_on(worlds.FIRST_DAY).sites) == before[2]
