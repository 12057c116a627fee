"""Read streets from a graph that somebody saved with OSMnx (``ox.save_graphml``). Never a pickle.

A saved graph holds one edge per direction, its ways merged and tags reduced to what was then kept; directions
are taken from the edges, permission from the tags that are left, under our own UK rules. Where merged ways
differ (``highway`` is a list), all of them must be open, and the slowest speed counts. The bends of an edge
become nodes of their own.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import networkx as nx
import numpy as np
import osmnx as ox
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from estate_model.errors import AreaError
from estate_model.inputs.osm.street_graphs import DEGREES, Origin, street_graphs
from estate_model.inputs.osm.street_ways import StreetsRead, Wanted, Ways
from estate_model.inputs.osm.uk_rules import ON_FOOT, WAY_TAGS

DOCTYPES = ("<!doctype", "<!entity")
WALKERS_ONLY = ON_FOOT | {"steps", "cycleway"}
UNDATED = "date not stated in the file"
DIGITS = 7
WORLD = (180.0, 90.0)
Point = tuple[float, float]
Path_ = tuple[Point, ...]


def read_graphml(path: Path, wanted: Wanted) -> StreetsRead:
    """Return a ``StreetGraph`` per wanted mode from a graph saved by OSMnx.

    Raise AreaError if the file is missing, is not a GraphML of OSMnx, declares entities, lacks ``crs``,
    ``x``, ``y`` or ``highway``, or has coordinates that its ``crs`` does not know; or no street that a mode
    may use.
    """
    graph = _load(path)
    _to_degrees(graph, path)
    ways = Ways(wanted)
    drawn = _drawn_once(graph)
    number: dict[object, int] = {}
    for (ends, points), (tags, directions) in drawn.items():
        use = ways.use_of_all(_variants(tags, directions))
        if use is None:
            continue
        keys = [ends[0], *((ends, point) for point in points[1:-1]), ends[1]]
        refs = [number.setdefault(key, len(number)) for key in keys]
        lons, lats = zip(*points, strict=True)
        ways.add(use, refs, lons, lats)
    origin = Origin(
        name=str(path),
        source=f"OpenStreetMap, graph {path.name} saved by {graph.graph.get('created_with', 'OSMnx')}",
        date=str(graph.graph.get("created_date", ""))[:10] or UNDATED,
    )
    read = street_graphs(ways, origin)
    return StreetsRead(graphs=read.graphs, notes=(*read.notes, *_warnings(graph, wanted, path)))


def _load(path: Path) -> nx.MultiDiGraph:
    """Return the saved graph; raise AreaError for whatever is wrong with the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AreaError(f"{path}: there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise AreaError(f"{path}: cannot be read as GraphML (UTF-8 text): {error}") from None
    folded = text.casefold()
    if any(word in folded for word in DOCTYPES):
        raise AreaError(f"{path}: declares XML entities or a document type; a graph saved by OSMnx has none")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            graph = ox.load_graphml(graphml_str=text)
        lacking = [key for key in ("x", "y") if any(key not in tags for _, tags in graph.nodes(data=True))]
        if not any("highway" in tags for _, _, tags in graph.edges(data=True)):
            lacking.append("highway")
        if "crs" not in graph.graph:
            lacking.append("crs")
    except (
        *(ParseError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError),
        *(nx.NetworkXError, ShapelyError, Warning),
    ) as error:
        said = f"{type(error).__name__}: {str(error)[:200]}"
        raise AreaError(f"{path}: not a graph saved by OSMnx (ox.save_graphml): {said}") from None
    if lacking:
        raise AreaError(f"{path}: the graph lacks {', '.join(lacking)}; save it again with ox.save_graphml")
    return graph


def _to_degrees(graph: nx.MultiDiGraph, path: Path) -> None:
    """Give nodes their ``place`` and edges their bends in degrees; raise AreaError outside the earth."""
    try:
        system = Transformer.from_crs(graph.graph["crs"], DEGREES, always_xy=True)
    except CRSError as error:
        raise AreaError(f"{path}: its crs is not a coordinate system: {error}") from None
    for _, tags in graph.nodes(data=True):
        tags["place"] = _degrees(system, [(tags["x"], tags["y"])])[0]
    for _, _, tags in graph.edges(data=True):
        bends = list(tags["geometry"].coords)[1:-1] if "geometry" in tags else []
        tags["bends"] = _degrees(system, bends)
    places = np.array([place for _, place in graph.nodes(data="place")]).reshape(-1, 2)
    xy = np.array([(tags["x"], tags["y"]) for _, tags in graph.nodes(data=True)]).reshape(-1, 2)
    on_earth = np.isfinite(places).all() and (np.abs(places) <= WORLD).all()
    degrees_called_metres = CRS(graph.graph["crs"]).is_projected and (np.abs(xy) <= WORLD).all()
    if not on_earth or degrees_called_metres:
        raise AreaError(
            f"{path}: coordinates do not fit its crs {graph.graph['crs']}: x {xy[:, 0].min():,.1f} to "
            f"{xy[:, 0].max():,.1f}, y {xy[:, 1].min():,.1f} to {xy[:, 1].max():,.1f}"
        )


def _degrees(system: Transformer, points: list[Point]) -> list[Point]:
    """Return points in degrees, to 1 cm."""
    if not points:
        return []
    lons, lats = system.transform([x for x, _ in points], [y for _, y in points])
    return [(round(lon, DIGITS), round(lat, DIGITS)) for lon, lat in zip(lons, lats, strict=True)]


def _drawn_once(
    graph: nx.MultiDiGraph,
) -> dict[tuple[tuple[object, object], Path_], tuple[Mapping[str, Any], set[str]]]:
    """Return each drawn street once: (ends, points) -> its tags and the directions its edges have."""
    drawn: dict[tuple[tuple[object, object], Path_], tuple[Mapping[str, Any], set[str]]] = {}
    for tail, head, tags in graph.edges(data=True):
        points = (graph.nodes[tail]["place"], *tags["bends"], graph.nodes[head]["place"])
        key, direction = ((tail, head), points), "forward"
        if (points[::-1], str(head)) < (points, str(tail)):
            key, direction = ((head, tail), points[::-1]), "backward"
        drawn.setdefault(key, (tags, set()))[1].add(direction)
    return drawn


def _variants(tags: Mapping[str, Any], directions: set[str]) -> Iterator[dict[str, str]]:
    """Return the tags of each way merged into an edge, one list at a time, with the edges' direction."""
    oneway = "no" if len(directions) > 1 else {"forward": "yes", "backward": "-1"}[next(iter(directions))]
    lists = {
        key: tags[key] if isinstance(tags[key], list) else [tags[key]] for key in WAY_TAGS if key in tags
    }
    first = {key: str(values[0]) for key, values in lists.items() if values} | {"oneway": oneway}
    yield first
    for key, values in lists.items():
        if key != "oneway":
            yield from ({**first, key: str(value)} for value in values[1:])


def _warnings(graph: nx.MultiDiGraph, wanted: Wanted, path: Path) -> Iterator[str]:
    """Say so when walkers or cyclists are asked to use a graph that was saved for cars."""
    kinds = {str(tags.get("highway")) for _, _, tags in graph.edges(data=True)}
    if not kinds & WALKERS_ONLY and set(wanted.modes) - {"drive"}:
        yield f"{path}: has no path, footway, steps or cycleway: saved for cars? walks will come out too long"
