"""Offline shares a scenario may bring, the oldest split from the old, and children apart."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.model import access_of as run
from estate_model.nouns import AgeBand, Places
from estate_model.nouns.area import OfflineSet
from estate_model.people.exposure import band_shares, exposure
from estate_model.people.offline import split_oldest
from estate_model.scenario.offline_sets import known_sets, offline_sets
from estate_model.scenario.scenario import Scenario
from tests import worlds

BASE = {"name": "t", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01"}
OWN = {"MINE": {"shares": {"65-74": 0.3, "75+": 0.6}, "source": "A survey", "date": "2025"}}


def scenario(**fields):
    return Scenario.model_validate({**BASE, "profiles": ["walk"], **fields})


def older_places():
    """One postcode: 100 of 65-74, 60 of 75-84 and 40 of 85 and over."""
    places = worlds.places()
    bands = (AgeBand(0, 64), AgeBand(65, 74), AgeBand(75, 84), AgeBand(85, None))
    people = np.zeros((7, 4))
    people[0] = [800, 100, 60, 40]
    return Places(table=places.table, people=people, bands=bands)


def test_an_own_set_is_used_and_says_where_it_comes_from():
    asked = scenario(own_offline_sets=OWN, offline_sets={"central": "MINE"})
    results = run(asked, worlds.area())
    central = results.impacts[0].exposure.of("offline_central")
    assert central.sum() == pytest.approx(1100 * (0.2 * 0.3 + 0.1 * 0.6))
    chosen = offline_sets(asked, worlds.area())["offline_central"]
    assert (chosen.set_id, chosen.year) == ("MINE", "2025")
    assert "the scenario's own set: A survey" in chosen.source
    assert set(known_sets(asked, worlds.area())) == {"MINE", *worlds.OFFLINE_SETS}


def test_children_are_a_group_of_their_own_and_in_no_set():
    people = run(scenario(), worlds.area()).impacts[0].exposure
    # a tenth are 0-14; of the fifty years from 15 to 64 the first is a child's
    assert people.of("children").sum() == pytest.approx(1100 * (0.1 + 0.6 / 50))
    everyone = OfflineSet(set_id="x", label="", shares=((0, None, 1.0),), source="", year="")
    assert band_shares(worlds.BANDS, everyone).tolist() == pytest.approx([0, 49 / 50, 1, 1])


def test_a_profile_for_older_residents_has_no_children():
    sets = dict(
        zip(("offline_low", "offline_central", "offline_high"), worlds.OFFLINE_SETS.values(), strict=True)
    )
    assert exposure(worlds.places(), sets, age_from=65).of("children").sum() == 0


def test_the_oldest_are_split_and_the_total_is_kept():
    offline = OfflineSet(set_id="x", label="", shares=((65, 74, 0.1), (75, None, 0.4)), source="s", year="")
    split = split_oldest(offline, older_places(), 2)
    # 40 of 100 offline: 60 x + 40 x 2x = 40, so x = 2/7
    assert [share for _, _, share in split.shares] == pytest.approx([0.1, 2 / 7, 4 / 7])
    assert split.shares[1][:2] == (75, 84)
    assert "the older share 2 times the younger, the total kept" in split.source
    capped = split_oldest(offline, older_places(), 20)
    assert [share for _, _, share in capped.shares[1:]] == pytest.approx([40 / 860, 800 / 860])
    certain = replace(offline, shares=((75, None, 0.9),))
    assert [share for _, _, share in split_oldest(certain, older_places(), 3).shares] == pytest.approx(
        [(90 - 40) / 60, 1.0]
    )


def test_where_ages_do_not_allow_it_nothing_is_split():
    offline = worlds.OFFLINE_SETS["NOT_ONLINE"]
    assert split_oldest(offline, worlds.places(), 2) is offline
    known = OfflineSet(set_id="x", label="", shares=((75, 84, 0.1), (85, None, 0.4)), source="s", year="")
    assert split_oldest(known, older_places(), 2) is known


@given(st.floats(0, 1), st.floats(1, 20))
def test_law_a_split_keeps_the_total_and_stays_a_share(share, ratio):
    offline = OfflineSet(set_id="x", label="", shares=((75, None, share),), source="", year="")
    people = older_places().people.sum(axis=0)
    bands = older_places().bands
    split = split_oldest(offline, older_places(), ratio)
    assert people @ band_shares(bands, split) == pytest.approx(people @ band_shares(bands, offline), abs=1e-9)
