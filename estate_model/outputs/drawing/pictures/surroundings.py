"""A part of the area with a margin of its neighbours: what is drawn, and its frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from estate_model.outputs.drawing.pictures.canvas import NAME_PRECISION, Canvas
from estate_model.outputs.drawing.svg import WIDTH
from estate_model.outputs.page.geometry import Grid, Shapes, coarser, room_in, union
from estate_model.outputs.report import Report

MARGIN, FARTHEST, FINEST, FEWEST_METRES, TALLEST = 0.2, 1.1, 900, 400.0, 500
Frame = tuple[float, float, float, float]
Room = tuple[str, float, float, float]
"""A name, the best point for it, and the room around that, in metres."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """A canvas of a part and what lies around it.

    ``part`` is the part's own shape, ``wards`` the lines of wards in its boroughs, ``names`` those of these
    wards; the canvas has the boroughs' outlines and names.
    """

    canvas: Canvas
    part: shapely.Geometry
    wards: Shapes
    names: tuple[Room, ...]


def surroundings(
    report: Report, codes: Sequence[str], *, points: Sequence[tuple[float, float]]
) -> Surroundings:
    """Return some cells with their boroughs and a margin, wide enough for points that are not too far off."""
    cells = report.cells
    inside = cells.index.isin(list(codes))
    boroughs = sorted(set(cells["borough_name"][inside].astype(str)))
    home = cells[cells["borough_name"].astype(str).isin(boroughs) | inside]
    frame = _frame(home.total_bounds, points, WIDTH / TALLEST)
    near = cells.cx[frame[0] : frame[2], frame[1] : frame[3]]
    extent = max(frame[2] - frame[0], frame[3] - frame[1])
    fine = extent / NAME_PRECISION
    given = np.asarray(near.geometry.array, dtype=object)
    valid = bool(shapely.coverage_is_valid(given))
    shapes = coarser(given, extent / FINEST, valid=valid)
    names = np.asarray(near["borough_name"], dtype=str)
    sheet = shapely.box(*frame)
    known = sorted(set(names))
    outlines = _cut(
        np.array([union(shapes[names == name], valid=valid) for name in known], dtype=object), sheet
    )
    wards = _wards(report, near, shapes, boroughs=boroughs, valid=valid)
    step = (frame[2] - frame[0]) / WIDTH
    canvas = Canvas(
        codes=tuple(str(code) for code in near.index), cells=_cut(shapes, sheet),
        outlines=outlines,
        labels=tuple(
            (name, *room_in(shape, fine))
            for name, shape in zip(known, outlines, strict=True) if not shape.is_empty
        ),
        grid=Grid(x=frame[0], y=frame[1], step=step), width=WIDTH, height=(frame[3] - frame[1]) / step,
    )  # fmt: skip
    return Surroundings(
        canvas=canvas,
        part=union(shapes[near.index.isin(list(codes))], valid=valid),
        wards=np.array(list(wards.values()), dtype=object),
        names=tuple((str(report.ward_names[code]), *room_in(one, fine)) for code, one in wards.items()),
    )


def _frame(bounds: Sequence[float], points: Sequence[tuple[float, float]], proportion: float) -> Frame:
    """Return a frame around bounds with a margin, and around points not too far off, of a proportion."""
    west, south, east, north = (float(side) for side in bounds)
    size = max(east - west, north - south, FEWEST_METRES)
    margin, far = MARGIN * size, FARTHEST * size
    for x, y in points:
        if west - far <= x <= east + far and south - far <= y <= north + far:
            west, east = min(west, x), max(east, x)
            south, north = min(south, y), max(north, y)
    west, south, east, north = west - margin, south - margin, east + margin, north + margin
    wider = max((north - south) * proportion - (east - west), 0.0) / 2
    taller = max((east - west) / proportion - (north - south), 0.0) / 2
    return west - wider, south - taller, east + wider, north + taller


def _cut(shapes: Shapes, sheet: shapely.Geometry) -> Shapes:
    """Return shapes within a sheet; those wholly inside as they are."""
    shapely.prepare(sheet)
    return np.asarray(
        np.where(shapely.contains_properly(sheet, shapes), shapes, shapely.intersection(shapes, sheet)),
        dtype=object,
    )


def _wards(
    report: Report, near: gpd.GeoDataFrame, shapes: Shapes, *, boroughs: Sequence[str], valid: bool
) -> dict[str, shapely.Geometry]:
    """Return the wards of boroughs by code, each as the cells in which most postcodes are its own."""
    home = near["borough_name"].astype(str).isin(list(boroughs)).to_numpy()
    zones, table = report.results.area.zones, report.results.area.places.table
    own = zones.index[zones["borough_name"].isin(list(boroughs))]
    places = table[table["zone_code"].isin(set(own))]
    codes = places["zone_code"].map(zones["ward_code"])
    pairs = pd.DataFrame({"cell": places["cell_code"].astype(str), "ward": codes.astype(str)})
    counts = pairs.value_counts(sort=False).reset_index().sort_values(["count", "ward"], kind="stable")
    ward_of = counts.drop_duplicates("cell", keep="last").set_index("cell")["ward"]
    wards = ward_of.reindex(near.index[home].astype(str)).to_numpy(dtype=object)
    inside = shapes[home]
    return {
        str(code): union(inside[wards == code], valid=valid) for code in sorted({*wards[~pd.isna(wards)]})
    }
