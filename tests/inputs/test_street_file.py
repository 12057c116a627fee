"""One network, one file: nothing lost, the same bytes every time, and nothing damaged is read."""

import dataclasses
import errno
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate_model.errors import AreaError
from estate_model.inputs.area import street_file
from estate_model.inputs.area.street_file import read_streets_file, write_streets
from estate_model.inputs.area.street_packing import pack, unpack
from estate_model.inputs.parameters.drive_speeds import read_drive_speeds
from estate_model.inputs.store import whole_file
from estate_model.inputs.store.provenance import read_manifest, sha256_of, verify
from estate_model.inputs.store.toml_file import read_toml
from estate_model.nouns.streets import StreetGraph

TEXTS = {"mode": "walk", "crs": "EPSG:27700", "source": 'a "test" \\ é', "source_date": "2026-01-01"}


def network(**changes):
    fields = {
        "xy_metres": np.array([[525000.0, 168000.12], [525100.01, 168000.5], [524000.0, 167000.0]]),
        "tail": np.array([0, 1, 0]),
        "head": np.array([1, 2, 2]),
        "metres": np.array([100.01, 1489.7, 12.5]),
        "kmh": np.array([48.3, np.nan, 32.2]),
        "forward": np.array([True, True, False]),
        "backward": np.array([True, False, True]),
    }
    return StreetGraph(**{**TEXTS, **fields, **changes})


def same(one, other):
    for field in dataclasses.fields(StreetGraph):
        a, b = getattr(one, field.name), getattr(other, field.name)
        assert a == b if isinstance(a, str) else np.array_equal(a, b, equal_nan=a.dtype.kind == "f"), (
            field.name
        )


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "walk.npz"
    write_streets(network(), path, rule="walk", cut_off="2 islands, 40 metres")
    return path


CENTIMETRES = st.integers(-1_000_000_000, 1_000_000_000)
LENGTHS = st.floats(0.01, 1e6)
KMH = st.one_of(
    st.just(float("nan")), st.integers(50, 1300).map(lambda tenths: tenths / 10), st.floats(5, 130)
)


@st.composite
def networks(draw):
    points = draw(st.lists(st.tuples(CENTIMETRES, CENTIMETRES), min_size=1, max_size=12))
    edges = draw(
        st.lists(
            st.tuples(
                *(st.integers(0, len(points) - 1),) * 2,
                LENGTHS,
                KMH,
                st.sampled_from([(True, True), (True, False), (False, True)]),
            ),
            min_size=1,
            max_size=20,
        )
    )
    tail, head, metres, kmh, ways = zip(*edges, strict=True)
    return network(
        xy_metres=np.array(points) / 100,
        tail=np.array(tail),
        head=np.array(head),
        metres=np.array(metres),
        kmh=np.array(kmh),
        forward=np.array([way[0] for way in ways]),
        backward=np.array([way[1] for way in ways]),
    )


@given(graph=networks())
def test_packing_loses_nothing(graph):
    same(unpack(pack(graph), TEXTS), graph)


def test_the_file_gives_back_the_graph(written):
    same(read_streets_file(written), network())


def test_the_same_graph_gives_the_same_bytes(tmp_path, written):
    again = tmp_path / "again"
    again.mkdir()
    write_streets(network(), again / "walk.npz", rule="walk", cut_off="2 islands, 40 metres")
    for name in ("walk.npz", "streets.toml"):
        assert (again / name).read_bytes() == (written.parent / name).read_bytes()


def test_coordinates_are_kept_to_the_centimetre(tmp_path):
    graph = network(xy_metres=network().xy_metres + 0.0034)
    write_streets(graph, tmp_path / "a.npz", rule="walk")
    assert np.abs(read_streets_file(tmp_path / "a.npz").xy_metres - graph.xy_metres).max() <= 0.005


def test_straight_lengths_take_no_room():
    graph = network()
    straight = np.hypot(*(graph.xy_metres[graph.head] - graph.xy_metres[graph.tail]).T)
    long_way = pack(graph)
    short_way = pack(unpack({key: value for key, value in long_way.items() if key != "metres"}, TEXTS))
    assert "metres" in long_way
    assert "metres" not in short_way
    assert unpack(short_way, TEXTS).metres == pytest.approx(straight)


def test_the_manifest_says_what_the_file_is(written):
    write_streets(network(mode="drive"), written.with_name("drive.npz"), rule="drive")
    files = read_manifest(written.parent / "streets.toml")
    assert [file.path for file in files] == ["drive.npz", "walk.npz"]
    verify(written.parent, files)
    assert files[1].licence.startswith("Open Database License")
    assert files[1].attribution == "© OpenStreetMap contributors"
    walk = read_toml(written.parent / "streets.toml")["streets"][1]
    assert (walk["nodes"], walk["edges"], walk["metres"]) == (3, 3, 1602)
    assert walk["cut_off"] == "2 islands, 40 metres"
    assert walk["rule"] == "walk"
    assert walk["source_date"] == "2026-01-01"


def test_writing_again_replaces_the_entry(written):
    write_streets(network(metres=np.array([1.0, 2.0, 3.0])), written, rule="walk")
    assert len(read_manifest(written.parent / "streets.toml")) == 1
    assert read_streets_file(written).metres.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("at", [0, 40, 0.5, -30])
def test_a_flipped_byte_is_found(written, at):
    content = bytearray(written.read_bytes())
    content[int(len(content) * at) if isinstance(at, float) else at] ^= 0xFF
    written.write_bytes(content)
    with pytest.raises(AreaError, match=r"walk\.npz: cut short or changed: .*build the streets again"):
        read_streets_file(written)


@pytest.mark.parametrize("keep", [0, 10, -1])
def test_a_truncated_file_is_found(written, keep):
    written.write_bytes(written.read_bytes()[:keep])
    with pytest.raises(AreaError, match="cut short or changed: expected"):
        read_streets_file(written)


def test_a_missing_file_entry_or_manifest_is_found(written):
    with pytest.raises(AreaError, match="has no entry for it"):
        read_streets_file(written.with_name("other.npz"))
    written.unlink()
    with pytest.raises(AreaError, match="cannot be read"):
        read_streets_file(written)
    with pytest.raises(AreaError, match="there is no such file"):
        read_streets_file(written.parent / "nowhere" / "walk.npz")


def forge(path, content):
    """Put other content in, with a manifest that vouches for it."""
    manifest = path.with_name("streets.toml")
    old = read_manifest(manifest)[0]
    path.write_bytes(content)
    text = manifest.read_text(encoding="utf-8").replace(old.sha256, sha256_of(path))
    manifest.write_text(text.replace(f"bytes = {old.bytes}", f"bytes = {len(content)}"), encoding="utf-8")


def repacked(**arrays):
    """A file's bytes with some arrays replaced, or left out (None)."""
    new = {key: value for key, value in {**pack(network()), **arrays}.items() if value is not None}
    patch = pytest.MonkeyPatch()
    with patch.context() as here:
        here.setattr(street_file, "pack", lambda _graph: new)
        return street_file._zipped(network())


@pytest.mark.parametrize(
    "arrays",
    [
        {"x": None},
        {"kmh_tenths": None},
        {"x": np.zeros((3, 5), dtype=np.uint8)},
        {"y": np.zeros((4, 9), dtype=np.uint8)},
        {"tail": np.full((4, 3), 200, dtype=np.uint8)},
        {"head": np.zeros((4, 7), dtype=np.uint8)},
        {"forward": np.zeros(1, dtype=np.uint8), "backward": np.zeros(1, dtype=np.uint8)},
        {"forward": np.zeros(0, dtype=np.float64)},
        {"metres": np.array([1.0, -1.0, 2.0])},
        {"metres": np.array(["a", "b", "c"])},
    ],
)
def test_a_forged_file_is_refused(written, arrays):
    forge(written, repacked(**arrays))
    with pytest.raises(AreaError, match="not a file of streets"):
        read_streets_file(written)


def test_no_pickle_is_ever_read(written, tmp_path):
    trap = tmp_path / "trap.npz"
    np.savez(trap, x=np.array([{"a": 1}], dtype=object))
    forge(written, trap.read_bytes())
    with pytest.raises(AreaError, match="not a file of streets"):
        read_streets_file(written)
    forge(written, b"not a zip at all")
    with pytest.raises(AreaError, match="not a file of streets"):
        read_streets_file(written)


def test_a_full_disk_leaves_the_old_file(written, monkeypatch):
    before = written.read_bytes()

    def full(_number):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(whole_file.os, "fsync", full)
    with pytest.raises(AreaError, match="No space left on device; nothing was replaced"):
        write_streets(network(mode="cycle"), written, rule="cycle")
    assert written.read_bytes() == before
    assert sorted(path.name for path in written.parent.iterdir()) == ["streets.toml", "walk.npz"]


def test_a_write_killed_between_file_and_manifest_is_found(written):
    old = written.with_name("old.toml")
    shutil.copy(written.with_name("streets.toml"), old)
    write_streets(network(mode="cycle"), written, rule="cycle")
    old.replace(written.with_name("streets.toml"))
    with pytest.raises(AreaError, match="cut short or changed"):
        read_streets_file(written)


def test_an_empty_network_or_a_far_away_point_is_not_written(tmp_path):
    nothing = {
        name: getattr(network(), name)[:0]
        for name in ("tail", "head", "metres", "kmh", "forward", "backward")
    }
    with pytest.raises(AreaError, match="no streets to write"):
        write_streets(network(**nothing), tmp_path / "a.npz", rule="walk")
    with pytest.raises(ValueError, match="does not fit 32 bits"):
        write_streets(network(xy_metres=network().xy_metres * 1e4), tmp_path / "a.npz", rule="walk")


def test_the_project_has_its_driving_speeds(tmp_path):
    path = Path(__file__).parents[2] / "data" / "parameters" / "drive_speeds.csv"
    speeds = read_drive_speeds(path)
    assert speeds.class_kmh["residential"] == 32.2
    assert speeds.limit_kmh["gb:nsl_single"] == 96.6
    assert speeds.delay_factor == round((3600 / 25.4) / (3600 / 25.4 - 43.2), 2)
    assert "Department for Transport" in speeds.delay_source
    text = path.read_text(encoding="utf-8")
    for old, new in [
        ("km/h", "mph"),
        ("1.44", "fast"),
        ("112.7", "9000"),
        ("urban_delay", "x"),
        ("kind", "k"),
    ]:
        (tmp_path / "bad.csv").write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(AreaError, match=r"bad\.csv"):
            read_drive_speeds(tmp_path / "bad.csv")
    with pytest.raises(AreaError, match=r"none\.csv: cannot be read as a table: No such file"):
        read_drive_speeds(tmp_path / "none.csv")
