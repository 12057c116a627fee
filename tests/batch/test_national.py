"""What is written of many areas together: to the person the runs' own tables, with ranks only where they bear it."""

import io
import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from estate_model.analysis.equity.slope import slope
from estate_model.outputs.national.league import league
from estate_model.outputs.national.national import national_files
from estate_model.outputs.national.national_run import National, NationalRun
from estate_model.outputs.national.tables import national_layer
from tests.batch.conftest import TEMPLATE
from tests.test_cli import invoke

TABLE = b"profile,moment,hours,group,people\nwalk,noon,as given,everyone,1000\n"


def numbers(value, low=None, high=None):
    return {"value": value, "low": low, "high": high}


def facts(area, minutes, **changed):
    """What one run says of an area of 1,000 residents with one counter."""
    moment = {
        "moment": "noon", "clock": "Tue 12:00", "losing": numbers(100.0), "near_before": numbers(1.0),
        "near_after": numbers(0.5), "minutes_before": numbers(10.0), "minutes_after": minutes,
        "unreached_before": 0.0, "unreached_after": 0.0, "slope_before": None, "slope_after": -2.5,
        "median_before": 9.0, "median_after": minutes["value"],
    }  # fmt: skip
    value = minutes["value"] or 0
    week = {
        "before": numbers(1.0),
        "after": numbers(
            1 - value / 100, *(one and 1 - one / 100 for one in (minutes["high"], minutes["low"]))
        ),
    }
    counters = {"before": 2, "after": 1, "all_day_before": 1, "all_day_after": 0}
    known = {
        "area": area, "name": area.capitalize(), "scenario": f"same-{area}", "title": "The same everywhere",
        "effective_date": "2025-10-01", "residents": 1000.0, "network": "postcodes", "ground": "urban",
        "error": "No error was measured.", "profile": "walking", "timetable": "", "counters": counters, "week": week, "assumed": 0,
        "candidates": 0, "losing_minutes": 10, "near_minutes": 45, "moments": [moment],
        "attribution": ["Drawn by hand."],
    }  # fmt: skip
    return {**known, **changed}


def run(area, minutes, *, west=0, **changed):
    outline = box(west, 0, west + 1000, 1000)
    known = facts(area, minutes, **changed)
    return NationalRun(folder=f"same-{area}", facts=known, table=TABLE, shared="same", outline=outline)


def page(*runs, **more):
    return league(National(runs=runs, **more))["league.html"].decode()


def rows(text, number=0):
    """Return a table of the page as texts, by the first column."""
    table = pd.read_html(io.StringIO(text))[number]
    return table.set_index(table.columns[0]).astype(str)


def test_the_national_table_holds_every_run_s_rows_as_they_stand_there(two_areas, template, tmp_path):
    invoke("batch", template, "--areas", "all", "--data", two_areas, "--out", tmp_path, "--light")
    whole = pd.read_csv(tmp_path / "national" / "national.csv", dtype=str, keep_default_na=False)
    assert whole["area"].unique().tolist() == ["lane", "street"]
    for area, part in whole.groupby("area"):
        own = pd.read_csv(
            tmp_path / f"office-hours-{area}-light" / "whole_area.csv", dtype=str, keep_default_na=False
        )
        rest = part.drop(columns=["area", "area_name", "folder"]).reset_index(drop=True)
        assert rest.equals(own)
    listed = (tmp_path / "index.html").read_text()
    assert 'href="national/league.html"' in listed
    assert "2 areas with 2,200 residents; 2 runs." in listed


def test_areas_are_in_order_with_the_ranks_that_their_ranges_allow():
    text = page(
        run("far", numbers(30.0, 25.0, 35.0)),
        run("near", numbers(12.0, 11.0, 13.0)),
        run("middle", numbers(27.0, 20.0, 29.0)),
    )
    table = rows(text, 1)
    assert table.index.tolist() == ["Near", "Middle", "Far"]
    assert table["Rank"].tolist() == ["1", "2 (2 to 3)", "3 (2 to 3)"]
    assert table["Share of the week after, %"].tolist()[0] == "88 (87 to 89)"
    assert table["Per 100,000 after"].tolist() == ["100.0"] * 3
    moment = rows(text, 2)
    assert moment.index.tolist() == ["Near", "Middle", "Far"]
    assert moment["Mean of those who reach one, after"].tolist()[0] == "12 (11 to 13)"
    assert moment["Slope after"].tolist() == ["-2.5"] * 3
    assert "3 areas with 3,000 residents; 3 runs" in text


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"assumed": 3}, "hours of 3 counters are assumed"),
        ({"candidates": 4}, "4 police buildings may have a counter, and nobody has said so"),
        ({"network": "osm"}, "by walking on another network (osm)"),
        ({"profile": "driving"}, "by driving, another way than most"),
        ({"timetable": "buses only"}, "its timetable has buses only, that of most buses and trains"),
    ],
)
def test_what_is_not_comparable_is_not_ranked_nor_coloured_nor_in_the_summary_and_says_why(changed, why):
    most = {"timetable": "buses and trains"} if "timetable" in changed else {}
    runs = (
        run("a", numbers(10.0), **most), run("b", numbers(20.0), west=2000, **most),
        run("odd", numbers(1.0), west=4000, **{**most, **changed}),
    )  # fmt: skip
    files = national_files(National(runs=runs))
    text = files["league.html"].decode()
    assert rows(text, 1)["Rank"].tolist() == ["1", "2"]
    assert rows(text, 2).loc["Odd", ["Rank", "Why"]].tolist() == ["-", why]
    assert rows(text).index.tolist() == ["A", "B"]
    assert "at noon; areas in outline only cannot be compared" in text
    ends = "an open counter is within 45 minutes for 80% of the week (B) to 90% of the week (A)"
    said = f"- The same everywhere: {ends}, averaged over residents; 1 area cannot be compared.\n"
    assert said in files["summary.txt"].decode()


def test_where_all_can_be_compared_nothing_is_said_of_others():
    text = page(run("a", numbers(10.0, 9.0, 11.0)), run("b", numbers(20.0, 19.0, 21.0), west=2000))
    assert "outline only" not in text
    assert "no ranges" not in text


def test_moments_whose_names_differ_in_case_alone_keep_columns_of_their_own(tmp_path):
    one = run("a", numbers(10.0))
    second = {**one.facts["moments"][0], "moment": "Noon", "median_after": 44.0}
    moments = [*one.facts["moments"], second]
    layer = national_layer(National(runs=(run("a", numbers(10.0), moments=moments),)))["national.gpkg"]
    (tmp_path / "n.gpkg").write_bytes(layer)
    frame = gpd.read_file(tmp_path / "n.gpkg")
    assert frame[["median_minutes_after_noon", "median_minutes_after_noon_2"]].iloc[0].tolist() == [10, 44]


def test_where_half_reach_no_counter_the_table_says_so():
    text = page(run("a", numbers(10.0)), run("b", numbers(None)))
    assert rows(text, 2).loc["B"].tolist()[:3] == ["9", "none reachable", "-"]


def test_failures_and_light_runs_are_said_and_names_are_escaped():
    text = page(run("a<b>", numbers(10.0)), failed=(("same-b", "no counter\nmore"),))
    assert "same-b: no counter" in text
    assert "more" not in text.partition("same-b")[2].partition("</li>")[0]
    assert "no ranges, so their ranks have no brackets" in text
    assert "<b>" not in text


def test_a_scenario_of_one_area_stands_under_its_own_title():
    own = run("a", numbers(10.0), title="Two close")
    text = page(NationalRun(folder="two-close", facts=own.facts, table=TABLE, outline=own.outline))
    assert rows(text).index.tolist() == ["A: Two close"]


def test_scenarios_with_other_limits_or_moments_stand_in_tables_of_their_own():
    """A column says 'within 45 min': a run that counts to 30 cannot stand in it."""
    a, b = run("a", numbers(10.0)), run("b", numbers(11.0), near_minutes=30)
    text = page(*(NationalRun(folder=one.folder, facts=one.facts, table=TABLE) for one in (a, b)))
    assert [rows(text, number).columns[3] for number in (1, 3)] == [
        "Within 45 min after, %",
        "Within 30 min after, %",
    ]


def test_the_layer_is_the_same_on_every_day_and_is_read_again(tmp_path):
    national = National(runs=(run("a", numbers(10.0)), run("b", numbers(None), west=1000)))
    (first,) = national_layer(national).values()
    time.sleep(1.1)
    assert national_layer(national)["national.gpkg"] == first
    (tmp_path / "national.gpkg").write_bytes(first)
    frame = gpd.read_file(tmp_path / "national.gpkg")
    assert frame["mean_minutes_after_noon"].isna().tolist() == [False, True]
    assert frame.geometry.area.tolist() == [1_000_000, 1_000_000]
    assert frame.crs == "EPSG:27700"


def test_the_record_has_every_file_and_run():
    files = national_files(National(runs=(run("a", numbers(10.0)),)))
    assert set(files) == {"league.html", "national.csv", "national.gpkg", "run.json", "summary.txt"}


def test_the_slope_of_three_classes_by_hand():
    """Thirds of people at 10, 20 and 60 minutes: ranks 1/6, 1/2, 5/6; cov = 50/9, var = 2/27; slope 75."""
    minutes, people, classes = np.array([10.0, 20.0, 60.0]), np.ones(3), np.array([1.0, 2.0, 3.0])
    assert slope(minutes, people, classes) == pytest.approx(75.0)
    assert slope(minutes, people, np.ones(3)) is None
    assert slope(np.full(3, np.inf), people, classes) is None


def test_a_moment_at_which_nothing_is_open_is_the_last_of_ranks(two_areas, tmp_path):
    """At three at night nobody reaches a counter after; half of them had one within 5 minutes before."""
    path = tmp_path / "office-hours.yaml"
    path.write_text(TEMPLATE + "moments:\n  night: We 03:00\n")
    invoke("batch", path, "--areas", "all", "--data", two_areas, "--out", tmp_path / "out", "--light")
    text = (tmp_path / "out" / "national" / "league.html").read_text()
    assert rows(text, 2).loc["The Lane"].tolist()[:2] == ["5", "none reachable"]
    assert rows(text, 1)["Share of the week after, %"].tolist() == ["24", "24"]
