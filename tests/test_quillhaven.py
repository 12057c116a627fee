"""The invented town run with its timetable: what the tables and the words say of public transport."""

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest

from estate_model import load_area, load_scenario, run
from estate_model.errors import ScenarioError
from estate_model.outputs.map.points import Gathered
from estate_model.outputs.map.ways import ways_of
from estate_model.outputs.tables.analyses import analysis_tables
from estate_model.outputs.tables.columns import COLUMNS, column_key
from estate_model.outputs.words.findings import findings_text

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


def test_figures_of_the_findings_stand_in_the_table(report):
    rows = analysis_tables(report)["public_transport.csv"].decode().splitlines()
    header = rows[0].split(",")
    texts = [text for text in findings_text(report) if "over 45 minutes from an open counter" in text.words]
    assert len(texts) == 4
    for figure in (
        figure for text in texts for figure in text.figures if figure.file == "public_transport.csv"
    ):
        wanted = {name: value for name, _, value in figure.row}
        [row] = [
            cells for cells in (dict(zip(header, line.split(","), strict=True)) for line in rows[1:])
            if all(cells[name] == value for name, value in wanted.items())
        ]  # fmt: skip
        column = figure.column.split(" / ")
        cell = float(row[column[0]]) / (float(row[column[1]]) if len(column) > 1 else 1)
        assert cell == pytest.approx(figure.value, abs=0.51)


def test_words_name_the_timetable_and_no_range(report):
    words = " ".join(text.words for text in findings_text(report))
    assert "Public transport is by timetable: buses and trains, as they ran from 7 September 2026" in words
    assert "No range is printed for journeys by public transport" in words
    assert not report.intervals
    assert report.results.analyses["sensitivity"] == ()
    assert not re.search(r"nine in ten of the answers", words)
    facts = report.results.network.facts["timetable"]
    assert facts["kinds"] == "buses and trains"
    assert [feed["last_day"] for feed in facts["feeds"]] == ["2027-08-29"] * len(facts["feeds"])


def test_the_page_has_journeys_of_each_moment(report):
    places = len(report.results.area.places)
    gathered = Gathered(point=np.arange(places), people=np.ones(places))
    matrices, ways = ways_of(report.results, gathered)
    assert [len(way.by_moment) for way in ways] == [4, 4, 0, 0, 0]
    assert len(matrices) == 9  # four a profile by timetable, and one that all walkers and cyclists share
    assert (matrices[0] <= matrices[ways[2].matrix] + 1e-3).all()


def test_a_timetable_that_has_ended_is_refused_unless_asked():
    late = load_scenario(SCENARIO, data=ROOT / "data").model_copy(update={"week_of": dt.date(2031, 10, 6)})
    with pytest.raises(ScenarioError, match="'expired_timetable_ok: true' in the scenario"):
        run(late, data=ROOT / "data")


def test_every_column_is_explained(report):
    columns = analysis_tables(report)["public_transport.csv"].decode().splitlines()[0].split(",")
    assert {column_key(column) for column in columns} <= set(COLUMNS)
