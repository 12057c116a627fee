"""Answers that come in many pieces, each kept as it comes: ArcGIS layers by the page, police.uk by the name.

restgdf and esridump page ArcGIS too, each with a client of its own; neither holds the rows against the count.
"""

from __future__ import annotations

import csv
import json
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import requests

from estate_model.errors import AreaError
from estate_model.inputs.fetch.web import json_of
from estate_model.inputs.store.whole_file import write_whole

DECIMALS = 6
SECONDS_BETWEEN = 0.1  # police.uk allows 15 requests a second
FEATURES = "features"


class Pieces:
    """A folder beside a file that is being fetched: a piece that has come is not asked for again."""

    def __init__(self, path: Path) -> None:
        """Make the folder."""
        self.folder = path.with_name(f"{path.name}.parts")
        self.folder.mkdir(parents=True, exist_ok=True)

    def piece(self, name: str, fetch: Callable[[], Any]) -> Any:  # noqa: ANN401 - JSON
        """Return a piece: the one that has come, else what is fetched."""
        path = self.folder / f"{name}.json"
        if path.is_file():
            return json.loads(path.read_bytes())
        content = fetch()
        write_whole(path, json.dumps(content).encode())
        return content

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of every page that has come, in order: all at once would take a gigabyte."""
        for path in sorted(self.folder.glob("*.json")):
            yield from json.loads(path.read_bytes())[FEATURES]

    def forget(self) -> None:
        """Take the pieces away: the file is whole, or they do not fit together."""
        shutil.rmtree(self.folder, ignore_errors=True)


def layer(session: requests.Session, url: str, name: str, path: Path, *, rows: int | None) -> None:
    """Write every row of an ArcGIS layer: as GeoJSON in degrees, or as CSV where ``path`` ends so.

    The layer's own ``maxRecordCount`` is the size of a page. The rows that came are held against the layer's
    count and against ``rows``, each once: ``exceededTransferLimit`` is not believed.

    Raise AreaError when the server gives an error, a page is short, a row comes twice or a count differs.
    """
    key, size, count = _layer(session, url, name)
    if rows is not None and count != rows:
        raise AreaError(f"{name}: {url} has {count:,} rows, and {rows:,} are expected (sources.toml)")
    drawn = path.suffix == ".geojson"
    how = {"outFields": "*", "orderByFields": key, "resultRecordCount": str(size)}
    how |= {"f": "geojson", "outSR": "4326", "geometryPrecision": str(DECIMALS)} if drawn else {"f": "json"}
    how |= {"returnGeometry": "true" if drawn else "false"}
    pieces = Pieces(path)
    seen: set[object] = set()
    try:
        for offset in range(0, count, size):
            asked = _query(url, **how, resultOffset=str(offset))
            page = pieces.piece(f"{offset:09d}", partial(json_of, session, asked, name))
            came = _whole(page, min(size, count - offset), f"{name}: {url}: from row {offset:,} on")
            seen |= {_attributes(row).get(key, row.get("id")) for row in came}
    except AreaError:
        _drop_last(pieces)
        raise
    if len(seen) != count:
        pieces.forget()  # any of the pages may be the wrong one
        raise AreaError(f"{name}: {url}: {count - len(seen):,} rows came twice; try again")
    (_write_geojson if drawn else _write_csv)(path, pieces)
    pieces.forget()


def _layer(session: requests.Session, url: str, name: str) -> tuple[str, int, int]:
    """Return what tells a layer's rows apart, how many of them a page holds, and how many there are."""
    about = json_of(session, f"{url}?f=json", name)
    counted = json_of(session, _query(url, returnCountOnly="true", f="json"), name)
    size = about.get("maxRecordCount") if isinstance(about, dict) else None
    count = counted.get("count") if isinstance(counted, dict) else None
    if not isinstance(size, int) or not isinstance(count, int) or size < 1:
        raise AreaError(f"{name}: {url} does not say how many rows it has, or how many a page holds")
    return str(about.get("objectIdField") or "OBJECTID"), size, count


def _whole(page: object, expected: int, where: str) -> list[dict[str, Any]]:
    """Return the rows of a page; raise AreaError when there are not as many as there must be."""
    rows = page.get(FEATURES) if isinstance(page, dict) else None
    have = len(rows) if isinstance(rows, list) else 0
    if have != expected or not isinstance(rows, list):
        raise AreaError(f"{where}: a short page: {have:,} of {expected:,} rows")
    return rows


def _drop_last(pieces: Pieces) -> None:
    """Take away the newest piece, which may be the wrong one, so that the next try asks for it anew."""
    newest = max(pieces.folder.glob("*.json"), default=None)
    if newest is not None:
        newest.unlink()


def _query(url: str, **how: str) -> str:
    return f"{url}/query?{urlencode({'where': '1=1', **how})}"


def _attributes(feature: dict[str, Any]) -> dict[str, Any]:
    attributes = feature.get("attributes") or feature.get("properties") or {}
    return attributes if isinstance(attributes, dict) else {}


def _write_geojson(path: Path, pieces: Pieces) -> None:
    """Write the rows as GeoJSON, a feature a line."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for number, row in enumerate(pieces.rows()):
            file.write(",\n" if number else "")
            file.write(json.dumps(row, separators=(",", ":"), ensure_ascii=False))
        file.write("\n]}\n")
    part.replace(path)


def _write_csv(path: Path, pieces: Pieces) -> None:
    """Write the rows' attributes as CSV."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = None
        for row in map(_attributes, pieces.rows()):
            if writer is None:
                writer = csv.DictWriter(file, list(row), lineterminator="\n", extrasaction="ignore")
                writer.writeheader()
            writer.writerow(row)
    part.replace(path)


def neighbourhoods(session: requests.Session, url: str, name: str, path: Path) -> None:
    """Write what police.uk says of each neighbourhood of a force, a list in JSON.

    Raise AreaError when the server cannot be reached, or does not answer with neighbourhoods.
    """
    pieces = Pieces(path)
    listed = pieces.piece("list", partial(json_of, session, url, name))
    if not isinstance(listed, list) or not all(
        isinstance(entry, dict) and entry.get("id") for entry in listed
    ):
        pieces.forget()
        raise AreaError(f"{name}: {url} answered with another thing than a list of neighbourhoods")
    root, each = url.removesuffix("/neighbourhoods"), []
    for number, entry in enumerate(listed):
        asked = f"{root}/{quote(str(entry['id']), safe='')}"
        each.append(pieces.piece(f"{number:05d}", partial(_after_a_pause, session, asked, name)))
    write_whole(path, json.dumps(each, ensure_ascii=False, indent=0).encode())
    pieces.forget()


def _after_a_pause(session: requests.Session, url: str, name: str) -> Any:  # noqa: ANN401 - JSON
    time.sleep(SECONDS_BETWEEN)
    return json_of(session, url, name)
