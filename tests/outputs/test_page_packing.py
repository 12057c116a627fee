"""Packed minutes, people and shapes read back as they were."""

import base64
import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.outputs.page import classes, markup, packing, postcodes, shell, streams

STEP = st.integers(min_value=-(2**24), max_value=2**24)
SHAPES = st.lists(st.lists(st.lists(st.tuples(STEP, STEP), max_size=6), max_size=3), max_size=5)


def numbers(stream):
    """The whole numbers of a stream of varints, a byte at a time."""
    number = shift = 0
    for byte in stream:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield number
            number = shift = 0


def step(number):
    return number // 2 if number % 2 == 0 else -(number + 1) // 2


def unpacked(stream):
    """The shapes of a delta-varint stream, as ``assets/map.js`` reads them."""
    found = numbers(stream)
    x = y = 0
    shapes = []
    for _ in range(next(found)):
        shapes.append([])
        for _ in range(next(found)):
            shapes[-1].append([])
            for _ in range(next(found)):
                x, y = x + step(next(found)), y + step(next(found))
                shapes[-1][-1].append((x, y))
    return shapes


@pytest.mark.parametrize("module", [classes, markup, packing, postcodes, shell, streams])
def test_the_examples_in_the_documentation_run(module):
    assert doctest.testmod(module).failed == 0


@given(SHAPES)
def test_shapes_read_back_as_they_were(shapes):
    assert unpacked(packing.pack_shapes(shapes)) == shapes


@given(st.lists(st.integers(min_value=0, max_value=2**62)))
def test_varints_read_back_as_they_were(whole):
    assert list(numbers(streams.varints(whole))) == whole


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
