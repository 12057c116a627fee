"""The public names: six lines in a notebook, on The Street, with the command line's own figures and words."""

import shutil
import subprocess
import sys

import folium
import pandas as pd
import pytest

import estate_model as em
from estate_model.errors import AreaError, ScenarioError
from tests import worlds
from tests.test_cli import SCENARIO, invoke

CLOSES = {
    "title": "East closes", "question": "Who loses?", "area": "street", "baseline": "2025-06-01",
    "changes": [{"close": "east"}], "headline_minutes": 15,
}  # fmt: skip


@pytest.fixture(scope="module")
def results(street):
    return em.run(SCENARIO, data=street)


def test_the_public_names_are_these():
    assert set(em.__all__) == {"Area", "Results", "Scenario", "load_area", "load_scenario", "run"}
    assert all(getattr(em, name) for name in em.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lode_area'"):
        em.lode_area  # noqa: B018 - the look is what fails


def test_importing_costs_nothing():
    words = "import sys, estate_model; print([name for name in ('numpy', 'pandas', 'folium') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_tables_have_named_rows(results):
    table = results.table("borough")
    assert table.index.names == ["profile", "moment", "zone", "group"]
    noon = table.loc[("walk", "weekday midday", "B2", "everyone")]
    assert noon["people"] == pytest.approx(800)
    assert noon["mean_minutes_before"] == pytest.approx((15 + 10 + 5 + 0) / 4)
    assert results.table("all").loc[("walk", "weekday midday", "all", "everyone"), "people"] == pytest.approx(
        1100
    )
    assert set(results.table("cell").index.get_level_values("profile")) == {"walk"}
    with pytest.raises(ValueError, match="no level 'borogh'; did you mean 'borough'"):
        results.table("borogh")


def test_places_and_times_are_minutes_by_postcode(results):
    places = results.places("walk", "weekday midday")
    assert places["minutes_before"].tolist() == [0, 5, 10, 15, 10, 5, 0]
    assert places["minutes_after"].tolist() == [0, 5, 10, 15, 20, 25, 30]
    assert places["counter_after"].unique().tolist() == ["west"]
    night = results.places(moment="night")
    assert night["counter_after"].unique().tolist() == ["(none)"]
    times = results.times("walk")
    assert times.columns.tolist() == ["east", "mid", "west"]
    assert times["mid"].tolist() == [15, 10, 5, 0, 5, 10, 15]
    with pytest.raises(ScenarioError, match="no moment 'nihgt'; did you mean 'night'"):
        results.places(moment="nihgt")


def test_cells_findings_and_summary_are_those_of_the_files(results, street, tmp_path):
    invoke("run", SCENARIO, "--data", street, "--out", tmp_path)
    saved = results.save(tmp_path / "api" / "street")
    for path in (tmp_path / "street").iterdir():
        assert path.read_bytes() == (saved / path.name).read_bytes(), path.name
    assert results.findings() == results.summary()["findings"]
    cells = results.cells()
    assert cells.crs == "EPSG:27700"
    assert cells["people"].sum() == pytest.approx(1100)
    assert results.findings()[0] in results._repr_html_()
    assert isinstance(results.explore(), folium.Map)
    assert repr(results).startswith("<Results of street: Screening network")


def test_a_folder_of_data_is_a_path_or_a_text(street):
    assert em.load_area("street", data=str(street)).area_id == "street"
    with pytest.raises(AreaError, match="nowhere: no such data folder"):
        em.load_area("street", data="nowhere")


def test_a_scenario_is_a_name_a_path_or_a_mapping(street):
    area = em.load_area("street", data=street)
    assert em.load_area(street / "street").area_id == area.area_id
    by_mapping = em.run(CLOSES, data=street)
    assert by_mapping.places()["minutes_after"].tolist() == [0, 5, 10, 15, 20, 25, 30]
    scenario = em.load_scenario(CLOSES, data=street)
    assert isinstance(scenario, em.Scenario)
    pd.testing.assert_frame_equal(em.run(scenario, area, data=street).table("all"), by_mapping.table("all"))
    assert em.load_scenario("met-2026-decision").area == "london"


def test_against_another_scenario(street):
    west = {**CLOSES, "changes": [{"close": "west"}]}
    results = em.run(CLOSES, against=west, data=street)
    assert results.places()["minutes_before"].tolist() == [30, 25, 20, 15, 10, 5, 0]


@pytest.mark.parametrize("way", ["area", "against"])
def test_a_scenario_of_another_area_is_refused(way, tmp_path):
    data = worlds.write(tmp_path / "data")
    shutil.copytree(data / "street", data / "road")
    manifest = data / "road" / "area.toml"
    manifest.write_text(manifest.read_text().replace('id = "street"', 'id = "road"'))
    given = {"area": "road", "against": {**CLOSES, "area": "road", "changes": []}}
    with pytest.raises(AreaError, match=r"the scenario is about '(street', not 'road|road', not 'street)'"):
        em.run(CLOSES, data=data, **{way: given[way]})


def test_an_area_is_read_again_once_a_file_of_it_has_changed(tmp_path):
    data = worlds.write(tmp_path)
    first = em.load_area("street", data=data)
    assert em.load_area("street", data=data) is first
    hours = data / "street" / "hours.csv"
    hours.write_text(hours.read_text().replace("24/7", "Mo 10:00-12:00", 1))
    with pytest.raises(AreaError, match=r"hours\.csv: expected \d+ bytes"):
        em.load_area("street", data=data)
    worlds.sign(data)
    assert em.load_area("street", data=data).hours[0].hours == "Mo 10:00-12:00"


def test_a_network_that_is_none(street):
    with pytest.raises(AreaError, match=r"streets: 'roads' is not known \(allowed: postcodes, osm\)"):
        em.run(CLOSES, data=street, streets="roads")


def test_errors_are_the_command_lines_own(street):
    with pytest.raises(
        ScenarioError, match=r"^scenario: changes\.1\.close: no site 'eastt'.*did you mean 'east'"
    ):
        em.load_scenario({**CLOSES, "changes": [{"close": "eastt"}]}, data=street)
    with pytest.raises(ScenarioError, match=r"scenario: titel: unknown key 'titel'; did you mean 'title'"):
        em.load_scenario({**CLOSES, "titel": "T"}, data=street)
    with pytest.raises(AreaError, match="no area 'londn'"):
        em.load_area("londn")
    with pytest.raises(ScenarioError, match="did you mean 'met-2026-decision'"):
        em.load_scenario("met-2026-decison")
