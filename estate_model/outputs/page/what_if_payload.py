"""What the reader may try, as JSON: counters, points, minutes, wards and postcodes."""

from __future__ import annotations

import zlib

import numpy as np

from estate_model.nouns.keeping import Keep
from estate_model.outputs.page.keeping import kept_json
from estate_model.outputs.page.matrix import (
    COARSE,
    GRID_METRES,
    LOOK_BACK,
    UNIT_SECONDS,
    Floats,
    Frame,
    make_frame,
    pack_matrix,
)
from estate_model.outputs.page.postcodes import pack_postcodes
from estate_model.outputs.page.streams import deltas, squeezed, varints
from estate_model.outputs.page.what_if import Choice, Points, Switch, Way, WhatIf, Zones

PEOPLE_PARTS = 4
MOST_SPREAD = 255
FULL = 65535
MATRIX, POSTCODES = (
    f"{name} 3, zlib {zlib.ZLIB_RUNTIME_VERSION}".encode() for name in ("matrix", "postcodes")
)
MINUTES_DECIMALS, SHARE_DECIMALS = 4, 6


def what_if_payload(what_if: WhatIf, keep: Keep) -> dict[str, object]:
    """Return what the page's script needs to work out other estates."""
    points, switches = what_if.points, what_if.switches
    sites = np.array([(one.easting_metres, one.northing_metres) for one in switches]).reshape(-1, 2)
    frame = make_frame(points.xy_metres, sites)
    by_timetable = {number for way in what_if.ways for number in way.by_moment}
    return {
        "unit_seconds": UNIT_SECONDS,
        "grid_metres": GRID_METRES,
        "look_back": LOOK_BACK,
        "people_parts": PEOPLE_PARTS,
        "count": len(points.people),
        "switches": [_switch(one) for one in switches],
        "sites": frame.sites.tolist(),
        "neighbours": frame.neighbours.tolist(),
        "points": _points(points, frame),
        "matrices": [
            _matrix(one, frame, COARSE if number in by_timetable else 1, keep)
            for number, one in enumerate(what_if.seconds)
        ],
        "ways": [_way(one) for one in what_if.ways],
        "zones": _zones(what_if.zones),
        "groups": what_if.group_labels,
        "offline": what_if.offline_groups,
        "moments": what_if.moments,
        "opening_at": what_if.opening_at,
        "minutes_needed": what_if.minutes_needed,
        "limits": what_if.limits_minutes,
        "headline_minutes": what_if.headline_minutes,
        "losing_minutes": what_if.losing_minutes,
        "totals": [[[_short(number) for number in row] for row in view] for view in what_if.totals],
        "postcodes": _postcodes(what_if, keep),
        "postcode_note": what_if.postcode_note,
        "area": what_if.area_name,
        "scenario_head": what_if.scenario_head,
        "presets": [{"title": one.title, "chosen": one.chosen} for one in what_if.presets],
    }


def _way(way: Way) -> dict[str, object]:
    own = {"by_moment": way.by_moment} if way.by_moment else {}
    return {"matrix": way.matrix, "factor": way.factor, "crowd": way.crowd, **own}


def _points(points: Points, frame: Frame) -> dict[str, str]:
    """Return where points are, in steps of the grid, and the people at each, in parts of a person."""
    spread = np.minimum(np.rint(points.spread_metres / GRID_METRES), MOST_SPREAD).astype(np.int64)
    people = np.rint(points.people * PEOPLE_PARTS).astype(np.int64)
    return {
        "x": squeezed(deltas(frame.points[:, 0])),
        "y": squeezed(deltas(frame.points[:, 1])),
        "cell": squeezed(deltas(points.cell)),
        "zone": squeezed(deltas(points.zone)),
        "people": squeezed(varints(people)),
        "spread": squeezed(varints(spread)),
    }


def _matrix(seconds: Floats, frame: Frame, coarse: int, keep: Keep) -> object:
    shape = repr((seconds.shape, coarse)).encode()
    causes = (MATRIX, shape, seconds.tobytes(), frame.points.tobytes(), frame.sites.tobytes())
    return kept_json(keep, causes, lambda: pack_matrix(seconds, frame, coarse))


def _postcodes(what_if: WhatIf, keep: Keep) -> object:
    codes, points = what_if.postcodes, what_if.postcode_points
    causes = (POSTCODES, "\n".join(codes).encode(), points.astype("<i8").tobytes())
    return kept_json(keep, causes, lambda: pack_postcodes(codes, points))


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, SHARE_DECIMALS if abs(number) <= 1 else MINUTES_DECIMALS)


def _switch(one: Switch) -> dict[str, object]:
    return {
        "id": one.site_id,
        "name": one.name,
        "borough": one.borough_name,
        "longitude": one.longitude,
        "latitude": one.latitude,
        "before": one.before,
        "before_words": one.before_words,
        "choices": [_choice(choice) for choice in one.choices],
        "start": one.start,
        "in_use": one.in_use,
    }


def _choice(one: Choice) -> dict[str, object]:
    return {
        "state": one.state, "words": one.words, "spells": one.spells, "change": one.change,
        "hours": one.hours, "line": one.line,
    }  # fmt: skip


def _zones(zones: Zones) -> dict[str, object]:
    boroughs = sorted(set(zones.ward_boroughs))
    return {
        "ward": squeezed(deltas(zones.ward)),
        "ward_names": zones.ward_names,
        "ward_boroughs": [boroughs.index(name) for name in zones.ward_boroughs],
        "boroughs": boroughs,
        "shares": [[_scaled(group) for group in crowd] for crowd in zones.shares],
    }


def _scaled(shares: Floats) -> dict[str, object]:
    most = float(shares.max(initial=0.0))
    steps = np.rint(shares / (most or 1.0) * FULL).astype("<u2")
    return {"most": most, "steps": squeezed(steps.tobytes())}
