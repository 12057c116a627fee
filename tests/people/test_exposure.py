import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.nouns import AgeBand
from estate_model.nouns.area import OfflineSet
from estate_model.people.exposure import band_shares, exposure
from tests import worlds

SETS = {
    "offline_low": worlds.OFFLINE_SETS["NOT_ONLINE"],
    "offline_central": worlds.OFFLINE_SETS["NOT_ONLINE_LATELY"],
    "offline_high": worlds.OFFLINE_SETS["CANNOT_DO_THE_BASICS"],
}


def test_people_by_group_on_the_street():
    people = exposure(worlds.places(), SETS)
    assert people.of("everyone").tolist() == pytest.approx(list(worlds.PEOPLE))
    assert people.of("aged_65_plus").sum() == pytest.approx(1100 * 0.3)
    assert people.of("aged_75_plus").sum() == pytest.approx(1100 * 0.1)
    assert people.of("offline_central").sum() == pytest.approx(1100 * (0.2 * 0.2 + 0.1 * 0.4))


def test_a_profile_for_older_residents_counts_only_them():
    people = exposure(worlds.places(), SETS, age_from=65)
    assert people.of("everyone").sum() == pytest.approx(1100 * 0.3)
    assert people.of("offline_high").sum() == pytest.approx(1100 * (0.2 * 0.4 + 0.1 * 0.8))


def test_an_age_inside_a_band_is_never_guessed():
    with pytest.raises(ValueError, match="no age band begins at 70"):
        exposure(worlds.places(), SETS, age_from=70)


def test_children_are_in_no_offline_set():
    shares = OfflineSet(set_id="x", label="", shares=((16, None, 1.0),), source="", year="")
    assert band_shares((AgeBand(0, 14), AgeBand(15, 24), AgeBand(25, None)), shares).tolist() == [0, 0.9, 1]


@given(st.floats(0, 1), st.floats(0, 1))
def test_law_exposure_grows_with_the_offline_share(one, other):
    low, high = sorted((one, other))
    sets = [
        OfflineSet(set_id="x", label="", shares=((15, None, share),), source="", year="")
        for share in (low, high)
    ]
    less, more = (worlds.places().people @ band_shares(worlds.BANDS, offline) for offline in sets)
    assert (np.asarray(less) <= np.asarray(more) + 1e-9).all()
