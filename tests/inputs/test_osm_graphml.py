"""Streets from a graph somebody saved with OSMnx."""

import networkx as nx
import numpy as np
import osmnx as ox
import pytest
from shapely import LineString

from estate_model.errors import AreaError
from estate_model.inputs.osm.graphml import read_graphml
from estate_model.inputs.osm.street_ways import Wanted
from tests.inputs import osm_worlds as worlds

WANTED = Wanted(modes=("walk", "drive"), crs="EPSG:27700", speeds=worlds.SPEEDS)
WALK = Wanted(modes=("walk",), crs="EPSG:27700")


def saved(path, crs="epsg:4326"):
    """Three corners: 1-2 both ways with a bend, 2->3 one way of two merged ways, 3-1 a footway."""
    graph = nx.MultiDiGraph(
        crs=crs, created_date="2026-02-03 04:05:06", created_with="OSMnx 2.1.1", simplified=True
    )
    for node, (x, y) in {1: (-0.2, 51.4), 2: (-0.199, 51.4), 3: (-0.199, 51.401)}.items():
        graph.add_node(node, x=x, y=y, street_count=2)
    bend = LineString([(-0.2, 51.4), (-0.1995, 51.4005), (-0.199, 51.4)])
    street = {"osmid": 11, "highway": "residential", "oneway": False, "length": 140.0}
    graph.add_edge(1, 2, geometry=bend, reversed=False, **street)
    graph.add_edge(2, 1, geometry=bend.reverse(), reversed=True, **street)
    merged = {"osmid": [12, 13], "highway": ["primary", "secondary"], "maxspeed": ["30 mph", "20 mph"]}
    graph.add_edge(2, 3, oneway=True, reversed=False, length=111.0, **merged)
    path_ = {"osmid": 14, "highway": "footway", "oneway": False, "length": 131.0}
    graph.add_edge(3, 1, reversed=False, **path_)
    graph.add_edge(1, 3, reversed=True, **path_)
    ox.save_graphml(graph, path)
    return path


def test_streets_once_with_bends_directions_and_the_slowest_speed(tmp_path):
    read = read_graphml(saved(tmp_path / "a.graphml"), WANTED)
    walk, drive = read.graphs["walk"], read.graphs["drive"]
    assert (len(walk.xy_metres), len(walk.tail)) == (4, 4)
    assert walk.forward.all()
    assert walk.backward.all()
    assert len(drive.tail) == 3
    one_way = drive.forward != drive.backward
    assert one_way.sum() == 1
    assert drive.metres[one_way] == pytest.approx([111.2], abs=0.3)
    assert drive.kmh[one_way].tolist() == [32.2]
    assert walk.source_date == "2026-02-03"
    assert read.notes == ()


def test_one_way_points_where_the_graph_says(tmp_path):
    drive = read_graphml(saved(tmp_path / "a.graphml"), WANTED).graphs["drive"]
    edge = int(np.flatnonzero(drive.forward != drive.backward)[0])
    ends = (drive.tail[edge], drive.head[edge])
    start, end = ends if drive.forward[edge] else ends[::-1]
    assert drive.xy_metres[end][1] - drive.xy_metres[start][1] == pytest.approx(111.2, abs=0.5)


def test_a_graph_saved_projected_gives_the_same_streets(tmp_path):
    path = saved(tmp_path / "a.graphml")
    projected = tmp_path / "p.graphml"
    ox.save_graphml(ox.project_graph(ox.load_graphml(path), to_crs="EPSG:32630"), projected)
    plain, other = (read_graphml(name, WANTED).graphs["walk"] for name in (path, projected))
    assert other.metres.sum() == pytest.approx(plain.metres.sum(), abs=0.2)


def test_a_graph_for_cars_is_noted_when_walkers_ask(tmp_path):
    path = saved(tmp_path / "a.graphml")
    path.write_text(path.read_text().replace(">footway<", ">residential<"))
    assert "saved for cars?" in read_graphml(path, WALK).notes[0]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("epsg:4326", "epsg:27700", "coordinates do not fit its crs"),
        ("epsg:4326", "epsg:999999", "its crs is not a coordinate system"),
        ("epsg:4326", "moon", "its crs is not a coordinate system"),
        (">-0.2<", ">530000.0<", "coordinates do not fit its crs"),
        (">-0.2<", ">nan<", "coordinates do not fit its crs"),
        (">-0.2<", ">here<", "not a graph saved by OSMnx"),
        ('attr.name="x"', 'attr.name="z"', "lacks x"),
        ('attr.name="highway"', 'attr.name="h"', "lacks highway"),
        ('attr.name="crs"', 'attr.name="c"', "lacks crs"),
        ("LINESTRING", "LINE", "not a graph saved by OSMnx"),
        (">False<", ">perhaps<", "not a graph saved by OSMnx"),
        ("</graphml>", "", "not a graph saved by OSMnx"),
    ],
)
def test_what_is_wrong_with_a_graph_is_one_clear_error(tmp_path, old, new, words):
    path = saved(tmp_path / "a.graphml")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(AreaError, match=words):
        read_graphml(path, WALK)


def test_a_tag_nested_without_end_is_no_street(tmp_path):
    path = saved(tmp_path / "a.graphml")
    path.write_text(path.read_text().replace("['primary', 'secondary']", "[" * 5000 + "]" * 5000))
    assert len(read_graphml(path, WANTED).graphs["drive"].tail) == 2


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "b">]><graphml>&a;</graphml>',
        b'<!doctype g SYSTEM "file:///etc/passwd"><graphml/>',
    ],
)
def test_entities_are_refused_before_they_are_read(tmp_path, content):
    path = tmp_path / "e.graphml"
    path.write_bytes(content)
    with pytest.raises(AreaError, match="declares XML entities"):
        read_graphml(path, WALK)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a graph saved by OSMnx"),
        (b"\x80\x04pickle", "UTF-8"),
        ('<?xml version="1.0"?><!DOCTYPE g>'.encode("utf-16"), "UTF-8"),
        (b"<html></html>", "not a graph saved by OSMnx"),
        (
            b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed"/></graphml>',
            "lacks",
        ),
    ],
)
def test_a_file_that_is_no_graphml_is_refused(tmp_path, content, words):
    path = tmp_path / "b.graphml"
    path.write_bytes(content)
    with pytest.raises(AreaError, match=words):
        read_graphml(path, WALK)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(AreaError, match="there is no such file"):
        read_graphml(tmp_path / "none.graphml", WALK)


@pytest.mark.shared
def test_westminster_keeps_its_lengths():
    path = worlds.shared("london/streets/westminster_drive_2024.graphml")
    drive = read_graphml(path, WANTED).graphs["drive"]
    travelled = (drive.metres * (drive.forward.astype(int) + drive.backward)).sum()
    stated = sum(length for _, _, length in ox.load_graphml(path).edges(data="length"))
    assert travelled == pytest.approx(stated, rel=0.001)
    assert drive.source_date == "2024-02-17"
