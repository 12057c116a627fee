"""Values kept as bytes come back equal, and bytes never run anything."""

import json
from dataclasses import dataclass
from math import inf, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.analysis.uncertainty.intervals import Interval
from estate_model.inputs.store.kept_values import from_bytes, to_bytes

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_kept_comes_back_to_the_digit(value):
    assert repr(from_bytes(to_bytes(value))) == repr(value)


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"a": [0.1, nan, inf], "b": [1, 2, 3], "c": ["x", "", "é"]}),
        pd.DataFrame({"a": [1.0]}, index=pd.MultiIndex.from_tuples([("x", 1)], names=["one", None])),
        pd.DataFrame({"a": [1.0, 2.0]}, index=pd.Index(["x", "y"], name="zone")),
        pd.DataFrame(),
    ],
)
def test_tables_come_back_with_their_index_and_kinds(table):
    pd.testing.assert_frame_equal(from_bytes(to_bytes(table)), table)


def test_nouns_series_and_scalars_come_back():
    noun = Interval(central=2.0, low=1.0, high=3.0)
    assert from_bytes(to_bytes({("a", 1): noun})) == {("a", 1): noun}
    series = pd.Series([0.5, nan], index=pd.Index(["x", "y"]), name="share")
    pd.testing.assert_series_equal(from_bytes(to_bytes(series)), series)
    assert from_bytes(to_bytes(np.float64(0.1))) == np.float64(0.1)


@dataclass(frozen=True)
class Stranger:
    """A noun that is not the package's."""


@pytest.mark.parametrize("value", [Stranger(), {1, 2}, b"x", len])
def test_what_could_not_be_read_back_is_refused(value):
    with pytest.raises(TypeError, match="cannot be kept"):
        to_bytes(value)


@pytest.mark.parametrize(
    "place", ["os:system", "estate_model.errors:did_you_mean", "estate_model.units:nothing"]
)
def test_bytes_make_nothing_but_nouns(place):
    with pytest.raises(ValueError, match="is no noun of this package"):
        from_bytes(json.dumps(["noun", place]).encode())
