"""Parts of a screening network that no link joins to the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estate_model.nouns import Integers
from estate_model.travel.networks.postcode_network import parts_of
from estate_model.travel.networks.screening import Screening


@dataclass(frozen=True, kw_only=True)
class Apart:
    """A part of the network that no link joins to the largest: its places, by row, and residents."""

    places: Integers
    residents: float


def parts_apart(screening: Screening) -> tuple[Apart, ...]:
    """Return the parts with residents that no link joins to the largest, most residents first."""
    net, people = screening.postcodes, screening.area.places.people.sum(axis=1)
    part = parts_of(len(net.xy_metres), net.tail, net.head)[net.corner_of]
    living = np.bincount(part, weights=people)
    order = np.argsort(-living, kind="stable")[1:]
    return tuple(
        Apart(places=np.flatnonzero(part == one), residents=float(living[one]))
        for one in order
        if living[one] > 0
    )
