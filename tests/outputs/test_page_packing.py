"""Packed minutes, people and shapes read back as they were."""

import base64
import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.outputs.page import classes, markup, packing, shell

STEP = st.integers(min_value=-(2**24), max_value=2**24)
SHAPES = st.lists(st.lists(st.lists(st.tuples(STEP, STEP), max_size=6), max_size=3), max_size=5)


@pytest.mark.parametrize("module", [classes, markup, packing, shell])
def test_the_examples_in_the_documentation_run(module):
    assert doctest.testmod(module).failed == 0


@given(SHAPES)
def test_shapes_read_back_as_they_were(shapes):
    assert packing.unpack_shapes(packing.pack_shapes(shapes)) == shapes


@given(st.lists(st.floats(min_value=0, max_value=6553.3, allow_nan=False), max_size=20))
def test_minutes_are_within_half_a_tenth(minutes):
    packed = packing.tenths(np.array(minutes, dtype=np.float64))
    assert packed.dtype == np.uint16
    assert np.all(np.abs(packed / 10 - np.array(minutes)) <= 0.05 + 1e-9)


def test_minutes_keep_nobody_and_out_of_reach_apart_from_long_journeys():
    packed = packing.tenths(np.array([np.nan, np.inf, 1e9, 6553.3, -1.0]))
    assert packed.tolist() == [65535, 65534, 65533, 65533, 0]


def test_bytes_are_little_endian():
    assert base64.b64decode(packing.little_endian(np.array([1, 258]), "u2")) == b"\x01\x00\x02\x01"
    assert base64.b64decode(packing.little_endian(np.array([66051]), "u4")) == b"\x03\x02\x01\x00"
