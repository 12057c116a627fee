"""Laws of the ranges: tried on many worlds that nobody drew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.analysis.uncertainty.draws import central
from estate_model.analysis.uncertainty.headline_numbers import Number, headline_numbers
from estate_model.analysis.uncertainty.headline_of import headline_of
from estate_model.analysis.uncertainty.intervals import intervals
from estate_model.nouns import Places
from tests import worlds
from tests.analysis.uncertainty.test_answers import OFFLINE, PACE, PAIRS, results_of, spread
from tests.test_laws import estates, points

FEW = settings(max_examples=15, deadline=None)
LOCAL = (
    spread("place_error", sd=0.1),
    spread("sharing_residents", sd=0.2),
    spread("sharing_offline", sd=0.3),
)


def ranges(places, hours, *, changes=()):
    area = worlds.area(hours, places=places)
    results = results_of(PACE, PAIRS, OFFLINE, *LOCAL, area=area, changes=changes, draws=100)
    return intervals(results, headline_of(results, 10))


@given(points, estates, st.data())
@FEW
def test_every_range_holds_its_number(where, hours, data):
    closing = data.draw(st.sampled_from(sorted(hours)))
    found = ranges(worlds.places(where), hours, changes=({"close": closing},))
    assert found
    for number, one in found.items():
        assert one.low <= one.central <= one.high, number
        if number.measure.startswith("people"):
            assert one.low >= 0
            assert one.high <= 1100 + 1e-9


@given(points, estates, st.permutations(range(7)), st.data())
@FEW
def test_the_order_of_places_changes_nothing(where, hours, order, data):
    closing = ({"close": data.draw(st.sampled_from(sorted(hours)))},)
    places = worlds.places(where)
    rows = list(order)
    shuffled = Places(table=places.table.iloc[rows], people=places.people[rows], bands=places.bands)
    one, other = (ranges(each, hours, changes=closing) for each in (places, shuffled))
    assert set(one) == set(other)
    for number, found in one.items():
        for name in ("central", "low", "high"):
            assert getattr(other[number], name) == pytest.approx(getattr(found, name), rel=1e-9, abs=1e-9)


@given(points, estates, st.data())
@FEW
def test_twice_as_many_residents_everywhere_leave_shares_and_minutes_as_they_are(where, hours, data):
    closing = ({"close": data.draw(st.sampled_from(sorted(hours)))},)
    places = worlds.places(where)
    doubled = Places(table=places.table, people=2 * places.people, bands=places.bands)
    one, two = (ranges(each, hours, changes=closing) for each in (places, doubled))
    for number, found in one.items():
        factor = 2 if number.measure.startswith("people") else 1
        for name in ("central", "low", "high"):
            assert getattr(two[number], name) == pytest.approx(
                factor * getattr(found, name), rel=1e-9, abs=1e-9
            )


@given(points, estates)
@FEW
def test_the_answers_as_taken_are_those_of_the_run(where, hours):
    results = results_of(area=worlds.area(hours, places=worlds.places(where)), changes=())
    headline = headline_of(results, 10)
    found = headline_numbers(headline, central(headline))
    for number, values in found.items():
        if number.measure == "people_losing":
            assert values.tolist() == [0]
    week = next(values for number, values in found.items() if number.measure == "share_of_week_before")
    people = results.impacts[0].exposure.of("everyone")
    assert week[0] == pytest.approx((people * results.week["walk"][0].values).sum() / people.sum())


def test_what_nothing_changes_has_one_range_before_and_after():
    found = ranges(worlds.places(), {"west": "24/7", "mid": "24/7"})
    pairs = [
        (
            one,
            found[
                Number(f"{measure.removesuffix('_before')}_after", number.moment, number.zone, number.group)
            ],
        )
        for number, one in found.items()
        if (measure := number.measure).endswith("_before")
    ]
    assert len(pairs) == 3
    assert all(before == after for before, after in pairs)
