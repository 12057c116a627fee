"""An area folder with one thing wrong: the message names the file, the line and what is allowed."""

import gzip
from pathlib import Path

import pytest
import yaml

from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.area.cells import read_cells
from estate_model.inputs.store.find import area_folder, data_root, scenario_path
from tests import worlds


def edit(path, old, new, count=1):
    raw = path.read_bytes()
    text = gzip.decompress(raw).decode() if path.suffix == ".gz" else raw.decode()
    assert old in text, f"{old!r} is not in {path.name}"
    changed = text.replace(old, new, count).encode()
    path.write_bytes(gzip.compress(changed, mtime=0) if path.suffix == ".gz" else changed)


def read(folder):
    return read_area(folder / "street", folder / "parameters")


@pytest.fixture
def data(tmp_path):
    return worlds.write(tmp_path / "data")


def test_the_street_on_disk_is_the_street_as_drawn(data):
    area, drawn = read(data), worlds.area()
    assert area.places.people == pytest.approx(drawn.places.people)
    assert area.places.xy_metres == pytest.approx(drawn.places.xy_metres)
    assert area.buildings == drawn.buildings
    assert area.hours == drawn.hours
    assert area.offline_sets["NOT_ONLINE"].shares == drawn.offline_sets["NOT_ONLINE"].shares


def test_codes_are_texts_even_where_all_are_digits_and_blanks_at_their_edge_are_none(data):
    for number in (1, 2):
        for name in ("zones.csv", "postcodes.csv.gz"):
            edit(data / "street" / name, f"Z{number}", f"00{number}", count=-1)
    edit(data / "street/postcodes.csv.gz", ",N,", ",N ,")
    worlds.sign(data)
    area = read(data)
    assert area.places.people == pytest.approx(worlds.area().places.people)
    assert area.places.table["zone_code"].cat.categories.tolist() == ["001", "002"]
    assert set(area.places.table["land"]) == set(worlds.area().places.table["land"])


MISTAKES = sorted((Path(__file__).parent.parent / "broken" / "area").glob("*.yaml"))


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_one_mistake_in_a_data_folder(path, data):
    mistake = yaml.safe_load(path.read_text(encoding="utf-8"))
    changed = data / mistake["file"]
    if changed.suffix != ".toml" or changed.name == "screening_network.toml":
        edit(changed, mistake["replace"], mistake["by"])
        worlds.sign(data)
    else:
        edit(changed, mistake["replace"], mistake["by"])
    with pytest.raises(AreaError) as caught:
        read(data)
    assert mistake["must say"] in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Z2,Z2,East Ward", "Z2,Z1,West Ward", "zones.csv:3: borough_code: ward_code 'Z1' has 'B1'"),
        ("Z2,Z2,East Ward", "Z2,Z1,East Ward", "zones.csv:3: ward_name: ward_code 'Z1' has 'West Ward'"),
        ("B2,Roadley", "B1,Roadley", "zones.csv:3: borough_name: borough_code 'B1' has 'Streetham'"),
        ("B2,Roadley", "B2,Streetham", "zones.csv:3: borough_code: borough_name 'Streetham' has 'B1'"),
    ],
)
def test_a_ward_of_two_boroughs_and_a_code_of_two_names_are_refused(old, new, words, data):
    edit(data / "street/zones.csv", old, new)
    worlds.sign(data)
    with pytest.raises(AreaError) as caught:
        read(data)
    assert words in str(caught.value)


def test_a_changed_file_is_refused_before_it_is_read(data):
    edit(data / "street/zones.csv", "30.0", "31.0")
    with pytest.raises(AreaError, match=r"zones\.csv: expected sha256"):
        read(data)


def test_a_cut_file_is_refused(data):
    path = data / "street/postcodes.csv.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(AreaError, match=r"postcodes\.csv\.gz: expected \d+ bytes, found \d+"):
        read(data)


def test_a_cut_file_with_a_new_signature_is_still_refused(data):
    path = data / "street/postcodes.csv.gz"
    path.write_bytes(path.read_bytes()[:-20])
    worlds.sign(data)
    with pytest.raises(AreaError, match=r"postcodes\.csv\.gz: cannot be read as a table"):
        read(data)


def test_a_missing_file_is_named(data):
    (data / "street/hours.csv").unlink()
    with pytest.raises(AreaError, match=r"hours\.csv: cannot be read \(No such file"):
        read(data)


def test_people_with_no_place_to_live_are_an_error(data):
    edit(
        data / "street/postcodes.csv.gz", "AA1 1AA,530000,180000,Z1,C1,N,1", "AA1 1AA,530000,180000,Z1,C1,N,0"
    )
    edit(
        data / "street/postcodes.csv.gz", "AA2 1AA,530400,180000,Z1,C2,N,1", "AA2 1AA,530400,180000,Z1,C2,N,0"
    )
    edit(
        data / "street/postcodes.csv.gz", "AA3 1AA,530800,180000,Z1,C3,N,1", "AA3 1AA,530800,180000,Z1,C3,N,0"
    )
    worlds.sign(data)
    with pytest.raises(AreaError, match="zone Z1 has residents but no place to put them"):
        read(data)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("cell_code", "code", "cells lack cell_code"), ('"C2"', '"C1"', "a cell code appears twice"), ('{"type"', "{", "cannot be read as GeoJSON")],
)  # fmt: skip
def test_cells_with_a_mistake(old, new, words, data):
    path = data / "street/cells.geojson.gz"
    text = gzip.decompress(path.read_bytes()).decode().replace(old, new)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    worlds.sign(data)
    with pytest.raises(AreaError, match=words):
        read_cells(path, area=read(data))


def test_where_data_is_looked_for(data, monkeypatch, tmp_path):
    assert area_folder("street", data_root(data)) == data / "street"
    monkeypatch.setenv("ESTATE_MODEL_DATA", str(data))
    assert data_root() == data
    monkeypatch.setenv("ESTATE_MODEL_DATA", str(tmp_path / "gone"))
    with pytest.raises(AreaError, match="no such data folder"):
        data_root()
    monkeypatch.delenv("ESTATE_MODEL_DATA")
    assert (data_root() / "london" / "area.toml").is_file()


def test_a_shipped_scenario_is_found_by_name_and_a_file_by_path(tmp_path):
    assert scenario_path("met-2026-decision").name == "met-2026-decision.yaml"
    assert scenario_path(str(tmp_path / "my.yaml")) == tmp_path / "my.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [("uncertainty.csv", "pace,any,triangular", "pace,any,uniform", "uncertainty.csv:2: distribution: 'uniform' is not known; did you mean 'normal'"),
     ("uncertainty.csv", "0.8,1,1.2", "0.8,one,1.2", "uncertainty.csv:2: mode: must be a number from 0.1 to 10, not 'one'"),
     ("uncertainty.csv", "place_error,postcodes", "pair_error,postcodes", "uncertainty.csv:5: parameter 'pair_error' and applies_to 'postcodes' appears twice"),
     ("uncertainty.csv", "parameter,", "name,", "column 'parameter' is missing"),
     ("money.csv", "ways_a_visit,2,2,2", "ways_a_visit,3,2,1", "money.csv:3: ways_a_visit: needs 0 <= low <= central <= high")],
)  # fmt: skip
def test_parameters_of_uncertainty_and_money_with_a_mistake(name, old, new, words, data):
    edit(data / "parameters" / name, old, new)
    worlds.sign(data)
    with pytest.raises(AreaError, match=words):
        read(data)


def test_how_parameters_vary_is_read(data):
    area = read(data)
    pace = area.spreads[0]
    assert (pace.parameter, pace.distribution, pace.low, pace.mode, pace.high) == (
        "pace",
        "triangular",
        0.8,
        1,
        1.2,
    )
    assert (area.spreads[1].sd, area.spreads[1].ends()[1]) == (0.05, pytest.approx(0.0822, abs=1e-4))
    assert area.money_facts["ways_a_visit"].central == 2
