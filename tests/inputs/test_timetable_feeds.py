"""Feeds with one fault each: read right, or refused with the count; and files that are no feeds."""

import csv
import datetime as dt
import io
import os
import zipfile
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from estate_model.errors import AreaError
from estate_model.inputs.timetable import feed_files
from estate_model.nouns.service_day import WEEKDAYS
from tests import worlds
from tests.inputs.feed_worlds import BASE, CALENDAR, TIMES, WEDNESDAY, built, faults, hops, times, write
from tests.test_own_area import SHARED

THREE = BASE["stops.txt"] + "s3,Three,51.52,-0.1\n"


def refused(path, words, day=WEDNESDAY):
    with pytest.raises(AreaError, match=words):
        built(path, day)


# ---- the twelve feeds of one fault ----


def test_a_plain_feed_is_read_with_its_night_on_the_next_day(tmp_path):
    table = built(write(tmp_path / "a.zip"))
    assert hops(table) == ["00:10 s1 00:20 s2", "24:10 s1 24:20 s2"]  # Tuesday's and its own
    assert hops(table, "monday") == ["24:10 s1 24:20 s2"]
    assert hops(table, "saturday") == ["00:10 s1 00:20 s2"]
    assert hops(table, "sunday") == []
    assert table.days["tuesday"] is table.days["wednesday"]
    first = ["monday", "tuesday", "tuesday", "tuesday", "tuesday", "saturday", "sunday"]
    assert [table.first_alike(name) for name in WEEKDAYS] == first  # no day need be made for it
    assert table.modes == {"bus": 1}
    assert table.words == "buses only"
    assert table.notes[0] == "The timetable has neither trains nor Tube: it is buses only."
    assert "Nothing runs on Sunday 2026-11-22." in table.notes
    assert faults(table) == {}


def test_a_feed_without_calendar_runs_on_its_dates(tmp_path):
    dates = "service_id,date,exception_type\nW,20261118,1\n"
    table = built(write(tmp_path / "a.zip", calendar=None, calendar_dates=dates))
    assert hops(table) == ["24:10 s1 24:20 s2"]
    assert hops(table, "thursday") == ["00:10 s1 00:20 s2"]
    assert "Trips begun the day before 2026-11-18 are not in the feeds." in table.notes


def with_points(text, since):
    """A table with ".0" behind the numbers of one column and those after it."""
    header, *rows = (line.split(",") for line in text.splitlines())
    at = header.index(since)
    written = (header, *([*row[:at], *(f"{cell}.0" for cell in row[at:])] for row in rows))
    return "".join(",".join(row) + "\n" for row in written)


def test_whole_numbers_that_pandas_wrote_with_a_point_are_read(tmp_path):
    plain = built(write(tmp_path / "a.zip"))
    tables = {"stop_times": "stop_sequence", "calendar": "monday", "routes": "route_type"}
    pointed = {name: with_points(BASE[f"{name}.txt"], since) for name, since in tables.items()}
    table = built(write(tmp_path / "b.zip", **pointed))
    assert hops(table) == hops(plain) != []
    assert faults(table) == {}


def test_a_day_taken_away_is_refused_with_the_feeds_days(tmp_path):
    path = write(tmp_path / "a.zip", calendar_dates="service_id,date,exception_type\nW,20261118,2\n")
    refused(path, r"no service on 2026-11-18; feed runs 2026-11-01 to 2026-12-31")
    refused(path, r"no service on 2027-02-03; feed runs", dt.date(2027, 2, 3))
    assert hops(built(path, dt.date(2026, 11, 25))) == ["00:10 s1 00:20 s2", "24:10 s1 24:20 s2"]


def test_times_with_blanks_around_and_a_byte_order_mark_are_read(tmp_path):
    spaced = TIMES + "t1, 9:05:00,9:05:00 ,s1,1\nt1,9:15:00,9:15,s2,2\n"
    assert hops(built(write(tmp_path / "a.zip", stop_times=spaced))) == ["09:05 s1 09:15 s2"]
    table = built(write(tmp_path / "b.zip", stop_times="\ufeff" + BASE["stop_times.txt"]))
    assert hops(table, "monday") == ["24:10 s1 24:20 s2"]
    utf16 = BASE["stop_times.txt"].encode("utf-16")
    assert hops(built(write(tmp_path / "c.zip", stop_times=utf16)), "monday") == ["24:10 s1 24:20 s2"]


def test_a_blank_time_is_found_by_distance_and_counted(tmp_path):
    stops = BASE["stops.txt"] + "s3,Three,51.54,-0.1\n"  # three times as far
    blank = TIMES + "t1,09:00:00,09:00:00,s1,1\nt1,,,s2,2\nt1,09:20:00,,s3,3\n"
    table = built(write(tmp_path / "a.zip", stops=stops, stop_times=blank))
    assert hops(table) == ["09:00 s1 09:05 s2", "09:05 s2 09:20 s3"]
    assert faults(table) == {"time_blank": (1, 3)}
    ends = TIMES + "t1,,,s1,1\nt1,09:10:00,09:10:00,s2,2\n"
    refused(
        write(tmp_path / "b.zip", stop_times=ends), r"1 of 2 calls have no time and no timed call on both"
    )


def test_a_call_at_an_unknown_stop_is_counted_and_one_in_three_refused(tmp_path):
    wrong = BASE["stop_times.txt"] + "t1,24:30:00,24:30:00,ZZ,3\n"
    refused(
        write(tmp_path / "a.zip", stop_times=wrong), r"1 of 3 calls name a stop .* left out \(such as ZZ\)"
    )
    many = "".join(f"x{n},9:00:00,9:00:00,s1,1\nx{n},9:10:00,9:10:00,s2,2\n" for n in range(60))
    trips = BASE["trips.txt"] + "".join(f"r,W,x{n}\n" for n in range(60))
    table = built(write(tmp_path / "b.zip", stop_times=wrong + many, trips=trips))
    assert faults(table)["call_at_unknown_stop"] == (1, 123)
    assert faults(table)["trip_duplicate"] == (59, 61)
    assert hops(table) == ["00:10 s1 00:20 s2", "09:00 s1 09:10 s2", "24:10 s1 24:20 s2"]


def test_a_trip_that_goes_back_in_time_is_left_out_and_counted(tmp_path):
    back = BASE["stop_times.txt"].replace("24:20", "24:05")
    refused(write(tmp_path / "a.zip", stop_times=back), r"1 of 1 trips arrive before they left .*such as t1")
    waits = TIMES + "t1,09:05:00,09:00:00,s1,1\nt1,09:20:00,09:20:00,s2,2\n"
    refused(write(tmp_path / "b.zip", stop_times=waits), r"1 of 1 trips arrive before they left")


def test_blank_rows_below_a_table_are_none(tmp_path):
    expected = hops(built(write(tmp_path / "a.zip")))
    names = ("trips", "stops", "calendar", "stop_times")
    below = {name: BASE[f"{name}.txt"] for name in names}
    below = {name: text + "," * text.split("\n")[0].count(",") + "\n" for name, text in below.items()}
    table = built(write(tmp_path / "b.zip", transfers="from_stop_id,to_stop_id,transfer_type\n,,\n", **below))
    assert hops(table) == expected
    assert faults(table) == {}


@pytest.mark.parametrize("exact", ["", "0", "1"])
def test_headways_are_expanded_and_the_template_does_not_run(tmp_path, exact):
    text = f"trip_id,start_time,end_time,headway_secs,exact_times\nt1,06:00:00,06:30:00,600,{exact}\n"
    table = built(write(tmp_path / "a.zip", frequencies=text))
    assert hops(table) == ["06:00 s1 06:10 s2", "06:10 s1 06:20 s2", "06:20 s1 06:30 s2"]
    assert faults(table)["trip_by_headway"] == (3, 3)
    assert faults(table).get("headway_not_exact") == (None if exact == "1" else (3, 3))


@pytest.mark.parametrize(
    "row", ["t1,06:00:00,08:00:00,0", "t1,08:00:00,06:00:00,600", "t9,06:00:00,08:00:00,600"]
)
def test_impossible_headways_are_refused(tmp_path, row):
    path = write(tmp_path / "a.zip", frequencies=f"trip_id,start_time,end_time,headway_secs\n{row}\n")
    refused(path, r"frequencies.txt:2: trip_id '.*\n.*a row must have a trip of trips.txt")


def test_a_feed_in_a_folder_of_a_zip_or_on_disk_is_read(tmp_path):
    expected = hops(built(write(tmp_path / "a.zip")))
    assert hops(built(write(tmp_path / "b.zip", inside="gtfs/deep/"))) == expected
    assert hops(built(write(tmp_path / "c.zip", inside="gtfs\\"))) == expected
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "open")
    assert hops(built(tmp_path / "open")) == expected


@pytest.mark.parametrize("place", ["0,0", ",", "x,y", "91,0", "0.001,-0.002", "49.7668,-7.5572"])
def test_a_stop_without_a_place_moves_nobody(tmp_path, place):
    stops = BASE["stops.txt"].replace("51.51,-0.1", place)
    refused(write(tmp_path / "a.zip", stops=stops), r"1 of 2 calls are at a stop without a place.*such as s2")
    unused = BASE["stops.txt"] + f"s9,Never,{place}\n"
    assert faults(built(write(tmp_path / "b.zip", stops=unused))) == {}


def test_ids_are_texts(tmp_path):
    ids = {name: text.replace("s1", "0100").replace("s2", "100") for name, text in BASE.items()}
    assert hops(built(write(tmp_path / "a.zip", ids)), "monday") == ["24:10 0100 24:20 100"]


# ---- jumps, places, kinds ----


def test_a_call_that_only_a_jump_reaches_is_left_out_and_the_others_stay_joined(tmp_path):
    stops = THREE + "far,Far,51.5,-0.04\n"  # 4 km east, in a minute
    run = times("t1 09:00 s1", "t1 09:01 far", "t1 09:02 s2", "t1 09:06 s3")
    more = "".join(
        f"x{n},10:{n % 60:02}:00,10:{n % 60:02}:00,s1,1\nx{n},10:59:00,10:59:00,s2,2\n" for n in range(59)
    )
    trips = BASE["trips.txt"] + "".join(f"r,W,x{n}\n" for n in range(59))
    table = built(write(tmp_path / "a.zip", stops=stops, stop_times=run + more, trips=trips))
    assert hops(table)[:2] == ["09:00 s1 09:02 s2", "09:02 s2 09:06 s3"]
    assert faults(table) == {"call_astray": (1, 122)}
    few = write(tmp_path / "b.zip", stops=stops, stop_times=run)
    refused(few, r"1 of 4 calls are so far off")


def test_a_hop_over_45_metres_a_second_moves_nobody_nor_those_who_sit_on(tmp_path):
    stops = THREE + "far,Far,51.5,-0.04\nfar2,Farther,51.501,-0.04\n"
    run = times("t1 09:00 s1", "t1 09:02 s2", "t1 09:03 far", "t1 09:05 far2")
    more = "".join(
        f"x{n},10:{n:02}:00,10:{n:02}:00,s1,1\nx{n},11:{n:02}:00,11:{n:02}:00,s2,2\n" for n in range(60)
    )
    trips = BASE["trips.txt"] + "".join(f"r,W,x{n}\n" for n in range(60))
    table = built(write(tmp_path / "a.zip", stops=stops, stop_times=run + more, trips=trips))
    assert hops(table)[:2] == ["09:00 s1 09:02 s2", "09:03 far 09:05 far2"]
    day = table.days["wednesday"]
    assert day.trip[0] != day.trip[1]
    assert faults(table) == {"hop_too_fast": (1, 123)}


def test_hops_of_no_minutes_are_the_rule_and_of_kilometres_are_not(tmp_path):
    stops = THREE + "near,Near,51.503,-0.1\n"
    table = built(write(tmp_path / "a.zip", stops=stops, stop_times=times("t1 09:00 s1", "t1 09:00 near")))
    assert hops(table) == ["09:00 s1 09:00 near"]
    path = write(
        tmp_path / "b.zip", stops=stops, stop_times=times("t1 09:00 s1", "t1 09:00 s3", "t1 09:05 s2")
    )
    refused(path, r"1 of 2 hops from stop to stop are faster than 45 m/s")


def test_stops_far_from_the_area_are_left_out_and_rides_through_them_stay(tmp_path):
    stops = THREE + "out,Out,51.7,-0.1\nout2,Out,51.71,-0.1\n"
    run = times("t1 09:00 s1", "t1 09:30 out", "t1 10:00 s2", "t2 09:00 out", "t2 09:10 out2")
    table = built(
        write(tmp_path / "a.zip", stops=stops, stop_times=run, trips=BASE["trips.txt"] + "r,W,t2\n")
    )
    assert hops(table) == ["09:00 s1 10:00 s2"]
    assert table.stops.ids == ("s1", "s2")
    assert faults(table) == {"stop_outside": (2, 5), "trip_outside": (1, 2)}
    swapped = "stop_id,stop_name,stop_lat,stop_lon\ns1,One,-0.1,51.5\ns2,Two,-0.1,51.51\n"
    refused(write(tmp_path / "b.zip", stops=swapped), r"none of its 2 stops lies in The Street.*swapped\?")


@pytest.mark.parametrize(
    ("route_type", "kind", "basic"),
    [("3", "bus", 3), ("3.0", "bus", 3), ("714", "bus", 3), ("109", "rail", 2), ("200", "coach", 3), ("900", "tram", 0), ("1000", "ferry", 4)],
)  # fmt: skip
def test_route_types_are_kinds_of_vehicle(tmp_path, route_type, kind, basic):
    routes = BASE["routes.txt"].replace(",3\n", f",{route_type}\n")
    table = built(write(tmp_path / "a.zip", routes=routes))
    assert table.modes == {kind: 1}
    assert set(table.days["wednesday"].trip_route_type.tolist()) == {basic}


def test_routes_that_are_not_public_flights_and_unknown_types_are_left_out(tmp_path):
    routes = BASE["routes.txt"] + "own,A,2,\nfly,A,3,1100\nlift,A,4,6\n"
    trips = BASE["trips.txt"] + "own,W,t2\nfly,W,t3\nlift,W,t4\n"
    run = "".join(times(f"t{n} 09:0{n} s1", f"t{n} 09:2{n} s2").removeprefix(TIMES) for n in (1, 2, 3, 4))
    table = built(write(tmp_path / "a.zip", routes=routes, trips=trips, stop_times=TIMES + run))
    assert hops(table) == ["09:01 s1 09:21 s2", "09:04 s1 09:24 s2"]
    assert table.modes == {"bus": 1, "cable car": 1}
    assert faults(table) == {"route_not_public": (1, 4), "route_not_by_timetable": (1, 4)}
    odd = BASE["routes.txt"].replace(",3\n", ",99\n")
    refused(write(tmp_path / "b.zip", routes=odd), r"1 of 1 trips have a route_type unknown.*such as 99")
    blank = BASE["routes.txt"].replace(",3\n", ",\n")
    refused(
        write(tmp_path / "c.zip", routes=blank),
        r"1 of 1 trips have no route_type.*\n.*none of its 1 trips runs on any day",
    )


def test_replacement_buses_coded_as_cable_cars_are_buses(tmp_path):
    routes = "route_id,route_desc,route_type\nr,Replacement bus. No bicycles,6\n"
    table = built(write(tmp_path / "a.zip", routes=routes))
    assert table.modes == {"bus": 1}
    assert faults(table) == {"bus_called_cable_car": (1, 1)}


def test_where_one_may_not_board_or_alight_is_kept(tmp_path):
    run = (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n"
        "t1,9:00:00,9:00:00,s1,1,0,1\nt1,9:10:00,9:11:00,s2,2,1,0\nt1,9:20:00,9:20:00,s3,3,0,2\n"
    )
    day = built(write(tmp_path / "a.zip", stops=THREE, stop_times=run)).days["wednesday"]
    assert day.may_board.tolist()[:2] == [True, False]
    assert day.may_alight.tolist()[:2] == [True, True]
    assert day.arrival.tolist()[:2] == [33_000, 33_600]
    assert day.departure.tolist()[:2] == [32_400, 33_060]


# ---- transfers, duplicates, several feeds ----


def test_times_to_change_are_as_given_else_by_kind(tmp_path):
    stops = "stop_id,stop_name,stop_lat,stop_lon,parent_station\n" + "".join(
        f"{name},{name},51.5{n},-0.1,{parent}\n"
        for n, (name, parent) in enumerate([("s1", ""), ("s2", "S"), ("s3", "S"), ("S", "")])
    )
    transfers = (
        "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id\n"
        "s1,s1,2,240,\nS,S,2,90,\ns1,s2,3,,\ns1,s3,0,,\ns1,s3,2,600,t1\n"
    )
    run = times("t1 09:00 s1", "t1 09:10 s2", "t1 09:20 s3")
    table = built(write(tmp_path / "a.zip", stops=stops, stop_times=run, transfers=transfers))
    assert table.stops.ids == ("s1", "s2", "s3")
    assert table.stops.change_seconds.tolist() == [240, 90, 90]
    moves = table.transfers
    assert list(zip(moves.from_stop, moves.to_stop, moves.seconds, strict=True)) == [
        (0, 1, -1),
        (1, 2, 90),
        (2, 1, 90),
    ]
    assert faults(table) == {"transfer_of_a_route": (1, 5)}
    bad = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\ns1,nowhere,2,60\n"
    refused(write(tmp_path / "b.zip", transfers=bad), r"1 of 1 transfers name an unknown stop")
    assert built(write(tmp_path / "c.zip")).stops.change_seconds.tolist() == [60, 60]


def test_trips_that_are_there_twice_are_read_once(tmp_path):
    one = built(write(tmp_path / "a.zip"))
    twice = BASE["stop_times.txt"] + BASE["stop_times.txt"].removeprefix(TIMES).replace("t1", "t2")
    calendar = BASE["calendar.txt"] + "M,1,0,1,0,0,0,0,20261101,20261231\n"
    trips = BASE["trips.txt"] + "r,M,t2\n"
    two = built(write(tmp_path / "b.zip", stop_times=twice, trips=trips, calendar=calendar))
    assert faults(two) == {"trip_duplicate": (1, 2)}
    assert [hops(two, day) for day in two.days] == [hops(one, day) for day in one.days]
    assert two.sha256 == one.sha256


def test_the_order_of_feeds_and_of_rows_changes_nothing(tmp_path):
    a = write(tmp_path / "a.zip", stops=THREE, stop_times=times("t1 09:00 s1", "t1 09:10 s2", "t1 09:15 s3"))
    moved = BASE["stops.txt"].replace("51.51", "51.52")  # another stop s2: 1.1 km away
    b = write(tmp_path / "b.zip", stops=moved, stop_times=times("t1 09:00 s1", "t1 09:20 s2"))
    one, two = built([a, b]), built([b, a])
    assert one.stops.ids == ("s1", "s2", "s2 (2)", "s3")  # by easting
    assert one.feeds == two.feeds
    assert one.sha256 == two.sha256
    assert hops(one) == ["09:00 s1 09:10 s2 (2)", "09:00 s1 09:20 s2", "09:10 s2 (2) 09:15 s3"]
    turned = {
        name: "\n".join([text.split("\n")[0], *text.strip().split("\n")[:0:-1]]) + "\n"
        for name, text in {**BASE, "stops.txt": THREE}.items()
    }
    turned["stop_times.txt"] = (
        TIMES + "t1,9:15:00,9:15:00,s3,3\nt1,9:00:00,9:00:00,s1,1\nt1,9:10:00,9:10:00,s2,2\n"
    )
    assert built([b, write(tmp_path / "c.zip", turned)]).sha256 == one.sha256
    with pytest.raises(AreaError, match="are the same feed; give it once"):
        built([a, a])


# ---- dates ----


def test_a_holiday_is_said_and_the_usual_wednesday_is_not_one(tmp_path):
    trips = BASE["trips.txt"] + "".join(f"r,W,x{n}\n" for n in range(9)) + "r,H,h\n"
    run = TIMES + "".join(
        times(f"{trip} 09:0{n} s1", f"{trip} 09:2{n} s2").removeprefix(TIMES)
        for n, trip in enumerate([*(f"x{n}" for n in range(9)), "h"])
    )
    calendar = BASE["calendar.txt"] + "H,0,0,0,0,0,0,0,20261101,20261231\n"
    dates = "service_id,date,exception_type\nW,20261118,2\nH,20261118,1\n"
    path = write(tmp_path / "a.zip", trips=trips, stop_times=run, calendar=calendar, calendar_dates=dates)
    table = built(path)
    assert any(
        note.startswith(
            "Wednesday 2026-11-18 has 1 trips, 11% of the 9 usual on that weekday in the weeks around"
        )
        for note in table.notes
    )
    assert built(path, None).reference_day == dt.date(2026, 11, 4)
    assert not any("usual on that weekday" in note for note in built(path, dt.date(2026, 12, 16)).notes)


def test_days_that_the_weeks_feed_lacks_are_read_on_the_nearest_that_it_has(tmp_path):
    calendar = CALENDAR + "W,1,1,1,1,1,1,1,20261118,20261231\n"
    table = built(write(tmp_path / "a.zip", calendar=calendar))
    assert table.chosen["monday"] == dt.date(2026, 11, 23)
    assert table.chosen["thursday"] == dt.date(2026, 11, 19)
    assert "Monday was read on 2026-11-23: the feeds run 2026-11-18 to 2026-12-31." in table.notes
    assert hops(table, "monday") == ["00:10 s1 00:20 s2", "24:10 s1 24:20 s2"]


def test_the_days_that_feed_info_states_limit_the_calendar(tmp_path):
    info = "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version\nP,u,en,20261110,20261130,v7\n"
    table = built(write(tmp_path / "a.zip", feed_info=info))
    assert (table.feeds[0].version, table.first_day, table.last_day) == (
        "v7",
        dt.date(2026, 11, 10),
        dt.date(2026, 11, 30),
    )


def test_a_calendar_row_that_cannot_be_read_is_refused(tmp_path):
    calendar = BASE["calendar.txt"].replace("20261231", "20261399")
    refused(
        write(tmp_path / "a.zip", calendar=calendar), r"1 of 1 calendar rows .*such as W: end_date '20261399'"
    )
    more = BASE["calendar.txt"] + "X,1,1,1,1,1,0,0,20261101,soon\n"
    refused(write(tmp_path / "b.zip", calendar=more), r"1 of 2 calendar rows cannot be read.*such as X")


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("calendar", "20261101,20261231", "2026-11-01,2026-12-31", r"days: YYYYMMDD.*W: start_date '2026-11-01'"),
        ("calendar", "1,1,1,1,1,0,0", "true,1,1,1,1,0,0", r"1 of 1 calendar rows .*W: monday 'true'"),
        ("routes", ",3\n", ",bus\n", r"1 of 1 trips have a route_type unknown.*a bus is 3.*such as bus"),
        ("stops", "51.5", "N51", r"stops.txt: none of its 2 stops has a place: stop_lat and stop_lon are degrees"),
    ],
)  # fmt: skip
def test_where_all_rows_are_wrong_the_reason_is_said(tmp_path, table, old, new, words):
    refused(write(tmp_path / "a.zip", {f"{table}.txt": BASE[f"{table}.txt"].replace(old, new)}), words)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("2026-11-01,2026-11-15", r"feed_info.txt:2: feed_start_date: '2026-11-01' is no day; write it as 20261118"),
        (",15/11/2026", r"feed_info.txt:2: feed_end_date: '15/11/2026' is no day"),
        ("20261115,20261101", r"feed_info.txt:2: feed_end_date 2026-11-01 is before feed_start_date 2026-11-15"),
        (",20261031", r"feed_info.txt: the feed is for any day to 2026-10-31, but its trips run 2026-11-01 to"),
        (",20261115", r"no service on 2026-11-18; feed runs 2026-11-01 to 2026-11-15"),
    ],
)  # fmt: skip
def test_days_of_feed_info_that_are_none_are_refused(tmp_path, days, words):
    refused(write(tmp_path / "a.zip", feed_info=f"feed_start_date,feed_end_date\n{days}\n"), words)


def test_blank_days_of_feed_info_limit_nothing(tmp_path):
    table = built(write(tmp_path / "a.zip", feed_info="feed_start_date,feed_end_date,feed_version\n,,v\n"))
    assert (table.first_day, table.last_day) == (dt.date(2026, 11, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize("table", ["stops", "agency"])
@pytest.mark.parametrize(("mark", "words"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_marks_between_fields_than_commas_are_named(tmp_path, table, mark, words):
    text = BASE[f"{table}.txt"].replace(",", mark)
    refused(
        write(tmp_path / "a.zip", {f"{table}.txt": text}), rf"{table}.txt:1: fields are parted by {words}"
    )


# ---- files that are no feeds ----


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xml", b'<?xml version="1.0"?>\n<TransXChange xmlns="x">', "is a TransXChange file, not GTFS; convert it"),
        ("a.xml", b'<PublicationDelivery version="1.1">', "is a NeTEx file, not GTFS"),
        ("a.mca", b"HDTPS.UDFROC1.PD2611182111180405DFROC2QDFROC1PFA181126171127", "is a CIF file, not GTFS"),
        ("a.cif", b"ATCO-CIF0500 London", "is a CIF file, not GTFS"),
        ("a.zip", b"hello", "is text, not a GTFS feed"),
        ("a.zip", b"", "is empty, not a GTFS feed"),
        ("a.zip", b"PK\x03\x04 cut", "cannot be read as a GTFS feed: it is a zip archive that was cut short"),
        ("a.xlsx", b"%PDF-1.4", "is a PDF, not a GTFS feed"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_named_for_what_it_is(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    refused(tmp_path / name, words)


def test_zips_of_other_timetables_of_feeds_and_bombs_are_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("tfl_1.xml", "<TransXChange>")
    refused(tmp_path / "a.zip", r"tfl_1.xml: is a TransXChange file")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("one.zip", write(tmp_path / "one.zip").read_bytes())
    refused(tmp_path / "b.zip", "holds further zips; unpack it")
    both = {f"two/{name}": text for name, text in BASE.items()}
    refused(write(tmp_path / "c.zip", both), r"holds two feeds \(.*\); give each by itself")
    with zipfile.ZipFile(tmp_path / "d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stops.txt", b" " * 60_000_000)
    refused(tmp_path / "d.zip", "unpacks to more than 50,000,000 bytes")
    refused(
        write(tmp_path / "e.zip", trips=None, calendar=None), "no whole GTFS feed: trips.txt, calendar.txt or"
    )
    refused(tmp_path / "nowhere.zip", "there is no such file or folder")
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "is not an ordinary file")


@pytest.mark.parametrize(
    ("table", "text", "words"),
    [
        ("stops", "stop_idd,stop_name\ns1,One\n", r"stops.txt:1: column 'stop_id' is missing; did you mean 'stop_idd'"),
        ("stops", "", "stops.txt: is empty"),
        ("stops", BASE["stops.txt"] + "s1,Again,51.5,-0.1\n", r"1 of 3 stops have the id of another"),
        ("stop_times", BASE["stop_times.txt"] + "t1,24:30:00\n", r"stop_times.txt: row 4 has 2 fields, the header has 5"),
        ("stop_times", BASE["stop_times.txt"].encode().replace(b"s2", b"\xff\xfe"), "is not UTF-8 text"),
        ("stop_times", BASE["stop_times.txt"].replace("24:10:00", "ten"), r"1 of 2 calls have a time that cannot be read"),
        ("stop_times", BASE["stop_times.txt"].replace(",1\n", ",first\n"), r"1 of 2 calls have a stop_sequence that is no"),
        ("stop_times", BASE["stop_times.txt"].replace(",1\n", ",2\n"), r"1 of 1 trips have two calls of one stop_seq"),
        ("stop_times", BASE["stop_times.txt"].replace("t1,24:20", "t7,24:20"), r"1 of 2 calls name a trip that trips.txt"),
        ("stop_times", BASE["stop_times.txt"] + 't1,24:30,24:30,s2,"3\n', "a quote is opened and never closed"),
        ("stop_times", BASE["stop_times.txt"] + 't1,"24\n:30",24:30,s2,3\n', "a text goes over several lines"),
        ("stop_times", TIMES, "no service in The Street on Wednesday 2026-11-18; a.zip runs 2026-11-01 to"),
        ("routes", BASE["routes.txt"] + "r,A,2,2\n", r"1 of 2 routes have the id of another"),
        ("agency", BASE["agency.txt"] + "B,B,u,Europe/Paris\n", r"several time zones: Europe/London \(a.zip\), Europe/P"),
        ("trips", BASE["trips.txt"] + "r,W,t1\n", r"1 of 2 trips have the id of another"),
        ("trips", BASE["trips.txt"] + "q,W,t2\n", r"1 of 2 trips name a route that routes.txt lacks"),
        ("trips", BASE["trips.txt"] + "r,Q,t2\n", r"1 of 2 trips name a service that no calendar has"),
    ],
)  # fmt: skip
def test_a_table_that_is_wrong_is_refused(tmp_path, table, text, words):
    refused(write(tmp_path / "a.zip", {f"{table}.txt": text}), words)


def test_without_pyarrow_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    refused(write(tmp_path / "a.zip"), r"needs the package pyarrow: pip install 'estate-model\[build\]'")


# ---- real feeds ----


def shared(*parts):
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip("the real feeds are not here; ESTATE_MODEL_SHARED names their folder")
    return path


def town(*points):
    """Return the street's area with its seven postcodes at other points."""
    drawn = worlds.places([*points, *[points[-1]] * (7 - len(points))])
    return replace(worlds.area(), places=drawn, buildings={}, hours=())


MANCHESTER = town(
    (384_000, 398_000), (389_500, 390_500), (378_000, 399_000), (358_000, 405_000), (392_000, 413_000)
)


@pytest.mark.shared
def test_a_rail_feed_with_trips_of_one_stop_and_buses_coded_as_cable_cars():
    table = built(shared("timetables", "gm_rail_gtfs.zip"), dt.date(2021, 2, 24), MANCHESTER)
    found = faults(table)
    assert found["trip_of_one_call"] == (219, 8_632)
    assert found["bus_called_cable_car"] == (595, 8_632)
    assert set(table.modes) == {"rail", "bus"}
    assert set(table.stops.change_seconds.tolist()) <= {120, 180, 240, 300, 480, 600}
    assert (found["time_backwards"], found["hop_too_fast"]) == ((1, 3_574), (1, 16_256))


@pytest.mark.shared
def test_a_coach_whose_services_mostly_never_run():
    dundee = town(
        (340_000, 730_000), (338_000, 731_000), (325_000, 673_000), (310_000, 724_000), (312_000, 672_000)
    )
    table = built(shared("timetables", "ember_gtfs.zip"), dt.date(2024, 1, 17), dundee)
    assert faults(table)["trip_never_runs"] == (190, 316)
    assert table.modes == {"bus": 42}
    assert hops(table)[0] == "00:04 6200247060 00:13 6200247604"  # Tuesday's last coach


@pytest.mark.shared
def test_a_slice_of_british_rail_mostly_past_midnight():
    path = shared("timetables", "gb_rail_slice_gtfs.zip")
    london = town((530_000, 180_000), (526_600, 181_200), (507_500, 176_000), (502_000, 196_500))
    table = built(path, dt.date(2026, 9, 20), london)
    assert table.modes == {"tube": 1, "rail": 1}
    assert table.words == "Tube or metro and trains only"
    assert hops(table, "sunday")[0].startswith("00:")  # Saturday's last train
    assert not {"hop_too_fast", "time_backwards"} & set(faults(table))
    valleys = built(path, dt.date(2026, 9, 16), town((302_600, 191_500), (297_200, 198_700)))
    assert (valleys.modes, hops(valleys)[:1]) == ({"bus": 1}, ["05:52 POR 06:18 QBM"])  # route_type 714


@pytest.mark.shared
def test_a_timetable_of_transport_for_london_is_named_for_what_it_is():
    path = shared("london", "transit", "tfl_hammersmith_city_2019.xml")
    refused(path, r"is a TransXChange file, not GTFS; convert it first, for example with transx2gtfs")


@pytest.mark.shared
def test_newports_buses_match_their_stop_times_to_the_second():
    path = shared("newport", "newport_gtfs.zip")
    newport = town((331_000, 188_000), (334_000, 188_000), (327_000, 185_000), (337_000, 188_500))
    table = built(path, dt.date(2023, 6, 14), newport)
    with zipfile.ZipFile(path) as archive:

        def rows(name):
            return list(csv.DictReader(io.TextIOWrapper(archive.open(name), encoding="utf-8-sig")))

        running = {row["service_id"] for row in rows("calendar.txt") if row["wednesday"] == "1"}
        trips = {row["trip_id"] for row in rows("trips.txt") if row["service_id"] in running}
        calls = [row for row in rows("stop_times.txt") if row["trip_id"] in trips]
    names = set(table.stops.ids)
    expected = set()
    for this, following in pairwise(calls):
        if this["trip_id"] == following["trip_id"] and {this["stop_id"], following["stop_id"]} <= names:
            expected.add(
                (this["departure_time"], this["stop_id"], following["arrival_time"], following["stop_id"])
            )
    day = table.days["wednesday"]
    own = day.departure < 24 * 3600

    def text(second):
        return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"

    found = {
        (text(left), table.stops.ids[start], text(arrived), table.stops.ids[end])
        for left, start, arrived, end in zip(
            day.departure[own], day.from_stop[own], day.arrival[own], day.to_stop[own], strict=True
        )
    }
    late = {row for row in expected if row[0] >= "24"}
    assert expected - late <= found
    assert len(expected) > 3_000
    assert np.unique(day.trip[own]).size >= len(trips) - 30
    assert feed_files.TABLES
