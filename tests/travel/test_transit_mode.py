"""Travel by timetable on the street, worked out by hand; and what must hold whatever runs.

Postcodes AA1 to AA7 stand 400 metres, five minutes' walk, apart; stops stand at AA1 and AA7, with counters
``west`` and ``east``. A bus leaves AA1 at 12:10 and 12:40 and is at AA7 five minutes later.
"""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model import load_scenario
from estate_model.access.nearest import nearest
from estate_model.access.open_week import OpenSet
from estate_model.analysis.choice.by_timetable import at_one_moment, refuse_cut_hours
from estate_model.analysis.choice.scope import ChoiceScope
from estate_model.errors import AreaError, ChoiceError, ScenarioError
from estate_model.inputs.area.area_streets import street_level
from estate_model.nouns import Moment, Profile
from estate_model.nouns.network import Travel
from estate_model.nouns.times import ALWAYS, Asked, Stretch
from estate_model.travel.timetable.riding import Riding
from estate_model.travel.timetable.window import Departures
from estate_model.travel.travel_times import travel_times
from tests import worlds
from tests.test_cli import SCENARIO, invoke
from tests.test_streets import built, data  # noqa: F401 - fixtures
from tests.travel.timetable_worlds import service_day, timetable

NOON = Moment(name="noon", at=dt.datetime(2026, 3, 3, 12))
ENDS = ((worlds.WEST, worlds.NORTH), (worlds.WEST + 2400, worlds.NORTH))
MINUTE = 60


def profile(name, kmh=4.8, age_from=0):
    return Profile(
        profile_id=name, label=name, mode=name.removesuffix("-65-plus"), speed_kmh=kmh, age_from=age_from,
        source="s", confidence="c",
    )  # fmt: skip


def clock(hours, minutes=0):
    return hours * 3600 + minutes * MINUTE


def bus(hours, minutes, *, takes=5, stops=(0, 1)):
    leaves = clock(hours, minutes)
    return [(stops[0], leaves, leaves), (stops[1], leaves + takes * MINUTE, leaves + takes * MINUTE)]


TWO_BUSES = [bus(12, 10), bus(12, 40)]


def times_by(trips, name="transit", *, kmh=4.8, moments=(NOON,), **changed):
    table = timetable(ENDS, service_day(trips), **changed)
    area = worlds.area()
    sites = [worlds.site("west"), worlds.site("east")]
    travel = Travel(timetable=lambda: table)
    _, times = travel_times(area, sites, [profile(name, kmh)], travel, moments=moments)
    return times[name].at(moments[0])


def minutes(seconds):
    return (seconds / MINUTE).tolist()


def test_the_median_departure_of_the_hour_counts():
    """From AA1 to east, 30 on foot; by bus 15, 13 .. 5 from 12:00 on, then 29, 27 .. 5 from 12:16 on.

    The fifteenth quickest of the thirty departures takes 21 minutes, the twenty-sixth walks.
    """
    assert times_by(TWO_BUSES).seconds[0].tolist() == [0, 21 * MINUTE]
    assert times_by(TWO_BUSES, "transit-late").seconds[0].tolist() == [0, 30 * MINUTE]


def test_nobody_rides_who_walks_faster():
    """AA7 is 30 minutes from west and no bus goes there; AA5 is 10 from east."""
    seconds = times_by(TWO_BUSES).seconds
    assert minutes(seconds[6]) == [30, 0]
    assert minutes(seconds[4]) == [20, 10]


def test_who_walks_slowly_rides_more():
    """At 2.4 km/h the walk takes 60 minutes: the bus of 12:40 is right from 12:12 on, for all of them.

    In order 5, 5, 7, 7 .. 15, 15, 17, 19, 21: the fifteenth is the same, the last to ride takes 33 minutes.
    """
    slow = times_by(TWO_BUSES, kmh=2.4)
    assert minutes(slow.seconds[0]) == [0, 21]
    assert minutes(slow.seconds[1]) == [10, 41]  # at 12:00 15, then 43, 41 .. 15: the fifteenth


def test_a_counter_counts_if_it_is_open_on_arrival_of_each_departure():
    """Open until 12:30, six departures arrive in time, at 12:15; until 12:50 also those by the second bus."""
    times = times_by(TWO_BUSES)
    shut_early, shut_late = ((0.0, 30.0 * MINUTE),), ((0.0, 50.0 * MINUTE),)
    found = times.arriving([("east", shut_early), ("east", shut_late), ("east", ALWAYS)])
    assert found[0].tolist() == [np.inf, 21 * MINUTE, 21 * MINUTE]
    counters = OpenSet(windows=(("east", shut_early), ("west", ALWAYS)))
    assert nearest(times, counters).values.tolist()[6] == 0  # fifteen of the thirty set out before 12:30


def test_hours_that_end_long_after_every_ride_change_nothing():
    times = times_by(TWO_BUSES)
    found = times.arriving([("east", ((0.0, 5.0 * 3600),)), ("east", ((6.0 * 3600, 8.0 * 3600),))])
    assert found[0].tolist() == [21 * MINUTE, np.inf]


def test_the_parts_of_a_journey_add_up():
    """Of 21 minutes 5 are ridden and none walked; of 30 departures 19 ride and all arrive."""
    times = times_by(TWO_BUSES)
    site_of = np.array(["east"] * 6 + [""], dtype=object)
    found = times.rides.journeys(NOON, [Asked(site_of=site_of, windows={})] * 2)
    assert [part.rides[0] for part in found] == [1, 1]
    assert (found[0].walk_seconds[0], found[0].wait_seconds[0]) == (0, 16 * MINUTE)
    assert (found[0].share_that_ride[0], found[0].share_that_reach[0]) == (19 / 30, 1.0)
    assert (found[0].rides[5], found[0].walk_seconds[5]) == (0, 5 * MINUTE)
    assert np.isnan(found[0].rides[6])
    assert found[0].share_that_reach[6] == 0


def test_the_share_of_the_week_is_that_of_departures_a_quarter_of_an_hour_apart():
    """An hourly bus takes AA1 to east within 15 minutes at :00 only; in the night there is none."""
    times = times_by([bus(hour, 0) for hour in range(6, 24)])
    monday = dt.datetime(2026, 3, 2)
    week = [
        Stretch(at=monday + dt.timedelta(hours=hour), sets=((("east", ALWAYS),), (("west", ALWAYS),), ()))
        for hour in range(0, 168, 4)
    ]
    east, west, none = times.rides.share_within(week, 15 * MINUTE)
    # of every day's 96 departures those at 6:00 .. 23:00; the walk from AA4 on takes 15 minutes or less
    assert east.tolist() == [18 / 96, 0, 0, 1, 1, 1, 1]
    assert west.tolist() == [1, 1, 1, 1, 0, 0, 0]
    assert none.tolist() == [0] * 7


def test_counters_that_count_together_reach_as_many_as_each_by_itself():
    """Against each quarter's departure alone: hours that shut, open late and never do, before and after."""
    hour = 3600.0
    early, late = ((0.0, 1.5 * hour),), ((0.5 * hour, 3.0 * hour),)
    sets = (
        (("east", early), ("mid", late), ("west", early)),
        (("east", ALWAYS), ("mid", late)),
        (("east", late), ("west", ALWAYS)),
    )
    table = timetable(ENDS, service_day([bus(hour, 5 * hour % 60) for hour in range(12, 17)]))
    sites = [worlds.site(name) for name in ("west", "mid", "east")]
    travel = Travel(timetable=lambda: table)
    _, times = travel_times(worlds.area(), sites, [profile("transit")], travel, moments=[NOON])
    rides, limit = times["transit"].rides, 12 * MINUTE
    shares = rides.share_within([Stretch(at=NOON.at, sets=sets)], limit)
    reached = np.zeros((len(sets), 7))
    for quarter in range(16):
        at = Moment(name="then", at=NOON.at + dt.timedelta(minutes=15 * quarter))
        alone = replace(rides, departures=Departures(count=1))
        always = alone.seconds(at)
        for number, some in enumerate(sets):
            moved = [
                (key, tuple((a - 900.0 * quarter, b - 900.0 * quarter) for a, b in w)) for key, w in some
            ]
            columns = [rides.site_ids.index(key) for key, _ in moved]
            found = alone.arriving(at, moved, always[:, columns])
            reached[number] += (found <= limit).any(axis=1)
    assert np.array_equal(np.array(shares), reached / 16)


def test_the_second_bus_of_a_change_must_leave_a_change_time_later():
    """AA1 to AA4 by 12:10, at 12:12; on to AA7 at 12:13, which 60 seconds allow and 61 do not.

    Then the rest is walked, in 15 minutes.
    """
    points = (ENDS[0], (worlds.WEST + 1200, worlds.NORTH), ENDS[1])
    trips = [bus(12, 10, takes=2), bus(12, 13, takes=2, stops=(1, 2))]
    for change, expected in ((60, 5), (61, 17)):
        table = timetable(points, service_day(trips), change_seconds=change)
        _, times = travel_times(
            worlds.area(), [worlds.site("east")], [profile("transit")], Travel(timetable=lambda table=table: table),
            moments=[Moment(name="then", at=dt.datetime(2026, 3, 3, 12, 10))],
        )  # fmt: skip
        keys = _first_departure(times["transit"].rides, dt.datetime(2026, 3, 3, 12, 10))
        assert keys[0] == expected * MINUTE


def _first_departure(rides, at):
    return replace(rides, departures=Departures(count=1)).seconds(Moment(name="alone", at=at))[:, 0]


def test_saturday_after_midnight_is_fridays_service():
    """A bus at 24:40 of Friday stands at 0:40 of Saturday: at 0:30 it is ten minutes away."""
    days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "sunday"), service_day([])) | {
        "friday": service_day([bus(24, 40)]),
        "saturday": service_day([bus(0, 40)]),
    }
    table = timetable(ENDS, days)
    _, times = travel_times(
        worlds.area(), [worlds.site("east")], [profile("transit")], Travel(timetable=lambda: table)
    )
    saturday = _first_departure(times["transit"].rides, dt.datetime(2026, 3, 7, 0, 30))
    friday = _first_departure(times["transit"].rides, dt.datetime(2026, 3, 6, 23, 30))
    assert saturday[0] == 15 * MINUTE
    assert friday[0] == 30 * MINUTE  # quicker on foot than by the bus at 24:40


trips = st.lists(
    st.tuples(st.integers(-5, 70), st.integers(1, 20), st.permutations([0, 1])), min_size=0, max_size=6
).map(
    lambda some: [bus(12, minute, takes=takes, stops=stops) for minute, takes, stops in some if minute >= 0]
)


@settings(max_examples=20, deadline=None)
@given(trips, trips)
def test_laws_of_a_timetable(some, more):
    """Never slower than on foot; another trip never makes it slower; setting out later never arrives earlier."""
    fewer, walking = times_by(some), times_by([])
    both = times_by(some + more)
    assert (fewer.seconds <= walking.seconds).all()
    assert (both.seconds <= fewer.seconds).all()
    arrivals = [
        minute * MINUTE + _first_departure(fewer.rides, NOON.at + dt.timedelta(minutes=minute))
        for minute in range(0, 60, 7)
    ]
    assert (np.diff(arrivals, axis=0) >= 0).all()
    every = nearest(both, ["east", "west"]).values
    assert (nearest(both, ["east"]).values >= every).all()


def test_without_a_timetable_nobody_rides():
    with pytest.raises(AreaError, match="estate-model timetable build"):
        travel_times(worlds.area(), [worlds.site("east")], [profile("transit")], Travel(), moments=[NOON])


def test_a_scenario_that_asks_for_a_timetable_is_refused_without_one(tmp_path):
    folder = worlds.write(tmp_path / "data")
    rows = folder / "parameters" / "profiles.csv"
    rows.write_text(rows.read_text() + "transit,by bus,transit,4.8,0,s,2020,,c,\n")
    worlds.sign(folder)
    text = SCENARIO.read_text().replace("headline_minutes: 15", "headline_minutes: 15\nprofiles: [transit]")
    (tmp_path / "ride.yaml").write_text(text)
    with pytest.raises(
        ScenarioError, match="'transit' cannot be used here: The Street has no timetable"
    ) as told:
        invoke("run", tmp_path / "ride.yaml", "--data", folder, "--out", tmp_path / "out")
    assert "estate-model timetable build street --gtfs FILE.zip" in str(told.value)


def test_a_choice_by_a_timetable_is_for_one_moment(street):
    """Hours that end after 90 minutes cut the rides of the hour; those that end after four hours do not."""
    scenario, area = load_scenario(SCENARIO, data=street), worlds.area()
    profiles = {**area.profiles, "transit": profile("transit")}
    name = next(iter(scenario.moments))
    riding = scenario.model_copy(update={"profiles": ("transit", "walk")})
    with pytest.raises(ChoiceError, match=r"name one \(.*\), or another profile \(--profile walk\)"):
        at_one_moment(riding, ChoiceScope(), profiles)
    walking, none = at_one_moment(riding, ChoiceScope(profile="walk"), profiles)
    assert (walking.profiles, none) == (("walk",), None)
    scope = ChoiceScope(when=((name, 1.0),))
    same, moment = at_one_moment(riding, scope, profiles)
    assert (same.profiles, moment.name) == (("transit", "walk"), name)
    late, early = (
        (moment.at + dt.timedelta(minutes=minutes)).strftime("Mo-Su 00:00-%H:%M") for minutes in (240, 90)
    )
    refuse_cut_hours(scenario, scope, ["24/7", "off", late], (moment, area.holidays))
    with pytest.raises(ChoiceError, match="opens or shuts while people"):
        refuse_cut_hours(scenario, scope, [early], (moment, area.holidays))


def test_on_real_streets_it_is_the_same(built):  # noqa: F811 - the fixture
    """The Street as a street of OpenStreetMap: walks, and so walks to the stops, are a second apart at most."""
    pytest.importorskip("osmium", reason="osmium is not installed (pip install osmium)")
    table = timetable(ENDS, service_day(TWO_BUSES))
    travel = Travel(streets=street_level(built / "street"), timetable=lambda: table)
    sites = [worlds.site("west"), worlds.site("east")]
    network, times = travel_times(worlds.area(), sites, [profile("transit")], travel, moments=[NOON])
    assert network.timetable is table
    assert times["transit"].at(NOON).seconds == pytest.approx(times_by(TWO_BUSES).seconds, abs=2)


@pytest.mark.parametrize(
    ("window", "typical", "late"),
    [
        ((14_700, np.inf), True, False),  # 22 of the hour's 30 walkers find it open
        ((15_500, np.inf), True, False),  # 15 do
        ((16_000, np.inf), False, False),  # 11 do
        ((14_400, np.inf), True, False),  # 25 do
        ((14_280, np.inf), True, True),  # 26 do
        ((13_000, 16_800), True, False),  # 25 do: who arrives as it shuts does not
        ((13_000, 15_480), False, False),  # 14 do
        ((13_000, 15_481), True, False),  # 15 do
        ((20_000, np.inf), False, False),
    ],
)
def test_a_walk_of_over_three_hours_counts_where_enough_of_the_hour_s_departures_are_in_time(
    window, typical, late
):
    direct = np.array([13_800.0, np.inf], dtype=np.float32)
    for quantile, finds in ((0.5, typical), (0.85, late)):
        riding = Riding(
            served=None, site_ids=("west",), points=np.zeros((1, 2)), direct=direct, quantile=quantile
        )
        seconds = riding._uncut(direct, direct, (window,))
        assert seconds.tolist() == [13_800.0 if finds else np.inf, np.inf]
