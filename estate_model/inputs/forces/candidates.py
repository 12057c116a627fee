"""Police buildings that may have a front counter, as OpenStreetMap and police.uk name them: candidates.

Neither source says reliably where the public is let in, and when; so hours stay blank, with the confidence
``candidate``, until a person marks the front counters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from estate_model.errors import AreaError
from estate_model.inputs.build.cells import moved
from estate_model.inputs.store.first_bytes import kind_of_file
from estate_model.nouns.england_and_wales import CRS
from estate_model.nouns.estate import CANDIDATE

SITE_COLUMNS = ("site_id", "name", "borough_name", "easting", "northing", "postcode", "source", "notes")
HOURS_COLUMNS = ("site_id", "valid_from", "hours", "confidence", "notes")
SINCE = "2000-01-01"  # a candidate's hours were never known, so whatever day a scenario begins
SAME_METRES, OUTSIDE_METRES = 150.0, 250.0
DEGREES = "EPSG:4326"
POLICE_UK, OSM = "police.uk", "OpenStreetMap"
UNNAMED = "Police building"
NO_OSMIUM = 'reading an OpenStreetMap extract needs pyosmium: pip install "estate-model[streets]"'


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A police building: its name, its point in metres, and where it was found."""

    name: str
    easting: float
    northing: float
    postcode: str = ""
    source: str
    notes: str = ""


def from_police_uk(path: Path, points: Mapping[str, tuple[float, float]]) -> Iterator[Candidate]:
    """Yield the places that police.uk names with neighbourhood teams; ``points`` are postcodes', in metres.

    Raise AreaError when the file is not what police.uk answers.
    """
    try:
        listed = json.loads(path.read_bytes())
        places = [place for entry in listed for place in entry.get("locations") or ()]
    except (ValueError, AttributeError, TypeError) as error:
        raise AreaError(f"{path}: is not police.uk's answer on neighbourhoods: {error}") from None
    for place in places:
        words = {key: str(place.get(key) or "").strip() for key in ("name", "address", "postcode", "type")}
        postcode = re.sub(r"\s+", "", words["postcode"].upper())
        try:
            at = _in_metres(float(place["longitude"]), float(place["latitude"]))
        except (KeyError, TypeError, ValueError):
            at = points.get(postcode, (np.nan, np.nan))
        yield Candidate(
            name=words["name"] or words["address"].split(",")[0] or UNNAMED, easting=at[0], northing=at[1],
            postcode=words["postcode"].upper(), source=POLICE_UK, notes=words["address"],
        )  # fmt: skip


def from_osm(path: Path) -> Iterator[Candidate]:
    """Yield what is tagged ``amenity=police`` in an extract; hours it states are noted, and not used.

    Raise AreaError when pyosmium is not installed, or the file is no extract.
    """
    try:
        import osmium  # noqa: PLC0415 - an extra
    except ImportError:
        raise AreaError(f"{path}: {NO_OSMIUM}") from None
    if kind_of_file(path) not in {"pbf", "osm", "o5m"}:
        raise AreaError(f"{path}: is no OpenStreetMap extract")
    try:
        police = osmium.filter.TagFilter(("amenity", "police"))
        for thing in osmium.FileProcessor(str(path)).with_locations().with_filter(police):
            spots = [thing.location] if isinstance(thing, osmium.osm.Node) else _corners(thing)
            known = [(spot.lon, spot.lat) for spot in spots if spot.valid()]
            if known:
                yield _of_osm(dict(thing.tags), np.mean(known, axis=0))
    except (RuntimeError, osmium.InvalidLocationError) as error:
        raise AreaError(f"{path}: cannot be read as an OpenStreetMap extract: {error}") from None


def _corners(thing: object) -> list[Any]:
    """Return the locations of a way's nodes; none of a relation, whose points are not at hand."""
    return [node.location for node in getattr(thing, "nodes", ())]


def _of_osm(tags: Mapping[str, str], lonlat: Iterable[float]) -> Candidate:
    hours = tags.get("opening_hours", "")
    east, north = _in_metres(*lonlat)
    return Candidate(
        name=tags.get("name") or tags.get("operator") or UNNAMED, easting=east, northing=north,
        postcode=tags.get("addr:postcode", ""), source=OSM,
        notes=f"OpenStreetMap says opening_hours={hours}; not used" if hours else "",
    )  # fmt: skip


def _in_metres(lon: float, lat: float) -> tuple[float, float]:
    (point,) = moved(np.array([shapely.Point(lon, lat)], dtype=np.object_), DEGREES, CRS)
    return round(point.x), round(point.y)


def in_force(candidates: Iterable[Candidate], zones: np.ndarray) -> list[Candidate]:
    """Return the candidates with a point in or near the force's zones, one for each building, in name order.

    ``zones`` are polygons in metres. Of two within 150 metres the one found first counts.
    """
    tree = shapely.STRtree(zones)
    kept: list[Candidate] = []
    for candidate in candidates:
        point = shapely.Point(candidate.easting, candidate.northing)
        if shapely.is_empty(point) or not np.isfinite([point.x, point.y]).all():
            continue
        if not len(tree.query(point, predicate="dwithin", distance=OUTSIDE_METRES)):
            continue
        if all(_metres_between(candidate, other) > SAME_METRES for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda candidate: (candidate.name, candidate.easting, candidate.northing))


def _metres_between(first: Candidate, second: Candidate) -> float:
    return float(np.hypot(first.easting - second.easting, first.northing - second.northing))


def as_tables(candidates: Iterable[Candidate], known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows of ``sites.csv`` and ``hours.csv`` for candidates that are none of the ``known`` sites."""
    points = known[["easting", "northing"]].apply(pd.to_numeric, errors="coerce").to_numpy(float)
    ids, sites, hours = set(known["site_id"]), [], []
    for one in candidates:
        if len(points) and np.nanmin(np.hypot(*(points - (one.easting, one.northing)).T)) <= SAME_METRES:
            continue
        site_id = _id(one.name, ids)
        ids.add(site_id)
        at = (str(int(one.easting)), str(int(one.northing)))
        sites.append((site_id, one.name, "", *at, one.postcode, one.source, one.notes))
        hours.append((site_id, SINCE, "", CANDIDATE, f"named by {one.source}; no front counter until marked"))
    return pd.DataFrame(sites, columns=list(SITE_COLUMNS)), pd.DataFrame(hours, columns=list(HOURS_COLUMNS))


def _id(name: str, taken: set[str]) -> str:
    """Return an id of small letters, digits and hyphens that is not taken.

    >>> _id("St. Mary's Police Station", {"st-marys"})
    'st-marys-2'
    """
    plain = re.sub(r"\s*police (station|office)\s*$", "", name, flags=re.IGNORECASE).replace("'", "").lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "police"
    free = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(key for key in free if key not in taken)
