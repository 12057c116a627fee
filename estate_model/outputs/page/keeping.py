"""What the page keeps between runs: plain values as JSON, and the sheet, its shapes as base64 of WKB."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import accumulate, pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from estate_model.nouns.keeping import Keep
from estate_model.outputs.page.geometry import Grid, Shapes, Sheet, make_sheet
from estate_model.outputs.page.streams import text_of

SHEET = f"sheet 2, GEOS {shapely.geos_version_string}, PROJ {pyproj.proj_version_str}".encode()
SHAPES = ("cells", "outlines", "coarse_cells", "coarse_outlines")


def kept_json(keep: Keep, causes: Sequence[bytes], make: Callable[[], Any]) -> Any:  # noqa: ANN401 - JSON
    """Return the value that ``make`` makes, or the one kept under the same causes; tuples come as lists."""
    return json.loads(keep(causes, lambda: json.dumps(make()).encode()))


def kept_sheet(cells: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame, keep: Keep) -> Sheet:
    """Return the sheet that ``make_sheet`` makes, or the one kept of the same cells and outlines."""

    def plain() -> dict[str, object]:
        sheet = make_sheet(cells, outlines)
        shapes = {name: _packed(getattr(sheet, name)) for name in SHAPES}
        return {**vars(sheet), **shapes, "labels": sheet.labels.tolist(), "grid": asdict(sheet.grid)}

    texts = [list(map(str, names)) for names in (cells["borough_name"], outlines.index)]
    shapes = [_packed(np.asarray(frame.geometry.array, dtype=object)) for frame in (cells, outlines)]
    causes = json.dumps([*texts, *shapes, str(cells.crs), str(outlines.crs)]).encode()
    known = kept_json(keep, (SHEET, causes), plain)
    known |= {name: _unpacked(*known[name]) for name in SHAPES}
    labels = np.array(known.pop("labels"), dtype=np.float64).reshape(-1, 3)
    return Sheet(
        **known | {"labels": labels, "grid": Grid(**known["grid"]), "bounds": tuple(known["bounds"])}
    )


def _packed(shapes: Shapes) -> tuple[str, list[int]]:
    """Return shapes as base64 of their WKB, one after another, and the bytes of each: 0 = no shape."""
    parts = [wkb or b"" for wkb in shapely.to_wkb(shapes).tolist()]
    return text_of(b"".join(parts)), [len(part) for part in parts]


def _unpacked(text: str, lengths: list[int]) -> Shapes:
    raw, edges = b64decode(text), pairwise(accumulate(lengths, initial=0))
    return np.asarray(shapely.from_wkb([raw[first:last] or None for first, last in edges]), dtype=object)
