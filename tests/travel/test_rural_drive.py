"""Driving on the screening network of rural ground, worked by hand on The Street; and what is refused elsewhere."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.words import grounds_in_words
from estate_model.errors import AreaError, EstateModelError
from estate_model.inputs.parameters.parameters import read_screening
from estate_model.inputs.parameters.spreads import read_spreads
from estate_model.nouns.ground import GROUNDS, Driving, Ground
from estate_model.nouns.network import Travel
from estate_model.nouns.parameters import find
from estate_model.travel.networks.screening import Screening
from tests import worlds
from tests.test_streets import SCENARIO, invoke, row

DRIVING = Driving(near_metres=1000.0, near_kmh=36.0, far_kmh=72.0, start_seconds=30.0)
DRIVER = replace(worlds.WALK, profile_id="drive", mode="drive", delay_factor=1.5)
KINDS = {name: Ground(name=name, error="e", source="s") for name in GROUNDS}
# 36 / 1.5 = 24 km/h: 60 s for each 400 m of the first kilometre, and half of that for each 400 m after it
SECONDS = [30, 90, 150, 180 + 15, 195 + 30, 225 + 30, 255 + 30]


def area(*grounds, **changed):
    """The street, its two zones on the ground named; only rural ground was driven on."""
    drawn = worlds.area()
    kinds = {**KINDS, "rural": replace(KINDS["rural"], driving=DRIVING)}
    return worlds.area(
        zones=drawn.zones.assign(ground=list(grounds)),
        screening=replace(drawn.screening, grounds=kinds),
        **changed,
    )


def driven(of):
    return Screening(of, Travel()).seconds((of.buildings["west"],), DRIVER)[:, 0]


def test_drives_take_two_speeds_the_delay_and_a_start():
    found = driven(area("urban", "rural"))  # most live in the second zone
    assert found.tolist() == SECONDS
    assert found.dtype == np.float32


def test_walks_there_are_as_they_were():
    rural = area("rural", "rural")
    walks = Screening(rural, Travel()).seconds((rural.buildings["west"],), worlds.WALK)[:, 0]
    assert walks.tolist() == [300 * step for step in range(7)]  # 400 m at 4.8 km/h


@pytest.mark.parametrize(
    "unmeasured",
    [
        area("rural", "urban"),
        area("", ""),
        area("rural", "rural", screening_measured=True),
        area("rural", "rural", links=worlds.links(("ferry", 0, 0, 9, 9)).assign(minutes=20.0)),
    ],
)
def test_nobody_drives_where_it_was_not_measured(unmeasured):
    assert unmeasured.driving is None
    with pytest.raises(AreaError, match="The Street: the screening network knows only walking, cycling and"):
        driven(unmeasured)


@given(st.lists(st.floats(0, 1e5), min_size=2), st.floats(1, 3))
def test_a_longer_drive_takes_longer_and_a_delay_is_never_a_gain(metres, delay):
    ordered = np.sort(np.array(metres))
    seconds = DRIVING.seconds(ordered, delay)
    assert (np.diff(seconds) >= -1e-9).all()
    assert (seconds >= DRIVING.seconds(ordered, 1.0) - 1e-9).all()
    assert DRIVING.seconds(np.array([np.inf]), delay).tolist() == [np.inf]


@pytest.fixture
def folder(tmp_path):
    """Return what writes the street's folder, its zones on the ground named."""

    def write(*grounds):
        data = worlds.write(tmp_path / "data")
        profiles, zones = data / "parameters/profiles.csv", data / "street/zones.csv"
        table = pd.read_csv(profiles, dtype=str).assign(delay="none")
        extra = table.iloc[[0]].assign(profile_id="drive", label="by car", mode="drive", delay="urban_delay")
        pd.concat([table, extra]).to_csv(profiles, index=False)
        pd.read_csv(zones, dtype=str).assign(ground=list(grounds)).to_csv(zones, index=False)
        with (data / "parameters/screening_network.toml").open("a") as file:
            file.write("".join(f'[ground.{name}]\nerror = "Of {name}."\nsource = "s"\n' for name in GROUNDS))
            numbers = "".join(f"{name} = {value}\n" for name, value in vars(DRIVING).items())
            file.write(f"[ground.rural.driving]\n{numbers}")
        worlds.sign(data)
        return data

    return write


def ran(data, tmp_path, more=""):
    (tmp_path / "closes.yaml").write_text(SCENARIO + "changes:\n  - close: east\n" + more)
    return invoke("run", tmp_path / "closes.yaml", "--data", data, "--out", tmp_path / "out")


def test_a_scenario_without_profiles_drives_first_on_rural_ground(folder, tmp_path):
    told = ran(folder("rural", "rural"), tmp_path).stdout
    assert "Of rural." in told
    out = tmp_path / "out/closes"
    profiles = dict.fromkeys(
        one["profile"] for one in json.loads((out / "summary.json").read_text())["results"]
    )
    assert list(profiles) == ["drive", "walk", "walk-65-plus", "cycle"]
    seconds = (100 * sum(SECONDS[:3]) + 200 * sum(SECONDS[:4])) / 1100
    assert row(out, "drive")["mean_minutes_before"] == pytest.approx(seconds / 60, abs=0.06)
    words = (out / "summary.json").read_text()
    assert "parking, the walk to the car and who has one are not counted" in words
    assert "the first 1 km of its walked metres are driven at 36 km/h, the rest at 72 km/h" in words


def test_elsewhere_one_walks_first_and_driving_is_refused(folder, tmp_path):
    data = folder("rural", "urban")
    ran(data, tmp_path)
    first = json.loads((tmp_path / "out/closes/summary.json").read_text())["results"][0]
    assert first["profile"] == "walk"
    with pytest.raises(EstateModelError, match="'drive' cannot be used here: the screening network") as told:
        ran(data, tmp_path, "profiles: [drive]\n")
    assert "streets build street --osm FILE.osm.pbf --modes drive" in str(told.value)


def test_what_is_held_and_said_of_drives_is_what_was_measured():
    found = json.loads(
        (worlds.SHIPPED.parents[1] / "benchmarks/calibration.json").read_text(encoding="utf-8")
    )
    rural = read_screening(worlds.SHIPPED / "screening_network.toml").grounds["rural"]
    assert vars(rural.driving) == found["rural_driving"]
    assert rural.error == grounds_in_words(found)["rural"]["error"]
    held = found["rutland_drives"]["held_out"]
    assert abs(held["stations_bias_percent"]) <= 5
    assert held["stations_mean_abs_error_percent"] <= 15
    spreads = read_spreads(worlds.SHIPPED / "uncertainty.csv", ("walk", "walk-strict", "walk-65-plus"))
    kinds = ("drive", "postcodes-rural-drive", "postcodes-rural", "postcodes")
    shared, place = (find(spreads, f"{part}_error", kinds).sd for part in ("shared", "place"))
    assert shared == pytest.approx(held["stations_mean_abs_error_percent"] / 100, abs=0.002)
    assert np.exp(1.645 * place) - 1 == pytest.approx(held["stations_p90_abs_error_percent"] / 100, abs=0.005)
