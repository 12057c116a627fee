"""The drawing: shared edges stay shared, nothing is lost, and the grid lies where the earth is."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from estate_model.outputs.page import geometry
from tests.outputs.page_world import BOROUGHS, BRITISH_GRID, cells, page


@pytest.fixture
def wavy():
    """Two neighbours along a wavy line of 400 points, as a valid coverage."""
    y = np.linspace(0, 10_000, 400)
    line = np.c_[5_000 + 5 * np.sin(y / 30), y]
    left = Polygon([(0, 0), *line.tolist(), (0, 10_000)])
    right = Polygon([(10_000, 0), (10_000, 10_000), *line[::-1].tolist()])
    return np.array([left, right], dtype=object)


def test_neighbours_share_the_points_of_their_edge():
    sheet = geometry.make_sheet(cells(), page().outlines)
    rings = [set(ring) for shape in geometry.on_grid(sheet.cells, sheet.grid) for ring in shape]
    assert len(rings[0] & rings[1]) == 2
    assert len(rings[4] & rings[9]) == 1
    assert not rings[0] & rings[4], "the river keeps the first two rows apart"


def test_a_large_coverage_is_simplified_without_gaps(wavy, monkeypatch):
    monkeypatch.setattr(geometry, "POINTS_AT_MOST", 100)
    simple = geometry.simplify(wavy)
    assert shapely.get_num_coordinates(simple).sum() <= 100
    assert shapely.coverage_is_valid(simple)
    assert shapely.area(simple).sum() == pytest.approx(10_000**2)


def test_shapes_that_overlap_are_drawn_as_given(monkeypatch):
    monkeypatch.setattr(geometry, "POINTS_AT_MOST", 1)
    shapes = np.array([box(0, 0, 10, 10), box(5, 5, 15, 15)], dtype=object)
    assert geometry.simplify(shapes) is shapes


def test_holes_run_the_other_way_and_parts_are_kept():
    ring = box(0, 0, 100, 100).difference(box(40, 40, 60, 60))
    shapes = np.array([MultiPolygon([ring, box(200, 0, 300, 100)]), None, Polygon()], dtype=object)
    rings, nothing, empty = geometry.on_grid(shapes, geometry.Grid(x=0, y=0, step=1))
    areas = [shapely.LinearRing(one).is_ccw for one in rings]
    assert (sorted(areas), nothing, empty) == ([False, True, True], [], [])


def test_the_grid_lies_where_the_earth_is():
    sheet = geometry.make_sheet(cells(), page().outlines)
    (shape,) = geometry.on_grid(sheet.cells[5:6], sheet.grid)
    metres = np.array(shape[0]) * sheet.grid.step + (sheet.grid.x, sheet.grid.y)
    back = gpd.GeoSeries([Polygon(metres)], crs=geometry.WEB_MERCATOR).to_crs(BRITISH_GRID).iloc[0]
    assert back.hausdorff_distance(cells().geometry.iloc[5]) < 1


def test_a_borough_without_cells_is_drawn_as_given():
    outlines = page().outlines
    extra = gpd.GeoDataFrame(geometry=[box(0, 0, 1_000, 1_000)], index=["Empty"], crs=BRITISH_GRID)
    sheet = geometry.make_sheet(
        cells(),
        gpd.GeoDataFrame(
            geometry=[*outlines.geometry, *extra.geometry], index=[*BOROUGHS, "Empty"], crs=BRITISH_GRID
        ),
    )
    assert len(sheet.outlines) == 4
    assert np.all(sheet.labels[:, 2] > 0)
    assert 51 < sheet.corners[0][0] < sheet.corners[1][0] < 52
