"""A day read from a feed against one worked out row by row in plain Python, on random small feeds."""

import datetime as dt
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.nouns.service_day import WEEKDAYS
from tests.inputs.feed_worlds import TIMES, built, write

STOPS = {f"s{n}": (51.5 + n / 1000, -0.1) for n in range(5)}
MONDAY = dt.date(2026, 11, 16)
SERVICES = ("A", "B", "C")
DAY = 86_400


@st.composite
def feeds(draw):
    """A feed of up to six trips with zero hops, loops, halts, nights, services, exceptions and headways."""
    trips, calls, headways = {}, [], []
    for number in range(draw(st.integers(1, 6))):
        trip = f"t{number}"
        trips[trip] = draw(st.sampled_from(SERVICES))
        at = draw(st.integers(0, 27 * 60)) * 60
        for sequence in range(draw(st.integers(2, 5))):
            left = at + draw(st.sampled_from([0, 0, 60]))
            calls.append((trip, at, left, draw(st.sampled_from(sorted(STOPS))), sequence * 3))
            at = left + draw(st.sampled_from([0, 60, 300, 4020]))
        if draw(st.booleans()) and number == 0:
            start = draw(st.integers(4, 25)) * 3600
            headways.append(
                (trip, start, start + draw(st.integers(1, 9000)), draw(st.sampled_from([600, 1700])))
            )
    week = {name: draw(st.lists(st.booleans(), min_size=7, max_size=7)) for name in SERVICES}
    exceptions = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(SERVICES), st.integers(-2, 8)), st.sampled_from([1, 2]), max_size=4
        )
    )
    return trips, calls, headways, week, exceptions


def tables(feed):
    """Return the feed's tables."""
    trips, calls, headways, week, exceptions = feed
    return {
        "stops.txt": "stop_id,stop_lat,stop_lon\n" + "".join(f"{key},{x},{y}\n" for key, (x, y) in STOPS.items()),
        "trips.txt": "route_id,service_id,trip_id\n" + "".join(f"r,{s},{t}\n" for t, s in trips.items()),
        "calendar.txt": f"service_id,{','.join(WEEKDAYS)},start_date,end_date\n"
        + "".join(f"{s},{','.join(str(int(on)) for on in days)},20261001,20270131\n" for s, days in week.items()),
        "calendar_dates.txt": "service_id,date,exception_type\n"
        + "".join(
            f"{s},{MONDAY + dt.timedelta(days=day):%Y%m%d},{kind}\n" for (s, day), kind in exceptions.items()
        ),
        "stop_times.txt": TIMES + "".join(f"{t},{text(a)},{text(b)},{s},{n}\n" for t, a, b, s, n in calls),
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs\n"
        + "".join(f"{t},{text(a)},{text(b)},{h}\n" for t, a, b, h in headways),
    }  # fmt: skip


def text(second):
    return f"{second // 3600}:{second // 60 % 60:02}:{second % 60:02}"


def by_hand(feed, weekday):
    """Return every connection of a day (departure, arrival, stops), each run of a trip by itself."""
    trips, calls, headways, week, exceptions = feed
    runs = set()
    for trip, service in trips.items():
        own = [call for call in calls if call[0] == trip]
        starts = [start for t, low, high, step in headways if t == trip for start in range(low, high, step)]
        for offset in (-2, -1, 0, 1):
            day = weekday + offset
            on = week[service][day % 7]
            on = {1: True, 2: False, None: on}[exceptions.get((service, day))]
            for start in starts or [own[0][2]]:
                shift = start - own[0][2] + offset * DAY
                hops = [(a[2] + shift, b[1] + shift, a[3], b[3]) for a, b in pairwise(own)]
                if on:
                    runs.add(tuple(hops))  # the same stops and times twice on a day are one
    return sorted(hop for run in runs for hop in run if 0 <= hop[0] < 34 * 3600)


@settings(max_examples=40)
@given(feed=feeds(), weekday=st.integers(0, 6))
def test_a_day_holds_every_ride_of_the_feed_and_no_other(tmp_path_factory, feed, weekday):
    trips, _, _, week, exceptions = feed
    day = MONDAY + dt.timedelta(days=weekday)
    running = [
        {1: True, 2: False, None: week[service][weekday]}[exceptions.get((service, weekday))]
        for service in trips.values()
    ]
    if not any(running):
        return
    path = write(tmp_path_factory.mktemp("feed") / "a.zip", tables(feed))
    table = built(path, day)
    found = table.days[WEEKDAYS[weekday]]
    ids = table.stops.ids
    rows = [
        (int(left), int(arrived), ids[start], ids[end])
        for left, arrived, start, end in zip(
            found.departure, found.arrival, found.from_stop, found.to_stop, strict=True
        )
    ]
    assert sorted(rows) == by_hand(feed, weekday)


@settings(max_examples=10)
@given(feed=feeds(), seed=st.integers(0, 99))
def test_shuffled_rows_give_the_same_content(tmp_path_factory, feed, seed):
    plain = tables(feed)
    mixed = {}
    for name, content in plain.items():
        header, *rows = content.strip().split("\n")
        random.Random(seed).shuffle(rows)  # noqa: S311 - an order, no secret
        mixed[name] = "\n".join([header, *rows, ""])
    folder = tmp_path_factory.mktemp("feed")
    try:
        one = built(write(folder / "a.zip", plain), None)
    except Exception as error:  # noqa: BLE001 - no Wednesday service: then so in any order
        with pytest.raises(type(error)):
            built(write(folder / "b.zip", mixed), None)
        return
    assert built(write(folder / "b.zip", mixed), None).sha256 == one.sha256
