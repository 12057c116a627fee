"""OpenStreetMap files as people hold them: XML, edits not yet uploaded, histories, duplicates, any order."""

import bz2
import gzip
import re

import pytest

from estate_model.errors import AreaError
from tests.inputs import osm_worlds

osmium = pytest.importorskip("osmium", reason="osmium is not installed (pip install osmium)")
from osmium.osm.mutable import Node, Way  # noqa: E402 - after importorskip

from estate_model.inputs.osm.pbf import read_pbf  # noqa: E402
from estate_model.inputs.osm.street_ways import Wanted  # noqa: E402

WANTED = Wanted(modes=("walk",), crs="EPSG:27700")
PLACES = {number: (-0.13 + number * 0.001, 51.5) for number in range(1, 8)}
STREET = {"highway": "residential"}
LENGTH = 69.5  # metres: a thousandth of a degree of longitude at 51.5 degrees


def nodes(ids=PLACES):
    return [Node(id=ref, location=PLACES[abs(ref)]) for ref in ids]


def ways(*lists, version=0, **more):
    return [
        Way(id=n, nodes=refs, tags=STREET, version=version, **more) for n, refs in enumerate(lists, start=1)
    ]


def write(path, *things, header=None):
    with osmium.SimpleWriter(str(path), header=header or osmium.io.Header()) as writer:
        for thing in things:
            (writer.add_node if isinstance(thing, Node) else writer.add_way)(thing)
    return path


def pieces(path):
    """How many pieces of street there are, and what is noted."""
    read = read_pbf(path, WANTED)
    graph = read.graphs["walk"]
    assert graph.metres == pytest.approx(LENGTH, abs=0.5)
    return len(graph.tail), read.notes


@pytest.mark.parametrize("name", ["a.osm.pbf", "a.osm"])
def test_each_format_gives_the_same_streets(name, tmp_path):
    assert pieces(write(tmp_path / name, *nodes(), *ways(range(1, 8)))) == (6, ())


@pytest.mark.parametrize(("end", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress)])
def test_packed_xml_whatever_its_name(end, pack, tmp_path):
    plain = write(tmp_path / "a.osm", *nodes(), *ways(range(1, 8)))
    path = tmp_path / "called.osm.pbf"
    path.write_bytes(pack(plain.read_bytes()))
    assert pieces(path) == (6, ())
    assert end


def o5m(*parts):
    return b"\xff\xe0\x04o5m2" + b"".join(parts) + b"\xfe"


def test_o5m(tmp_path):
    """Two points and a way between them, coded by hand: ids and places are steps, zigzag, seven bits a byte."""

    def number(value):
        out = bytearray()
        while value > 0x7F:
            out.append(value & 0x7F | 0x80)
            value >>= 7
        return bytes([*out, value])

    def step(value):
        return number(value * 2 if value >= 0 else -value * 2 - 1)

    def thing(kind, body):
        return bytes([kind]) + number(len(body)) + body

    first = step(1) + b"\x00" + step(-1_290_000) + step(515_000_000)
    second = step(1) + b"\x00" + step(10_000) + step(0)
    refs = step(1) + step(1)
    way = step(1) + b"\x00" + number(len(refs)) + refs + b"\x00highway\x00residential\x00"
    path = tmp_path / "a.o5m"
    path.write_bytes(o5m(thing(0x10, first), thing(0x10, second), thing(0x11, way)))
    assert pieces(path) == (1, ())


def test_points_after_their_ways_are_found(tmp_path):
    assert pieces(write(tmp_path / "a.osm.pbf", *ways(range(1, 8)), *nodes())) == (6, ())
    half = write(tmp_path / "b.osm.pbf", *nodes([1, 2, 3]), *ways(range(1, 8)), *nodes([4, 5, 6, 7]))
    assert pieces(half) == (6, ())


@pytest.mark.parametrize("name", ["a.osm.pbf", "a.osm"])
def test_an_edit_that_is_not_uploaded_is_walked(name, tmp_path):
    new = Way(id=-2, nodes=[4, -5, -6, -7], tags=STREET)
    path = write(tmp_path / name, *nodes([1, 2, 3, 4, -5, -6, -7]), *ways([1, 2, 3, 4]), new)
    assert pieces(path) == (6, ())


def test_points_that_are_nowhere_are_still_noted(tmp_path):
    count, notes = pieces(write(tmp_path / "a.osm.pbf", *nodes([1, 2, -5]), *ways([1, 2, 3], [2, -9])))
    assert count == 1
    assert notes[0].startswith("2 pieces of street lead to points that")


def test_what_is_deleted_in_the_editor_is_not_walked(tmp_path):
    path = write(tmp_path / "a.osm", *nodes(), *ways([1, 2, 3], [3, 4, 5]))
    text = path.read_text().replace("osmium", "JOSM")
    text = text.replace('generator="', 'generator="JOSM ').replace(
        '<way id="2"', '<way id="2" action="delete"'
    )
    path.write_text(text)
    count, notes = pieces(path)
    assert count == 2
    assert "1 ways marked as deleted in the editor are left out" in notes


def test_a_history_is_refused_with_the_command_that_mends_it(tmp_path):
    header = osmium.io.Header()
    header.has_multiple_object_versions = True
    old, new = ways(range(1, 8), version=1), ways([1, 2, 3], version=2)
    said = r"history file.*osmium time-filter s\.osh\.pbf -o s-latest\.osm\.pbf"
    with pytest.raises(AreaError, match=said):
        read_pbf(write(tmp_path / "s.osh.pbf", *nodes(), *old, *new, header=header), WANTED)


def test_a_deleted_way_is_never_walked(tmp_path):
    path = write(tmp_path / "a.osm", *nodes(), *ways([1, 2, 3]))
    path.write_text(path.read_text().replace('<way id="1"', '<way id="1" visible="false"'))
    with pytest.raises(AreaError, match=r"deleted versions.*osmium time-filter a\.osm"):
        read_pbf(path, WANTED)


def test_two_versions_without_a_mark_are_refused(tmp_path):
    both = (*ways(range(1, 8), version=1), *ways([1, 2, 3], version=2))
    with pytest.raises(AreaError, match=r"way 1 stands in it in two versions.*osmium sort"):
        read_pbf(write(tmp_path / "a.osm.pbf", *nodes(), *both), WANTED)
    no_street = Way(id=1, nodes=[1, 2, 3], tags={"note": "gone"}, version=2)
    with pytest.raises(AreaError, match="in two versions"):
        read_pbf(write(tmp_path / "b.osm.pbf", *nodes(), *ways([1, 2, 3], version=1), no_street), WANTED)


def test_a_way_given_twice_is_counted_once(tmp_path):
    path = write(tmp_path / "a.osm.pbf", *nodes(), *ways([1, 2, 3], [3, 4]), *ways([1, 2, 3], [3, 4]))
    assert pieces(path) == (3, (f"2 ways stand in {path} more than once; each is counted once",))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_answer_that_overpass_did_not_finish_is_refused(pack, tmp_path):
    text = write(tmp_path / "a.osm", *nodes(), *ways(range(1, 8))).read_text()
    text = re.sub('generator="[^"]*"', 'generator="Overpass API 0.7.62"', text)
    path = tmp_path / "export.osm"
    path.write_bytes(pack(text.encode()))
    assert pieces(path)[0] == 6
    remark = "<remark> runtime error: Query timed out in &quot;query&quot; at line 3 </remark></osm>"
    path.write_bytes(pack(text.replace("</osm>", remark).encode()))
    with pytest.raises(
        AreaError, match=r"export\.osm: Overpass gave up half-way: runtime error: Query timed out"
    ):
        read_pbf(path, WANTED)


def test_ferries_are_said_not_to_be_examined(tmp_path):
    ferry = Way(id=9, nodes=[3, 4], tags={"route": "ferry", "foot": "yes"})
    count, notes = pieces(write(tmp_path / "a.osm.pbf", *nodes(), *ways([1, 2, 3]), ferry))
    assert count == 2
    assert notes == ("1 ferries (route=ferry) are not examined: nobody travels by them",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"<osmChange version='0.6'></osmChange>",
            r"is changes to OpenStreetMap data \(\.osc\).*osmium apply-changes",
        ),
        (b"PK\x03\x04", "is a zip archive, not an OpenStreetMap extract; unpack it first"),
        (gzip.compress(b"\x00\x00\x00\x0e\x0a\x09OSMHeader"), "in a gzip archive; unpack it first"),
        (b"a,b\n", "is text, not an OpenStreetMap extract; an extract is"),
    ],
)
def test_a_file_that_is_no_extract(content, said, tmp_path):
    path = tmp_path / "a.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(AreaError, match=said):
        read_pbf(path, WANTED)


@pytest.mark.shared
def test_oxford_as_xml_in_gzip():
    read = read_pbf(osm_worlds.shared("oxford/oxford_2015.osm.gz"), WANTED)
    assert len(read.graphs["walk"].tail) == 1319
