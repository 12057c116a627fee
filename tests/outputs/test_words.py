"""Every sentence a run can say, made from The Street's numbers."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest

from estate_model.analysis.counters import hours_in_words
from estate_model.model import run
from estate_model.nouns.figure import PEOPLE, SHARE, Figure
from estate_model.nouns.parameters import Spread
from estate_model.outputs.annex.content import Bullets
from estate_model.outputs.annex.sections.question import question
from estate_model.outputs.map.page import lead
from estate_model.outputs.report import Report
from estate_model.outputs.tables.ranges import how_sure, interval_table, intervals_record
from estate_model.outputs.words.details import details
from estate_model.outputs.words.estate import happens_to
from estate_model.outputs.words.measured import whole_area
from estate_model.outputs.words.sentences import impact_text, offline_text
from estate_model.outputs.words.sources import definitions, uncertain
from estate_model.scenario.scenario import Scenario
from tests import worlds


def report(*changes, hours=None, against=None, spreads=(), **fields):
    base = {"name": "test", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01",
            "moments": {"noon": "Tu 12:00", "night": "We 03:00"}, "profiles": ["walk"], "headline_minutes": 15}  # fmt: skip
    scenario = Scenario.model_validate({**base, **fields, "changes": list(changes)})
    before = None if against is None else Scenario.model_validate({**base, "changes": against})
    results = run(scenario, replace(worlds.area(hours), spreads=spreads), against=before)
    return Report(results=results, cells=gpd.GeoDataFrame(), inputs=())


def said(*changes, **fields):
    return "\n".join(details(report(*changes, **fields)))


def test_nothing_changes():
    text = said()
    assert (
        "No counter closes, opens or changes its hours: there are 2 counters, open for 336 counter-hours a week."
        in text
    )
    assert "Noon (Tuesday 12:00) and night (Wednesday 03:00): 7 minutes on average; 100% within 15" in text
    assert "100% within 45 and 100% within 60 minutes; no resident's journey changes." in text
    assert "live in" not in text


@pytest.mark.parametrize(
    ("minutes", "profile", "is_said"),
    [(45, "walk", True), (60, "walk", True), (15, "walk", False), (45, "cycle", False)],
)
def test_what_walking_minutes_do_not_test_is_said_of_the_limit_that_was_asked_about(
    minutes, profile, is_said
):
    text = said({"close": "east"}, headline_minutes=minutes, profiles=[profile])
    caveat = "the decision used 60 minutes by public transport. Walking minutes test neither."
    assert (caveat in text) == is_said


def test_one_closure():
    text = said({"close": "east"})
    assert "2 counters before, 1 after: 1 closes. Open all day, every day: 2 before, 1 after." in text
    assert "Journeys are to the nearest counter open on arrival, walking, 4.8 km/h." in text
    # 300 and 800 people: (300 x 5 + 800 x 7.5) / 1100 before, (300 x 5 + 800 x 22.5) / 1100 after
    assert (
        "7 minutes on average before, 18 after; 400 residents (36%) have a journey over 10 minutes longer"
        in text
    )
    # the low and the high set come to the same words, so they are not said
    assert "; fewer than 100 of them likely offline." in text
    assert "within 15 minutes, averaged over residents: 100% before, 45% after." in text
    assert "Most residents whose journey at noon is over 10 minutes longer live in Roadley (400)." in text


def test_all_shut():
    text = said({"close": ["east", "west"]})
    assert "2 counters before, none after: 2 close." in text
    assert "no counter is open after the changes, so nobody can reach one." in text


def test_gains_only():
    text = said({"open": "mid", "hours": "24/7"})
    assert "2 counters before, 3 after: 1 opens." in text
    assert "no residents have a journey over 10 minutes longer, and 500 have a shorter one." in text


def test_none_open_before():
    text = said({"set_hours": "west", "hours": "24/7"}, hours={"west": worlds.OFFICE_HOURS})
    assert "1 counter before, 1 after: 1 has longer hours." in text
    assert "Night (Wednesday 03:00): no counter was open before, and the nearest is 18 minutes away" in text


def test_shorter_hours_of_many_and_a_move():
    text = said({"set_hours": ["west", "east"], "hours": worlds.OFFICE_HOURS})
    assert "2 counters before, 2 after: 2 have shorter hours." in text
    assert "2 counters before, 2 after: 1 moves to another building." in said(
        {"move": "east", "to": "AA4 1AA"}
    )


def test_an_older_residents_profile_names_the_age():
    text = said({"close": "east"}, profiles=["walk-65-plus"])
    assert "residents aged 65 and over" in text


def test_a_scenario_that_counts_other_losses_says_those():
    assert "a journey over 20 minutes longer" in said({"close": "east"}, losing_minutes=[20])


def test_nobody_offline_is_said_plainly():
    measured = whole_area(report({"open": "mid", "hours": "24/7"}), report().headline_impacts[0])
    assert offline_text(measured).words == "none of them likely offline"


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "no"), (0.4, "fewer than 100"), (99, "fewer than 100"), (100, "100"), (149, "100"), (950, "1,000"),
     (1234, "1,200"), (98_765, "98,800"), (999_999, "1,000,000"), (8_799_631, "8,800,000")],
)  # fmt: skip
def test_people_are_rounded_to_three_figures_and_the_hundred(number, text):
    assert Figure(value=number, unit=PEOPLE).spoken == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.001, "under 1%"), (0.005, "under 1%"), (0.994, "99%"), (0.9999, "over 99%"), (1, "100%")],
)
def test_percentages_never_round_something_to_nothing_or_to_all(share, text):
    assert Figure(value=share, unit=SHARE).central == text


@pytest.mark.parametrize(
    ("text", "said_as"),
    [
        ("24/7", "all day, every day"),
        ("off", "closed"),
        ("Mo-Fr 10:00-22:00; PH off", "Mon to Fri 10:00 to 22:00; public holidays closed"),
    ],
)
def test_hours_in_words(text, said_as):
    assert hours_in_words(text) == said_as


def test_nobody_can_reach_any_before_or_after():
    text = said({"set_hours": "west", "hours": "Mo 10:00-12:00"}, hours={"west": "Mo 09:00-11:00"})
    assert "1 counter before, 1 after: 1 has other hours." in text
    assert "no counter is open before or after, so nobody can reach one." in text


def test_what_rests_on_assumed_hours_is_said():
    assumed = (
        worlds.DatedHours(
            site_id="west", valid_from=worlds.FIRST_DAY, hours="24/7", confidence="seen in text"
        ),
        worlds.DatedHours(site_id="east", valid_from=worlds.FIRST_DAY, hours="24/7", confidence="assumed"),
    )
    scenario = report({"close": "east"}).results.scenario
    area = worlds.area()
    results = run(scenario, replace(area, hours=assumed))
    made = Report(results=results, cells=gpd.GeoDataFrame(), inputs=())
    assert details(made)[0] == (
        "Hours are assumed: all day, every day for East Police Station (no hours found). If that counter were "
        "shut at noon, no residents, not 400, would have a journey over 10 minutes longer."
    )
    assert "It is no residents if counters whose hours are assumed are shut then." in " ".join(details(made))
    assert "The opening hours of 1 counter were not found and are assumed: East Police Station." in "".join(
        uncertain(made)
    )


def test_what_hangs_on_each_counter_with_assumed_hours_stands_first():
    """At noon the gap between the two closes for nobody if mid is shut alone, and is not there without east."""
    hours = [
        worlds.DatedHours(site_id=key, valid_from=worlds.FIRST_DAY, hours=text, confidence=confidence)
        for key, text, confidence in (
            ("west", "24/7", "stated"),
            ("mid", "Mo-Fr 09:00-17:00", "assumed"),
            ("east", "Mo-Fr 09:00-17:00", "tier stated, times assumed"),
        )
    ]
    scenario = report({"close": ["mid", "east"]}).results.scenario
    results = run(scenario, replace(worlds.area(), hours=tuple(hours)))
    made = Report(results=results, cells=gpd.GeoDataFrame(), inputs=())
    # after, AA4 to AA7 walk 15, 20, 25 and 30 minutes; before, 0, 5, 5 and 0
    # without east 0, 5, 10 and 15 before; without mid AA4 walks 15 before as after, the others 10, 5 and 0
    assert details(made)[0] == (
        "Hours are assumed: Mon to Fri 09:00 to 17:00 for East Police Station (daytime, by what "
        "sources say; times not found) and for Mid Police Station (no hours found). If both were shut at noon, no residents, not 800, "
        "would have a journey over 10 minutes longer; if one alone were, 400 (Mid Police Station) and 800 (East "
        "Police Station)."
    )
    assert uncertain(made)[-1].startswith(
        "1 counter is a daytime one, times not found and assumed: East Police Station. The opening hours of 1 "
        "counter were not found and are assumed: Mid Police Station."
    )


def test_hours_that_no_headline_hangs_on_are_not_said_first():
    hours = (
        worlds.DatedHours(site_id="west", valid_from=worlds.FIRST_DAY, hours="24/7", confidence="stated"),
        worlds.DatedHours(
            site_id="east", valid_from=worlds.FIRST_DAY, hours="Sa 09:00-17:00", confidence="assumed"
        ),
    )
    results = run(report({"close": "east"}).results.scenario, replace(worlds.area(), hours=hours))
    assert "assumed" not in details(Report(results=results, cells=gpd.GeoDataFrame(), inputs=()))[0]


def of_hours(*rows):
    """The report of closing East, with these counters' hours and how sure they are."""
    hours = tuple(
        worlds.DatedHours(site_id=key, valid_from=worlds.FIRST_DAY, hours=text, confidence=confidence)
        for key, text, confidence in rows
    )
    results = run(report({"close": "east"}).results.scenario, replace(worlds.area(), hours=hours))
    return Report(results=results, cells=gpd.GeoDataFrame(), inputs=())


def test_where_all_hours_are_assumed_it_is_said_once():
    said_first, *rest = details(of_hours(("west", "24/7", "assumed"), ("east", "24/7", "assumed")))
    assert said_first == "The hours of all 2 counters are assumed: no source states them."
    assert "assumed" not in " ".join(rest)


def test_a_building_that_may_be_a_counter_is_said_first_and_counts_as_shut():
    hours = (("west", "24/7", "stated"), ("east", "24/7", "stated"), ("mid", "off", "candidate"))
    made = details(of_hours(*hours))
    assert made[0] == (
        "1 police building is a candidate: nobody has said whether it has a front counter, or when, so it counts "
        "as shut (Mid Police Station)."
    )
    assert made[1].startswith("2 counters before, 1 after: 1 closes.")


def test_a_comparison_keeps_what_both_are_unsure_of_and_says_whose_settings_count():
    made = report({"close": "east"}, against=[], losing_minutes=[5], uncertain=["One."])
    assert uncertain(made)[0] == "One."
    assert "differ in losing_minutes; those of test are used for both" in uncertain(made)[-1]


def test_a_counter_moved_otherwise_is_no_closure_in_a_comparison():
    made = report({"move": "east", "to": "AA3 1AA"}, against=[{"move": "east", "to": "AA5 1AA"}])
    assert [change.status for change in made.counters] == ["moved", "closed", "open"]
    assert made.closing == ()


@pytest.mark.parametrize(
    ("changes", "against", "opening", "kinds"),
    [
        (
            [{"move": "east", "to": "AA5 1AA"}],
            None,
            "1 of 2 counters moves to another building and",
            {"moved"},
        ),
        (
            [{"move": "east", "to": "AA5 1AA"}, {"close": "west"}],
            None,
            "1 of 2 counters closes, 1 moves to another building and",
            {"moved", "closed"},
        ),
        ([{"move": "east", "to": "AA5 1AA"}], [{"close": "east"}], "1 opens and", {"opened"}),
        (
            [{"set_hours": "west", "hours": "Mo-Su 00:00-12:30"}],
            [{"set_hours": "west", "hours": "Mo-Su 11:30-24:00"}],
            "1 of 2 counters has other hours and",
            {"shifted"},
        ),
    ],
)
def test_a_counter_that_moves_is_said_to_move_and_not_to_close(changes, against, opening, kinds):
    made = report(*changes, against=against)
    assert lead(made).startswith(opening)
    assert happens_to(made) == dict.fromkeys(kinds, 1)
    listed = next(block for block in question(made).blocks if isinstance(block, Bullets))
    assert [item.words.split(":")[0].rsplit(", ", 1)[1] for item in listed.items] == ["1"] * len(kinds)


PACE = Spread(parameter="pace", applies_to="any", distribution="triangular", low=0.5, mode=1.0, high=1.2, sd=0.0,
              unit="ratio", source="s", confidence="c")  # fmt: skip
OFFLINE = replace(PACE, parameter="offline", low=-1.0, mode=0.0, high=1.0)


def test_with_ranges_every_headline_number_has_one():
    text = said({"close": "east"}, spreads=(PACE, OFFLINE))
    assert (
        "Other brackets hold nine in ten of the answers when pace, network error and where residents" in text
    )
    assert (
        "7 minutes (6 to 11) on average before, 18 (16 to 28) after; 400 (400 to 600) residents, 36%, "
        in text
    )
    # 32 likely offline: a number below a hundred has no range
    assert "have a journey over 10 minutes longer; fewer than 100 of them likely offline." in text
    assert (
        "within 15 minutes, averaged over residents: 100% (55% to 100%) before, 45% (18% to 45%) after."
        in text
    )
    assert "over 10 minutes longer live in Roadley, 400 (400 to 600)." in text


def test_many_people_likely_offline_have_the_low_and_the_high_set_as_their_range():
    crowd = worlds.places()
    crowd = replace(crowd, people=crowd.people * 100)
    made = report({"close": "east"})
    area = replace(worlds.area(places=crowd), spreads=(OFFLINE,))
    made = Report(results=run(made.results.scenario, area), cells=gpd.GeoDataFrame(), inputs=())
    text = "\n".join(details(made))
    assert "40,000 residents, 36%, have a journey over 10 minutes longer; 3,200 (1,600 to 6,400) of " in text
    assert "“not online lately”; in brackets from “not online” to “cannot do the basics unaided”." in text


def test_only_the_first_profile_has_ranges():
    made = report({"close": "east"}, spreads=(PACE,), profiles=["walk", "cycle"])
    cycling = next(impact for impact in made.results.impacts if impact.profile.profile_id == "cycle")
    assert made.interval(cycling, "people_losing") is None
    assert "(" not in impact_text(whole_area(made, cycling)).words.split(";")[0]


def test_what_the_ranges_mean_is_among_the_definitions():
    assert any("draws (seed 1)" in text for text in definitions(report({"close": "east"}, spreads=(PACE,))))
    assert not any("draws (seed" in text for text in definitions(report({"close": "east"})))


def test_the_drawing_says_in_words_what_it_shows():
    made = report({"close": "east"}, spreads=(PACE, OFFLINE), moments={"<noon>": "Tu 12:00"})
    drawn = how_sure(made)["sensitivity.svg"].decode()
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert root.get("role") == "img"
    title, described = root[0].text, root[1].text
    assert (
        title
        == "How many have a journey over 10 minutes longer at <noon>, when one assumption at a time is changed"
    )
    assert "average pace: 600 at times 0.632, 400 at times 1.12." in described
    assert (
        "offline set: fewer than 100 at not online, fewer than 100 at cannot do the basics unaided."
        in described
    )
    still = ET.fromstring(how_sure(report())["sensitivity.svg"].decode())  # noqa: S314 - our own
    assert still[1].text == "No assumption that was tried changes these numbers."


def test_ranges_in_the_table_and_the_summary_are_the_same():
    made = report({"close": "east"}, spreads=(PACE, OFFLINE))
    record, table = intervals_record(made), interval_table(made)
    assert record["level"] == 0.9
    assert [row["parameter"] for row in record["varied"]] == ["pace", "offline"]
    assert len(record["numbers"]) == len(table)
    first = next(row for row in record["numbers"] if row["zone_code"] == "all" and row["group"] == "everyone")
    assert (first["measure"], first["central"]) == ("people_losing_over_10_minutes", 400)
    assert set(table["what_varied"]) == {"pace offline"}
    assert interval_table(report()).empty
    assert intervals_record(report())["numbers"] == []


def test_no_headline_gives_a_walk_of_over_an_hour():
    """Places stand 4 km apart; when the east closes, those over 4.8 km from the west are over an hour away."""
    far = worlds.places([(worlds.WEST + 4000.0 * number, worlds.NORTH) for number in range(7)])
    east = replace(worlds.site("east"), easting_metres=worlds.WEST + 20_000.0)
    area = worlds.area(places=far, buildings={**worlds.area().buildings, "east": east})
    base = {"name": "test", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01",
            "moments": {"noon": "Tu 12:00"}, "profiles": ["walk"]}  # fmt: skip

    def words(*changes, **fields):
        scenario = Scenario.model_validate({**base, **fields, "changes": list(changes)})
        results = run(scenario, area)
        made = Report(results=results, cells=gpd.GeoDataFrame(), inputs=())
        return impact_text(whole_area(made, made.headline_impacts[0])).words

    # within 4.8 km are 0 and 4 km of the west (200 people), and 16, 20 and 24 km of the east (600); 300 are not
    assert words({"close": "east"}).startswith(
        "50 minutes on average before; no open counter within an hour's walk for 300 residents before, "
        "900 (82%) after; 800 residents (73%) have a journey over 10 minutes longer"
    )
    assert words({"close": "east"}, thresholds_minutes=[15, 30]).startswith(
        "50 minutes on average before, 177 after"
    )
    assert "minutes on average" not in words({"close": "east"}, baseline_hours={"east": "off"})
    # nobody could reach any before: the mean after, of 177 minutes, is no headline either
    assert words({"open": "west", "hours": "24/7"}, baseline_hours={"east": "off", "west": "off"}).startswith(
        "no counter was open before; no open counter within an hour's walk for 1,100 residents before, 900 (82%) after"
    )
