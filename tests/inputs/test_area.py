"""An area folder with one thing wrong: the message names the file, the line and what is allowed."""

import gzip

import pytest

from estate_model.errors import AreaError
from estate_model.inputs.area import read_area
from estate_model.inputs.cells import read_cells
from estate_model.inputs.find import area_folder, data_root, scenario_path
from tests import worlds


def edit(path, old, new):
    raw = path.read_bytes()
    text = gzip.decompress(raw).decode() if path.suffix == ".gz" else raw.decode()
    assert old in text, f"{old!r} is not in {path.name}"
    changed = text.replace(old, new, 1).encode()
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
    assert area.offline_sets["SCENARIO_LOW"].shares == drawn.offline_sets["SCENARIO_LOW"].shares


MISTAKES = {
    "a postcode twice": ("street/postcodes.csv.gz", "AA2 1AA", "AA1 1AA", "postcodes.csv.gz:3: postcode 'AA1 1AA' appears twice"),
    "a point that is no number": ("street/postcodes.csv.gz", "530400", "5304OO", "postcodes.csv.gz:3: easting: '5304OO' is not a number"),
    "a zone nobody knows": ("street/postcodes.csv.gz", "Z1", "Z9", "postcodes.csv.gz:2: zone_code 'Z9' is not in zones.csv"),
    "a column misspelt": ("street/postcodes.csv.gz", "zone_code", "zone_kode", "column 'zone_code' is missing; did you mean 'zone_kode'?"),
    "residents below nought": ("street/zones.csv", "30.0", "-30.0", "zones.csv:2: a number of residents is below 0"),
    "residents that are words": ("street/zones.csv", "30.0", "thirty", "zones.csv:2: age_0_14: 'thirty' is not a number"),
    "an age band of another shape": ("street/zones.csv", "age_75_plus", "age_75_and_over", "'age_75_and_over' is not an age band"),
    "hours that cannot be read": ("street/hours.csv", "24/7", "24-7", "hours.csv:2: hours: opening hours '24-7' cannot be read"),
    "a date that is none": ("street/hours.csv", "2025-01-01", "2025-01-32", "hours.csv:2: valid_from: '2025-01-32' is not a date"),
    "hours of a site nobody knows": ("street/hours.csv", "west", "wset", "hours are given for sites that the site table lacks: ['wset']"),
    "a site twice": ("street/sites.csv", "mid,", "west,", "site_id 'west' appears twice"),
    "a site nowhere": ("street/sites.csv", "531200.0", "", "sites.csv:3: easting: '' is not a number"),
    "a profile that stands still": ("parameters/profiles.csv", ",4.8,", ",0,", "profiles.csv:2: not a travel profile"),
    "a share above one": ("parameters/offline_shares.csv", "0.8", "1.8", "every share must be between 0 and 1"),
    "factors that are not TOML": ("parameters/screening_network.toml", "[factors]", "[factors", "screening_network.toml: cannot be read as TOML"),
    "a factor misspelt": ("parameters/screening_network.toml", "door_metres", "doors_metres", "[factors] must name door_metres"),
    "factors left out": ("parameters/screening_network.toml", "[factors]", "[factor]", "screening_network.toml: 'factors' is missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_in_a_table(name, data):
    path, old, new, words = MISTAKES[name]
    edit(data / path, old, new)
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
