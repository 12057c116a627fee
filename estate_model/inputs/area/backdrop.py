"""An area's main roads, railways and parks, beside its streets: a few lines to find the way by on the map."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from estate_model.errors import AreaError
from estate_model.inputs.area.street_file import ATTRIBUTION, LICENCE, LICENCE_URL
from estate_model.inputs.store.manifest import compress, to_toml
from estate_model.inputs.store.plain_file import read_unpacked
from estate_model.inputs.store.provenance import SourceFile, read_manifest, verify_built
from estate_model.inputs.store.whole_file import write_whole

FOLDER, NAME, MANIFEST = "streets", "backdrop.geojson.gz", "backdrop.toml"
AROUND_METRES, SIMPLER_METRES, SMALLEST_PARK = 2000.0, 20.0, 50_000.0
TITLE = "Main roads, railways and parks, drawn simply"
DECIMALS = 5  # of a degree: a metre
AGAIN = "build the streets again"


def write_backdrop(
    found: gpd.GeoDataFrame, folder: Path, *, crs: str, bounds: tuple[float, ...], source: tuple[str, str]
) -> SourceFile:
    """Write what lies within 2 km of an area's bounds, drawn simply; parks under 5 hectares are left out.

    ``source`` is what it was read from, and the day of that.

    Raise AreaError when a file cannot be written.
    """
    west, south, east, north = bounds
    drawn = found.to_crs(crs)
    frame = (west - AROUND_METRES, south - AROUND_METRES, east + AROUND_METRES, north + AROUND_METRES)
    drawn["geometry"] = shapely.clip_by_rect(drawn.geometry.to_numpy(), *frame)
    kept = ~drawn.is_empty & ((drawn["kind"] != "park") | (drawn.area >= SMALLEST_PARK))
    merged = drawn[kept].groupby("kind", sort=True)["geometry"].apply(_together)
    table = gpd.GeoDataFrame({"kind": merged.index}, geometry=list(merged), crs=crs)
    degrees = table.to_crs("EPSG:4326")
    degrees["geometry"] = shapely.transform(degrees.geometry.to_numpy(), lambda xy: np.round(xy, DECIMALS))
    content = compress(degrees.to_json(drop_id=True))
    entry = SourceFile(
        path=NAME, title=TITLE, publisher="OpenStreetMap contributors", date=source[1], licence=LICENCE,
        attribution=ATTRIBUTION, source_url=LICENCE_URL, derived_from=source[0],
        rows=len(table), bytes=len(content), sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    try:
        write_whole(folder / FOLDER / NAME, content)
        write_whole(folder / FOLDER / MANIFEST, to_toml({"file": [entry.model_dump()]}).encode())
    except OSError as error:
        raise AreaError(f"{folder / FOLDER}: cannot be written: {error.strerror or error}") from None
    return entry


def read_backdrop_file(folder: Path) -> tuple[gpd.GeoDataFrame, SourceFile] | None:
    """Return the backdrop of the area in ``folder``, in degrees, and its entry; ``None`` where none is.

    Raise AreaError when it is damaged, or not the one that was written.
    """
    manifest = folder / FOLDER / MANIFEST
    if not manifest.is_file():
        return None
    (entry,) = read_manifest(manifest)
    path = folder / FOLDER / NAME
    verify_built(path, entry, AGAIN)
    try:
        return gpd.read_file(io.BytesIO(read_unpacked(path))), entry
    except (OSError, EOFError, ValueError, RuntimeError) as error:
        raise AreaError(f"{path}: cannot be read: {error}; {AGAIN}") from error


def _together(shapes: gpd.GeoSeries) -> shapely.Geometry:
    """Return shapes of one kind as one: lines joined end to end, polygons united; drawn simply."""
    whole = shapely.union_all(shapes.to_numpy())
    if not whole.geom_type.endswith("LineString"):
        return shapely.simplify(whole, SIMPLER_METRES)
    return shapely.simplify(shapely.line_merge(whole), SIMPLER_METRES, preserve_topology=False)
