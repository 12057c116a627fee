"""The embedded default: the postcode network of an area, with its sites, as the noun ``Streets``."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from estate_model.nouns import Floats, Integers, Site
from estate_model.nouns.area import Area
from estate_model.nouns.streets import Streets
from estate_model.travel.networks.postcode_network import PostcodeFactors, postcode_network

LABEL = "Screening network (postcodes, no street data)"


def postcode_streets(area: Area, sites: tuple[Site, ...]) -> Streets:
    """Return the area's postcode network; a site stands on the side of the barrier of its nearest place.

    Raises
    ------
    ValueError
        When a calibrated factor is missing.

    """
    places = area.places
    points = np.array([(one.easting_metres, one.northing_metres) for one in sites]).reshape(-1, 2)
    names = sorted(set(places.table["side"]))
    bank = np.asarray(places.table["side"] == names[-1], dtype=np.int64)
    nearest = cKDTree(places.xy_metres).query(points)[1] if len(points) else np.empty(0, dtype=np.int64)
    network = postcode_network(
        np.vstack([places.xy_metres, points]),
        np.concatenate([bank, bank[nearest]]),
        _crossings(area, names),
        factors=PostcodeFactors(**area.screening.factors),
    )
    nodes = len(network.xy_metres)
    return Streets(
        xy_metres=network.xy_metres,
        arcs=csr_array((network.metres, (network.tail, network.head)), shape=(nodes, nodes)),
        n_places=len(places),
        site_ids=tuple(one.site_id for one in sites),
    )


def _crossings(area: Area, names: list[str]) -> Floats:
    """Return both ends of each crossing, shape (crossings, 2, 2) in metres, the first side's end first."""
    table = area.crossings
    ends = np.stack([_points(area, "first"), _points(area, "second")], axis=1)
    swapped: Integers = np.flatnonzero(np.asarray(table["first_side"] != names[0], dtype=bool))
    ends[swapped] = ends[swapped, ::-1]
    return ends


def _points(area: Area, end: str) -> Floats:
    columns = [f"{end}_easting_metres", f"{end}_northing_metres"]
    return np.asarray(area.crossings[columns], dtype=np.float64).reshape(-1, 2)
