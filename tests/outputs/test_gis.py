"""``estate.gpkg`` and what describes the tables: one row a zone, the tables' own numbers, styles that fit."""

import io
import json
import re
import sqlite3
from dataclasses import replace
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from estate_model.errors import OutputError
from estate_model.inputs.area.cells import read_cells
from estate_model.model import run
from estate_model.outputs.gis.geopackage import geopackage
from estate_model.outputs.gis.geoparquet import check_parquet, geoparquet
from estate_model.outputs.gis.layers import layers
from estate_model.outputs.outputs import everything
from estate_model.outputs.report import Report
from estate_model.outputs.tables.datapackage import KINDS, datapackage
from estate_model.outputs.tables.wide import moment_words
from tests import worlds
from tests.outputs.test_words import report as plain_report

ENDS = "noon"


@pytest.fixture(scope="module")
def made(street):
    plain = plain_report({"close": "east"}, {"set_hours": "west", "hours": worlds.OFFICE_HOURS})
    area = plain.results.area
    return Report(
        results=plain.results, inputs=(), cells=read_cells(street / "street" / "cells.geojson.gz", area=area)
    )


@pytest.fixture(scope="module")
def files(made):
    return everything(made)


@pytest.fixture(scope="module")
def path(files, tmp_path_factory):
    file = tmp_path_factory.mktemp("gis") / "estate.gpkg"
    file.write_bytes(files["estate.gpkg"])
    return file


def layer(path, name):
    return gpd.read_file(path, layer=name)


def test_every_layer_is_there_in_the_area_s_own_metres(path):
    names = [name for name, _ in pyogrio.list_layers(path)]
    assert names[:6] == ["cells", "wards", "boroughs", "counters", "catchments", "links"]
    for name in names[:6]:
        assert layer(path, name).crs == "EPSG:27700"
    assert set(layer(path, "cells").geom_type) == {"Polygon"}
    assert set(layer(path, "counters").geom_type) == {"Point"}


@pytest.mark.parametrize(("name", "level"), [("cells", "cell"), ("wards", "ward"), ("boroughs", "borough")])
def test_a_zone_has_one_row_with_the_numbers_of_the_tables(files, path, name, level):
    drawn = layer(path, name).set_index(f"{level}_code")
    assert drawn.index.is_unique
    table = pd.read_csv(io.BytesIO(files[f"{name}.csv"])).set_index(f"{level}_code")
    if level == "cell":
        assert table.index.is_unique
        minutes, losing = table[f"mean_minutes_after_{ENDS}"], table[f"people_losing_over_10_minutes_{ENDS}"]
    else:
        rows = table[
            (table["profile"] == "walk") & (table["moment"] == ENDS) & (table["group"] == "everyone")
        ]
        minutes, losing = rows["mean_minutes_after"], rows["people_losing_over_10_minutes"]
    for code, row in drawn.iterrows():
        assert row[f"min_after_{ENDS}"] == minutes[code]
        assert row[f"losing_{ENDS}"] == losing[code]


def test_who_goes_where(path):
    cells = layer(path, "cells").set_index("cell_code")
    assert set(cells[f"nearest_before_{ENDS}"]) == {"West Police Station", "East Police Station"}
    assert set(cells[f"nearest_after_{ENDS}"]) == {"West Police Station"}
    assert set(cells["nearest_after_night"]) == {"(none)"}
    assert cells["min_after_night"].isna().all()
    assert layer(path, "boroughs").area.sum() == pytest.approx(cells.area.sum())
    caught = layer(path, "catchments")
    whole = caught[(caught["moment"] == ENDS) & (caught["before_or_after"] == "after")]
    assert whole["counter"].tolist() == ["West Police Station"]
    assert whole.area.sum() == pytest.approx(cells.area.sum())


def test_links_go_from_where_people_live_to_the_counter(path):
    links = layer(path, "links")
    counters = layer(path, "counters").set_index("name").geometry
    for _, row in links.iterrows():
        assert row.geometry.coords[-1] == counters[row["counter"]].coords[0]
    assert set(links["moment"]) == {ENDS}  # at night no counter is open after


def test_the_styles_draw_every_zone_once(path):
    with sqlite3.connect(path) as connection:
        styles = dict(connection.execute("SELECT f_table_name, styleQML FROM layer_styles"))
        assert set(styles) == {"cells", "wards", "boroughs", "counters", "links"}

        def counted(name, rule):
            return connection.execute(f"SELECT count(*) FROM {name} WHERE {rule}").fetchone()[0]  # noqa: S608

        for name in ("cells", "wards", "boroughs", "counters"):
            style = ET.fromstring(styles[name])  # noqa: S314 - our own
            rules = list(style.iter("rule"))
            assert sum(counted(name, rule.get("filter")) for rule in rules) == counted(name, "1"), name
            symbols = {one.get("name") for one in style.iter("symbol")}
            assert symbols == {rule.get("symbol") for rule in rules}


def test_the_same_run_gives_the_same_bytes(made, files):
    assert geopackage(made)["estate.gpkg"] == files["estate.gpkg"]


def test_moments_are_told_apart_whatever_they_are_called():
    moments = {"Noël": "Tu 12:00", "noel": "We 12:00", "夜": "We 03:00"}
    assert moment_words(plain_report(moments=moments)) == {"Noël": "noel", "noel": "noel_2", "夜": "moment_3"}
    moments = {"noel": "Tu 12:00", "noel 3": "We 12:00", "Noël": "We 03:00"}
    assert len(set(moment_words(plain_report(moments=moments)).values())) == 3


def test_every_column_of_every_table_is_described(made, files):
    described = json.loads(datapackage(made, files)["datapackage.json"])
    assert re.fullmatch(r"[a-z0-9._-]+", described["name"])
    tables = {one["path"]: one for one in described["resources"]}
    assert set(tables) == {name for name in files if name.endswith(".csv")}
    for name, table in tables.items():
        held = pd.read_csv(io.BytesIO(files[name]), keep_default_na=False, na_values=[""])
        fields = table["schema"]["fields"]
        assert [field["name"] for field in fields] == list(held)
        assert table["bytes"] == len(files[name])
        for field in fields:
            assert field["description"], (name, field["name"])
            assert field["type"] == KINDS.get(held[field["name"]].dtype.kind, "string")


def test_a_table_without_rows_is_not_written(files):
    assert "demand.csv" not in files  # the street has no record of crime
    assert all(content.count(b"\n") > 1 for name, content in files.items() if name.endswith(".csv"))


def test_parquet_holds_the_cells_by_moment(made, files, monkeypatch):
    content = geoparquet(made)["cells.parquet"]
    assert geoparquet(made)["cells.parquet"] == content
    table = gpd.read_parquet(io.BytesIO(content))
    assert table.crs == "EPSG:27700"
    assert not table.duplicated(["moment", "cell_code"]).any()
    wide = pd.read_csv(io.BytesIO(files["cells.csv"])).set_index("cell_code")
    noon = table[table["moment"] == "noon"].set_index("cell_code")
    assert noon["mean_minutes_after"].round(1).to_dict() == wide["mean_minutes_after_noon"].to_dict()
    monkeypatch.setattr("estate_model.outputs.gis.geoparquet.find_spec", lambda _name: None)
    with pytest.raises(OutputError, match=r"pip install 'estate-model\[gis\]'"):
        check_parquet()


def test_two_counters_of_one_name_are_told_apart(made):
    area = made.results.area
    alike = {key: replace(site, name="Police Station") for key, site in area.buildings.items()}
    again = run(plain_report().results.scenario, replace(area, buildings=alike))
    drawn = layers(Report(results=again, inputs=(), cells=made.cells))
    assert set(drawn["links"]["counter"]) == {"Police Station"}
    assert set(drawn["links"]["site_id"]) == {"east", "west"}
    for _, row in drawn["links"].iterrows():
        site = alike[row["site_id"]]
        assert row.geometry.coords[-1] == (site.easting_metres, site.northing_metres)
    noon = drawn["catchments"][drawn["catchments"]["moment"] == "noon"]
    assert noon[noon["before_or_after"] == "after"]["site_id"].tolist() == ["east", "west"]


def test_cells_where_nobody_lives_are_of_their_own_ward_and_nearest_counter(made):
    area = made.results.area
    people = area.places.people.copy()
    people[3:] = 0.0  # all of Z2, in houses 4 to 7
    empty = replace(area, places=replace(area.places, people=people))
    again = run(plain_report({"close": "east"}).results.scenario, empty)
    drawn = layers(Report(results=again, inputs=(), cells=made.cells))
    assert drawn["wards"].set_index("ward_code").area.round(-3).to_dict() == {"Z1": 480_000, "Z2": 640_000}
    assert set(drawn["cells"]["nearest_after_noon"]) == {"West Police Station"}
