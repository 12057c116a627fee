"""A borough's and a ward's own pages on The Street: counters by name, hours, the nearest after, and the map."""

import re
from dataclasses import replace
from functools import cache

import pytest

from estate_model.nouns.figure import PEOPLE, Figure
from estate_model.outputs.annex.assemble import local_annex
from estate_model.outputs.annex.content import Bullets, Picture, Table, texts
from estate_model.outputs.annex.part import part_of
from estate_model.outputs.annex.sections.counters import closing
from estate_model.outputs.words.here import Here
from estate_model.outputs.words.local import nearest_text
from estate_model.outputs.words.measured import whole_area
from tests import worlds
from tests.outputs.annex.annex_world import report

LONGEST = 20
CHANGES = {
    "nothing": [],
    "one closes": [{"close": "east"}],
    "all close": [{"close": ["east", "west"]}],
    "one opens": [{"open": "mid", "hours": "24/7"}],
    "a move": [{"move": "east", "to": "AA4 1AA"}],
    "nights": [{"set_hours": ["east", "west"], "hours": worlds.OFFICE_HOURS}],
}


@cache
def kept(name):
    """The Street after some changes, run once for all its parts."""
    return report(*CHANGES[name])


def local(*changes, part="Roadley", **fields):
    known = next((name for name, these in CHANGES.items() if these == list(changes)), None)
    made = kept(known) if known and not fields else report(*changes, **fields)
    return local_annex(made, part_of(made.results.area, part))


def said(annex):
    return " ".join(text.words for text in texts(annex.sections[0].blocks))


def of(annex, kind):
    return [block for block in annex.blocks if isinstance(block, kind)]


def apart():
    """The Street with its east counter in the other borough."""
    buildings = {**worlds.area().buildings, "east": replace(worlds.site("east"), borough_name="Roadley")}
    return worlds.area(buildings=buildings)


def test_the_last_counter_closes():
    """Residents of Roadley (800) walk to East (8 minutes on average: 15, 10, 5 and 0) and then to West."""
    words = said(local({"close": "east"}, area=apart()))
    assert words.startswith("Roadley loses its only counter, East. Old hours at East: all day, every day.")
    assert "No counter is then left in Roadley." in words
    assert "At noon the nearest open counter is then West. West is nearest for 800 residents." in words
    assert "Their walk there takes 22 minutes on average." in words
    assert "Before the changes the walk to an open counter takes 8 minutes on average." in words
    assert "After them the walk to an open counter takes 22 minutes on average." in words
    assert "400 residents have a journey over 10 minutes longer. That is 50% of those who live here." in words


def test_a_ward_without_a_counter_is_told_of_the_one_it_loses():
    words = said(local({"close": "east"}, part="East Ward"))
    assert words.startswith("East Ward loses its only counter, East.")
    words = said(local({"close": "west"}, part="East Ward"))
    assert "The counter at East does not change." in words


def test_a_borough_whose_neighbour_s_counter_moves():
    words = said(local({"move": "east", "to": "AA5 1AA"}))
    assert "The counter at East, nearest for 800 residents here, moves to another building." in words
    assert "closes" not in words


def test_a_borough_whose_neighbour_s_counter_closes():
    words = said(local({"close": "east"}))
    assert words.startswith("Roadley has no counter of its own.")
    assert (
        "The counter at East, nearest for 800 residents here, closes. Old hours at East: all day, every day."
        in words
    )


def test_both_all_and_some_of_several():
    area = worlds.area({"west": "24/7", "mid": "24/7", "east": "24/7"})
    assert said(local({"close": "east"}, part="Streetham", area=area)).startswith(
        "Streetham loses one of its three counters: East."
    )
    every = said(local({"close": ["east", "west", "mid"]}, part="Streetham", area=area))
    assert every.startswith("Streetham loses all its counters: East, Mid and West.")
    assert "At noon no counter is then open." in every
    assert said(local({"close": ["east", "west"]}, part="Streetham")).startswith(
        "Streetham loses both its counters: East and West."
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing", "The counters at East and West do not change."),
        ("one opens", "The counter at Mid opens. The counters at East and West do not change. New hours at Mid: all day, every day."),
        ("a move", "The counter at East moves to another building."),
        ("nights", "The counters at East and West stay open for fewer hours. Old hours at East and West: all day, every day. New hours at East and West: Mon to Fri 09:00 to 17:00."),
        ("nights", "At night no counter is then open."),
        ("nothing", "No resident here has a journey over 10 minutes longer."),
    ],
)  # fmt: skip
def test_what_else_may_happen(name, words):
    assert words in said(local(*CHANGES[name], part="Streetham"))


@pytest.mark.parametrize("part", ["Roadley", "Streetham", "West Ward", "West Ward, East Ward"])
@pytest.mark.parametrize("name", CHANGES)
def test_sentences_are_short_and_have_one_number(name, part):
    annex = local(*CHANGES[name], part=part)
    for text in texts(annex.sections[0].blocks):
        for sentence in re.split(r"(?<=\.) ", text.words):
            assert len(sentence.split()) <= LONGEST, sentence
            plain = re.sub(r"moved to AA4 1AA|over \d+ minutes longer|\d\d:\d\d|“[^”]*”", "", sentence)
            assert len(re.findall(r"\d[\d,.]*", plain)) <= 1, sentence


def test_the_counters_table_has_what_closes_first_and_minutes_to_each():
    table = of(local({"close": "east"}, area=apart()), Table)[0]
    assert [cell.words for cell in table.rows[0]] == [
        "East", "Closes", "all day, every day", "closed", "800", "0", "8", "n/a",
    ]  # fmt: skip
    assert [cell.words for cell in table.rows[1]] == [
        "West, Streetham", "Stays open", "all day, every day", "all day, every day", "0", "800", "n/a", "22",
    ]  # fmt: skip


def test_the_map_names_counters_neighbours_and_the_ward():
    picture = of(local({"close": "east"}), Picture)[0]
    for name in ("East", "West", "STREETHAM"):
        assert f">{name}</text>" in picture.svg
    assert "Arrows lead to West, nearest after the changes." in picture.alt
    assert 'fill-rule="evenodd"' in picture.svg
    ward = of(local({"close": "east"}, part="West Ward"), Picture)[0]
    assert ">West Ward</text>" in ward.svg
    assert sum(cell.number or 0 for row in ward.data.rows for cell in row) == 300


def test_three_wards_are_named_with_their_numbers():
    annex = local({"close": ["east", "west"]}, part="West Ward, East Ward")
    (wards,) = (block for block in of(annex, Bullets) if "residents" in block.items[0].words)
    assert [item.words for item in wards.items] == ["East Ward: 800 residents.", "West Ward: 300 residents."]
    assert [section.title for section in local(part="West Ward").sections][1] == "At every moment"


def test_where_each_counter_serves_few_no_one_is_named():
    made = report({"close": "east"})
    measured = whole_area(made, made.headline_impacts[0])
    nobody = Figure(value=0.0, unit=PEOPLE)
    here = Here(
        name="Roadley", measured=measured, counters=(), without=(nobody, replace(nobody, value=500.0))
    )
    assert nearest_text(here).words == "500 can then reach no open counter."
    assert nearest_text(replace(here, without=(nobody, nobody))).words == ""


def test_a_counter_that_moves_is_not_among_those_that_close():
    made = report({"move": "east", "to": "AA4 1AA"})
    assert (made.closing, closing(made)) == ((), None)
    both = report({"move": "east", "to": "AA4 1AA"}, {"close": "west"})
    assert [change.site.site_id for change in both.closing] == ["west"]
