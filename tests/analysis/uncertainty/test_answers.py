"""The headline numbers under other parameters, worked by hand on The Street.

minutes before  0 5 10 15 10 5 0, after the east counter closes  0 5 10 15 20 25 30; people 100 x 3, 200 x 4.
"""

from dataclasses import replace

import numpy as np
import pytest

from estate_model.analysis.uncertainty.draws import Draws, central, draw, spreads_of
from estate_model.analysis.uncertainty.headline import Assumption
from estate_model.analysis.uncertainty.headline_numbers import Number, headline_numbers
from estate_model.analysis.uncertainty.headline_of import headline_of, under
from estate_model.analysis.uncertainty.intervals import Interval, intervals, varied
from estate_model.analysis.uncertainty.local import local_errors
from estate_model.analysis.uncertainty.sensitivity import swings_of
from estate_model.model import access_of as run
from estate_model.nouns.parameters import Spread, find, triangular_quantile
from estate_model.scenario.scenario import Scenario
from tests import worlds

NOON = "noon"


def spread(parameter, distribution="normal", sd=0.0, ends=(0.0, 0.0, 0.0), unit="ratio"):
    low, mode, high = ends
    return Spread(parameter=parameter, applies_to="any", distribution=distribution, low=low, mode=mode, high=high,
                  sd=sd, unit=unit, source="s", confidence="c")  # fmt: skip


PACE = spread("pace", "triangular", ends=(0.8, 1.0, 1.2))
PAIRS = spread("pair_error", sd=0.1, unit="ln(ratio)")
OFFLINE = spread("offline", "triangular", ends=(-1.0, 0.0, 1.0))


def results_of(*spreads, hours=None, changes=({"close": "east"},), area=None, **fields):
    base = {"name": "t", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01",
            "profiles": ["walk"], "headline_minutes": 15, "moments": {NOON: "Tu 12:00"}, "draws": 200}  # fmt: skip
    scenario = Scenario.model_validate({**base, **fields, "changes": list(changes)})
    return run(scenario, replace(area or worlds.area(hours), spreads=tuple(spreads)))


def asked(results=None):
    return headline_of(results or results_of(), 10)


def drawn(headline, *, scale=1.0, connector=0.0, offline=0.0):
    one = central(headline)
    return Draws(
        scale=one.scale * scale, connector_seconds=np.array([connector]), offline=np.array([offline])
    )


def told(measure, draws=None, moment=NOON, **more):
    headline = asked()
    found = headline_numbers(headline, draws(headline) if draws else central(headline))
    return float(found[Number(measure, moment, **more)][0])


def test_as_taken_the_answers_are_the_runs_own():
    assert told("people_losing") == 400
    assert told("people_losing", zone="B1") == 0
    assert told("people_losing", zone="B2") == 400
    assert told("people_losing", group="offline_central") == pytest.approx(400 * 0.08)
    assert told("mean_minutes_before") == pytest.approx((300 * 5 + 800 * 7.5) / 1100)
    assert told("people_within_headline_before") == 1100
    assert told("people_within_headline_after") == 500
    assert told("share_of_week_after", moment="(week)") == pytest.approx(500 / 1100)


def test_at_half_the_pace_every_journey_takes_twice_as_long():
    half = lambda headline: drawn(headline, scale=2.0)  # noqa: E731
    assert told("people_losing", half) == 600  # AA5 now loses 20 minutes
    assert told("mean_minutes_after", half) == pytest.approx(2 * (300 * 5 + 800 * 22.5) / 1100)
    assert told("people_within_headline_before", half) == 600  # 0, 10, .., 10, 0 minutes
    assert told("people_losing", lambda headline: drawn(headline, scale=0.5)) == 200


def test_a_longer_way_to_the_door_delays_before_and_after_alike():
    later = lambda headline: drawn(headline, connector=60.0)  # noqa: E731
    assert told("people_losing", later) == 400
    assert told("mean_minutes_before", later) == pytest.approx((300 * 5 + 800 * 7.5) / 1100 + 1)
    assert told("people_within_headline_before", later) == 900  # not AA4, at 15 minutes


@pytest.mark.parametrize(("position", "share"), [(-1, 0.04), (-0.5, 0.06), (0, 0.08), (0.5, 0.12), (1, 0.16)])
def test_offline_people_lie_between_the_sets(position, share):
    found = told("people_losing", lambda q: drawn(q, offline=position), group="offline_central")
    assert found == pytest.approx(400 * share)


def test_a_journey_to_the_same_counter_never_loses_whatever_its_error():
    headline = asked()
    rng = np.random.default_rng(1)
    wild = replace(central(headline, 50), scale=np.exp(rng.normal(0, 1, (len(central(headline).scale), 50))))
    assert headline_numbers(headline, wild)[Number("people_losing", NOON, "B1")].max() == 0


def test_everyone_loses_where_no_counter_is_left_and_no_mean_is_made():
    found = headline_numbers(asked(results_of(changes=({"close": ["east", "west"]},))), central(asked()))
    assert found[Number("people_losing", NOON)].tolist() == [1100]
    assert Number("mean_minutes_after", NOON) not in found
    assert found[Number("people_within_headline_after", NOON)].tolist() == [0]


def test_local_errors_by_hand():
    headline, place = asked(), {"place_error": spread("place_error", sd=0.1)}
    none = {name: spread(name) for name in ("sharing_residents", "sharing_offline")}
    found = local_errors(headline, {**none, **place})
    # AA5 loses exactly 10 minutes: it goes either way, so sqrt(200^2 / 4); the others are sure
    assert found[Number("people_losing", NOON)] == pytest.approx(100, rel=0.01)
    sharing = {"sharing_residents": spread("sharing_residents", sd=0.1)}
    found = local_errors(headline, {**none, **sharing, "place_error": spread("place_error")})
    # in Z2, of four cells of 200, two lose: 0.1 x sqrt(4 x (200 / 2)^2)
    assert found[Number("people_losing", NOON)] == pytest.approx(20)
    assert found[Number("people_losing", NOON, "B1")] == 0


def test_nothing_varies_without_data():
    assert varied(results_of()) == ()
    assert intervals(results_of(), asked()) == {}
    assert swings_of(results_of(), asked()) == ()


def test_parameters_that_do_not_spread_collapse_to_the_number_itself():
    results = results_of(spread("pace", "triangular", ends=(1, 1, 1)), spread("pair_error"), OFFLINE)
    headline = asked(results)
    found = headline_numbers(
        headline, draw(headline, spreads_of(results), n=100, seed=3, only=("pace", "pair_error"))
    )
    for number, values in headline_numbers(headline, central(headline)).items():
        assert (found[number] == values[0]).all(), number


def test_ranges_hold_the_number_and_depend_on_the_seed_alone():
    results = results_of(PACE, PAIRS, OFFLINE)
    one, again = (intervals(results, asked(results)) for _ in range(2))
    assert one == again
    other = results_of(PACE, PAIRS, OFFLINE, seed=2)
    assert intervals(other, asked(other)) != one
    losing = one[Number("people_losing", NOON)]
    assert losing.low <= losing.central == 400 <= losing.high
    assert losing.low < losing.high


def test_a_parameter_that_is_added_does_not_move_the_others():
    headline, alone = asked(), results_of(PACE)
    more = results_of(PACE, spread("connector", "triangular", ends=(-40, 0, 40), unit="metres"))
    one, two = (draw(headline, spreads_of(one), n=20, seed=1) for one in (alone, more))
    assert (one.scale == two.scale).all()
    assert np.ptp(two.connector_seconds) > 0


def test_people_likely_offline_are_triangular_in_their_total():
    results = results_of(OFFLINE)
    headline = asked(results)
    draws = draw(headline, spreads_of(results), n=4000, seed=1)
    low, middle, high = headline.totals[1:]
    total = np.where(
        draws.offline < 0, middle + draws.offline * (middle - low), middle + draws.offline * (high - middle)
    )
    for share in (0.1, 0.5, 0.9):
        assert np.quantile(total, share) == pytest.approx(
            triangular_quantile(share, low, middle, high), rel=0.03
        )


def test_a_range_that_misses_its_number_cannot_be_made():
    with pytest.raises(ValueError, match="must hold the number"):
        Interval(central=5, low=6, high=7)


def test_the_widest_swing_comes_first_and_settings_are_in_words():
    results = results_of(
        PACE, PAIRS, OFFLINE, spread("shared_error", sd=0.02, unit="ln(ratio)"),
        spread("connector", "triangular", ends=(-40, 0, 40), unit="metres"),
        spread("moment_shift", "ends", ends=(-600, 0, 60), unit="minutes"),
        spread("day_hours", "ends", ends=(7, 7, 23), unit="hour"), hours={"west": "24/7", "east": "Mo-Fr 09:00-17:00"},
    )  # fmt: skip
    swings = [
        one for one in swings_of(results, asked(results)) if one.number == Number("people_losing", NOON)
    ]
    assert [one.width for one in swings] == sorted((one.width for one in swings), reverse=True)
    by_name = {one.parameter: one for one in swings}
    assert (by_name["moment_shift"].at_low, by_name["moment_shift"].at_high) == (
        0,
        400,
    )  # east is shut at 02:00
    assert by_name["moment_shift"].low_setting == "600 minutes earlier"
    assert by_name["offline"].low_setting == "not online"
    assert by_name["shared_error"].low_setting == "times -3.2%"
    assert by_name["pace"].low_setting == "times 0.863"
    assert by_name["connector"].low_setting == "27.4 metres less"
    assert "day_hours" not in by_name


def test_hours_of_the_week_that_count_and_assumed_hours():
    hours = (
        worlds.DatedHours(site_id="west", valid_from=worlds.FIRST_DAY, hours="24/7", confidence="seen"),
        worlds.DatedHours(site_id="east", valid_from=worlds.FIRST_DAY, hours="24/7", confidence="assumed"),
    )
    results = results_of(spread("day_hours", "ends", ends=(7, 7, 23)))
    results = run(results.scenario, replace(results.area, hours=hours))
    swings = swings_of(results, asked(results))
    shut = next(
        one for one in swings if one.parameter == "assumed_hours" and one.number.measure == "people_losing"
    )
    assert (shut.central, shut.at_low) == (400, 0)
    parts = {one.number.measure for one in swings if one.parameter == "day_hours"}
    assert parts == {"share_of_week_before", "share_of_week_after"}


def test_other_hours_found_for_counters_with_assumed_ones_are_tried():
    """East is assumed open at the moment, Tu 12:00: shut in the first other pattern, open in the second."""
    east = worlds.DatedHours(
        site_id="east", valid_from=worlds.FIRST_DAY, hours="24/7", confidence="tier stated, times assumed",
        otherwise=("Mo-Fr 18:00-20:00", "Mo-Fr 08:00-20:00"),
    )  # fmt: skip
    west = worlds.DatedHours(site_id="west", valid_from=worlds.FIRST_DAY, hours="24/7", confidence="stated")
    results = results_of()
    results = run(results.scenario, replace(results.area, hours=(west, east)))
    tried = {
        one.number.moment: one
        for one in swings_of(results, asked(results))
        if (one.parameter, one.number.measure, one.number.group)
        == ("assumed_times", "people_losing", "everyone")
    }
    assert {(one.low_setting, one.high_setting) for one in tried.values()} == {east.otherwise}
    first = results.scenario.moments_of_week()[0]
    assert (tried[first.name].central, tried[first.name].at_low, tried[first.name].at_high) == (400, 0, 400)


def test_by_night_and_by_day_the_week_differs():
    results = results_of(hours={"west": "Mo-Su 07:00-23:00"}, changes=())
    for hours, share in (((7.0, 23.0), 500 / 1100), ((23.0, 7.0), 0.0)):
        headline = under(asked(results), results, Assumption(hours=hours))
        found = headline_numbers(headline, central(headline))
        assert found[Number("share_of_week_after", "(week)")] == pytest.approx(share)


def test_the_row_that_fits_best_counts():
    rows = [
        replace(PACE, applies_to=key, mode=mode) for key, mode in (("any", 1.0), ("walk", 1.1), ("osm", 0.9))
    ]
    assert find(rows, "pace", ("walk", "osm")).mode == 1.1
    assert find(rows, "pace", ("cycle", "osm")).mode == 0.9
    assert find(rows, "pace", ("cycle", "postcodes")).mode == 1.0
    assert find([], "pace", ("walk",), mode=1.0).ends() == (1.0, 1.0)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"distribution": "uniform"}, "distribution must be one of"), ({"sd": -1.0}, "sd of 0 or more"),
     ({"low": 2.0, "mode": 1.0, "high": 3.0}, "low <= mode <= high")],
)  # fmt: skip
def test_a_spread_checks_itself(wrong, words):
    with pytest.raises(ValueError, match=words):
        replace(PACE, **wrong)


def test_sets_that_say_the_same_leave_people_offline_as_they_are():
    one = worlds.OFFLINE_SETS["NOT_ONLINE"]
    area = worlds.area(offline_sets=dict.fromkeys(worlds.OFFLINE_SETS, one))
    results = results_of(OFFLINE, area=area)
    draws = draw(asked(results), spreads_of(results), n=50, seed=1)
    assert (draws.offline == 0).all()
    half_same = {**worlds.OFFLINE_SETS, "NOT_ONLINE": worlds.OFFLINE_SETS["NOT_ONLINE_LATELY"]}
    results = results_of(OFFLINE, area=worlds.area(offline_sets=half_same))
    draws = draw(asked(results), spreads_of(results), n=50, seed=1)
    assert draws.offline.min() >= 0
    assert draws.offline.max() <= 1
