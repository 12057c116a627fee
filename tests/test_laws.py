"""Laws that hold for every scenario: tried on many worlds that nobody drew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estate_model.analysis.by_zone import readable, sums_by_zone
from estate_model.analysis.flows import flows
from estate_model.analysis.impact import longer_seconds
from estate_model.model import access_of as run
from estate_model.nouns import Limits, Places
from estate_model.nouns.zones import zoning
from estate_model.scenario.changes import Close, Open
from estate_model.scenario.scenario import Scenario
from tests import worlds

SITES = sorted(worlds.SITE_AT)
HOURS = ["24/7", "Mo-Fr 09:00-17:00", "Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00", "We 02:00-04:00"]
LIMITS = Limits(thresholds_minutes=(5, 15), losing_minutes=(5, 10))
FEW = settings(max_examples=20, deadline=None)

points = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 5000)).map(lambda p: (530_000.0 + p[0], 180_000.0 + p[1])),
    min_size=7, max_size=7,
)  # fmt: skip
estates = st.dictionaries(st.sampled_from(SITES), st.sampled_from(HOURS), min_size=1)


def scenario(*changes, **fields):
    base = {"name": "law", "title": "T", "question": "Q?", "area": "street", "baseline": "2025-06-01"}
    return Scenario.model_validate({**base, "profiles": ["walk"], **fields, "changes": list(changes)})


@given(points, estates, st.data())
@FEW
def test_closing_never_shortens_a_journey_nor_widens_the_week(where, hours, data):
    closing = data.draw(st.sampled_from(sorted(hours)))
    results = run(scenario({"close": closing}), worlds.area(hours, places=worlds.places(where)))
    for impact in results.impacts:
        assert (impact.after.values >= impact.before.values).all()
    before, after = results.week["walk"]
    assert (after.values <= before.values + 1e-12).all()


@given(points, estates)
@FEW
def test_no_changes_no_impact(where, hours):
    results = run(scenario(), worlds.area(hours, places=worlds.places(where)))
    for impact in results.impacts:
        assert (longer_seconds(impact) == 0).all()
        assert (flows(impact).reset_index().eval("counter_before == counter_after")).all()
    before, after = results.week["walk"]
    assert (before.values == after.values).all()


@given(points, estates, st.data())
@FEW
def test_residents_in_are_residents_out_at_every_level(where, hours, data):
    closing = data.draw(st.sampled_from(sorted(hours)))
    places = worlds.places(where)
    results = run(scenario({"close": closing}), worlds.area(hours, places=places))
    for impact in results.impacts:
        assert flows(impact)["everyone"].sum() == pytest.approx(1100)
        for column in ("zone_code", "cell_code"):
            table = readable(sums_by_zone(impact, results.week["walk"], zoning(places.table[column]), LIMITS))
            everyone = table.xs("everyone", level="group")
            assert everyone["people"].sum() == pytest.approx(1100)
            parts = everyone[["people_losing", "people_gaining"]].sum(axis=1)
            assert (parts <= everyone["people"] + 1e-9).all()


@given(estates)
def test_opening_then_closing_is_nothing(hours):
    area = worlds.area(hours)
    estate = area.estate_on(worlds.FIRST_DAY)
    for site_id in set(SITES) - set(hours):
        opened = Open(open=site_id, hours="24/7").apply(estate, area.places)
        closed = Close(close=(site_id,)).apply(opened, area.places)
        assert closed.counters == estate.counters


@given(points, estates, st.integers(-10_000, 10_000), st.integers(-10_000, 10_000))
@FEW
def test_moving_the_whole_world_changes_nothing(where, hours, east, north):
    moved = [(x + east, y + north) for x, y in where]
    there = {
        key: replace(
            one, easting_metres=one.easting_metres + east, northing_metres=one.northing_metres + north
        )
        for key, one in worlds.area().buildings.items()
    }
    here = run(scenario(), worlds.area(hours, places=worlds.places(where)))
    away = run(scenario(), worlds.area(hours, places=worlds.places(moved), buildings=there))
    for one, other in zip(here.impacts, away.impacts, strict=True):
        same = np.isclose(one.before.values, other.before.values, atol=1.0) | (
            one.before.values == other.before.values
        )
        assert same.all()  # to the second that metres are rounded to


@given(points, estates, st.permutations(range(7)))
@FEW
def test_the_order_of_postcodes_does_not_matter(where, hours, order):
    places = worlds.places(where)
    shuffled = Places(
        table=places.table.iloc[list(order)], people=places.people[list(order)], bands=places.bands
    )
    one = run(scenario(), worlds.area(hours, places=places))
    other = run(scenario(), worlds.area(hours, places=shuffled))
    for a, b in zip(one.impacts, other.impacts, strict=True):
        assert a.before.values[list(order)].tolist() == b.before.values.tolist()


@given(points, st.integers(2, 5))
@FEW
def test_twice_the_people_leave_shares_and_means_as_they_were(where, times):
    places = worlds.places(where)
    many = Places(table=places.table, people=places.people * times, bands=places.bands)
    tables = []
    for some in (places, many):
        results = run(scenario({"close": "east"}), worlds.area(places=some))
        zones = zoning(some.table["zone_code"])
        tables.append(readable(sums_by_zone(results.impacts[0], results.week["walk"], zones, LIMITS)))
    for column in ("mean_minutes_before", "mean_minutes_after", "share_of_week_after"):
        assert tables[0][column].to_numpy() == pytest.approx(tables[1][column].to_numpy())
    assert tables[1]["people_losing"].to_numpy() == pytest.approx(
        tables[0]["people_losing"].to_numpy() * times
    )
