"""Driving no faster than traffic was measured, worked by hand on The Street."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import read_area
from estate_model.nouns.zones import TRAFFIC
from estate_model.outputs.words.sources import driving
from estate_model.scenario.scenario import Scenario
from estate_model.travel.networks.traffic import driven_kmh
from tests import worlds
from tests.travel.street_worlds import streets

DRIVE = replace(
    worlds.WALK, profile_id="drive", mode="drive", speed_kmh=48.3, delay_factor=1.5,
    traffic_kmh=(("slow street", 12.0),),
)  # fmt: skip


def area(*traffic):
    return worlds.area(zones=worlds.zones().assign(**{TRAFFIC: list(traffic)}))


def graph(*kmh):
    """The Street's six pieces between its seven postcodes: the first three end in the west zone's last."""
    ends = [(worlds.WEST + worlds.STEP_METRES * number, worlds.NORTH) for number in range(7)]
    made = streets(ends, *((number, number + 1) for number in range(6)))
    return replace(made, mode="drive", kmh=np.array(kmh, dtype=float))


def test_each_street_is_delayed_and_no_faster_than_traffic_in_its_own_zone():
    # the west zone has the first three postcodes; a middle between two goes to the first of them
    found = driven_kmh(graph(48, 15, 48, 48, 48, 12), DRIVE, area("slow street", ""))
    # 48 / 1.5 = 32 is more than 12; 15 / 1.5 = 10 is not; the east zone was not measured
    assert found.tolist() == [12, 10, 12, 32, 32, 8]


def test_without_measured_traffic_only_the_delay_counts():
    assert driven_kmh(graph(*[48] * 6), replace(DRIVE, traffic_kmh=()), area("", "")).tolist() == [32] * 6


def test_a_street_without_a_speed_goes_at_that_of_traffic_where_it_was_measured():
    found = driven_kmh(graph(*[np.nan] * 6), DRIVE, area("slow street", ""))
    assert found[:3].tolist() == [12] * 3
    assert np.isnan(found[3:]).all()


@given(st.lists(st.floats(5, 130), min_size=6, max_size=6))
def test_nobody_drives_faster_in_traffic(kmh):
    slowed = driven_kmh(graph(*kmh), DRIVE, area("slow street", "slow street"))
    assert (slowed <= np.array(kmh) / 1.5).all()
    assert (slowed <= 12).all()


def with_traffic(data, *traffic):
    path = data / "street/zones.csv"
    pd.read_csv(path, dtype=str).assign(**{TRAFFIC: list(traffic)}).to_csv(path, index=False)
    speeds = data / "parameters/drive_speeds.csv"
    speeds.write_text(
        speeds.read_text("utf-8") + "traffic,slow street,12,km/h,A report,2015,,c,\n", encoding="utf-8"
    )
    profiles = data / "parameters/profiles.csv"
    table = pd.read_csv(profiles, dtype=str).assign(delay="none")
    drive = table.iloc[[0]].assign(profile_id="drive", label="driving", mode="drive", delay="urban_delay")
    pd.concat([table, drive]).to_csv(profiles, index=False)
    worlds.sign(data)
    return read_area(data / "street", data / "parameters")


def test_an_area_s_drivers_say_what_was_assumed(tmp_path):
    known = with_traffic(worlds.write(tmp_path), "slow street", "")
    drive = known.profiles["drive"]
    assert drive.label == "driving, no faster than traffic was measured (12 km/h in slow street)"
    assert drive.source == "s (2020); A report"
    assert drive.traffic_kmh == (("slow street", 12.0),)
    assert known.profiles["walk"].traffic_kmh == ()


def test_whoever_drives_reads_what_was_not_counted(tmp_path):
    known = with_traffic(worlds.write(tmp_path), "slow street", "")
    scenario = Scenario(
        name="t", title="T", question="Q?", area="street", baseline="2025-06-01", profiles=("walk", "drive")
    )
    results = SimpleNamespace(area=known, scenario=scenario, network=SimpleNamespace(kind="osm"))
    said = (
        "Driving, no faster than traffic was measured (12 km/h in slow street): the same at every hour of the "
        "week; parking, the walk to the car and who has one are not counted."
    )
    assert driving(results) == (said,)


def test_an_area_that_names_no_traffic_has_the_national_delay(tmp_path):
    drive = with_traffic(worlds.write(tmp_path), "", "").profiles["drive"]
    assert (drive.label, drive.traffic_kmh) == ("driving", ())


def test_traffic_that_nobody_measured_is_refused(tmp_path):
    said = (
        r"zones\.csv: traffic: 'slow stret' is not in drive_speeds\.csv; did you mean 'slow street'\? "
        r"\(allowed: slow street, or blank\)"
    )
    with pytest.raises(AreaError, match=said):
        with_traffic(worlds.write(tmp_path), "slow stret", "")
