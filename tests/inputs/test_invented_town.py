"""Quillhaven: what its maker writes is what came along, small, and marked as invented everywhere."""

import datetime as dt
import gzip
import shutil
from pathlib import Path

import pytest

from benchmarks.invented_town import AREA_ID, make
from estate_model.commands.load import load, load_area
from estate_model.inputs.timetable.build import build_timetable
from estate_model.inputs.timetable.folder import read_timetable

DATA = Path(__file__).resolve().parents[2] / "data"
TOWN = DATA / AREA_ID


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The town made anew beside a copy of the parameters."""
    data = tmp_path_factory.mktemp("data")
    shutil.copytree(DATA / "parameters", data / "parameters")
    return make(data)


def plain(path):
    """A file's content, whatever packed it."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def test_the_town_that_came_along_is_the_one_its_maker_makes(made):
    for name in (
        "postcodes.csv.gz",
        "zones.csv",
        "cells.geojson.gz",
        "sites.csv",
        "hours.csv",
        "links.csv",
    ):
        assert plain(made / name) == plain(TOWN / name), name
    assert read_timetable(made).sha256 == read_timetable(TOWN).sha256


def test_the_town_is_small_and_says_that_it_is_invented():
    assert sum(path.stat().st_size for path in TOWN.rglob("*") if path.is_file()) < 200_000
    area = load_area(AREA_ID, None)
    assert "(invented)" in area.name
    assert any("no such town, counter, bus or train exists" in note for note in area.notes)
    assert all("invented" in line for line in area.attribution)


def test_its_timetable_has_buses_trains_and_a_night_bus():
    table = read_timetable(TOWN)
    assert table.words == "buses and trains"
    assert table.night_routes == ("N1",)
    assert table.notes == ()
    assert len(table.days["wednesday"]) > 5_000
    assert table.days["tuesday"] is table.days["wednesday"]
    scenario, area, _ = load("quillhaven-two-stay", None)
    assert scenario.area == AREA_ID
    assert table.first_day <= scenario.week_start <= table.last_day
    assert len(area.estate_on(scenario.baseline).counters) == 5


def test_a_holiday_runs_as_a_sunday_and_is_said():
    area = load_area(AREA_ID, None)
    feed = [TOWN / "sources" / "gtfs.zip"]
    holiday = build_timetable(feed, area, dt.date(2026, 12, 28), lambda _words: None)
    by_day = [
        sorted(
            zip(
                day.departure[own].tolist(),
                day.arrival[own].tolist(),
                day.from_stop[own].tolist(),
                strict=True,
            )
        )
        for day in (holiday.days["monday"], holiday.days["sunday"])
        for own in [(day.departure >= 6 * 3600) & (day.departure < 24 * 3600)]
    ]
    assert by_day[0] == by_day[1]
    assert any(
        note.startswith("Monday 2026-12-28 has") and "a holiday or engineering works?" in note
        for note in holiday.notes
    )
