import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.errors import HoursError
from estate_model.nouns.england_and_wales import HOLIDAYS
from estate_model.opening import (
    doubts_of,
    hours_a_week,
    is_open,
    public_holidays,
    read_hours,
    same_hours,
    week_pieces,
)

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
        ("PH off; Mo-Fr 09:00-17:00", 5 * 8),  # a later rule wins
        ("Mo-Fr 09:00-17:00, PH off", 4 * 8),
        ("Mo-Fr 09:00-17:00; PH Mo-Fr off", 4 * 8),
        ("Mo-Fr 09:00-17:00; PH Sa-Su off", 5 * 8),
        ("Tu-Sa 09:00-17:00; Su, PH 10:00-16:00", 5 * 8 + 2 * 6),
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
        ("Mo-Fri 10:00-22:00", "days are written Mo Tu We Th Fr Sa Su"),
        ("", "nothing is written"),
        ("ten to six", "cannot be read"),
        ('Mo-Fr 10:00-12:00 || "by appointment"', "comments and fallbacks"),
        ('Mo "ring the bell"', "comments"),
        ("unknown", "'unknown' is not opening hours"),
        ("Mo-Fr sunrise-sunset", "hours by the sun"),
        ("Mo-Fr 10:00-12:00; SH off", "school holidays"),
        ("PH +1 day off", "days counted from a public holiday"),
        ("Mo-Fr 09:00-17:00; Dec PH off", "public holidays stand in a rule of their own"),
        ("Jan 1-Dec 31 PH off; Mo 10:00-12:00", "public holidays stand in a rule of their own"),
        ("Sunrise-12:00", "hours by the sun"),
        ("Mo 10:00-12:00 Unknown", "'unknown' is not opening hours"),
        ("Mo-Fr 10:00+", "an open end"),
        ("   ", "nothing is written"),
        ("Mo-Fr", "'Mo-Fr' says no clock time; write 'Mo-Fr 00:00-24:00' if it is open all day"),
        ("Mo-Fr open", "'Mo-Fr open' says no clock time"),
        ("open", "write '24/7' if it never shuts"),
        ("Apr-Oct", "says no clock time"),
        ("Tu 10:00-12:00; Fr", "'Fr' says no clock time"),
        ("Mo-Fr 09:00-17:00 Sa 10:00-12:00", "a ';' is missing before a day"),
        ("Mo-Fr 09:00-17:00 PH off", "a ';' is missing before a day"),
        ("Mo-Fr 09:00-17:00 PH 10:00-12:00", "a ';' is missing before a day"),
        ("Mo-Fr 09:00-17:00 bank holidays closed", "a ';' is missing before a day"),
        ("Mo-Fr 09:00-17:00 Dec 25 off", "a ';' is missing before a day"),
        ("24/7 PH off", "a ';' is missing before a day"),
        ("Mo-Fr 9-5 closed", "cannot be read"),
        ("not yet closed", "cannot be read"),
        (
            "\u041co-Fr 09:00-17:00",
            r"cannot be read at character 1 \('\u041c' is cyrillic capital letter em\)",
        ),
        ("Mo-Fr 09\uff1a00-17:00", r"\('\uff1a' is fullwidth colon\)"),
        ("Mo-Fr 09:00-17:00 by appointment", "'by appointment' after clock times cannot be read"),
        ("Tu 10:00-12:00 (fortnightly)", r"'\(fortnightly\)' after clock times cannot be read"),
        ("Mo-Fr 09:00-17:00 GMT", "'GMT' after clock times cannot be read"),
        ("Mo-Fr 09:00-12:30 & 13:30-17:00", "'&' after clock times cannot be read"),
        ("Mo-Fr 09:00-17:00 and Sa 10:00-12:00", "a ';' is missing before a day"),
        ("weekends closed", "cannot be read"),
        ("Nov 31 off", "November has 30 days"),
        ("Nov 31 10:00-12:00", "there is no such day as in 'Nov 31 10:00-12:00': November has 30 days"),
        ("Mo 10:00-12:00; 2026 Feb 29 off", "February has 28 days"),
        ("Feb 28-Feb 30 10:00-12:00", "February has 29 days"),
        ("Jun 30-24 10:00-12:00", "'Jun 30-24' ends before it begins"),
        ("Mo-Fr 10:00-12:00/00:30", "times that come back"),
        ("Mo-Fr 9am-5pm", "clock times have 24 hours"),
        ("Mo-Fr\u00a009:00-17:00", r"at character 6 an invisible character stands here: no-break space"),
        ("Mo-Fr 09:00\u200b-17:00", r"at character 12 an invisible character stands here: zero width space"),
        ("\u202eMo-Fr 09:00-17:00", r"right-to-left override \(U\+202E\)"),
        ("Mo " + "10:00-12:00," * 9000, "more than 2,000 are not read"),
    ],
)
def test_texts_that_do_not_mean_open_or_shut_are_refused(text, words):
    with pytest.raises(HoursError, match=words):
        read_hours(text)


def test_a_refusal_is_one_short_line():
    with pytest.raises(HoursError) as refused:
        read_hours("nonsense\n" * 9000)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Mo, We, Fr 10:00-14:00", "Mo,We,Fr 10:00-14:00"),
        ("Mo-Fr 10:00-22:00; Sa, Su 09:00-19:00", "Mo-Fr 10:00-22:00; Sa,Su 09:00-19:00"),
        ("Tu, Th 09:00-11:00, 14:00-16:00", "Tu,Th 09:00-11:00,14:00-16:00"),
        ("Mo 10:00-12:00, Tu 14:00-16:00", "Mo 10:00-12:00, Tu 14:00-16:00"),
        ("Mo 10:00-12:00,Tu 14:00-16:00", "Mo 10:00-12:00, Tu 14:00-16:00"),
        ("Mo-Fr 09:00-17:00; PH Off", "Mo-Fr 09:00-17:00; PH off"),
        ("Mo-Fr 09:00-17:00; ph closed;", "Mo-Fr 09:00-17:00; PH off"),
        ("Mo-Fr 09:00-17:00; Sa,Su, PH Off", "Mo-Fr 09:00-17:00; Sa,Su,PH off"),
        ("mo-fr 09:00 - 17:00", "Mo-Fr 09:00-17:00"),
        ("Mo \u2013 Fr: 9.00\u201317.00", "Mo-Fr 9:00-17:00"),
        (" Mo-Fr 10:00-22:00\r\nSa-Su 09:00-19:00\n", "Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00"),
        ("Mo-Fr 10:00-22:00;\nSa-Su 09:00-19:00", "Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00"),
        ("Mo-Fr 09:00-12:00,\n  13:00-17:00", "Mo-Fr 09:00-12:00,13:00-17:00"),
        ("Mo-Su 24/7", "Mo-Su 00:00-24:00"),
        ("Mo-Fr, 09:00-17:00", "Mo-Fr 09:00-17:00"),
        ("Mo, We,10:00-12:00", "Mo,We 10:00-12:00"),
        ("Mo-Fr, 24/7", "Mo-Fr 00:00-24:00"),
        ("Mo-Fr 09:00-17:00; Sa, off", "Mo-Fr 09:00-17:00; Sa off"),
        ("PH off; Dec 25 off", "off"),
        ("Mo 10:00-12:00; Dec 25, 26, Jan 1 off", "Mo 10:00-12:00; Dec 25,Dec 26,Jan 1 off"),
        ("Mo 10:00-12:00; Dec 24-26,31 10:00-11:00", "Mo 10:00-12:00; Dec 24-26,Dec 31 10:00-11:00"),
        ("Mo-Fr 09:00-17:00\rSa 10:00-12:00", "Mo-Fr 09:00-17:00; Sa 10:00-12:00"),
        ("24/7", "24/7"),
        ("24/7; PH off", "24/7; PH off"),
        ("Closed", "off"),
        ("24/7 off", "off"),
        ("Mo-Su off", "off"),
        ("Apr-Oct: Sa-Su 08:00-15:00", "Apr-Oct Sa-Su 08:00-15:00"),
    ],
)
def test_what_people_write_is_made_plain_once(text, plain):
    assert read_hours(text) == plain
    assert read_hours(plain) == plain


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mo, We, Fr 10:00-14:00", 3 * 4),
        ("Mo-Fr 10:00-22:00; Sa, Su 09:00-19:00", 5 * 12 + 2 * 10),
        ("Mo,We 24/7", 2 * 24),
        ("Su-Th 18:00-24:00; Fr-Sa 18:00-02:00", 5 * 6 + 2 * 8),  # Saturday's last two hours fall on Sunday
        ("Fr 10:00-02:00; Sa 12:00-02:00", 16 + 14),
        ("Mo-Su 10:00-18:00; Fr 20:00-02:00", 6 * 8 + 6),
        ("Su 22:00-02:00; Mo off", 4),
        ("Mo-Fr 18:00-02:00; 01:00-02:00 off", 5 * 7),
        ("Mo-Fr 18:00-02:00; Sa 01:00-02:00 off", 4 * 8 + 7),
        ("Fr 20:00-04:00; Sa 02:00-05:00", 8 + 1),  # open twice is open once
        ("Mo 22:00-26:00", 4),
        ("Mo-Fr 09:00-17:00; 12:00-13:00 off", 5 * 7),
        ("off; Tu 10:00-12:00", 2),
        ("24/7; We 22:00-02:00 off", 168 - 4),  # shut past midnight, on a day with hours of its own
        ("24/7; Su 23:00-01:00 off", 168 - 2),  # an hour of this Sunday, and one of the Sunday before
        ("Mo-Su 20:00-04:00; We 22:00-02:00 off", 7 * 8 - 4),
    ],
)
def test_hours_after_midnight_are_of_the_day_they_begin_on(text, hours):
    assert hours_a_week(text, MONDAY, HOLIDAYS) == hours


def test_a_later_rule_wins_over_a_holiday_too():
    text, christmas = "Mo-Fr 10:00-22:00; PH 10:00-16:00; Dec 25 off", dt.date(2026, 12, 21)
    assert hours_a_week(text, christmas, HOLIDAYS) == 4 * 12 + 6  # Friday shut, Boxing Day a Saturday's 6


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mo-Fr 09:00-12:00; Mo-Fr 13:00-17:00", "20 hours a week; 35 with a comma"),
        ("24/7; Mo-Fr 09:00-17:00", "takes away hours of an earlier rule"),
        ("Mo-Fr 09:00-17:00; 18:00-20:00", "takes away hours of an earlier rule"),
        ("Mo-Fr 09:00-17:00; Dec 10:00-12:00", "takes away hours of an earlier rule"),
        ("Tu 10:00-12:00; Tu[1] 14:00-16:00", "takes away hours of an earlier rule"),
        ("Mo-Fr 09:00-17:00; 24/7", "'Mo-Fr 09:00-17:00' has no effect"),
        ("PH off; Mo-Fr 09:00-17:00", "'PH off' is undone by a later rule"),
        ("Su off; Mo-Su 10:00-12:00", "'Su off' is undone by a later rule on the same days"),
        ("Dec 25 off; Mo-Fr 09:00-17:00", "'Dec 25 off' is undone by a later rule on the same days"),
        ("Su,PH 10:00-16:00; Mo-Sa 08:00-20:00", "'Su,PH 10:00-16:00' is undone by a later rule on public"),
        ("Mo-Fr 09:00-17:00; Mo-Fr off; Tu 10:00-12:00", "'Mo-Fr 09:00-17:00' has no effect"),
        ("Mo-Fr 09:00-17:00, PH 10:00-12:00", "its hours are added to those of the other rules"),
        ("Tu[1] 10:00-12:00", "0 to 2 hours, 0.46 on average"),
        ("week 1-53/2 Mo 10:00-12:00", "differ from week to week"),
        ("Apr-Sep Mo-Fr 09:00-19:00; Oct-Mar Mo-Fr 09:00-17:00", "40 to 50 hours"),
        ("2026 Mar-May Mo-Fr 10:00-12:00", "differ from week to week"),
        ("Mo-Fr 09:00-05:00", "open for 20 hours, until 05:00 on the next day"),
        ("Mo-Fr 09:00-09:00", "open for 24 hours"),
        ("Mo-Fr 18:00-02:00; PH off", "counted with the day they begin on"),
    ],
)
def test_what_may_not_be_meant_is_said(text, words):
    assert words in " ".join(doubts_of(text))


@pytest.mark.parametrize(
    "text",
    [
        COMMON,
        "24/7",
        "off",
        "Mo-Fr 09:00-17:00; Sa off; Su off; PH off",
        "Mo-Fr 09:00-17:00; We off",
        "Mo-Fr 09:00-17:00; 12:00-13:00 off",
        "Mo-Sa 08:00-20:00; Su,PH 10:00-16:00",
        "Mo-Fr 10:00-22:00; PH 10:00-16:00",
        "Mo-Fr 09:00-12:00, Mo-Fr 13:00-17:00",
        "off; Tu 10:00-12:00",
        "Fr 22:00-02:00",
        "Sa-Su off; Sa 10:00-12:00",
        "Mo-Fr 00:00-24:00",
    ],
)
def test_plain_hours_raise_no_doubt(text):
    assert doubts_of(text) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mo-Fr 09:00-17:00", "Mo,Tu,We,Th,Fr 9:00-17:00", True),
        ("Sa,Su 10:00-12:00", "Sa 10:00-12:00; Su 10:00-12:00", True),
        ("24/7", "Mo-Su 00:00-24:00", True),
        ("Mo 09:00-12:00,13:00-14:00", "Mo 09:00-12:00, Mo 13:00-14:00", True),
        ("Mo-Fr 09:00-17:00", "Mo-Fr 10:00-18:00", False),
        ("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00; PH off", False),
        ("Mo 09:00-10:00", "Mo 09:00-10:00; Dec 25 off", False),
    ],
)
def test_the_same_hours_in_other_words_are_the_same(one, other, same):
    assert same_hours(one, other) is same_hours(other, one) is same


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
