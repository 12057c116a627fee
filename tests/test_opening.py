import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.errors import HoursError
from estate_model.nouns.england_and_wales import HOLIDAYS
from estate_model.opening import check_hours, hours_a_week, is_open, public_holidays, week_pieces

MONDAY = dt.date(2026, 3, 9)
EASTER_MONDAY = dt.date(2026, 4, 6)
COMMON = "Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00"


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("24/7", 168.0),
        ("off", 0.0),
        (COMMON, 5 * 12 + 2 * 10),
        ("Mo-Fr 09:00-17:00", 5 * 8),
        ("Fr 22:00-02:00", 4.0),
        ("Su 22:00-02:00", 4.0),  # two hours on Sunday night, two on Monday morning
        ("Mo 10:00-12:00,14:00-15:30", 3.5),
    ],
)
def test_hours_in_a_plain_week(text, hours):
    assert hours_a_week(text, MONDAY, HOLIDAYS) == hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mo-Fr 09:00-17:00", 5 * 8),  # without a rule for public holidays Monday counts
        ("Mo-Fr 09:00-17:00; PH off", 4 * 8),
        ("Mo-Fr 09:00-17:00; PH 10:00-12:00", 4 * 8 + 2),
        ("Tu-Fr,PH 09:00-17:00", 5 * 8),
        ("PH off; Mo-Fr 09:00-17:00", 4 * 8),
    ],
)
def test_easter_monday_is_a_public_holiday_in_england(text, hours):
    assert hours_a_week(text, EASTER_MONDAY, HOLIDAYS) == hours


def test_public_holidays_are_those_of_the_part_of_the_kingdom():
    england, scotland = (public_holidays(("GB", part), 2026, 2026) for part in ("ENG", "SCT"))
    assert EASTER_MONDAY in england
    assert EASTER_MONDAY not in scotland
    assert dt.date(2026, 8, 31) in england  # the August bank holiday


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (dt.datetime(2026, 3, 10, 9, 59), False),
        (dt.datetime(2026, 3, 10, 10, 0), True),
        (dt.datetime(2026, 3, 10, 21, 59), True),
        (dt.datetime(2026, 3, 10, 22, 0), False),
        (dt.datetime(2026, 3, 15, 18, 0), True),
        (dt.datetime(2026, 3, 15, 19, 0), False),
    ],
)
def test_open_from_the_first_minute_and_shut_at_the_last(at, expected):
    assert is_open(COMMON, at, HOLIDAYS) is expected


def test_open_past_midnight():
    assert is_open("Fr 22:00-02:00", dt.datetime(2026, 3, 14, 1, 59), HOLIDAYS)
    assert not is_open("Fr 22:00-02:00", dt.datetime(2026, 3, 14, 2, 0), HOLIDAYS)


def test_the_hour_that_clocks_skip_does_no_harm():
    assert hours_a_week("24/7", dt.date(2026, 3, 23), HOLIDAYS) == 168.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mo-Fri 10:00-22:00", "cannot be read at character 6"),
        ("", "nothing is written"),
        ("ten to six", "cannot be read"),
        ('Mo-Fr 10:00-12:00 || "by appointment"', "comments and fallbacks"),
        ('Mo "ring the bell"', "comments"),
        ("unknown", "'unknown' is not opening hours"),
        ("Mo-Fr sunrise-sunset", "hours by the sun"),
        ("Mo-Fr 10:00-12:00; SH off", "school holidays"),
        ("PH +1 day off", "days counted from a public holiday"),
        ("Mo-Fr 09:00-17:00, PH off", "public holidays stand in a rule of their own"),
        ("Mo-Fr 09:00-17:00; Dec PH off", "public holidays stand in a rule of their own"),
        ("Jan 1-Dec 31 PH off; Mo 10:00-12:00", "public holidays stand in a rule of their own"),
        ("Sunrise-12:00", "hours by the sun"),
        ("Mo 10:00-12:00 Unknown", "'unknown' is not opening hours"),
        ("Mo-Fr 10:00+", "an open end"),
        ("   ", "nothing is written"),
        ("closed", "write 'off'"),
        ("24/7 off", "write 'off'"),
    ],
)
def test_texts_that_do_not_mean_open_or_shut_are_refused(text, words):
    with pytest.raises(HoursError, match=words):
        check_hours(text)


def test_the_week_is_cut_where_the_set_of_open_counters_changes():
    pieces = week_pieces({"a": "24/7", "b": "Mo 10:00-12:00"}, MONDAY, HOLIDAYS)
    assert [(piece.hours, sorted(piece.open_ids)) for piece in pieces] == [
        (10.0, ["a"]),
        (2.0, ["a", "b"]),
        (168.0 - 12.0, ["a"]),
    ]


def test_a_week_with_no_counter_is_one_empty_piece():
    (piece,) = week_pieces({}, MONDAY, HOLIDAYS)
    assert (piece.hours, piece.open_ids) == (168.0, frozenset())


times = st.integers(0, 23).flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, 24)))


@given(st.lists(st.tuples(st.sampled_from(["Mo", "Tu-Th", "Fr", "Sa-Su"]), times), min_size=1, max_size=4))
def test_law_pieces_follow_one_another_and_add_up_to_each_counters_hours(rules):
    hours = {str(n): f"{days} {a:02}:00-{b:02}:00" for n, (days, (a, b)) in enumerate(rules)}
    pieces = week_pieces(hours, MONDAY, HOLIDAYS)
    assert sum(piece.hours for piece in pieces) == 168.0
    assert all(one.end == other.start for one, other in pairwise(pieces))
    for site_id, text in hours.items():
        assert sum(piece.hours for piece in pieces if site_id in piece.open_ids) == hours_a_week(
            text, MONDAY, HOLIDAYS
        )
