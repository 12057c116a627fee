"""OpenStreetMap extracts of the counties that a force's area touches, from Geofabrik's index."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
import shapely
from shapely.errors import ShapelyError

from estate_model.errors import AreaError
from estate_model.inputs.fetch.download import Download, download
from estate_model.inputs.fetch.lock import as_it_came, note
from estate_model.inputs.fetch.web import answer, json_of

PARENTS = ("england", "wales")
WHOLE = "wales"  # has no extracts of its own counties
MOST_BYTES = 700_000_000
MD5 = 32


def extracts(session: requests.Session, url: str, outline: Any, folder: Path) -> list[Path]:  # noqa: ANN401 - shapely
    """Return the extracts that meet an outline in degrees, each fetched where it is not in the folder.

    Raise AreaError when the index is not Geofabrik's, no extract meets the outline, or one comes damaged.
    """
    index = json_of(session, url, "streets")
    chosen = [entry for entry in _listed(index) if _is_part(entry["properties"]) and _meets(entry, outline)]
    if not chosen:
        raise AreaError(f"streets: {url} lists no extract for this area")
    return [_fetched(session, entry["properties"], folder) for entry in chosen]


def _listed(index: object) -> list[Mapping[str, Any]]:
    features = index.get("features") if isinstance(index, dict) else None
    if not isinstance(features, list) or not features:
        raise AreaError("streets: the index of extracts is not as Geofabrik documents it")
    return [
        entry
        for entry in features
        if isinstance(entry, dict) and entry.get("geometry") and entry.get("properties")
    ]


def _is_part(about: Mapping[str, Any]) -> bool:
    return about.get("parent") in PARENTS or about.get("id") == WHOLE


def _meets(entry: Mapping[str, Any], outline: Any) -> bool:  # noqa: ANN401 - shapely
    try:
        return bool(shapely.intersects(shapely.geometry.shape(entry["geometry"]), outline))
    except (ShapelyError, ValueError, TypeError, AttributeError):
        raise AreaError("streets: the index of extracts has an outline that cannot be read") from None


def _md5(session: requests.Session, url: str) -> str:
    """Return the MD5 that stands first in a file."""
    try:
        with answer(session, url, "streets") as response:
            words = response.text.split()
    except requests.RequestException as error:
        raise AreaError(f"streets: {url} was cut off ({type(error).__name__})") from None
    if not words or len(words[0]) != MD5:
        raise AreaError(f"streets: {url} holds no MD5")
    return words[0]


def _fetched(session: requests.Session, about: Mapping[str, Any], folder: Path) -> Path:
    """Return one extract, held against the MD5 that stands beside it."""
    url = str((about.get("urls") or {}).get("pbf") or "")
    path = folder / url.rpartition("/")[2]
    if not url:
        raise AreaError(f"streets: the index gives no PBF for {about.get('id')}")
    if as_it_came(path):
        return path
    md5 = _md5(session, f"{url}.md5")
    etag = download(session, Download(name="streets", url=url, most_bytes=MOST_BYTES, md5=md5), path)
    note(path, source="streets", url=url, etag=etag)
    return path
