import errno
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from estate_model.inputs.store import whole_file
from estate_model.inputs.store.kept import cache_folder, key_of
from estate_model.inputs.store.matrix_cache import remembered

TIMES = np.array([[0, 61], [np.inf, 70_000]], dtype=np.float32)


class Counted:
    """A computation that counts how often it is asked for."""

    def __init__(self, seconds=TIMES):
        self.seconds, self.times, self.said = seconds, 0, []

    def __call__(self):
        self.times += 1
        return self.seconds

    def get(self, folder, key="k"):
        return remembered(key, self, folder=folder, say=self.said.append)


def test_a_matrix_is_computed_once_and_comes_back_the_same(tmp_path):
    counted = Counted()
    first, second = counted.get(tmp_path), counted.get(tmp_path)
    assert counted.times == 1
    assert np.array_equal(first, second)
    assert second.dtype == np.float32
    assert counted.said == []


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-5], lambda raw: raw[:50] + b"x" + raw[51:], lambda _: b""]
)
def test_a_damaged_file_is_said_and_made_again(tmp_path, damage):
    counted = Counted()
    counted.get(tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert np.array_equal(counted.get(tmp_path), TIMES)
    assert counted.times == 2
    assert counted.said == ["k.seconds: damaged in the cache; computed again"]
    assert np.array_equal(Counted().get(tmp_path), TIMES)


def test_a_full_disk_is_said_and_leaves_no_half_file(tmp_path, monkeypatch):
    def full(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole_file.os, "fsync", full)
    counted = Counted()
    assert np.array_equal(counted.get(tmp_path), TIMES)
    assert "No space left on device" in counted.said[0]
    assert list(tmp_path.iterdir()) == []


def test_many_runs_at_once_agree(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: Counted().get(tmp_path), range(16)))
    assert all(np.array_equal(one, TIMES) for one in found)


def test_where_the_cache_is(monkeypatch, tmp_path):
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("ESTATE_MODEL_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "estate_model"


@given(hnp.arrays(np.uint32, st.tuples(st.integers(0, 4), st.integers(0, 4)), elements=st.integers(0, 2**24)))
def test_law_every_matrix_of_whole_seconds_survives(tmp_path_factory, whole):
    folder = tmp_path_factory.mktemp("cache")
    counted = Counted(whole.astype(np.float32))
    counted.get(folder)
    assert np.array_equal(counted.get(folder), whole.astype(np.float32))


def test_another_input_is_another_key():
    assert len({key_of([b"a", b"b"]), key_of([b"ab"]), key_of([b"b", b"a"]), key_of([])}) == 4
