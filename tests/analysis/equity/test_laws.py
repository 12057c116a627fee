"""Laws of comparing groups: tried on many small worlds that nobody drew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.analysis.equity.compare import compare
from estate_model.analysis.equity.inequality import concentration_index, gini, lorenz
from estate_model.analysis.equity.percentile import percentiles
from estate_model.analysis.equity.theil import theil, theil_between
from estate_model.nouns.area import OfflineSet
from estate_model.people.exposure import OFFLINE, exposure
from tests import worlds
from tests.analysis.equity.fair_worlds import group, impact

FEW = settings(max_examples=60, deadline=None)
PLACES = 6
times = st.lists(st.one_of(st.integers(0, 90), st.just(np.inf)), min_size=PLACES, max_size=PLACES)
counts = st.lists(st.integers(1, 500), min_size=PLACES, max_size=PLACES)
shares = st.lists(st.integers(0, 10), min_size=PLACES, max_size=PLACES).map(lambda some: np.array(some) / 10)
classes = st.lists(st.integers(1, 10), min_size=PLACES, max_size=PLACES).map(
    lambda some: np.array(some, dtype=float)
)
NUMBERS = [
    "mean_minutes_before", "mean_minutes_after", "mean_minutes_longer", "p90_minutes_before", "p90_minutes_after",
    "share_losing", "share_losing_others", "relative_risk",
]  # fmt: skip


def table(before, after, people, share):
    people = np.array(people, dtype=float)
    groups = [
        group(people, people, "everyone"),
        group(people * share, people),
        group(people * (1 - share), people, "rest"),
    ]
    return compare(impact(before, after, people), groups, losing_minutes=10, limit_minutes=45, far=0.9)


@given(times, times, counts, shares, st.integers(2, 7))
@FEW
def test_more_of_every_resident_changes_nothing(before, after, people, share, more):
    one, many = table(before, after, people, share), table(before, after, [n * more for n in people], share)
    assert many[NUMBERS].to_numpy() == pytest.approx(one[NUMBERS].to_numpy(), nan_ok=True)
    assert many["people_losing"].to_numpy() == pytest.approx(one["people_losing"].to_numpy() * more)


@given(times, times, counts, shares, st.permutations(range(PLACES)))
@FEW
def test_the_order_of_places_does_not_matter(before, after, people, share, order):
    one = table(before, after, people, share)
    other = table(*(np.array(some)[list(order)] for some in (before, after, people, share)))
    assert other[NUMBERS].to_numpy() == pytest.approx(one[NUMBERS].to_numpy(), nan_ok=True)


@given(times, times, counts, shares)
@FEW
def test_two_groups_merged_have_their_weighted_mean(before, after, people, share):
    rows = table(before, after, people, share)
    everyone, some, rest = (rows.loc[name] for name in ("everyone", "some", "rest"))
    assert some["people_losing"] + rest["people_losing"] == pytest.approx(everyone["people_losing"])
    if some["people"] > 1e-6 and rest["people"] > 1e-6:
        mean = (some["people"] * some["share_losing"] + rest["people"] * rest["share_losing"]) / everyone[
            "people"
        ]
        assert mean == pytest.approx(everyone["share_losing"])
        assert some["share_losing_others"] == pytest.approx(rest["share_losing"])
        if some["relative_risk"] > 0 and np.isfinite(some["relative_risk"]):
            assert some["relative_risk"] * rest["relative_risk"] == pytest.approx(1)


@given(times, times, counts)
@FEW
def test_a_group_that_is_everyone_or_nobody_has_no_relative_risk(before, after, people):
    rows = table(before, after, people, np.ones(PLACES))
    assert np.isnan(rows["relative_risk"]).all()
    assert np.isnan(rows.loc["rest", "share_losing"])


@given(times, counts, classes, st.permutations(range(PLACES)), st.integers(2, 5))
@FEW
def test_inequality_knows_neither_order_nor_number(minutes, people, ranks, order, more):
    minutes, people, order = np.array(minutes, dtype=float), np.array(people, dtype=float), list(order)
    clusters = np.arange(PLACES)
    one = concentration_index(minutes, people, ranks, clusters=clusters, level=0.95)
    other = concentration_index(
        minutes[order], people[order] * more, ranks[order], clusters=clusters[order], level=0.95
    )
    assert (other.value, other.low, other.high) == pytest.approx(
        (one.value, one.low, one.high), nan_ok=True, abs=1e-9
    )
    first, second = gini(lorenz(minutes, people)), gini(lorenz(minutes[order], people[order] * more))
    assert second == pytest.approx(first, nan_ok=True, abs=1e-9)


@given(times, counts, classes)
@FEW
def test_the_concentration_index_is_at_most_gini_and_turns_with_the_ranks(minutes, people, ranks):
    minutes, people = np.array(minutes, dtype=float), np.array(people, dtype=float)
    clusters = np.arange(PLACES)
    one = concentration_index(minutes, people, ranks, clusters=clusters, level=0.95).value
    turned = concentration_index(minutes, people, 11 - ranks, clusters=clusters, level=0.95).value
    assert turned == pytest.approx(-one, nan_ok=True, abs=1e-9)
    if not np.isnan(one):
        assert abs(one) <= gini(lorenz(minutes, people)) + 1e-9


@given(st.floats(0, 0.5), st.floats(0, 0.5))
@FEW
def test_exposure_grows_with_the_offline_share(low, more):
    people = []
    for share in (low, low + more):
        one = OfflineSet(
            set_id="x", label="x", shares=((16, 64, share), (65, None, share)), source="s", year="y"
        )
        people.append(exposure(worlds.places(), dict.fromkeys(OFFLINE, one)).of(OFFLINE[1]))
    assert (people[1] >= people[0]).all()


@given(times, counts, st.lists(st.integers(0, 10), min_size=3, max_size=3), st.floats(0.01, 1))
@FEW
def test_a_share_of_zones_has_the_percentile_of_its_people(minutes, people, share, far):
    zone, people, share = np.array([0, 0, 1, 1, 1, 2]), np.array(people, dtype=float), np.array(share) / 10
    placed = group(people * share[zone], people, "placed")
    zoned = replace(group(share, np.ones(3), "zoned"), zone=zone)
    found = percentiles(impact(minutes, minutes, people).before, [placed, zoned], people, far)
    assert found["zoned"] == pytest.approx(found["placed"], nan_ok=True)


@given(times, counts)
@FEW
def test_theil_is_not_negative_and_its_parts_are_not_more_than_all_of_it(minutes, people):
    minutes, people, parts = (
        np.array(minutes, dtype=float),
        np.array(people, dtype=float),
        np.arange(PLACES) // 2,
    )
    whole, between = theil(minutes, people), theil_between(minutes, people, parts)
    assert np.isnan(whole) == np.isnan(between)
    if not np.isnan(whole):
        assert -1e-9 <= between <= whole + 1e-9
