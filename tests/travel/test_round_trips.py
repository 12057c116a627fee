"""Out and back on the street, worked out by hand; and time turned round against trying every journey."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.analysis.round_trips import round_trips
from estate_model.errors import ScenarioError
from estate_model.model import access_of
from estate_model.nouns import Moment
from estate_model.nouns.network import Travel
from estate_model.travel.timetable.engine import rides, scan
from estate_model.travel.timetable.keys import ARRIVALS
from estate_model.travel.timetable.mirror import mirrored, mirrored_changes
from estate_model.travel.timetable.window import Departures, window
from tests import worlds as streets
from tests.test_cli import SCENARIO, invoke
from tests.test_model import scenario
from tests.travel.test_timetable_scan import COUNTERS, PLACES, STOPS, changes_of, worlds
from tests.travel.test_transit_mode import ENDS, MINUTE, bus, profile, times_by
from tests.travel.timetable_worlds import best_from, service_day, timetable, walks_of

NOON = Moment(name="noon", at=dt.datetime(2026, 3, 3, 12))
HOUR = 60 * MINUTE


def test_the_last_way_home_is_by_the_last_bus_that_arrives_in_time():
    """Out at 12:10; home from AA7 at 13:20 or 13:30, five minutes each; on foot it is 30 minutes.

    Who must be home by 13:30 can leave east at 13:20 by bus; by 13:50 at 13:30, though on foot at 13:20;
    by 13:24 at 12:54 on foot: the bus is a minute late.
    """
    rides = times_by([bus(12, 10), bus(13, 20, stops=(1, 0)), bus(13, 30, stops=(1, 0))]).rides
    for home, leave in ((90, 80), (110, 90), (84, 54)):
        there, back = rides.there_and_back(NOON, home * MINUTE, ["east"])
        assert there[0].tolist() == [15 * MINUTE]
        assert back[0].tolist() == [leave * MINUTE]
        assert (there[6], back[6]) == (0, home * MINUTE)  # AA7 is next door


def test_no_site_asked_for_is_none_found():
    there, back = times_by([bus(12, 10)]).rides.there_and_back(NOON, HOUR, [])
    assert there.shape == back.shape == (7, 0)


def test_residents_there_and_back_on_the_street():
    """East is open from 12:30: who leaves at 12:00 is served by 12:50, whether by the bus of 12:10 or on foot.

    By 13:40 all are home: AA1 to AA3 by the bus of 13:20, twenty minutes before; the others on foot, 15, 10,
    5 and 0 minutes before: of 1,100 people half at 10 or less. By 13:00 only AA5, AA6 and AA7 are. When it
    shuts at 12:45, nobody has twenty minutes there.
    """
    table = timetable(ENDS, service_day([bus(12, 10), bus(13, 20, stops=(1, 0))]))
    area = streets.area(
        {"east": "Mo-Fr 12:30-13:30"}, profiles={"walk": streets.WALK, "transit": profile("transit")}
    )
    asked = scenario(
        {"set_hours": "east", "hours": "Mo-Fr 12:30-12:45"}, profiles=["walk", "transit"],
        round_trips={"errand": "Tu 12:00-13:40", "quick": "Tu 12:00-13:00"},
    )  # fmt: skip
    rows = round_trips(access_of(asked, area, travel=Travel(timetable=lambda: table)))
    whole = rows[rows["level"] == "all"].set_index(["profile", "round_trip", "when"])
    columns = ["people", "people_there_and_back", "people_not_back", "people_not_served"]
    for name, wanted, before_home in (("errand", [1100, 0, 0], 10), ("quick", [600, 500, 0], 5)):
        row = whole.loc["transit", name, "before"]
        assert row[columns].tolist() == pytest.approx([1100, *wanted])
        assert row["median_minutes_before_home"] == before_home
        assert whole.loc["transit", name, "after"][columns].tolist() == pytest.approx([1100, 0, 0, 1100])
    wards = rows[(rows["level"] == "ward") & (rows["round_trip"] == "quick") & (rows["when"] == "before")]
    assert wards["people_there_and_back"].tolist() == pytest.approx([0, 600])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Tu 07:30", "write it as 'Tu 07:30-19:30'"),
        ("Tu 07:30-25:00", "write it as 'Tu 07:30-19:30'"),
        ("Tu 07:30-01:00", "must be home within 17 hours"),
        ("Tu 23:30-10:01", "by 10:00 of the next day at the latest"),
    ],
)
def test_a_round_trip_that_cannot_be_is_refused(tmp_path, text, told):
    folder = streets.write(tmp_path / "data")
    (tmp_path / "trip.yaml").write_text(f"{SCENARIO.read_text()}round_trips:\n  errand: {text}\n")
    with pytest.raises(ScenarioError, match=r"trip.yaml:\d+:\d+") as refused:
        invoke("run", tmp_path / "trip.yaml", "--data", folder, "--out", tmp_path / "out")
    assert told in str(refused.value)


@settings(max_examples=30, deadline=None)
@given(given_world=worlds(), home=st.integers(5, 30))
def test_the_last_way_home_is_the_last_of_all_journeys(given_world, home):
    """Against every second that one could leave the counter at, and every journey from it."""
    (trips, flags, changing, egress), access = given_world
    once = Departures(count=1, longest_seconds=home)
    day = window(mirrored(service_day(trips, flags), 0, home), 0, STOPS, once)
    turned = mirrored_changes(changes_of(changing))
    scanned = scan(day, turned, walks_of(egress, STOPS), COUNTERS, key=ARRIVALS)
    found = rides(scanned, walks_of(access, PLACES), [0])[0]
    home_from = (trips, flags, changing, sorted((stop, place, walk) for place, stop, walk in access))
    for place in range(PLACES):
        for counter in range(COUNTERS):
            leaving = [
                time
                for time in range(home + 1)
                for stop, at, walk in egress
                if at == counter and best_from(stop, time + walk, home_from, place)[0] <= home
            ]
            last = max(leaving, default=None)
            wanted = ARRIVALS.none if last is None else home - last
            assert found[place, counter] == wanted


@settings(max_examples=40, deadline=None)
@given(given_world=worlds())
def test_twice_turned_round_is_the_same(given_world):
    (trips, flags, changing, _), _ = given_world
    day = service_day(trips, flags)
    last = int(day.arrival.max(initial=0))
    again = mirrored(mirrored(day, 0, last), 0, last)
    for name in ("departure", "arrival", "from_stop", "to_stop", "trip", "may_board", "may_alight"):
        assert np.array_equal(getattr(again, name), getattr(day, name)), name
    changes = changes_of(changing)
    twice = mirrored_changes(mirrored_changes(changes))
    assert np.array_equal(twice.walks.first, changes.walks.first)
    assert np.array_equal(twice.walks.to, changes.walks.to)
    assert np.array_equal(twice.needed_seconds, changes.needed_seconds)
