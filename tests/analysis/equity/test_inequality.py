"""Gini, Theil and concentration indices: by hand, by pairs of people, by plain regression, and against PySAL."""

import numpy as np
import pytest

from estate_model.analysis.equity.inequality import (
    concentration_index,
    erreygers_index,
    fractional_rank,
    gini,
    lorenz,
    lorenz_share,
)
from estate_model.analysis.equity.theil import theil, theil_between

MINUTES = np.array([0.0, 5.0, 10.0, 15.0, 10.0, 5.0, 0.0])
PEOPLE = np.array([1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0])
DECILES = np.array([1.0, 1.0, 1.0, 9.0, 9.0, 9.0, 9.0])
EACH = np.arange(7)


def test_gini_is_half_the_mean_difference_over_the_mean():
    pairs = np.abs(MINUTES[:, None] - MINUTES[None, :]) * PEOPLE[:, None] * PEOPLE[None, :]
    mean = PEOPLE @ MINUTES / PEOPLE.sum()
    assert gini(lorenz(MINUTES, PEOPLE)) == pytest.approx(pairs.sum() / PEOPLE.sum() ** 2 / (2 * mean))


def test_gini_agrees_with_pysal_on_people_one_by_one():
    pysal = pytest.importorskip("inequality.gini", reason="the test extra has PySAL's inequality")
    one_by_one = np.repeat(MINUTES, PEOPLE.astype(int))
    assert gini(lorenz(MINUTES, PEOPLE)) == pytest.approx(pysal.Gini(one_by_one).g)


def test_all_the_same_is_no_inequality_and_nothing_is_none():
    assert gini(lorenz(np.full(7, 5.0), PEOPLE)) == pytest.approx(0)
    for minutes in (np.zeros(7), np.full(7, np.inf)):
        assert np.isnan(gini(lorenz(minutes, PEOPLE)))
        assert np.isnan(lorenz_share(lorenz(minutes, PEOPLE), 0.5))


def test_who_can_reach_none_is_left_out():
    far = np.append(MINUTES, np.inf)
    assert gini(lorenz(far, np.append(PEOPLE, 9.0))) == gini(lorenz(MINUTES, PEOPLE))


def test_the_nearest_half_bear_their_share():
    # of 11 people in order 0 0 0 5 5 5 10 10 10 15 15, the nearest 5.5 have 12.5 of 75 minutes
    assert lorenz_share(lorenz(MINUTES, PEOPLE), 0.5) == pytest.approx(12.5 / 75)


def test_the_concentration_index_by_hand():
    # ranks 1.5/11 and 7/11; 15 minutes of 75 in the poorer zone, 60 in the richer
    index = concentration_index(MINUTES, PEOPLE, DECILES, clusters=EACH, level=0.95)
    assert index.value == pytest.approx(2 * (15 * 1.5 / 11 + 60 * 7 / 11) / 75 - 1)
    assert index.low < index.value < index.high


def test_the_interval_is_that_of_the_convenient_regression():
    """Ordinary least squares on people one by one, with the cluster sandwich written out as matrices."""
    clusters = np.array([0, 0, 1, 1, 2, 2, 3])
    index = concentration_index(MINUTES, PEOPLE, DECILES, clusters=clusters, level=0.95)
    count = PEOPLE.astype(int)
    time, rank, group = (
        np.repeat(each, count) for each in (MINUTES, fractional_rank(DECILES, PEOPLE), clusters)
    )
    design = np.column_stack([np.ones(len(time)), rank])
    left = 2 * rank.var() * time / time.mean()
    bread = np.linalg.inv(design.T @ design)
    slope = bread @ design.T @ left
    residual = left - design @ slope
    scores = np.array([design[group == g].T @ residual[group == g] for g in range(4)])
    error = np.sqrt((bread @ scores.T @ scores @ bread)[1, 1] * 4 / 3)
    assert index.value == pytest.approx(slope[1])
    assert index.high - index.value == pytest.approx(
        3.182446 * error, rel=1e-6
    )  # t, 3 degrees of freedom, 97.5%


@pytest.mark.parametrize(
    ("minutes", "classes"),
    [
        (np.full(7, np.inf), DECILES),
        (np.zeros(7), DECILES),
        (MINUTES, np.full(7, np.nan)),
        (MINUTES, np.ones(7)),
    ],
)
def test_an_index_without_meaning_is_none(minutes, classes):
    assert np.isnan(concentration_index(minutes, PEOPLE, classes, clusters=EACH, level=0.95).value)


def test_one_cluster_gives_no_interval():
    index = concentration_index(MINUTES, PEOPLE, DECILES, clusters=np.zeros(7, dtype=int), level=0.95)
    assert np.isnan(index.low)
    assert not np.isnan(index.value)


def test_theil_agrees_with_pysal_on_people_one_by_one():
    pysal = pytest.importorskip("inequality.theil", reason="the test extra has PySAL's inequality")
    count, boroughs = PEOPLE.astype(int), np.array([0, 0, 1, 1, 1, 2, 2])
    parts = pysal.TheilD(np.repeat(MINUTES, count), np.repeat(boroughs, count))
    whole, between = theil(MINUTES, PEOPLE), theil_between(MINUTES, PEOPLE, boroughs)
    assert whole == pytest.approx(parts.T, abs=1e-8)
    assert between == pytest.approx(parts.bg[0], abs=1e-8)
    assert whole - between == pytest.approx(parts.wg[0], abs=1e-8)


def test_theil_by_hand():
    # one of four people has all the minutes: ln 4, all of it within the one part there is
    minutes, people = np.array([0.0, 8.0, np.inf]), np.array([3.0, 1.0, 5.0])
    assert theil(minutes, people) == pytest.approx(np.log(4))
    assert theil_between(minutes, people, np.array([0, 0, 0])) == pytest.approx(0)
    assert theil_between(minutes, people, np.array([0, 1, 1])) == pytest.approx(np.log(4))
    assert np.isnan(theil(np.zeros(7), PEOPLE))
    assert np.isnan(theil_between(np.full(7, np.inf), PEOPLE, EACH))


NEAR = (MINUTES <= 5).astype(float)


def corrected(outcome, classes=DECILES):
    return erreygers_index(outcome, PEOPLE, classes, clusters=EACH, level=0.95)


def test_the_corrected_index_is_four_times_the_mean_times_the_plain_one():
    plain = concentration_index(NEAR, PEOPLE, DECILES, clusters=EACH, level=0.95)
    mean = PEOPLE @ NEAR / PEOPLE.sum()
    found = corrected(NEAR)
    assert [found.value, found.low, found.high] == pytest.approx(
        [4 * mean * one for one in (plain.value, plain.low, plain.high)]
    )


def test_the_corrected_index_of_having_it_is_that_of_lacking_it_turned():
    found, turned = corrected(NEAR), corrected(1 - NEAR)
    assert (turned.value, turned.low) == pytest.approx((-found.value, -found.high))


def test_the_corrected_index_is_one_where_just_the_better_half_have_it():
    """Erreygers 2009: from -1 to 1, at the ends only where one half has all and the other none."""
    half = np.array([0.0, 0.0, 1.0, 1.0])
    for outcome, value in ((half, 1), (1 - half, -1), (np.zeros(4), 0), (np.ones(4), 0)):
        found = erreygers_index(
            outcome, np.ones(4), np.array([1.0, 1.0, 2.0, 2.0]), clusters=np.arange(4), level=0.95
        )
        assert found.value == pytest.approx(value)


def test_a_zone_counts_as_its_places_do():
    """Means and sums of each class's places give the same indices and intervals as the places one by one."""
    clusters = np.array([0, 0, 0, 1, 1, 1, 1])
    people = np.array([3.0, 8.0])
    sums = [np.bincount(clusters, weights=PEOPLE * each) / people for each in (MINUTES, NEAR)]
    for index, places, zones in (
        (concentration_index, MINUTES, sums[0]),
        (erreygers_index, NEAR, sums[1]),
    ):
        one = index(places, PEOPLE, DECILES, clusters=clusters, level=0.95)
        other = index(zones, people, np.array([1.0, 9.0]), clusters=np.array([0, 1]), level=0.95)
        assert [one.value, one.low] == pytest.approx([other.value, other.low])
