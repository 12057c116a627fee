import datetime as dt
from dataclasses import replace

import pytest
from pydantic import ValidationError

from estate_model.nouns.area import DatedHours
from estate_model.scenario.changes import CHANGES, Close, KeepOnly, Move, Open, SetHours
from estate_model.scenario.described import descriptions
from estate_model.scenario.hours import estate_doubts
from tests import worlds

AREA = worlds.area({"west": "24/7", "mid": "24/7", "east": "24/7"})
ESTATE = AREA.estate_on(worlds.FIRST_DAY)
PLACES = AREA.places


def open_ids(estate):
    return [site.site_id for site in estate.counters]


def faults(change, estate=ESTATE):
    return [words for _, words in change.faults(estate, PLACES)]


def test_close_shuts_the_named_and_leaves_the_estate_given_alone():
    after = Close(close=("mid",)).apply(ESTATE, PLACES)
    assert open_ids(after) == ["east", "west"]
    assert open_ids(ESTATE) == ["east", "mid", "west"]


def test_one_site_may_be_named_without_a_list():
    assert Close.model_validate({"close": "mid"}).close == ("mid",)


def test_keep_only_shuts_all_others():
    change = KeepOnly(keep_only=("mid",))
    assert open_ids(change.apply(ESTATE, PLACES)) == ["mid"]
    assert change.touched(ESTATE) == ("east", "west")


def test_set_hours_changes_hours_and_says_whose_they_are():
    after = SetHours(set_hours=("mid",), hours="Mo 10:00-12:00").apply(ESTATE, PLACES)
    assert after.sites["mid"].hours == "Mo 10:00-12:00"
    assert after.sites["mid"].hours_confidence == "as the scenario says"


def test_open_in_a_known_building():
    shut = Close(close=("mid",)).apply(ESTATE, PLACES)
    assert Open(open="mid", hours="24/7").apply(shut, PLACES).sites == {
        **ESTATE.sites,
        "mid": shut.sites["mid"].__class__(**{**vars(shut.sites["mid"]), "hours": "24/7"}),
    }


def test_open_a_new_building_at_a_postcode_however_it_is_typed():
    after = Open(open="kiosk", hours="24/7", at="aa31aa", name="Kiosk").apply(ESTATE, PLACES)
    new = after.sites["kiosk"]
    assert (new.easting_metres, new.northing_metres, new.name) == (worlds.WEST + 800, worlds.NORTH, "Kiosk")


def test_move_shuts_one_building_and_opens_another_with_the_same_hours():
    after = Move(move="mid", to="AA7 1AA").apply(ESTATE, PLACES)
    assert open_ids(after) == ["east", "mid-moved", "west"]
    moved = after.sites["mid-moved"]
    assert (moved.easting_metres, moved.hours) == (worlds.WEST + 2400, "24/7")
    assert after.sites["mid"].hours == "off"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Close(close=("wets",)), "no site 'wets' in this area; did you mean 'west'?"),
        (KeepOnly(keep_only=("mdi",)), "did you mean 'mid'?"),
        (SetHours(set_hours=("eaast",), hours="24/7"), "did you mean 'east'?"),
        (SetHours(set_hours=("east",), hours="off"), "use 'close' for that"),
        (Open(open="mid", hours="24/7"), "is open already"),
        (Open(open="kiosk", hours="24/7"), "for a new building say 'at: POSTCODE'"),
        (Open(open="kiosk", hours="24/7", at="ZZ1 1ZZ"), "not a live postcode"),
        (Open(open="kiosk", hours="off", at="AA1 1AA"), "would not open"),
        (Move(move="mid", to="nowhere"), "not a live postcode"),
        (Move(move="middle", to="AA1 1AA"), "no site 'middle'"),
    ],
)
def test_what_cannot_be_done_is_said(change, words):
    assert any(words in fault for fault in faults(change)), faults(change)


def test_a_counter_does_not_move_over_a_site_of_the_id_it_would_have():
    held = ESTATE.with_sites(replace(ESTATE.sites["east"], site_id="mid-moved"))
    assert faults(Move(move="mid", to="AA7 1AA"), held) == [
        "it would stand as 'mid-moved', which is a site already; rename that site"
    ]


def test_a_shut_counter_cannot_be_closed_kept_moved_or_given_hours():
    shut = Close(close=("mid",)).apply(ESTATE, PLACES)
    for change in (
        Close(close=("mid",)),
        KeepOnly(keep_only=("mid",)),
        Move(move="mid", to="AA1 1AA"),
        SetHours(set_hours=("mid",), hours="24/7"),
    ):
        assert faults(change, shut) == ["'mid' has no open counter at this point of the scenario"]


def test_an_open_building_of_the_area_needs_no_postcode():
    shut = Close(close=("mid",)).apply(ESTATE, PLACES)
    assert "use 'move'" in faults(Open(open="mid", hours="24/7", at="AA1 1AA"), shut)[0]


@pytest.mark.parametrize("words", [["a", "a"], []])
def test_sites_are_named_once_and_at_least_one(words):
    with pytest.raises(ValidationError, match=r"named twice|names no site"):
        Close.model_validate({"close": words})


def test_every_change_is_described_exemplified_and_frozen():
    for change in CHANGES:
        assert change.__doc__
        assert change.verb in change.example
        assert change.verb in change.model_fields
        assert descriptions(change).keys() == change.model_fields.keys()
        assert change.model_config["frozen"]
        assert change.model_config["extra"] == "forbid"


def once(*rows):
    """The street where mid opened and shut by rows of (day, hours, confidence)."""
    dated = tuple(
        DatedHours(site_id="mid", valid_from=dt.date.fromisoformat(day), hours=hours, confidence=confidence)
        for day, hours, confidence in rows
    )
    return worlds.area().hours + dated


ONCE_OPEN = replace(
    worlds.area(),
    hours=once(
        ("2025-01-01", "Mo-Fr 08:00-20:00", "stated"),
        ("2025-03-01", "Mo-Fr 10:00-16:00", "assumed"),
        ("2025-06-01", "off", "stated"),
        ("2026-01-01", "24/7", "stated"),
    ),
)


def test_open_without_hours_takes_those_last_on_record_and_says_so():
    estate = ONCE_OPEN.estate_on(dt.date(2025, 10, 1))
    opened = Open(open="mid").apply(estate, PLACES)
    assert opened.sites["mid"].hours == "Mo-Fr 10:00-16:00"  # not those of 2026, which are still to come
    assert [site.site_id for site in opened.assumed] == ["mid"]  # as little sure as they were then
    (said,) = estate_doubts(estate, opened, week_of=dt.date(2025, 10, 6), holidays=worlds.area().holidays)
    assert said.startswith(
        "Mid Police Station opens with the hours it last had on record, 'Mo-Fr 10:00-16:00'"
    )
    assert "(assumed), since the scenario gives none" in said
    given = Open(open="mid", hours="24/7").apply(estate, PLACES)
    assert estate_doubts(given, week_of=dt.date(2025, 10, 6), holidays=worlds.area().holidays) == ()


def test_open_without_hours_where_none_are_known_shows_what_to_write():
    never = worlds.area().estate_on(worlds.FIRST_DAY)
    (said,) = faults(Open(open="mid"), never)
    assert said.startswith("is missing, and none are on record for 'mid'; write some: 'hours: Mo-Fr 10:00")
    (new,) = faults(Open(open="hub", at="AA2 1AA"), never)
    assert new.startswith("is missing; say when the new counter is open, such as 'hours: Mo-Fr 10:00")
