"""The invented town run with its timetable: what the tables and the words say of public transport."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from estate_model import load_area, load_scenario, run
from estate_model.errors import ScenarioError
from estate_model.outputs.annex import Wish, annexes
from estate_model.outputs.map import explorer, ways
from estate_model.outputs.map.points import Gathered
from estate_model.outputs.tables.analyses import analysis_tables
from estate_model.outputs.tables.columns import COLUMNS, column_key
from estate_model.outputs.words.details import details_text
from estate_model.outputs.words.sources import definitions

ROOT = Path(__file__).parent.parent
SCENARIO = ROOT / "scenarios" / "quillhaven-two-stay.yaml"


@pytest.fixture(scope="module")
def report():
    return run(SCENARIO, data=ROOT / "data").report


@pytest.fixture(scope="module")
def table(report):
    found = report.results.analyses["public_transport"]
    return (
        found[found["level"] == "all"]
        .set_index(["profile", "moment", "when"])
        .drop(columns=["level", "zone_code"])
    )


def test_where_there_is_a_timetable_public_transport_comes_first(report):
    assert report.results.scenario.profiles == ("transit", "transit-65-plus", "walk", "walk-65-plus", "cycle")
    area = load_area("quillhaven", data=ROOT / "data")
    assert area.has_timetable
    assert not load_area("london", data=ROOT / "data").has_timetable


def test_nobody_is_worse_off_than_on_foot(report):
    by_key = {(one.profile.profile_id, one.moment.name): one for one in report.results.impacts}
    for (profile, moment), impact in by_key.items():
        if profile.startswith("transit"):
            walking = by_key[profile.replace("transit", "walk"), moment]
            for when in ("before", "after"):
                assert (getattr(impact, when).values <= getattr(walking, when).values).all()
    for key in ("transit", "transit-65-plus"):
        rides, walks = report.results.week[key], report.results.week[key.replace("transit", "walk")]
        assert rides[0].values.mean() > walks[0].values.mean()
        assert all(((part.values >= 0) & (part.values <= 1)).all() for part in rides)


def test_rows_add_up(table, report):
    limit = f"people_over_{report.results.scenario.headline_minutes}_minutes"
    assert np.allclose(table["people_no_service"] + table["people_too_far"], table[limit])
    assert (table["mean_walk_minutes"] + table["mean_wait_minutes"] <= table["mean_minutes"] + 1e-6).all()
    assert (table["people_on_foot"] + table["people_who_change"] <= table["people"]).all()
    assert table["share_of_departures_that_reach"].between(0, 1).all()
    noon, night = (table.loc[("transit", moment, "before")] for moment in ("weekday midday", "night"))
    assert noon["mean_rides"] > night["mean_rides"]
    whole = report.totals_of(report.headline_impacts[0]).loc["everyone"]
    assert noon["mean_minutes"] == pytest.approx(whole["mean_minutes_before"])


def test_round_trips_add_up(report):
    found = report.results.analyses["round_trips"]
    parts = found["people_there_and_back"] + found["people_not_back"] + found["people_not_served"]
    assert np.allclose(parts, found["people"])
    whole = found[found["level"] == "all"].set_index(["profile", "round_trip", "when"])
    there = whole["people_there_and_back"] / whole["people"]
    late, day = (there.xs(name, level="round_trip") for name in ("after a late shift", "a day out"))
    assert (late <= day).all()
    assert (there.xs("after", level="when") <= there.xs("before", level="when")).all()
    assert (there["transit-65-plus"] <= there["transit"]).all()
    wards = found[found["level"] == "ward"].groupby(["profile", "round_trip", "when"])
    assert np.allclose(wards["people_not_back"].sum(), whole["people_not_back"].sort_index())


@pytest.mark.parametrize(
    ("file", "words", "count"),
    [
        ("public_transport.csv", "over 45 minutes from an open counter", 4),
        ("round_trips.csv", "have 20 minutes at an open counter and be home by", 2),
    ],
)
def test_figures_of_the_findings_stand_in_the_table(report, file, words, count):
    rows = analysis_tables(report)[file].decode().splitlines()
    header = rows[0].split(",")
    texts = [text for text in details_text(report) if words in text.words]
    assert len(texts) == count
    for figure in (figure for text in texts for figure in text.figures if figure.file == file):
        wanted = {name: value for name, _, value in figure.row}
        [row] = [
            cells for cells in (dict(zip(header, line.split(","), strict=True)) for line in rows[1:])
            if all(cells[name] == value for name, value in wanted.items())
        ]  # fmt: skip
        column = figure.column.split(" / ")
        cell = float(row[column[0]]) / (float(row[column[1]]) if len(column) > 1 else 1)
        assert cell == pytest.approx(figure.value, abs=0.51)


def test_words_name_the_timetable_and_no_range(report):
    words = " ".join(text.words for text in details_text(report))
    assert "Public transport is by timetable: buses and trains, as they ran from 7 September 2026" in words
    assert "No range is printed for journeys by public transport" in words
    assert not report.intervals
    assert report.results.analyses["sensitivity"] == ()
    assert not re.search(r"nine in ten of the answers", words)
    facts = report.results.network.facts["timetable"]
    assert facts["kinds"] == "buses and trains"
    assert [feed["last_day"] for feed in facts["feeds"]] == ["2027-08-29"] * len(facts["feeds"])


@pytest.fixture(scope="module")
def gathered(report):
    places = len(report.results.area.places)
    return Gathered(point=np.arange(places), people=np.ones(places))


def test_the_page_has_journeys_of_each_moment(report, gathered):
    matrices, found = ways.ways_of(report.results, gathered)
    assert [len(way.by_moment) for way in found] == [4, 4, 0, 0, 0]
    assert len(matrices) == 9  # four a profile by timetable, and one that all walkers and cyclists share
    assert (matrices[0] <= matrices[found[2].matrix] + 1e-3).all()
    for way, key in zip(found, report.results.times, strict=True):
        for number, impact in enumerate(report.headline_impacts if way.by_moment else ()):
            seconds = report.results.times[key].at(impact.moment).seconds
            assert np.array_equal(matrices[way.by_moment[number]], seconds)


@pytest.mark.parametrize(
    ("most", "by_moment"),
    [
        (0, [(0, None, 1, None), (None,) * 4]),  # the first moment, and the one most unlike it: the night
        (3, [(0, 1, 2, None), (None,) * 4]),
        (5, [(0, 1, 2, 3), (4, None, None, None)]),
    ],
)
def test_a_large_page_has_journeys_of_few_moments_and_says_which(
    report, gathered, monkeypatch, most, by_moment
):
    monkeypatch.setattr(ways, "MOST_TIMES", most * len(report.results.area.places) * 5)
    matrices, found = ways.ways_of(report.results, gathered)
    assert [way.by_moment for way in found[:2]] == by_moment
    assert len(matrices) == max(most, 2) + 1
    words = explorer.what_if(report).accuracy
    assert ("It has none of:" in words) == any(None in row for row in by_moment)
    if not most:
        assert "4.8 km/h, at weekday midday and night. It has none of:" in words
        assert "4.8 km/h, at weekday evening and Sunday evening;" in words


def test_the_annex_names_the_vehicles_and_the_dates(report):
    files = annexes(report, Wish(formats=("html",)))
    annex, technical = (
        re.sub(r"<[^>]+>", "", files[f"{name}.html"].decode()) for name in ("annex", "annex-technical")
    )
    assert "buses and trains, as they ran from 7 September 2026 to 13 September 2026" in annex
    assert "residents (24%) are over 45 minutes from an open counter before" in annex
    assert "Public transport is by timetable: buses and trains." in technical
    assert "not modelled" not in annex + technical


def test_buses_alone_are_said_to_be_alone(report):
    network = report.results.network
    buses = replace(network, timetable=replace(network.timetable, modes={"bus": 7}, notes=("No trains.",)))
    changed = replace(report, results=replace(report.results, network=buses))
    [text] = [one.words for one in details_text(changed) if one.words.startswith("Public transport")]
    assert text.startswith("Public transport is by timetable: buses only, as they ran from 7 September 2026")
    assert text.endswith("No trains.")
    assert any("Public transport is by timetable: buses only." in words for words in definitions(changed))


def test_a_timetable_that_has_ended_is_refused_unless_asked():
    late = load_scenario(SCENARIO, data=ROOT / "data").model_copy(update={"week_of": dt.date(2031, 10, 6)})
    with pytest.raises(ScenarioError, match="'expired_timetable_ok: true' in the scenario"):
        run(late, data=ROOT / "data")


def test_every_column_is_explained(report):
    for file in ("public_transport.csv", "round_trips.csv"):
        columns = analysis_tables(report)[file].decode().splitlines()[0].split(",")
        assert {column_key(column) for column in columns} <= set(COLUMNS)
