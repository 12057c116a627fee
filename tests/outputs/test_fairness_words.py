"""Sentences on who bears it, and on pledges that are not kept, from The Street's numbers."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from estate_model.outputs.report import Report
from estate_model.outputs.tables.analyses import analysis_tables
from estate_model.outputs.tables.columns import COLUMNS, column_key
from estate_model.outputs.tables.equality import equality, equality_summary, psed_table, standards_table
from estate_model.outputs.words.details import details
from estate_model.outputs.words.fairness import (
    demand_sentences,
    equality_sentences,
    in_words,
    standards_sentences,
    worst_places,
)
from tests import worlds
from tests.analysis.equity import fair_worlds

PLEDGE = replace(
    next(one for one in worlds.YARDSTICKS.standards if one.standard_id == "all_day_in_every_borough"),
    applies_to="", not_in=(),
)  # fmt: skip


def report(*changes, known=None, **fields):
    results = fair_worlds.results(*(changes or ({"close": "east"},)), known=known, **fields)
    return Report(results=results, cells=gpd.GeoDataFrame(), inputs=())


def pledged(**fields):
    area = fair_worlds.area()
    buildings = {**area.buildings, "east": replace(area.buildings["east"], borough_name="Roadley")}
    yardsticks = replace(worlds.YARDSTICKS, standards=(replace(PLEDGE, **fields),))
    return replace(area, buildings=buildings, yardsticks=yardsticks)


def test_which_groups_fare_worse_and_better():
    (text,) = equality_sentences(report())
    assert text.startswith("Equality, by the share with a journey over 10 minutes longer at noon: ")
    assert "“Decile: 9 and 10, 1 = most deprived” (50.0%; everyone else 0.0%) fare worse" in text
    assert "“Disabled residents” (23.5%; everyone else 38.7%)" in text
    assert text.endswith(
        "Shares inside a zone are taken alike. Not tested for want of data: race, sex, pregnancy and maternity, religion or belief, sexual orientation "
        "and gender reassignment."
    )


def test_crime_is_where_it_is_recorded_not_where_victims_live():
    (text,) = demand_sentences(report())
    assert text == (
        "Recorded crime: the share with a journey over 10 minutes longer at noon is 36.4% (crimes); of residents "
        "it is 36.4% (demand.csv has every kind). This is where offences are recorded, not where victims live, "
        "nor who would use a counter."
    )
    known = fair_worlds.zone_groups(more=[100.0, 0.0], other=[0.0, 1.0])
    first = known.demands[0]
    kinds = (replace(first, demand_id="more", label="More", column="more"),
             replace(first, demand_id="other", label="Other crimes", column="other"))  # fmt: skip
    (text,) = demand_sentences(report(known=fair_worlds.area(groups=replace(known, demands=(first, *kinds)))))
    assert "runs from 36.4% (crimes) to 50.0% (other crimes); of residents it is 36.4%" in text


def test_no_crime_and_no_loss_say_nothing():
    assert demand_sentences(report(known=worlds.area())) == ()
    assert demand_sentences(report({"open": "mid", "hours": "24/7"})) == ()


def test_nobody_fares_worse_where_all_are_alike():
    (text,) = equality_sentences(report(known=worlds.area()))
    assert "at noon: no group that can be tested fares worse or better than everyone else" in text
    assert "disability" in text.split("Not tested")[1]


def test_too_few_lose_to_say():
    (text,) = equality_sentences(report({"open": "mid", "hours": "24/7"}))
    assert "too few residents lose to compare groups" in text


def test_a_pledge_that_is_not_kept():
    (text,) = standards_sentences(report(known=pledged()))
    assert text == (
        "The pledge “One counter open 24/7 in every borough” is not kept in 1 of 2 boroughs (it was kept before). "
        "Kept in Streetham only."
    )
    (text,) = standards_sentences(report(known=pledged(threshold=2.0)))
    assert "is not kept in 2 of 2 boroughs (before in 2)." in text
    assert "Kept in" not in text


def test_a_pledge_that_is_kept_or_made_elsewhere_is_not_spoken_of():
    assert standards_sentences(report({"open": "mid", "hours": "24/7"}, known=pledged())) == ()
    assert standards_sentences(report()) == ()
    assert len(details(report(known=pledged()))) == len(details(report())) + 1


ROW = {
    "share_losing": 0.17,
    "share_losing_others": 0.15,
    "relative_risk": 0.17 / 0.15,
    "why_not": "No table.",
}


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        (
            {"verdict": "fares worse"},
            "Fares worse: 17.0% have a journey over 10 minutes longer, 15.0% of everyone else (1.13 times the risk).",
        ),
        (
            {"verdict": "fares worse", "share_losing_others": 0.0, "relative_risk": float("inf")},
            "Fares worse: 17.0% have a journey over 10 minutes longer, 0.0% of everyone else.",
        ),
        ({"verdict": "about the same", "share_losing": 0.0001}, "About the same: under 0.1% have"),
        ({"verdict": "cannot be tested"}, "Cannot be tested. No table."),
        ({"verdict": "nobody to compare with"}, "there is nobody to compare with."),
        (
            {"verdict": "too few lose to say"},
            "Too few residents have a journey over 10 minutes longer to say.",
        ),
    ],
)
def test_rows_in_words(changed, text):
    assert text in in_words({**ROW, **changed}, 10)


def test_the_worst_places_and_how_many_more_have_none():
    names = {code: f"Place {code}" for code in "abcde"}
    assert (
        worst_places(pd.Series(dict.fromkeys("abcde", 0.0)), names)
        == "Place a 0%; Place b 0%; Place c 0%; and 2 more at 0%"
    )
    assert worst_places(pd.Series(dtype=float), names) == ""


def test_every_column_of_the_tables_is_explained():
    made = report()
    files = {**equality(made), **analysis_tables(made)}
    for other in ("curve.csv", "local_counters.csv"):
        del files[other]
    assert set(files) == {
        "equality.csv",
        "psed.csv",
        "inequality.csv",
        "demand.csv",
        "load.csv",
        "standards.csv",
    }
    own = {"site_id", "name", "borough_name"}
    for name, content in files.items():
        columns = content.decode().splitlines()[0].split(",")
        assert not {column_key(column) for column in columns} - set(COLUMNS) - own, name


def test_the_tables_say_what_cannot_be_tested():
    duty = psed_table(report(known=worlds.area()))
    assert duty["in_words"].str.len().min() > 20
    assert set(duty[duty["tested"] == "no"]["people"].isna()) == {True}
    table = standards_table(report())
    assert set(table["result_after"]) <= {
        "pass",
        "fail",
        "no target",
        "does not apply here",
        "cannot be tested",
    }


def test_the_summary_holds_plain_values_only():
    held = equality_summary(report({"set_hours": ["west", "east"], "hours": worlds.OFFICE_HOURS}))
    night = [row for row in held["equality"] if row["moment"] == "night" and row["group"] == "everyone"]
    assert night[0]["p90_minutes_after"] is None  # nobody can reach one
    assert night[0]["share_losing"] == 1
    assert any("never multiplied" in note for note in held["equality_notes"])
