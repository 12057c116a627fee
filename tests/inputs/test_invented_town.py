"""Quillhaven: what its maker writes is what came along, small, and marked as invented everywhere."""

import gzip
import shutil
from pathlib import Path

import pytest

from benchmarks.invented_town import AREA_ID, make
from estate_model.commands.load import load, load_area
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
        "crossings.csv",
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
