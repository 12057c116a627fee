"""How fast one drives: a street's own speed, delayed, and no faster than traffic was measured there."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from estate_model.nouns import Floats, Profile
from estate_model.nouns.area import Area
from estate_model.nouns.streets import StreetGraph
from estate_model.nouns.zones import TRAFFIC


def driven_kmh(graph: StreetGraph, profile: Profile, area: Area) -> Floats:
    """Return the speed of each edge (km/h): its own over the delay factor, at most that of traffic there.

    An edge lies in the zone of the place nearest to its middle. Without measured traffic, only the delay
    counts; ``nan`` stays where the profile's own speed counts and no traffic was measured.
    """
    own = graph.kmh / profile.delay_factor
    if not profile.traffic_kmh:
        return own
    middle = (graph.xy_metres[graph.tail] + graph.xy_metres[graph.head]) / 2
    _, nearest = cKDTree(area.places.xy_metres).query(middle)
    most = traffic_of_places(profile, area)[nearest]
    return np.where(np.isfinite(most), np.fmin(own, most), own)


def traffic_of_places(profile: Profile, area: Area) -> Floats:
    """Return how fast traffic goes at each place (km/h); ``inf`` where it was not measured."""
    kmh = area.zones[TRAFFIC].map(dict(profile.traffic_kmh)).fillna(np.inf).to_numpy(dtype=np.float64)
    return np.asarray(kmh[area.place_zone])
