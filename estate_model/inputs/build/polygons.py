"""Read a recipe's file of polygons: GeoPackage, GeoJSON, shapefile or GeoParquet, plain or in a zip."""

from __future__ import annotations

import io
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import geopandas as gpd
import numpy as np
import pyogrio
from shapely.errors import ShapelyError

from estate_model.errors import AreaError, among
from estate_model.inputs.build.archives import opened, zip_names
from estate_model.inputs.build.recipe_words import FilePart
from estate_model.inputs.build.source_files import NO_PYARROW
from estate_model.inputs.store.first_bytes import NAMES, kind_of_file, kind_of_stream
from estate_model.inputs.store.plain_file import read_plain, unpacked
from estate_model.inputs.store.warned import reading

JSON = (".geojson", ".json")
DRAWN = (".shp", ".gpkg", *JSON)
PARTS = {".shx": "the places of its rows", ".dbf": "its columns"}
OTHER_PARTS = (*PARTS, ".prj", ".cpg", ".qix", ".sbn")
READ = {"sqlite", "shapefile", "json", "gzip", "xml"}
NOT_KNOWN = ("not recognized as", "Failed to read GeoJSON")  # GDAL's words, which differ by version
MOST_DEGREES = np.array([180.0, 90.0])


def read_polygons(path: Path, about: FilePart) -> gpd.GeoDataFrame:
    """Return a file of polygons in the file's own system.

    Raise AreaError when it cannot be read, lacks a part, has several layers and none is named, does not say
    its own system, or has coordinates that cannot be in it.
    """
    try:
        with reading(path):
            frame = _frame(path, about)
    except ImportError:
        raise AreaError(f"{path}: {NO_PYARROW}") from None
    except (OSError, EOFError, ValueError, RuntimeError, ShapelyError) as error:
        raise AreaError(f"{path}: {_plain(str(getattr(error, 'strerror', None) or error), path)}") from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise AreaError(f"{path}: has columns but no polygons")
    if frame.crs is None:
        prj = " (a shapefile's is in its .prj)" if path.suffix.lower() == ".shp" else ""
        raise AreaError(f"{path}: does not say its coordinate system; save it with one{prj}")
    _check_system(frame, path)
    return frame


def _plain(error: str, path: Path) -> str:
    """Say why a file cannot be read: GDAL's own advice about a format it does not know is of no use here."""
    if not any(words in error for words in NOT_KNOWN) or not path.is_file():
        return f"cannot be read as polygons: {error}"
    return (
        f"is {NAMES[kind_of_file(path)]} in which GDAL knows no polygons; look into it: a server may have "
        "sent a message in place of the file"
    )


def _frame(path: Path, about: FilePart) -> gpd.GeoDataFrame:
    kind = kind_of_file(path) if path.is_file() else "folder"
    if kind == "parquet":
        return gpd.read_parquet(path)
    if kind == "zip" and len(about.inside) < 2:  # noqa: PLR2004 - of an archive in an archive see below
        return _zipped(path, about)
    if about.inside:
        contents = [stream.read() for stream in opened(path, about.inside)]
        if len(contents) != 1:
            raise AreaError(f"{path}: holds {len(contents)} files {' / '.join(about.inside)}; name one")
        return gpd.read_file(contents[0])
    if kind == "gzip":
        content = unpacked(io.BytesIO(read_plain(path)))
        inner = kind_of_stream(io.BytesIO(content))
        if inner != "json":
            raise AreaError(f"{path}: holds {NAMES[inner]}; unpack it first")
        return gpd.read_file(content)
    if path.suffix.lower() in OTHER_PARTS:
        raise AreaError(f"{path}: is a part of a shapefile; name its .shp")
    if kind not in READ:
        raise AreaError(
            f"{path}: is {NAMES[kind]}, not polygons: a GeoPackage, GeoJSON, shapefile or GeoParquet"
        )
    if kind == "shapefile":
        _check_parts(str(path), path.name, [file.name for file in path.parent.iterdir()])
    return gpd.read_file(path) if kind == "json" else _layer(str(path), path, about)


def _zipped(path: Path, about: FilePart) -> gpd.GeoDataFrame:
    """Return the polygons of a zip: those of its only file with some, or of the one that is named."""
    member = _member(path, about)
    _check_parts(f"{path}/{member}", member, zip_names(path))
    if member.lower().endswith(JSON):
        (content,) = [stream.read() for stream in opened(path, [member.replace("[", "[[]")])]
        return gpd.read_file(content)
    return _layer(f"/vsizip/{{{path}}}/{member}", path, about)


def _member(path: Path, about: FilePart) -> str:
    """Return the one file of a zip that holds polygons, or that the recipe names."""
    names = zip_names(path)
    drawn = [name for name in names if name.lower().endswith(DRAWN)]
    if about.inside:
        drawn = [name for name in names if fnmatchcase(name, about.inside[0])]
        drawn = [name for name in drawn if name.lower().endswith(DRAWN)] or drawn
    if len(drawn) == 1:
        return drawn[0]
    if not drawn and any(name.lower().endswith(".zip") for name in names):
        raise AreaError(f"{path}: is a zip in a zip ({', '.join(names)}); unpack the outer one")
    there = f"holds {len(drawn)} files of polygons" if drawn else "holds no polygons"
    raise AreaError(
        f'{path}: {there}{f" ({_listed(drawn)})" if drawn else ""}; say which with inside = "NAME"'
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _check_parts(name: str, member: str, beside: Iterable[str]) -> None:
    """Raise AreaError when a shapefile lacks a part; ``beside`` are the names of the files with it."""
    shape = PurePosixPath(member)
    if shape.suffix.lower() != ".shp":
        return
    there = {other.lower() for other in beside}
    lacking = [part for part in PARTS if str(shape.with_suffix(part)).lower() not in there]
    if lacking:
        words = " and ".join(f"its {part} ({PARTS[part]})" for part in lacking)
        raise AreaError(f"{name}: the shapefile lacks {words}; copy all its parts: .shp, .shx, .dbf and .prj")


def _layer(address: str, path: Path, about: FilePart) -> gpd.GeoDataFrame:
    """Return the layer that is named, or the only one with polygons."""
    layers = {str(name): kind for name, kind in pyogrio.list_layers(address)}
    drawn = [name for name, kind in layers.items() if kind and not any(w in kind for w in ("Point", "Line"))]
    if about.layer and about.layer not in layers:
        raise AreaError(f"{path}: there is no layer '{about.layer}'{among(about.layer, layers)}")
    if not about.layer and len(drawn) != 1:
        there = f"{len(drawn)} layers of polygons" if drawn else "no layer of polygons"
        raise AreaError(f'{path}: has {there} ({_listed(drawn or layers)}); say which with layer = "NAME"')
    return gpd.read_file(address, layer=about.layer or drawn[0])


def _check_system(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Raise AreaError where coordinates cannot be in the system that the file states."""
    west, south, east, north = frame.total_bounds
    most = np.array([[west, south], [east, north]])
    in_degrees = bool((np.abs(most) <= MOST_DEGREES).all())
    farthest = f"{np.abs(most).max():,.0f}"
    if frame.crs.is_geographic and not in_degrees and np.isfinite(most).all():
        raise AreaError(
            f"{path}: its coordinates run to {farthest}, which are no degrees, and it states no other "
            "system; save it with the system it is drawn in (in Great Britain mostly EPSG:27700)"
        )
    if frame.crs.is_projected and in_degrees:
        raise AreaError(
            f"{path}: its coordinates run to {farthest} only, which look like degrees, but it states "
            f"{frame.crs.name}; save it with the system it is drawn in (degrees: EPSG:4326)"
        )
