"""The polygons of a recipe: made valid, smoothed if asked, and written in degrees."""

from __future__ import annotations

import json
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer

from estate_model.errors import AreaError
from estate_model.inputs.build.polygons import read_polygons
from estate_model.inputs.build.recipe import BoundariesPart, Recipe
from estate_model.inputs.build.tables import SHOWN, Source, no_column
from estate_model.inputs.build.zones import Sources, Zones
from estate_model.nouns import Integers
from estate_model.nouns.england_and_wales import TO_METRES

DEGREES = ("EPSG:4326", "OGC:CRS84")
DECIMALS = 6
SURFACES, COLLECTION = (3, 6), 7  # Shapely's kinds: polygons, and what a repair may leave beside them
PROPERTIES = ["cell_code", "cell_name", "borough_code", "borough_name"]
Polygons = npt.NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Boundaries:
    """The polygons in code order: in metres, to draw in degrees, what they are called, and notes.

    ``table`` has cell and borough, code and name, a row for each polygon.
    """

    table: pd.DataFrame
    exact: Polygons
    drawn: Polygons
    notes: tuple[str, ...]

    @property
    def codes(self) -> pd.Index:
        """The polygons' codes, in order."""
        return pd.Index(self.table["cell_code"])

    def holding(self, points: Polygons) -> tuple[Integers, npt.NDArray[np.float64]]:
        """Return the number of the polygon each point lies in or is nearest to, and how far away (metres).

        Of several, the first in code order.
        """
        pairs, away = shapely.STRtree(self.exact).query_nearest(
            points, all_matches=True, return_distance=True
        )
        order = np.lexsort((pairs[1], pairs[0]))
        _, first = np.unique(pairs[0][order], return_index=True)
        return pairs[1][order][first], away[order][first]

    def as_geojson(self) -> str:
        """Return the polygons as GeoJSON in longitude and latitude, a feature a line."""
        shapes = [json.loads(text) for text in shapely.to_geojson(self.drawn)]
        lines = [
            json.dumps({"type": "Feature", "properties": row, "geometry": shape}, separators=(",", ":"))
            for row, shape in zip(self.table.to_dict("records"), shapes, strict=True)
        ]
        return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def make_boundaries(recipe: Recipe, sources: Sources, zones: Zones) -> Boundaries:
    """Return the polygons of a recipe.

    Raise AreaError when a column or a zone's polygon is missing, a code appears twice, or what is asked
    cannot be done.
    """
    part, source = recipe.boundaries, sources[recipe.boundaries.file]
    frame = _frame(part, source)
    inside, missing = _named(part, frame, zones)
    if len(missing):
        listed = ", ".join(missing[:SHOWN])
        what = "zones" if part.of == "zones" else "boroughs"
        raise AreaError(f"{source.path}: has no polygon for {listed} ({len(missing):,} {what})")
    left = int((~inside).sum())
    notes = [f"{left:,} polygons of other areas in the file of boundaries are left out."] if left else []
    frame = frame[inside]
    shapes, path = np.asarray(frame.geometry, dtype=np.object_), str(source.path)
    start, end = str(frame.crs), recipe.area.crs
    exact = _valid(moved(shapes, start, end), path)
    in_degrees = start in DEGREES and not part.simplify_metres
    degrees = shapes if in_degrees else moved(_smoothed(exact, part, path), end, DEGREES[0])
    drawn = _valid(_rounded(degrees), path)
    return Boundaries(table=_table(frame, part, zones), exact=exact, drawn=drawn, notes=tuple(notes))


def land_of(source: Source, crs: str) -> Polygons:
    """Return every polygon of a file, in an area's own system."""
    return _valid(shapes_of(read_polygons(source.path, source.about), crs), str(source.path))


def shapes_of(frame: gpd.GeoDataFrame, crs: str) -> Polygons:
    """Return a table's polygons in another system."""
    return moved(np.asarray(frame.geometry, dtype=np.object_), str(frame.crs), crs)


def _frame(part: BoundariesPart, source: Source) -> gpd.GeoDataFrame:
    """Return the polygons of the file in code order, with columns ``code``, ``name`` and ``borough``."""
    frame = read_polygons(source.path, source.about)
    if not source.about.code:
        raise AreaError(f"file.{source.name}.code: is missing; name the column with the polygons' codes")
    for column in filter(None, (source.about.code, part.name, part.borough_code, part.borough_name)):
        if column not in frame.columns:
            raise AreaError(f"{source.path}: {no_column(column, map(str, frame.columns))}")
    codes = frame[source.about.code].astype(str).str.strip()  # a .dbf may be padded
    frame = frame.assign(code=codes).sort_values("code", kind="stable")
    if frame["code"].duplicated().any():
        raise AreaError(
            f"{source.path}: polygon '{frame['code'][frame['code'].duplicated()].iloc[0]}' appears twice"
        )
    frame["name"] = frame[part.name].astype(str) if part.name else frame["code"]
    if part.borough_in_name:
        frame["borough"] = frame["name"].str.extract(f"^(?:{part.borough_in_name})$", expand=False)
    return frame


def _named(part: BoundariesPart, frame: gpd.GeoDataFrame, zones: Zones) -> tuple[pd.Series, pd.Index]:
    """Return which polygons are the area's, and which zones or boroughs of it have none."""
    column, there = "code", zones.table.index
    if part.of == "cells":
        if not part.borough_in_name:
            return pd.Series(True, frame.index), pd.Index([])
        column, there = "borough", pd.Index(zones.table["borough_name"].unique())
    return frame[column].isin(there), there.difference(pd.Index(frame[column]))


def _table(frame: gpd.GeoDataFrame, part: BoundariesPart, zones: Zones) -> pd.DataFrame:
    """Return code, name and borough of each polygon."""
    if part.of == "zones":
        boroughs = zones.table.loc[frame["code"], PROPERTIES[2:]]
    elif part.borough_in_name:
        boroughs = zones.table.drop_duplicates("borough_name").set_index("borough_name", drop=False)
        boroughs = boroughs.loc[frame["borough"], PROPERTIES[2:]]
    else:
        boroughs = frame[[part.borough_code, part.borough_name]].astype(str)
    columns = [frame["code"], frame["name"], boroughs.iloc[:, 0], boroughs.iloc[:, 1]]
    return pd.DataFrame(dict(zip(PROPERTIES, map(list, columns), strict=True)))


def _valid(polygons: Polygons, path: str) -> Polygons:
    """Return polygons that are valid, the surfaces of those that were not."""
    if shapely.is_missing(polygons).any() or shapely.is_empty(polygons).any():
        raise AreaError(f"{path}: a row has no polygon")
    if not np.isfinite(shapely.get_coordinates(polygons)).all():
        raise AreaError(f"{path}: a point of a polygon is no number")
    wrong = ~shapely.is_valid(polygons) | (shapely.get_type_id(polygons) == COLLECTION)
    mended = polygons.copy()
    mended[wrong] = shapely.buffer(shapely.make_valid(polygons[wrong]), 0)
    if not np.isin(shapely.get_type_id(mended), SURFACES).all() or shapely.is_empty(mended).any():
        raise AreaError(f"{path}: a row is no polygon")
    return np.asarray(mended, dtype=np.object_)


def _smoothed(exact: Polygons, part: BoundariesPart, path: str) -> Polygons:
    """Return polygons with their shared edges smoothed, if the recipe asks for it."""
    if not part.simplify_metres:
        return exact
    if not shapely.coverage_is_valid(exact):
        raise AreaError(
            f"{path}: boundaries.simplify_metres: the polygons overlap or do not meet edge to edge, "
            "so they cannot be smoothed together; leave it out"
        )
    return np.asarray(shapely.coverage_simplify(exact, part.simplify_metres), dtype=np.object_)


def moved(polygons: Polygons, start: str, end: str) -> Polygons:
    """Return polygons in another system: to and from degrees by steps written out, where there are any."""
    if start == end:
        return polygons
    back = end in DEGREES and start in TO_METRES
    way = "INVERSE" if back else "FORWARD"
    if back or (start in DEGREES and end in TO_METRES):
        steps = Transformer.from_pipeline(TO_METRES[start if back else end])
    else:
        steps = Transformer.from_crs(start, end, always_xy=True)
    points = shapely.transform(
        polygons, lambda xy: np.column_stack(steps.transform(xy[:, 0], xy[:, 1], direction=way))
    )
    if not np.isfinite(shapely.get_coordinates(points)).all():
        raise AreaError(f"a polygon lies where {start} cannot be turned into {end}")
    return np.asarray(points, dtype=np.object_)


def _rounded(polygons: Polygons) -> Polygons:
    """Return polygons with 6 decimals of a degree (0.1 m), outer rings anticlockwise (RFC 7946)."""
    points = shapely.transform(polygons, lambda lonlat: np.round(lonlat, DECIMALS))
    return np.asarray(shapely.orient_polygons(points), dtype=np.object_)
