"""What an area calls its levels is what readers read: districts and divisions, nowhere a borough."""

import csv
import html
import json
import re
import sqlite3
from dataclasses import replace
from functools import cache

import pyogrio
import pytest

import estate_model as em
from estate_model.errors import AreaError
from estate_model.inputs.area.area_words import labels_of
from estate_model.inputs.area.sites import read_buildings
from estate_model.inputs.parameters.standards import FILES
from estate_model.outputs.page.shell import asset
from estate_model.outputs.tables.own_names import TABLES, own_names
from tests import worlds
from tests.test_cli import invoke
from tests.test_same_bytes import GOLDEN

LABELS = """[labels]
borough = "district"
ward = "division"
bcu = "local policing area"
"""
LONDONS = re.compile(r"(?<![a-z])(boroughs?|wards?|BCUs?)(?![a-z])", re.IGNORECASE)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The street in districts and divisions; its wards have names without that word."""
    data = worlds.write(tmp_path_factory.mktemp("data"))
    manifest, zones, sites = (data / "street" / name for name in ("area.toml", "zones.csv", "sites.csv"))
    zones.write_text(zones.read_text().replace(" Ward,", " End,"))
    sites.write_text(sites.read_text().replace("borough_name", "district_name"))
    worlds.sign(data)
    manifest.write_text(manifest.read_text().replace("[labels]\n", LABELS))
    return data


@pytest.fixture(scope="module")
def folder(data, tmp_path_factory):
    """What a run of it writes, with its annex."""
    out = tmp_path_factory.mktemp("out")
    outcome = invoke("run", GOLDEN / "street.yaml", "--data", data, "--out", out, "--annex")
    assert outcome.exit_code == 0, outcome.output
    (out / "street" / "printed.txt").write_text(outcome.output)
    assert invoke("rank", GOLDEN / "street.yaml", "--data", data, "--out", out).exit_code == 0
    return out / "street"


def words_of(path):
    """A file's text without its scripts and styles, ids and classes."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)
        text = re.sub(
            r"\b(id|class|for|aria-labelledby|aria-describedby|href|data-\w+)=\"[^\"]*\"", " ", text
        )
    if path.suffix == ".json":
        text = "\n".join(strings(json.loads(text)))
    text = html.unescape(text)
    for quoted in sorted(texts_on_record(), key=len, reverse=True):
        text = text.replace(quoted, " ")
    return text


@cache
def texts_on_record():
    """What standards and rules say in their own words: facts about one force, with a source."""
    texts = set()
    for name in FILES:
        with (worlds.SHIPPED / name).open(newline="") as lines:
            texts.update(cell for row in csv.reader(lines) for cell in row if LONDONS.search(cell))
    return frozenset(texts | {text.replace('"', '""') for text in texts})


def strings(document):
    """Every text of a JSON document, without keys."""
    if isinstance(document, dict):
        document = document.values()
    if isinstance(document, str):
        yield document
    elif not isinstance(document, (int, float, type(None))):
        for part in document:
            yield from strings(part)


@pytest.mark.parametrize(
    "name",
    ["map.html", "annex.html", "annex-technical.html", "summary.json", "printed.txt", "datapackage.json", "sensitivity.svg",
     "districts.csv", "divisions.csv", "local_policing_areas.csv", "cells.csv", "counters.csv",
     "catchments.csv", "standards.csv", "whole_area.csv", "sensitivity.csv", "intervals.csv",
     "local_counters.csv", "equality.csv", "inequality.csv", "psed.csv"],
)  # fmt: skip
def test_no_output_speaks_of_another_areas_levels(folder, name):
    text = words_of(folder / name)
    said = [text[max(at.start() - 40, 0) : at.end() + 20] for at in LONDONS.finditer(text)]
    assert not said


def test_its_own_words_are_said(folder):
    page, annex = (words_of(folder / name) for name in ("map.html", "annex.html"))
    for words in ("Districts", "District", "Divisions where most lose", "Table of divisions"):
        assert words in page
    assert "Divisions, by residents with a journey over" in annex


def test_what_columns_hold_is_told_in_its_own_words(folder):
    resources = json.loads((folder / "datapackage.json").read_text())["resources"]
    fields = [field for resource in resources for field in resource["schema"]["fields"]]
    told = {field["name"]: field["description"] for field in fields}
    assert told["district_code"] == "The code of the district."
    assert told["worst_divisions_after"].startswith("The same by division.")
    assert not [words for pair in told.items() for words in pair if LONDONS.search(words)]


def test_files_layers_and_columns_have_its_own_names(folder):
    layers = [name for name, _ in pyogrio.list_layers(folder / "estate.gpkg")]
    assert layers[:3] == ["cells", "divisions", "districts"]
    columns = [
        name for layer in layers[:6] for name in pyogrio.read_info(folder / "estate.gpkg", layer)["fields"]
    ]
    ranked = next((folder.parent / "street-rank").glob("rank.csv")).read_text().split("\n")[0].split(",")
    assert {"division_code", "district_name"} <= set(columns)
    assert {"district_name", "district_most_changed", "district_most_changed_minutes_added"} <= set(ranked)
    names = [*(path.name for path in folder.iterdir()), *layers, *columns, *ranked]
    assert [name for name in names if LONDONS.search(name)] == []
    with sqlite3.connect(folder / "estate.gpkg") as connection:
        styled = {name for (name,) in connection.execute("SELECT f_table_name FROM layer_styles")}
    assert {"divisions", "districts"} < styled <= set(layers)


def test_figures_say_where_they_stand_by_its_own_names(folder):
    annex, appendix = (words_of(folder / name) for name in ("annex.html", "annex-technical.html"))
    assert "From districts.csv, which has every moment" in annex
    assert "districts.csv</td><td>district_code is B2" in appendix


def test_every_table_of_a_run_is_known_so_that_no_level_takes_its_name(folder):
    own = {"districts", "divisions", "local_policing_areas"}
    assert {path.stem for path in folder.glob("*.csv")} <= TABLES | own


def test_sites_have_its_own_word_or_the_usual_one_and_not_both(tmp_path):
    places, labels, path = worlds.area().places, labels_of({"borough": "district"}), tmp_path / "sites.csv"
    usual = "site_id,name,borough_name,easting,northing\nwest,West,Streetham,530000,180000\n"
    path.write_text(usual)
    known = read_buildings(path, places, 1000.0, labels)
    assert known["west"].borough_name == "Streetham"
    path.write_text(usual.replace("borough_name", "district_name"))
    assert read_buildings(path, places, 1000.0, labels) == known
    with pytest.raises(AreaError, match="column 'borough_name' is missing"):
        read_buildings(path, places, 1000.0)
    path.write_text(
        usual.replace("borough_name", "borough_name,district_name").replace("ham,", "ham,Roadley,")
    )
    with pytest.raises(AreaError, match="columns 'district_name' and 'borough_name' are one and the same"):
        read_buildings(path, places, 1000.0, labels)


def test_a_part_is_copied_by_its_own_word(data, tmp_path):
    words = ("areas", "street", "--data", data, "--copy-to", tmp_path, "--as", "part", "--boroughs")
    with pytest.raises(AreaError, match="no district 'Streethem'; did you mean 'Streetham'"):
        invoke(*words, "Streethem")
    invoke(*words, "Streetham")
    assert {site.borough_name for site in em.load_area("part", data=tmp_path).buildings.values()} == {
        "Streetham"
    }


@pytest.mark.parametrize("word", ["cell", "ward", "counter", "国", "zone"])
def test_a_word_that_is_another_thing_s_names_nothing(word):
    names = own_names(labels_of({"borough": word}))
    assert names == own_names(labels_of({}))
    assert names == {name: name for name in names}


def test_a_table_is_had_by_either_word(street):
    results = em.load_area("street", data=street)
    scenario = em.load_scenario(GOLDEN / "street.yaml", data=street)
    area = replace(results, labels=labels_of({"borough": "district", "bcu": "Local policing area"}))
    table = em.run(scenario, area, data=street).table
    assert table("district").equals(table("borough"))
    assert table("local_policing_area").equals(table("bcu"))
    assert table("Local policing area").equals(table("bcu"))
    with pytest.raises(ValueError, match="no level 'distict'; did you mean 'district'"):
        table("distict")


@pytest.mark.parametrize("name", ["cards.js", "explore.js", "postcode.js", "template.html", "explorer.html"])
def test_the_page_itself_names_no_level(name):
    text = re.sub(r"/\*.*?\*/|<!-- .*? -->", "", asset(name), flags=re.DOTALL)
    shown = re.findall(r"[\"'`>]([^\"'`<>]*\b(?:Borough|Ward)s?\b[^\"'`<>]*)", text)
    assert [words for words in shown if not re.search(r"\$(Borough|Ward)", words)] == []
