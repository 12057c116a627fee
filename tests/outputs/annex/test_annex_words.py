"""Every sentence an annex can say, made from The Street's numbers, and where each figure stands as CSV."""

from dataclasses import replace
from functools import cache

import pytest

from estate_model.analysis.uncertainty.headline_numbers import Number as Key
from estate_model.analysis.uncertainty.intervals import Interval
from estate_model.model import run
from estate_model.nouns.england_and_wales import LABELS
from estate_model.nouns.figure import PEOPLE, Figure
from estate_model.nouns.network import Network
from estate_model.outputs.annex import Wish
from estate_model.outputs.annex.assemble import full_annex, local_annex
from estate_model.outputs.annex.content import Bullets, Cell, Numbers, Section, Table, figures, plain, texts
from estate_model.outputs.annex.part import part_of
from estate_model.outputs.annex.sections.answer import answer, numbers
from estate_model.outputs.annex.sections.equality import equality, equality_in_full
from estate_model.outputs.annex.sections.question import question
from estate_model.outputs.annex.sections.standards import pledge_text
from estate_model.outputs.annex.sections.when import when
from estate_model.outputs.annex.sections.where import losers_text, spared_text
from estate_model.outputs.annex.sections.who import who
from estate_model.outputs.annex.sentences import focus, network_text, worst
from estate_model.outputs.outputs import everything
from estate_model.outputs.words.measured import whole_area
from estate_model.outputs.words.sentences import most_losing
from estate_model.outputs.words.text import Text
from estate_model.people.exposure import EVERYONE
from estate_model.scenario.scenario import Scenario
from tests import worlds
from tests.analysis.equity import fair_worlds
from tests.outputs.annex.annex_world import BASE, looked_up, report, untraced

SCENARIOS = {
    "nothing": {},
    "one closes": {"changes": [{"close": "east"}]},
    "all close": {"changes": [{"close": ["east", "west"]}]},
    "one opens": {"changes": [{"open": "mid", "hours": "24/7"}]},
    "a move": {"changes": [{"move": "east", "to": "AA4 1AA"}]},
    "night only": {"changes": [{"set_hours": ["east", "west"], "hours": worlds.OFFICE_HOURS}]},
    "longer": {"changes": [{"set_hours": "west", "hours": "24/7"}], "hours": {"west": worlds.OFFICE_HOURS}},
    "gains and losses": {"changes": [{"close": "east"}, {"open": "mid", "hours": "24/7"}]},
    "older": {"changes": [{"close": "east"}], "profiles": ["walk-65-plus", "walk"]},
}


NOT_SENTENCES = {"What this does not show"}


@cache
def made(name):
    case = dict(SCENARIOS[name])
    return report(*case.pop("changes", []), **case)


def said(section):
    return " ".join(text.words for text in texts(section.blocks))


@cache
def whole_of(name):
    """All sentences of the annex of a scenario above."""
    return whole(made(name))


def whole(one):
    """All sentences of the annex."""
    return " ".join(said(section) for section in full_annex(one)[0].sections)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_figure_of_every_sentence_stands_in_a_csv_cell(name):
    one = made(name)
    parts = (part_of(one.results.area, "Roadley"), part_of(one.results.area, "West Ward, East Ward"))
    files = everything(one, Wish(parts=parts))
    findings = [part for part in full_annex(one)[0].sections if part.title not in NOT_SENTENCES]
    local = [local_annex(one, part).sections[0] for part in parts]
    for section in (*findings, *local):
        for block in section.blocks:
            for text in texts((block,)):
                assert untraced(text.words, text.figures) == "", text.words
            for number in block.items if isinstance(block, Numbers) else ():
                assert untraced(f"{number.value} {number.words}", number.figures) == "", number
        for figure in figures(section):
            if not figure.column.startswith(("mean", "share")) or not any(
                sign == "in" for _, sign, _ in figure.row
            ):
                assert looked_up(figure, files) == figure.central, figure


def test_the_methods_name_the_cell_of_every_figure():
    method = next(
        part for part in full_annex(made("one closes"))[1].sections if part.title.startswith("Where each")
    )
    table = next(block for block in method.blocks if isinstance(block, Table) and "stands" in block.title)
    rows = [tuple(cell.words for cell in row) for row in table.rows]
    row = "profile is walk; moment is noon; group is everyone"
    assert ("400", "The answer", "whole_area.csv", row, "people_losing_over_10_minutes") in rows
    assert (
        "1",
        "The question and the changes",
        "counters.csv",
        "moment is noon; status is closed",
        "number of rows",
    ) in rows


def test_one_closure():
    text = whole_of("one closes")
    assert "2 counters before, 1 after: 1 closes. Open all day, every day: 2 before, 1 after." in text
    assert "Noon (Tuesday 12:00) and night (Wednesday 03:00): 7 minutes on average before, 18 after" in text
    assert (
        "400 residents (36%) have a journey over 10 minutes longer; fewer than 100 of them likely offline."
        in text
    )
    assert "within 15 minutes, averaged over residents: 100% before, 45% after." in text


def test_nothing_changes():
    text = whole_of("nothing")
    assert (
        "No counter closes, opens or changes its hours: there are 2 counters, open for 336 counter-hours a week."
        in text
    )
    assert (
        "7 minutes on average; 100% within 15, 100% within 30, 100% within 45 and 100% within 60 minutes; "
        in text
    )
    assert "At noon no resident has a journey over 10 minutes longer." in text
    assert "no resident of any group has a journey over 10 minutes longer" in text


def test_no_counter_is_left():
    one = made("all close")
    assert "2 counters before, none after: 2 close." in said(question(one))
    assert "no counter is open after the changes, so nobody can reach one." in said(when(one))
    assert numbers(one)[1].value == "7 to none reachable"


def test_none_before_or_after():
    one = report({"set_hours": "west", "hours": "Mo-Fr 10:00-17:00"}, hours={"west": worlds.OFFICE_HOURS})
    assert "Night (Wednesday 03:00): no counter is open before or after, so nobody can reach one." in said(
        when(one)
    )
    assert "1 counter before, 1 after: 1 has shorter hours." in said(question(one))


def test_gains_only():
    text = whole_of("one opens")
    assert "no residents have a journey over 10 minutes longer, and 500 have a shorter one." in text


def test_gains_and_losses():
    words = "fewer than 100 of them likely offline; 500 have a shorter one."
    assert f"200 residents (18%) have a journey over 10 minutes longer; {words}" in whole(
        made("gains and losses")
    )


def test_none_could_be_reached_before():
    text = said(when(made("longer")))
    assert "no counter was open before, and the nearest is 18 minutes away on average after" in text
    assert "no residents have a journey over 10 minutes longer, and 1,100 have a shorter one." in text


def test_an_older_profile_says_so():
    assert "200 residents aged 65 and over (55%) have a journey over" in whole_of("older")
    assert "averaged over residents aged 65 and over: " in whole_of("older")
    assert "this way of travel is for them only" in said(who(made("older")))


def test_names_by_kind_of_change():
    assert "Closed, 1: East." in said(question(made("one closes")))
    assert "Shorter hours, 2: East, West (Mon to Fri 09:00 to 17:00)." in said(question(made("night only")))
    assert "Opened, 1: Mid (all day, every day)." in said(question(made("one opens")))
    assert "Moved to another building, 1:" in said(question(made("a move")))


def test_compared_with_another_scenario():
    one = report({"close": "east"}, against=[{"close": "west"}])
    assert "Before is “The other”; after is “The title”." in said(question(one))


def test_the_worst_moment_is_told_when_it_is_another():
    one = report({"set_hours": "east", "hours": worlds.OFFICE_HOURS})
    assert worst(one).moment.name == "night"
    assert focus(one).moment.name == "night"
    text = whole(one)
    assert "Noon (Tuesday 12:00): 7 minutes on average; 100% within 15, " in text
    assert "Night (Wednesday 03:00): 7 minutes on average before, 18 after; 400 residents (36%)" in text


def test_boroughs_are_named_in_order_and_the_spared_counted():
    one = made("one closes")
    impact = focus(one)
    assert losers_text(one, impact).words.endswith("live in Roadley (400).")
    assert (
        spared_text(one, impact).words
        == "In 1 of the 2 boroughs no resident has a journey over 10 minutes longer."
    )
    every = made("all close")
    assert spared_text(every, focus(every)).words.startswith("In each of the 2 boroughs some resident")
    nobody = made("nothing")
    assert spared_text(nobody, focus(nobody)) is None


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([0], []),
        ([500], ["A"]),
        ([500, 400, 300, 200], ["A", "B", "C"]),
        ([500, 400, 300, 301, 10], ["A", "B", "D", "C"]),
        ([500] * 8, ["A", "B", "C"]),
        ([40, 30], ["A"]),
    ],
)
def test_ties_with_the_third_are_named_too(numbers, expected):
    codes = "ABCDEFGH"[: len(numbers)]
    losing = {
        code: Figure(value=float(number), unit=PEOPLE) for code, number in zip(codes, numbers, strict=True)
    }
    assert most_losing(losing, dict(zip(codes, codes, strict=True))) == expected


def test_older_residents_beside_all():
    assert "36% of residents aged 65 and over" in said(who(made("one closes")))
    assert "the same share as of all" in said(who(made("one closes")))
    hours = {"west": worlds.ALL_DAY, "east": worlds.ALL_DAY}
    places = worlds.places()
    people = places.people.copy()
    people[:3, 2:] *= 3
    area = worlds.area(hours, places=replace(places, people=people))
    assert "against" in said(who(report({"close": "east"}, area=area)))


def test_screening_and_street_level_are_told_apart():
    one = made("one closes")
    assert "screening network" in network_text(one).words
    streets = Network(kind="osm", label="OpenStreetMap of 2026-01-01", error="E", source="S", facts={})
    other = replace(one, results=replace(one.results, network=streets))
    assert network_text(other).words == "Journeys were found along streets: OpenStreetMap of 2026-01-01."


def test_what_rests_on_assumed_hours_is_said():
    area = worlds.area()
    hours = tuple(
        replace(row, confidence="assumed" if row.site_id == "east" else "seen") for row in area.hours
    )
    one = report({"close": "west"}, area=replace(area, hours=hours))
    text = whole(one)
    assert said(answer(one)).startswith("The hours of 1 counter are assumed.")
    assert "Hours are assumed: " in text
    assert "It is 1,100 residents if counters whose hours are assumed are shut then." in text
    files = everything(one)
    for figure in figures(answer(one)):
        assert looked_up(figure, files) == figure.central


@pytest.mark.parametrize(
    ("before", "after", "below", "words"),
    [
        ("pass", "pass", 0, "The pledge “P” is kept after the changes."),
        ("pass", "fail", 1, "The pledge “P” is not kept after the changes in 1 borough; it was kept before."),
        ("fail", "fail", 30, "not kept after the changes in 30 boroughs; it was not kept before either."),
        ("cannot be tested", "cannot be tested", 0, "The pledge “P” cannot be tested."),
    ],
)
def test_a_pledge_is_kept_or_not(before, after, below, words):
    row = {"title": "P", "standard": "p", "moment": "", "boroughs_below_after": below}
    text = pledge_text({**row, "result_before": before, "result_after": after}, LABELS)
    assert text.words.endswith(words)
    assert untraced(text.words, text.figures) == ""


def test_the_equality_duty_is_counted():
    one = made("one closes")
    section = equality(one)
    assert "longer: 6. Of these 0 faring worse and 0 faring better." in said(section)
    rows = {row[0].words: row[-1].words for row in equality_in_full(one).blocks[0].rows}
    assert rows["age (protected)"] == "about the same"
    assert rows["disability (protected)"].startswith("cannot be tested: ")


def test_recorded_crime_has_its_table_and_what_it_does_not_say():
    one = report({"close": "east"}, area=fair_worlds.area())
    section = equality_in_full(one)
    assert "where offences are recorded, not where victims live, nor who would use a counter" in said(section)
    (table,) = (block for block in section.blocks if isinstance(block, Table) and "crime" in block.title)
    assert [cell.words for cell in table.rows[0]] == ["Crimes", "36.4", "36.4", "7", "18"]
    assert table.note.endswith("Recorded in 2019.")
    assert "offences are recorded" not in said(equality_in_full(made("one closes")))


def test_ranges_appear_when_the_run_has_them():
    one = made("one closes")
    noon = one.headline_impacts[0]
    assert all(number.extent == "" for number in numbers(one))
    zone = "all"
    intervals = {
        Key("people_losing", "noon", zone, EVERYONE): Interval(central=400.0, low=312.0, high=498.0),
        Key("mean_minutes_before", "noon", zone, EVERYONE): Interval(central=6.8, low=6.0, high=8.4),
        Key("mean_minutes_after", "noon", zone, EVERYONE): Interval(central=17.7, low=16.0, high=19.4),
        Key("share_of_week_before", "(week)", zone, EVERYONE): Interval(central=1.0, low=0.9, high=1.0),
        Key("share_of_week_after", "(week)", zone, EVERYONE): Interval(central=0.45, low=0.4, high=0.5),
    }
    analyses = {**one.results.analyses, "ranges": replace(one.ranges, intervals=intervals)}
    ranged = replace(one, results=replace(one.results, analyses=analyses))
    assert whole_area(ranged, noon).losing().range == "300 to 500"
    assert whole_area(ranged, one.headline_impacts[1]).losing().range == ""
    shown = numbers(ranged)
    assert shown[1].extent == "6 to 8 before, 16 to 19 after"
    assert shown[2].extent == "300 to 500"
    assert shown[4].extent == "90% to 100% before, 40% to 50% after"
    assert "hold nine in ten of the answers" in said(answer(ranged))


def test_alternatives_are_set_beside_the_proposal():
    one = made("one closes")
    unchanged = Scenario.model_validate({**BASE, "changes": []})
    others = [
        ("west-instead", "West instead", [{"close": "west"}]),
        ("same", "The same", [{"close": "east"}]),
    ]
    results = tuple(
        run(
            Scenario.model_validate({**BASE, "name": name, "title": title, "changes": changes}),
            one.results.area, against=unchanged,
        )
        for name, title, changes in others
    )  # fmt: skip
    both = replace(one, alternatives=results)
    section = next(
        part for part in full_annex(both)[0].sections if part.title == "The alternatives considered"
    )
    text = said(section)
    assert (
        "400 residents have a journey over 10 minutes longer under “The title”, and 200 under “West instead”."
        in text
    )
    assert "under both “The title” and “The same”." in text
    files = everything(both, Wish())
    for figure in figures(section):
        assert looked_up(figure, files) == figure.central
    table = section.blocks[-1]
    assert [row[0].words for row in table.rows] == ["The title", "West instead", "The same"]
    assert "alternatives.csv" not in everything(one, Wish())


def test_small_things_of_the_content():
    assert plain("a\x00b\ud800") == "a\ufffdb\ufffd"
    assert plain("a\r\nb") == "a\nb"
    with pytest.raises(ValueError, match="does not fit"):
        Table(title="T", columns=("A", "B"), rows=((Cell("1"),),))
    assert Section("S", (Bullets((Text("a"),)),)).title == "S"
