"""The embedded area, as a user gets it: control totals, the recorded estates, and the shipped scenarios."""

import datetime as dt
import io
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.words import in_words
from estate_model.analysis.impact import longer_seconds
from estate_model.analysis.uncertainty.headline_numbers import Number
from estate_model.analysis.uncertainty.headline_of import headline_of
from estate_model.analysis.uncertainty.intervals import intervals
from estate_model.commands.load import load
from estate_model.inputs.store.find import data_root
from estate_model.model import access_of as run
from estate_model.nouns.england_and_wales import HOLIDAYS
from estate_model.nouns.network import Travel
from estate_model.nouns.parameters import find
from estate_model.opening import hours_a_week
from estate_model.scenario.scenario import estate_after
from estate_model.travel.networks.screening import Screening

ROOT = Path(__file__).parent.parent
SCENARIOS = sorted(
    path.stem
    for path in (ROOT / "scenarios").glob("*.yaml")
    if "\narea: london\n" in path.read_text(encoding="utf-8")
)
WEEK = dt.date(2026, 3, 9)


@pytest.fixture(scope="module")
def london(london_loaded):
    return london_loaded[1]


@pytest.fixture(scope="module")
def screening(london):
    return Screening(london, Travel())


def test_control_totals(london):
    from_65 = [number for number, band in enumerate(london.places.bands) if band.age_from >= 65]
    assert london.places.people.sum() == pytest.approx(8_799_631)
    assert london.places.people[:, from_65].sum() == pytest.approx(1_043_427)
    assert len(london.zones) == 684
    assert london.zones["borough_code"].nunique() == 33
    by_ward = london.places.people.sum(axis=1)
    assert set(london.places.table["zone_code"][by_ward > 0]) == set(london.zones.index)


@pytest.mark.parametrize(
    ("day", "open_counters", "all_day"),
    [(dt.date(2025, 10, 1), 38, 33), (dt.date(2026, 3, 3), 28, 3)],
)
def test_the_estate_on_record(london, day, open_counters, all_day):
    """The Met's 37 and 27, and the City of London Police's one, which is open all day."""
    counters = london.estate_on(day).counters
    assert len(counters) == open_counters
    assert sum(hours_a_week(site.hours, WEEK, HOLIDAYS) == 168 for site in counters) == all_day


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_shipped_scenario_is_in_order_and_says_what_it_answers(name):
    scenario, _, _ = load(name, None)
    assert scenario.question.endswith("?")
    assert scenario.sources
    assert scenario.uncertain
    assert all(change.source for change in scenario.changes)


@pytest.mark.parametrize(
    ("name", "open_counters", "all_day", "hours"),
    [
        ("met-2025-baseline", 37, 32, 5576),
        ("met-2025-proposal", 20, 6, 2088),
        ("met-2026-decision", 27, 2, 2336),
        ("one-24-7-per-borough", 32, 32, 5376),
        ("keep-all-open", 37, 2, 2936),
        ("wimbledon-closes", 36, 31, 5408),
        ("all-24-7-kept", 27, 27, 4536),
        ("bishopsgate-not-counted", 27, 2, 2336),
        ("stratford-moves-to-forest-gate", 27, 2, 2336),
    ],
)
def test_how_many_counters_each_scenario_leaves_the_met(london, name, open_counters, all_day, hours):
    scenario, _, _ = load(name, None)
    after = estate_after(scenario, london)
    own = after.counting([london.force]).counters
    week = [hours_a_week(site.hours, WEEK, HOLIDAYS) for site in own]
    assert (len(own), week.count(168), sum(week)) == (open_counters, all_day, hours)
    assert after.counters == own or len(after.counters) == len(own) + 1
    assert ("bishopsgate" in after.sites) == (name != "bishopsgate-not-counted")


def test_the_decision_leads_from_the_record_of_2025_to_that_of_2026(london):
    scenario, _, _ = load("met-2026-decision", None)
    decided = {site.site_id: site.hours for site in estate_after(scenario, london).counters}
    on_record = {site.site_id: site.hours for site in london.estate_on(dt.date(2026, 3, 3)).counters}
    assert decided == on_record


def test_the_pledge_leaves_one_counter_in_every_borough_but_the_city(london):
    scenario, _, _ = load("one-24-7-per-borough", None)
    boroughs = [site.borough_name for site in estate_after(scenario, london).counters]
    assert sorted(boroughs) == sorted(set(london.zones["borough_name"]))  # the City's is not the Met's


def test_every_postcode_reaches_every_counter(london, screening):
    counters = london.estate_on(dt.date(2025, 10, 1)).counters[:2]
    assert np.isfinite(screening.metres(counters)).all()


def test_the_thames_is_crossed_only_at_crossings(london, screening):
    """Silvertown to Plumstead: two kilometres apart, and the foot tunnel is the only way on foot for miles."""
    places, sites = london.places.table, (london.buildings["plumstead"],)
    no_tunnels = replace(london, links=london.links[~london.links["name"].str.contains("Tunnel")])
    walked = screening.metres(sites)[:, 0]
    round_by_tower_bridge = Screening(no_tunnels, Travel()).metres(sites)[:, 0]
    north, east, up = places["land"] == "N", places["easting_metres"], places["northing_metres"]
    silvertown = north & ((east - 543_200).abs() < 500) & ((up - 180_000).abs() < 400)
    assert silvertown.any()
    assert walked[silvertown].mean() < 6_000
    assert round_by_tower_bridge[silvertown].mean() > 15_000
    assert (walked[~north] == round_by_tower_bridge[~north]).all()


def test_the_factors_in_use_are_those_of_the_calibration(london):
    found = json.loads((ROOT / "benchmarks" / "calibration.json").read_text(encoding="utf-8"))
    assert dict(london.screening.factors) == found["factors"]
    held = found["models"]["postcode network (chosen)"]["held_out"]
    for estate in ("estate_2025", "estate_2026"):
        assert held[f"{estate}_mean_abs_error_percent"] <= 7
        assert held[f"{estate}_residents_mean_abs_error_percent"] <= 7
        assert abs(held[f"{estate}_within_30_min_difference_points"]) <= 1.5
        assert abs(held[f"{estate}_residents_within_30_min_difference_points"]) <= 1.5
    assert not set(found["fit_boroughs"]) & set(found["held_out_boroughs"])


def test_the_error_every_output_states_is_the_one_measured(london):
    found = json.loads((ROOT / "benchmarks" / "calibration.json").read_text(encoding="utf-8"))
    assert in_words(found) == (london.screening.error, london.screening.source)


def test_the_errors_that_vary_are_those_measured(london):
    """The larger of the two estates, in the boroughs held out of the fit."""
    found = json.loads((ROOT / "benchmarks" / "error_parts.json").read_text(encoding="utf-8"))["held_out"]
    for part in ("shared", "pair", "place"):
        row = find(london.spreads, f"{part}_error", ("postcodes",))
        assert row.sd == round(max(found[estate][part] for estate in ("estate_2025", "estate_2026")), 3)


def test_ranges_of_the_decision_take_seconds_and_hold_their_numbers(london, london_travel):
    scenario, _, _ = load("met-2026-decision", None)
    results = run(scenario.model_copy(update={"profiles": ("walk",)}), london, travel=london_travel)
    began = time.process_time()
    found = intervals(results, headline_of(results, 10))
    assert time.process_time() - began < 10
    losing = found[Number("people_losing", "weekday midday")]
    row = results.impacts[0]
    loses = longer_seconds(row) > 600
    assert losing.central == pytest.approx(row.exposure.of("everyone")[loses].sum())
    assert 0.01 < (losing.high - losing.low) / losing.central < 0.2
    assert sum(number.zone != "all" for number in found) == 33 * 4


def test_the_ranges_hold_what_streets_say():
    """As benchmarks/coverage.py measured it and the README says it."""
    held_out = json.loads((ROOT / "benchmarks" / "coverage.json").read_text(encoding="utf-8"))["held_out"]
    assert (held_out["boroughs_inside"], held_out["whole_inside"]) == ("10 of 11", "7 of 7")


def test_the_baseline_changes_nothing(london, london_travel):
    scenario, _, _ = load("met-2025-baseline", None)
    results = run(scenario.model_copy(update={"profiles": ("walk",)}), london, travel=london_travel)
    for impact in results.impacts:
        assert (impact.before.values == impact.after.values).all()


def test_who_bears_the_decision_and_what_cannot_be_tested(london_files):
    """Risks at midday against everyone else, by ward shares, and the characteristics with a count by ward."""
    duty = pd.read_csv(io.BytesIO(london_files["psed.csv"]))
    duty = duty[duty["moment"] == "weekday midday"]
    risks = duty.set_index("group")["relative_risk"]
    expected = {
        "religion_hindu": 1.49, "ethnic_asian": 1.14, "alone_66_plus": 1.09, "disabled": 0.95,
        "ethnic_black": 0.75, "religion_sikh": 0.49,
    }  # fmt: skip
    assert {name: round(risks[name], 2) for name in expected} == pytest.approx(expected, abs=0.011)
    protected = duty[duty["protected"] == "yes"].groupby("characteristic")["tested"].first()
    assert set(protected[protected == "yes"].index) == {
        "age", "disability", "race", "religion or belief", "sex",
    }  # fmt: skip
    assert (duty[duty["tested"] == "no"]["why_not"].str.len() > 20).all()


def test_crime_of_london_is_by_kind_and_leaves_the_city_out(london_files):
    crime = pd.read_csv(io.BytesIO(london_files["demand.csv"])).drop_duplicates("demand").set_index("demand")
    assert set(crime["zones_not_known"]) == {5}
    shares_only = ["rape", "other_sexual_offences", "drugs", "weapons"]
    assert list(crime.index[crime["count_a_year"].isna()]) == shares_only
    assert crime["share_losing"].between(0.1, 0.17).all()


def test_the_data_that_came_along_is_small():
    assert sum(path.stat().st_size for path in data_root().rglob("*") if path.is_file()) < 8_000_000
