"""Fetch the streets of a place from OpenStreetMap's Overpass service, through OSMnx's own downloader.

OSMnx asks (politely: it waits for a free slot, and again when the service is busy), stores every answer in
the cache folder and builds the graph; which way serves whom is decided by our own UK rules, so every way with
a ``highway`` tag is asked for. A fetch that was interrupted goes on where it stopped; a half-written answer
in the cache is taken away first. Nothing of OSMnx's settings, or of name look-up, is left changed.
"""

from __future__ import annotations

import copy
import hashlib
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import networkx as nx
import osmnx as ox
from pyproj import Transformer
from shapely import MultiPolygon, Polygon, to_wkb, transform

from estate_model.errors import AreaError
from estate_model.inputs.osm.street_graphs import DEGREES, Origin, street_graphs
from estate_model.inputs.osm.street_ways import StreetsRead, Wanted, Ways
from estate_model.inputs.osm.uk_barriers import NODE_TAGS
from estate_model.inputs.osm.uk_rules import WAY_TAGS
from estate_model.inputs.store.warned import reading

EVERY_WAY = '["highway"]'
BUSY = {429, 504}
MOST_TRIES = 10
WORDS_SHOWN = 300
BACKWARDS = {"-1", "reverse"}
UNDATED = "date not stated in the answer"


def fetch_place(place: str | Polygon | MultiPolygon, wanted: Wanted, *, cache: Path) -> StreetsRead:
    """Return a ``StreetGraph`` per wanted mode for a place, from Overpass or the cache.

    Parameters
    ----------
    place
        A name for OpenStreetMap's place search (``"London Borough of Merton, UK"``), or an outline in metres
        of ``wanted.crs``; streets that cross the outline are kept up to the first point beyond it. Give an
        outline some 2 km wider than the area, so that walks along its edge are not cut.
    wanted
        Modes, projected system, driving speeds and bounds.
    cache
        A folder; answers are kept in a folder of it named after the place.

    Raises
    ------
    AreaError
        If the place is not known, the service cannot be reached, stays busy or gives up half-way, or what
        came has no street that a mode may use.
    """
    if isinstance(place, str):
        words = place
        key = place.encode()
    else:
        words = "an outline of this area"
        key = to_wkb(place, byte_order=1) + wanted.crs.encode()
    folder = cache / hashlib.sha256(key).hexdigest()[:16]
    try:
        _drop_half_written(folder)
        with _osmnx(folder), reading(f"streets of {words}"):
            server = urlparse(ox.settings.overpass_url).netloc
            graph = _graph(place, wanted.crs)
    except AreaError:
        raise
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise AreaError(
            f"streets of {words}: OpenStreetMap did not give them: {str(error)[:WORDS_SHOWN]}\n"
            f"Check the name and the network, and try again: what came so far is kept in {folder}."
        ) from None
    origin = Origin(
        name=f"streets of {words}", source=f"OpenStreetMap, {words}, through {server}", date=_date(folder)
    )
    return street_graphs(_ways(graph, wanted), origin)


def _graph(place: str | Polygon | MultiPolygon, crs: str) -> nx.MultiDiGraph:
    """Return OSMnx's graph: one edge per piece of way, in the order of its nodes, tags kept."""
    how: dict[str, Any] = {"network_type": "all", "simplify": False, "retain_all": True}
    how |= {"truncate_by_edge": True, "custom_filter": EVERY_WAY}
    if isinstance(place, str):
        return ox.graph_from_place(place, **how)
    to_degrees = Transformer.from_crs(crs, DEGREES, always_xy=True).transform
    return ox.graph_from_polygon(transform(place, to_degrees, interleaved=False), **how)


def _ways(graph: nx.MultiDiGraph, wanted: Wanted) -> Ways:
    """Return every usable piece of way, and the barriers, of an OSMnx graph in degrees."""
    ways = Ways(wanted)
    place = {}
    for node, tags in graph.nodes(data=True):
        place[node] = (tags["x"], tags["y"])
        if "barrier" in tags:
            ways.bar(node, tags)
    for tail, head, tags in graph.edges(data=True):
        use = ways.use_of(tags)
        if use is None:
            continue
        # OSMnx turns such ways round; the tags speak of the order they were drawn in
        ends = (head, tail) if tags.get("oneway") in BACKWARDS else (tail, head)
        lons, lats = zip(*(place[node] for node in ends), strict=True)
        ways.add(use, ends, lons, lats)
    return ways


@contextmanager
def _osmnx(folder: Path) -> Iterator[None]:
    """Set OSMnx up for us, and put everything back afterwards."""
    names = ox.settings.__annotations__  # its settings alone, not what it imports
    before = {key: copy.deepcopy(getattr(ox.settings, key)) for key in names}
    look_up = socket.getaddrinfo
    try:
        ox.settings.use_cache, ox.settings.cache_folder = True, folder
        ox.settings.cache_only_mode, ox.settings.all_oneway = False, True
        ox.settings.default_crs, ox.settings.doh_url_template = DEGREES, None
        ox.settings.useful_tags_way, ox.settings.useful_tags_node = list(WAY_TAGS), list(NODE_TAGS)
        ox.settings.requests_kwargs = {**before["requests_kwargs"], "hooks": {"response": _watch()}}
        yield
    finally:
        for key, value in before.items():
            setattr(ox.settings, key, value)
        socket.getaddrinfo = look_up


def _watch() -> Callable[..., None]:
    """Return a look at every answer: OSMnx would take a half one, and wait for a busy service for ever."""
    busy = 0

    def look(response: Any, *_args: object, **_kwargs: object) -> None:  # noqa: ANN401 - requests has no types
        nonlocal busy
        host = urlparse(response.url).netloc
        if response.status_code in BUSY:
            busy += 1
            if busy > MOST_TRIES:
                raise AreaError(f"{host} stays busy; try again later: what came so far is kept")
        elif not response.ok:
            said = response.text[:WORDS_SHOWN]
            raise AreaError(f"{host} answered {response.status_code} {response.reason}: {said}")
        elif response.url.rstrip("/").endswith("interpreter"):
            answer = response.json()
            if isinstance(answer, dict) and "remark" in answer:
                raise AreaError(
                    f"{host} gave up half-way: {answer['remark']}; ask for a smaller place, or later"
                )

    return look


def _answers(folder: Path) -> Iterator[tuple[Path, object]]:
    """Return every answer in the cache folder; ``None`` for one that is not whole."""
    for path in sorted(folder.glob("*.json")):
        try:
            yield path, json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            yield path, None


def _drop_half_written(folder: Path) -> None:
    """Take away answers that a killed fetch left half-written."""
    for path, answer in _answers(folder):
        if answer is None:
            path.unlink()


def _date(folder: Path) -> str:
    """Return the date of the data in the answers (the oldest), as Overpass states it."""
    dates = [
        str(answer.get("osm3s", {}).get("timestamp_osm_base", ""))[:10]
        for _, answer in _answers(folder)
        if isinstance(answer, dict)
    ]
    return min(filter(None, dates), default=UNDATED)
