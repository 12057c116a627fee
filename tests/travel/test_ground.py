"""The screening network on rural and other ground: its factor, its error and its range, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from estate_model.errors import AreaError
from estate_model.inputs.area.residents import read_zones
from estate_model.inputs.parameters.parameters import read_screening
from estate_model.inputs.parameters.spreads import read_spreads
from estate_model.nouns.network import Travel
from estate_model.nouns.parameters import find
from estate_model.travel.networks.screening import Screening
from tests import worlds

FACTORS = {
    "walked_per_straight_metre": 1.0,
    "walked_per_straight_metre_beyond": 1.5,
    "long_step_metres": 100.0,
    "door_metres": 0.0,
}
GROUNDS = read_screening(worlds.SHIPPED / "screening_network.toml").grounds
RURAL = replace(GROUNDS["rural"], beyond=1.1)


def street(*grounds, measured=False):
    """The street, its two zones on the ground named; its places stand 400 m apart."""
    drawn = worlds.area()
    screening = replace(drawn.screening, factors=FACTORS, grounds={**GROUNDS, "rural": RURAL})
    zones = drawn.zones.assign(ground=list(grounds)) if grounds else drawn.zones
    return replace(drawn, screening=screening, zones=zones, screening_measured=measured)


def steps(area):
    """Walked metres of each step along the street."""
    return np.diff(Screening(area, Travel()).metres((area.buildings["west"],))[:, 0]).round(3).tolist()


URBAN_STEP, RURAL_STEP, MIXED_STEP = 100 + 300 * 1.5, 100 + 300 * 1.1, 100 + 300 * 1.3


def test_a_long_step_on_rural_ground_has_its_own_factor():
    assert steps(street("urban", "urban")) == [URBAN_STEP] * 6
    assert steps(street("rural", "rural")) == [RURAL_STEP] * 6
    assert steps(street("urban", "rural")) == [URBAN_STEP] * 2 + [MIXED_STEP] + [RURAL_STEP] * 3
    assert steps(street("urban", "")) == steps(street()) == [URBAN_STEP] * 6


def test_an_area_measured_itself_keeps_its_factors():
    assert steps(street("rural", "rural", measured=True)) == [URBAN_STEP] * 6


@pytest.mark.parametrize(
    ("grounds", "measured", "name"),
    [
        (("urban", "rural"), False, "rural"),  # 300 residents and 800
        (("rural", "urban"), False, "urban"),
        (("rural", ""), False, "unknown"),
        ((), False, "unknown"),
        (("rural", "rural"), True, "measured"),
    ],
)
def test_the_error_is_that_of_the_ground_most_live_on(grounds, measured, name):
    area = street(*grounds, measured=measured)
    network = Screening(area, Travel()).network()
    assert network.ground == name
    assert network.facts["ground"] == name
    assert network.error == (area.screening.error if name == "measured" else GROUNDS[name].error)


def test_the_range_is_that_of_the_ground():
    """Town factors made walks in Rutland a fifth too long: the widest range holds that, the rural need not."""
    spreads = read_spreads(worlds.SHIPPED / "uncertainty.csv", ("walk", "walk-strict", "walk-65-plus"))
    sd = {
        ground: find(spreads, "shared_error", ("walk", f"postcodes-{ground}", "postcodes")).sd
        for ground in ("measured", "urban", "rural", "unknown")
    }
    assert sd["measured"] <= sd["urban"] < sd["rural"] < sd["unknown"]
    assert np.exp(1.645 * sd["unknown"]) >= 1.2034  # the bias of the town's factors in Rutland


def test_a_ground_that_is_not_known_is_refused(tmp_path):
    path = tmp_path / "zones.csv"
    worlds.zones().reset_index().assign(ground=["rural", "rual"], age_0_64=1, age_65_plus=1).to_csv(
        path, index=False
    )
    with pytest.raises(
        AreaError, match=r"zones\.csv:3: ground: 'rual' is not known \(allowed: urban, rural, or blank"
    ):
        read_zones(path)
