"""A counter counts if it is open when a resident arrives, and for the minutes needed after; worked by hand.

The street: postcodes five minutes apart, West at the first, East at the last, residents set out on Tuesday
at noon. East is open all day; West's hours are what is tried.
"""

import datetime as dt

import pytest

from estate_model.access.open_week import OpenSet, open_set
from estate_model.analysis.by_zone import readable, sums_by_zone
from estate_model.model import access_of
from estate_model.nouns import Arrival
from estate_model.nouns.england_and_wales import HOLIDAYS
from estate_model.nouns.zones import zoning
from estate_model.opening import open_spells
from estate_model.scenario.scenario import Scenario
from tests import worlds

NOON = dt.datetime(2026, 3, 10, 12, 0)


def scenario(*changes, **fields):
    base = {"name": "t", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01"}
    given = {"moments": {"noon": "Tu 12:00"}, "profiles": ["walk"], "opening_at": "arrival", **fields}
    return Scenario.model_validate({**base, **given, "changes": list(changes)})


def noon_minutes(west, **fields):
    """Minutes to the nearest counter that counts, per postcode, with West's hours."""
    area = worlds.area({"west": west, "east": worlds.ALL_DAY})
    (impact,) = access_of(scenario(**fields), area).impacts
    return (impact.before.values / 60).tolist()


def test_a_counter_that_shuts_on_the_way_does_not_count():
    # West shuts at 12:12: who needs 0, 5 or 10 minutes arrives in time, the fourth postcode (15) does not.
    assert noon_minutes("Mo-Fr 09:00-12:12") == [0, 5, 10, 15, 10, 5, 0]
    area = worlds.area({"west": "Mo-Fr 09:00-12:12", "east": worlds.ALL_DAY})
    (impact,) = access_of(scenario(), area).impacts
    names = [impact.before.site_ids[column] for column in impact.before.site_index]
    assert names == ["west", "west", "west", "east", "east", "east", "east"]


def test_the_very_second_of_closing_is_too_late():
    assert noon_minutes("Mo-Fr 09:00-12:10") == [0, 5, 20, 15, 10, 5, 0]


def test_the_minutes_needed_must_fit_before_it_shuts():
    assert noon_minutes("Mo-Fr 09:00-12:12", minutes_needed=5) == [0, 5, 20, 15, 10, 5, 0]
    assert noon_minutes("Mo-Fr 09:00-12:15", minutes_needed=5) == [0, 5, 10, 15, 10, 5, 0]


def test_a_counter_that_opens_on_the_way_counts_and_nobody_waits_at_a_shut_door():
    # West opens at 12:10. The first two stand at a shut door at 12:00 and 12:05, and walk to East instead.
    assert noon_minutes("Mo-Fr 12:10-17:00") == [30, 25, 10, 15, 10, 5, 0]


def test_who_finds_a_nearer_door_shut_that_opens_soon_is_counted():
    def counted(soon_minutes):
        area = worlds.area({"west": "Mo-Fr 12:10-17:00", "east": worlds.ALL_DAY})
        results = access_of(scenario(soon_minutes=soon_minutes), area)
        zones = zoning(area.places.table["zone_code"])
        sums = sums_by_zone(results.impacts[0], results.week["walk"], zones, results.limits)
        everyone = readable(sums).xs("everyone", level="group")
        return everyone[f"people_nearer_door_opens_within_{soon_minutes}_minutes_before"].tolist()

    assert counted(30) == pytest.approx([200, 0])  # ten and five minutes before it opens
    assert counted(5) == pytest.approx([100, 0])


def test_judged_at_departure_it_is_as_it_was():
    area = worlds.area({"west": "Mo-Fr 09:00-12:12", "east": worlds.ALL_DAY})
    (impact,) = access_of(scenario(opening_at="departure"), area).impacts
    assert (impact.before.values / 60).tolist() == [0, 5, 10, 15, 10, 5, 0]
    shut_then = worlds.area({"west": "Mo-Fr 12:10-17:00", "east": worlds.ALL_DAY})
    (impact,) = access_of(scenario(opening_at="departure"), shut_then).impacts
    assert (impact.before.values / 60).tolist() == [30, 25, 20, 15, 10, 5, 0]


def test_a_walk_past_midnight_arrives_on_the_next_days_hours():
    # From 23:50 on Tuesday: a spell over midnight is one spell, and Wednesday's own morning is not.
    late = dt.datetime(2026, 3, 10, 23, 50)
    assert open_spells("Tu 22:00-24:00; We 00:00-02:00", late, 86_400, HOLIDAYS) == ((0.0, 130 * 60.0),)
    assert open_spells("We 00:05-02:00", late, 3600, HOLIDAYS) == ((15 * 60.0, 130 * 60.0),)
    assert open_spells("24/7", late, 3600, HOLIDAYS) == ((0.0, float("inf")),)


def test_sunday_evening_finds_mondays_hours():
    sunday = dt.datetime(2026, 3, 15, 23, 30)
    assert open_spells("Mo 00:00-01:00", sunday, 7200, HOLIDAYS) == ((1800.0, 5400.0),)


def test_sets_that_no_journey_tells_apart_are_one():
    rule = Arrival(judged_on="arrival", longest_seconds=1800)
    by_day = open_set({"a": "24/7", "b": "Mo-Fr 09:00-17:00"}, NOON, rule, HOLIDAYS)
    assert by_day == OpenSet.of(["a", "b"])
    assert open_set({"a": "24/7", "b": "Mo-Fr 14:00-17:00"}, NOON, rule, HOLIDAYS).site_ids == ("a",)


def test_the_share_of_the_week_keeps_to_clock_hours():
    """West is open 40 of 168 hours: its own postcode has a counter there for just those, East 30 minutes away."""
    area = worlds.area({"west": worlds.OFFICE_HOURS, "east": worlds.ALL_DAY})
    for judged in ("arrival", "departure"):
        results = access_of(scenario(opening_at=judged, headline_minutes=15), area)
        assert results.week["walk"][0].values[0] == pytest.approx(40 / 168)
