"""The scan against trying every journey there is, for every departure, and its three ways of running."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.nouns.times import ALWAYS
from estate_model.travel.timetable import arrays, engine, loops
from estate_model.travel.timetable.engine import Columns, journeys, rides, scan
from estate_model.travel.timetable.keys import ARRIVALS, JOURNEYS
from estate_model.travel.timetable.ways import Changes
from estate_model.travel.timetable.window import Departures, window
from tests.travel.timetable_worlds import best_from, service_day, walks_of

STOPS, COUNTERS, PLACES = 3, 2, 2
FAR = 2**62

stops = st.integers(0, STOPS - 1)
short = st.integers(0, 3)


@st.composite
def worlds(draw):
    """Trips with hops of no length, loops and ties; changes, some of no time; walks at both ends."""
    trips, flags = [], {}
    for trip in range(draw(st.integers(0, 4))):
        time, calls = draw(st.integers(0, 8)), []
        for number in range(draw(st.integers(2, 4))):
            arrival = time
            time += draw(short) if draw(st.booleans()) else 0
            calls.append((draw(stops), arrival, time))
            time += draw(short)
            if draw(st.integers(0, 5)) == 0:
                flags[trip, number] = (draw(st.booleans()), draw(st.booleans()))
        trips.append(calls)
    pairs = [(a, b) for a in range(STOPS) for b in range(STOPS)]
    changing = []
    for pair in draw(st.lists(st.sampled_from(pairs), unique=True)):
        walked = draw(short) if pair[0] != pair[1] else 0
        changing.append((*pair, walked + draw(short), walked))
    ends = [(stop, counter) for stop in range(STOPS) for counter in range(COUNTERS)]
    egress = [(*end, draw(short)) for end in draw(st.lists(st.sampled_from(ends), unique=True))]
    starts = [(place, stop) for place in range(PLACES) for stop in range(STOPS)]
    access = [(*way, draw(short)) for way in draw(st.lists(st.sampled_from(starts), unique=True))]
    return (trips, flags, sorted(changing), sorted(egress)), access


def run_as(monkeypatch, module):
    monkeypatch.setattr(engine, "loop", lambda name: getattr(module, name))


def changes_of(changing):
    ways = walks_of([(start, end, walked) for start, end, _, walked in changing], STOPS)
    needed = np.array([needed for _, _, needed, _ in changing], dtype=np.int32)
    return Changes(walks=ways, needed_seconds=needed)


def scanned(world, departures, key):
    trips, flags, changing, egress = world
    day = window(service_day(trips, flags), 0, STOPS, departures)
    return scan(day, changes_of(changing), walks_of(egress, STOPS), COUNTERS, key=key)


def key_of(parts):
    arrival, rode, walked, aboard = parts
    return arrival * JOURNEYS.arrival + rode * JOURNEYS.ride + walked * JOURNEYS.walk + aboard


def wanted_keys(world, access, departures, place, counter):
    """The keys of the best ride at every departure, by trying everything, quickest first."""
    keys = []
    for number in range(departures.count):
        time = number * departures.step_seconds
        tried = [
            (arrival, rode, foot + walk, aboard)
            for start, stop, walk in access
            if start == place
            for arrival, rode, foot, aboard in [best_from(stop, time + walk, world, counter)]
        ]
        arrival, *rest = min(tried, default=(float("inf"), 0, 0, 0))
        took = arrival - time
        keys.append(key_of((took, *rest)) if took <= departures.longest_seconds else FAR)
    return sorted(keys)


@pytest.mark.parametrize("module", [loops, arrays], ids=["loops", "arrays"])
@settings(max_examples=60, deadline=None)
@given(given_world=worlds(), step=st.integers(1, 3))
def test_every_departure_is_as_good_as_the_best_of_all_journeys(module, given_world, step):
    world, access = given_world
    departures = Departures(step_seconds=step, count=7, longest_seconds=30)
    with pytest.MonkeyPatch.context() as patch:
        run_as(patch, module)
        full, quick = (scanned(world, departures, key) for key in (JOURNEYS, ARRIVALS))
        every = range(departures.count)
        found = rides(full, walks_of(access, PLACES), every)
        arrivals = rides(quick, walks_of(access, PLACES), every)
    for place in range(PLACES):
        for counter in range(COUNTERS):
            keys = wanted_keys(world, access, departures, place, counter)
            assert found[:, place, counter].tolist() == keys
            seconds = [key // JOURNEYS.arrival if key < FAR else ARRIVALS.none for key in keys]
            assert arrivals[:, place, counter].tolist() == seconds


@pytest.mark.parametrize("module", [loops, arrays], ids=["loops", "arrays"])
@settings(max_examples=40, deadline=None)
@given(
    given_world=worlds(),
    walks=st.lists(st.integers(0, 20), min_size=PLACES * COUNTERS, max_size=PLACES * COUNTERS),
    span=st.tuples(st.integers(0, 12), st.integers(0, 20)),
)
def test_a_counter_counts_at_each_departure_if_it_is_open_on_arrival(module, given_world, walks, span):
    """Against each departure by itself: the better of the ride and the walk that arrive in time."""
    world, access = given_world
    departures = Departures(step_seconds=2, count=5, longest_seconds=15)
    afoot = np.array(walks, dtype=np.int64).reshape(PLACES, COUNTERS)
    columns = Columns(
        counter=np.array([0, 1, 1]),
        windows=[(span,), ALWAYS, (span, (25, 30))],
        walks=afoot[:, [0, 1, 1]] * (JOURNEYS.arrival + JOURNEYS.walk),
    )
    with pytest.MonkeyPatch.context() as patch:
        run_as(patch, module)
        full = scanned(world, departures, JOURNEYS)
        found = journeys(full, walks_of(access, PLACES), columns, range(departures.count))
    for place in range(PLACES):
        for column, counter in enumerate(columns.counter.tolist()):
            expected = []
            for number in range(departures.count):
                at = 2 * number
                moved = [[(stop, arr - at, dep - at) for stop, arr, dep in calls] for calls in world[0]]
                shifted = (moved, *world[1:])
                alone = Departures(step_seconds=1, count=1, longest_seconds=15)
                ride = wanted_keys(shifted, access, alone, place, counter)[0]
                walk = int(afoot[place, counter]) * (JOURNEYS.arrival + JOURNEYS.walk)
                counts = [
                    key
                    for key in (ride, walk)
                    if key < FAR
                    and any(a <= at + key // JOURNEYS.arrival < b for a, b in columns.windows[column])
                ]
                expected.append(min(counts, default=FAR))
            assert found[:, place, column].tolist() == sorted(expected)


@settings(max_examples=15, deadline=None)
@given(given_world=worlds())
def test_compiled_loops_find_the_same_to_the_last_bit(given_world):
    pytest.importorskip("numba", reason="the extra 'transit' is not installed")
    world, access = given_world
    departures = Departures(step_seconds=2, count=7, longest_seconds=30)
    for key in (JOURNEYS, ARRIVALS):
        answers = []
        for module in (None, arrays):
            with pytest.MonkeyPatch.context() as patch:
                if module:
                    run_as(patch, module)
                there = scanned(world, departures, key)
                answers.append(
                    (there.rows.tobytes(), rides(there, walks_of(access, PLACES), [2, 5]).tobytes())
                )
        assert answers[0] == answers[1]
