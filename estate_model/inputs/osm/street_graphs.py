"""From collected ways to a ``StreetGraph`` per mode: projected, numbered along the ways, checked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError, ProjError

from estate_model.errors import AreaError
from estate_model.inputs.osm.street_ways import RULES, Box, StreetsRead, Wanted, Ways, mode_of
from estate_model.nouns import Booleans, Floats, Integers
from estate_model.nouns.streets import CENTIMETRES, StreetGraph, metres_between

DEGREES = "EPSG:4326"
MOST_DISTORTION = 0.001
SAMPLE = 5000
FIX_FILE = "check that it is the right file, or cut out the right part (osmium extract --bbox ...)"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where streets come from, for errors and for the graph: the file or address, a label and a date."""

    name: str
    source: str
    date: str


@dataclass(frozen=True, kw_only=True)
class _Pieces:
    """Straight pieces of all ways: node numbers at both ends, the way's rules, nodes in degrees and ids."""

    tail: Integers
    head: Integers
    use: Integers
    ids: Integers
    degrees: Floats


def street_graphs(ways: Ways, origin: Origin) -> StreetsRead:
    """Return a graph per mode; notes say how many limits and points could not be used.

    A point given twice running is dropped; two points on one spot are kept 1 cm apart, because dropping
    that piece would cut the street. At a barrier that stops a mode its graph is cut in two.

    Raise AreaError if no way may be used by some mode, the streets lie elsewhere than wanted or outside the
    projected system, or that system distorts lengths by 0.1% or more.
    """
    pieces, missing = _pieces(ways)
    if not len(pieces.tail):
        raise AreaError(f"{origin.name}: there are no streets in it that {_modes(ways)} may use; {FIX_FILE}")
    check_bounds(_box(pieces.degrees), ways.wanted, origin.name)
    centimetres = _projected(pieces, ways.wanted.crs, origin.name)
    graphs = {mode: _graph(mode, pieces, centimetres, ways, origin) for mode in ways.wanted.modes}
    notes = []
    if missing:
        notes.append(
            f"{missing:,} pieces of street lead to points that {origin.name} does not hold; left out"
        )
    if ways.unread_limits:
        notes.append(
            f"{ways.unread_limits:,} ways have a maxspeed that is no speed; their class's default is used"
        )
    return StreetsRead(graphs=graphs, notes=tuple(notes))


def check_bounds(degrees: Box, wanted: Wanted, name: str) -> None:
    """Raise AreaError unless a box in degrees (west, south, east, north) overlaps the wanted bounds."""
    if wanted.bounds_metres is None:
        return
    to_degrees = _transformer(wanted.crs, DEGREES, name)
    west, south, east, north = to_degrees.transform_bounds(*wanted.bounds_metres)
    if degrees[0] <= east and west <= degrees[2] and degrees[1] <= north and south <= degrees[3]:
        return
    raise AreaError(
        f"{name}: its streets lie elsewhere: longitude {degrees[0]:.3f} to {degrees[2]:.3f}, "
        f"latitude {degrees[1]:.3f} to {degrees[3]:.3f}; the area: longitude {west:.3f} to {east:.3f}, "
        f"latitude {south:.3f} to {north:.3f}. What to do: {FIX_FILE}."
    )


def _transformer(source: str, target: str, name: str) -> Transformer:
    """Return a transformer, x before y; raise AreaError for a system that is unknown."""
    try:
        return Transformer.from_crs(CRS.from_user_input(source), CRS.from_user_input(target), always_xy=True)
    except CRSError as error:
        raise AreaError(f"{name}: not a coordinate system: {source} or {target}: {error}") from None


def _modes(ways: Ways) -> str:
    """Return the modes in words."""
    return " or ".join(ways.wanted.modes)


def _box(degrees: Floats) -> Box:
    """Return west, south, east, north of points."""
    (west, south), (east, north) = degrees.min(axis=0), degrees.max(axis=0)
    return float(west), float(south), float(east), float(north)


def _pieces(ways: Ways) -> tuple[_Pieces, int]:
    """Cut ways into straight pieces between points in the file; also count pieces to points it lacks."""
    refs = np.frombuffer(ways.refs, dtype=np.int64) if ways.refs else np.empty(0, dtype=np.int64)
    points = np.column_stack([np.array(ways.lons), np.array(ways.lats)]).reshape(-1, 2)
    counts, uses = np.array(ways.counts, dtype=np.int64), np.array(ways.uses, dtype=np.int64)
    way = np.repeat(np.arange(len(counts)), counts)
    known = np.isfinite(points).all(axis=1)
    ids, first, number = np.unique(refs[known], return_index=True, return_inverse=True)
    numbers = np.full(len(refs), -1, dtype=np.int64)
    numbers[known] = number
    along = (way[:-1] == way[1:]) & (refs[:-1] != refs[1:])
    whole = along & known[:-1] & known[1:]
    pieces = _Pieces(
        tail=numbers[:-1][whole],
        head=numbers[1:][whole],
        use=uses[way[:-1][whole]] if len(way) else uses,
        ids=ids,
        degrees=points[known][first],
    )
    return pieces, int(along.sum() - whole.sum())


def _projected(pieces: _Pieces, crs: str, name: str) -> Integers:
    """Return the nodes in whole centimetres of ``crs``; raise AreaError where that cannot be relied on."""
    system = _transformer(DEGREES, crs, name)
    try:
        x, y = system.transform(pieces.degrees[:, 0], pieces.degrees[:, 1], errcheck=False)
    except ProjError as error:  # pragma: no cover - errcheck=False gives inf instead
        raise AreaError(f"{name}: cannot be projected to {crs}: {error}") from None
    xy = np.column_stack([x, y])
    if not np.isfinite(xy).all():
        raise AreaError(f"{name}: some streets lie outside what {crs} can show. What to do: {FIX_FILE}.")
    step = -(-len(pieces.tail) // SAMPLE)
    tail, head = pieces.tail[::step], pieces.head[::step]
    a, b = pieces.degrees[tail], pieces.degrees[head]
    true = Geod(ellps="WGS84").inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])[2].sum()
    off = np.hypot(*(xy[head] - xy[tail]).T).sum() / true - 1 if true > 0 else 0.0
    if abs(off) >= MOST_DISTORTION:
        raise AreaError(
            f"{name}: lengths in {crs} are {off:+.2%} off the true ones; use a projected system in metres "
            "that is made for this place (EPSG:27700 in Great Britain)"
        )
    centimetres: Integers = np.rint(xy * CENTIMETRES).astype(np.int64)
    return centimetres


def _graph(mode: str, pieces: _Pieces, centimetres: Integers, ways: Ways, origin: Origin) -> StreetGraph:
    """Return one mode's graph, its nodes numbered as they come along the ways."""
    column = ways.wanted.modes.index(mode)
    rules = [rules[column] for rules in ways.rules]
    forward, backward = (np.array([rule[i] for rule in rules], dtype=np.bool_)[pieces.use] for i in (0, 1))
    kmh = np.array([rule[2] for rule in rules], dtype=np.float64)[pieces.use]
    open_ = forward | backward
    if not open_.any():
        raise AreaError(f"{origin.name}: there are no streets in it that {mode} may use; {FIX_FILE}")
    barred = np.isin(pieces.ids, np.array(ways.barred[mode], dtype=np.int64))
    ends = np.column_stack([pieces.tail[open_], pieces.head[open_]])
    ends, node = _renumbered(ends, barred)
    tail, head = ends[:, 0].copy(), ends[:, 1].copy()
    own = centimetres[node]
    return StreetGraph(
        mode=mode_of(mode),
        crs=ways.wanted.crs,
        source=f"{origin.source}; {RULES[mode]}",
        source_date=origin.date,
        xy_metres=own / CENTIMETRES,
        tail=tail,
        head=head,
        metres=metres_between(own, tail, head),
        kmh=kmh[open_],
        forward=forward[open_],
        backward=backward[open_],
    )


def _renumbered(ends: Integers, barred: Booleans) -> tuple[Integers, Integers]:
    """Number nodes by first appearance, a barred one anew each time; return ends and the old numbers."""
    flat = ends.ravel().copy()
    cut = np.flatnonzero(barred[flat])
    old = flat.copy()
    flat[cut] = len(barred) + np.arange(len(cut))
    _, first, number = np.unique(flat, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[number].reshape(-1, 2), old[first[order]]
