"""Main roads, railways and parks: what is taken of an extract, kept with an area and packed into the page."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from estate_model.errors import AreaError
from estate_model.inputs.area.backdrop import MANIFEST, NAME, read_backdrop_file, write_backdrop
from estate_model.outputs.page.backdrop import MOST_CHARACTERS, packed_backdrop
from estate_model.outputs.page.geometry import Grid
from tests.inputs import osm_worlds as worlds

pytest.importorskip("osmium", reason="osmium is not installed (pip install osmium)")
from estate_model.inputs.osm.backdrop import read_backdrop

WAYS = {
    1: ([1, 2, 3], {"highway": "primary", "railway": "rail"}),  # a road with rails in it is a road
    2: ([3, 4], {"railway": "rail"}),
    3: ([4, 5], {"railway": "rail", "service": "siding"}),
    4: ([3, 4, 5, 13, 3], {"leisure": "park"}),
    5: ([6, 7, 1], {"leisure": "park"}),  # no ring
    6: ([9, 10], {"highway": "residential"}),
    7: ([11, 12], {"highway": "trunk"}),
}
BOUNDS = (525_000.0, 168_000.0, 525_400.0, 168_400.0)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return read_backdrop(worlds.write_pbf(tmp_path_factory.mktemp("osm") / "w.osm.pbf", ways=WAYS))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "streets").mkdir()
    return tmp_path


def written(found, folder, bounds=BOUNDS):
    return write_backdrop(found, folder, crs="EPSG:27700", bounds=bounds, source=("w.osm.pbf", "2026-01-01"))


def test_what_is_taken(found):
    assert found["kind"].value_counts().to_dict() == {"road": 2, "rail": 1, "park": 1}
    assert found[found["kind"] == "park"].geom_type.tolist() == ["Polygon"]


def test_what_is_kept_is_near_and_large(found, folder):
    entry = written(found, folder)
    kept, again = read_backdrop_file(folder)
    assert again == entry
    assert kept["kind"].tolist() == ["rail", "road"]  # the park is under five hectares
    metres = kept.to_crs("EPSG:27700")
    whole = found.to_crs("EPSG:27700")
    lengths = metres.set_index("kind").length
    assert lengths["rail"] == pytest.approx(whole[whole["kind"] == "rail"].length.sum(), abs=3)
    far = (0.0, 0.0, 1.0, 1.0)
    assert read_backdrop_file(folder)[0].crs == "EPSG:4326"
    written(found, folder, far)
    assert len(read_backdrop_file(folder)[0]) == 0


def test_an_area_without_one_has_none(folder):
    assert read_backdrop_file(folder) is None


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        (NAME, b"cut", "cut short or changed"),
        (MANIFEST, b"[[file]]\n", "path"),
        (NAME, None, "cannot be read"),
    ],
)
def test_a_damaged_one_is_refused(found, folder, name, content, fault):
    written(found, folder)
    path = folder / "streets" / name
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(AreaError, match=fault):
        read_backdrop_file(folder)


def test_a_file_that_is_no_extract_is_refused(tmp_path):
    (tmp_path / "x.osm.pbf").write_bytes(b"no extract at all")
    with pytest.raises(AreaError, match="not an OpenStreetMap extract"):
        read_backdrop(tmp_path / "x.osm.pbf")


def test_lines_are_packed_as_steps_of_the_grid():
    grid = Grid(x=0.0, y=0.0, step=10.0)
    lines = gpd.GeoDataFrame(
        {"kind": ["road"]}, geometry=[shapely.MultiLineString([[(0, 0), (100, 0)], [(50, 50), (50, 100)]])],
        crs="EPSG:3857",
    )  # fmt: skip
    assert packed_backdrop(lines, grid) == packed_backdrop(lines.to_crs("EPSG:4326"), grid)
    other = lines.set_geometry(
        [shapely.MultiLineString([[(0, 0), (100, 0)], [(50, 50), (50, 110)]])], crs=lines.crs
    )
    assert packed_backdrop(lines, grid) != packed_backdrop(other, grid)
    assert packed_backdrop(None, grid) == packed_backdrop(lines[:0], grid) == {}


def test_what_is_too_large_is_drawn_more_simply():
    rng = np.random.default_rng(1)
    along = np.broadcast_to(np.arange(1000.0) * 40, (60, 1000))
    walk = np.stack([along, rng.normal(scale=5.0, size=along.shape) + 100 * np.arange(60)[:, None]], axis=2)
    lines = gpd.GeoDataFrame(
        {"kind": ["rail"]}, geometry=[shapely.MultiLineString(list(walk))], crs="EPSG:3857"
    )
    packed = packed_backdrop(lines, Grid(x=-5000.0, y=-5000.0, step=1.0))
    assert 0 < len(packed["rail"]) <= MOST_CHARACTERS
