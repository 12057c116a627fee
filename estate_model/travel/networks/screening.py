"""The screening network of an area, as streets: its postcodes joined, places and counters linked to them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from estate_model.nouns import Floats, Integers, Profile, Seconds, Site
from estate_model.nouns.area import Area
from estate_model.nouns.estate import points_of
from estate_model.nouns.network import POSTCODES, Network, Travel
from estate_model.nouns.streets import Links, StreetGraph
from estate_model.travel.networks.linking import nearest_on_edges
from estate_model.travel.networks.postcode_factors import PostcodeFactors
from estate_model.travel.timetable.near import Footing, Standing
from estate_model.travel.timetable.served import Served
from estate_model.units import metres_per_second_from_kmh

if TYPE_CHECKING:
    from estate_model.travel.networks.postcode_network import PostcodeNetwork

LABEL = "Screening network (postcodes, no street data)"
METHOD = b"screening 2"  # raise it when the same area and sites would give other metres
CORNERS_NEAR = 8  # a counter stands on the nearest edge of those that meet at so many corners around it


@dataclass(frozen=True)
class Screening:
    """An area's postcodes joined, which depend on the area alone; nothing is built before it is needed."""

    area: Area
    travel: Travel

    @cached_property
    def factors(self) -> PostcodeFactors:
        """The calibrated factors."""
        return PostcodeFactors(**self.area.screening.factors)

    @cached_property
    def bank(self) -> Integers:
        """The side of the barrier of each place, 0 or 1."""
        side = self.area.places.table["side"]
        return np.asarray(side == max(side), dtype=np.int64)

    @cached_property
    def postcodes(self) -> PostcodeNetwork:
        """The network of the area's places."""
        from estate_model.travel.networks.postcode_network import postcode_network  # noqa: PLC0415 - SciPy

        return postcode_network(
            self.area.places.xy_metres, self.bank, _crossings(self.area), factors=self.factors
        )

    @cached_property
    def graph(self) -> StreetGraph:
        """The same as streets that are open both ways."""
        net, edges = self.postcodes, len(self.postcodes.tail)
        both = np.ones(edges, dtype=bool)
        return StreetGraph(
            mode="walk", crs=self.area.crs, source=LABEL, source_date="", xy_metres=net.xy_metres,
            tail=net.tail, head=net.head, metres=net.metres, kmh=np.full(edges, np.nan), forward=both,
            backward=both,
        )  # fmt: skip

    @cached_property
    def places(self) -> Links:
        """Where places stand: each at its own corner, a door away from it."""
        net = self.postcodes
        edge, at_head = np.zeros(len(net.xy_metres), dtype=np.int64), np.zeros(len(net.xy_metres))
        numbers = np.arange(len(net.tail))
        edge[net.head], at_head[net.head] = numbers, 1.0
        edge[net.tail], at_head[net.tail] = numbers, 0.0
        corner = net.corner_of
        return Links(
            ids=tuple(self.area.places.table.index.to_numpy(dtype=object)),
            edge=edge[corner],
            fraction=at_head[corner],
            connector_metres=np.full(len(corner), self.factors.door_metres),
        )

    def sites(self, sites: Sequence[Site]) -> Links:
        """Return where sites stand."""
        return self.standing([site.site_id for site in sites], points_of(sites))

    def standing(self, ids: Sequence[str], points: Floats) -> Links:
        """Return where points stand: at the nearest point of the network, on the side of the nearest place.

        The way there is walked metres of the straight line, and a door.
        """
        from scipy.spatial import cKDTree  # noqa: PLC0415

        net = self.postcodes
        side = self.bank[cKDTree(self.area.places.xy_metres).query(points)[1]]
        edge, (fraction, straight) = np.zeros(len(points), dtype=np.int64), np.zeros((2, len(points)))
        for bank in np.unique(side):
            here, corners = np.flatnonzero(side == bank), np.flatnonzero(net.bank == bank)
            near = cKDTree(net.xy_metres[corners]).query(points[here], k=min(CORNERS_NEAR, len(corners)))[1]
            dry = np.flatnonzero((net.bank[net.tail] == bank) & (net.bank[net.head] == bank))
            edges = _edges_at(net, dry, corners[near.reshape(len(here), -1)])
            edge[here], fraction[here], straight[here] = nearest_on_edges(self.graph, edges, points[here])
        return Links(
            ids=tuple(ids),
            edge=edge,
            fraction=fraction,
            connector_metres=self.factors.walked_metres(straight) + self.factors.door_metres,
        )

    @cached_property
    def served(self) -> Served:
        """The stops of the area's timetable."""
        footing = Footing(
            graph=lambda: self.graph,
            places=lambda: Standing(xy_metres=self.area.places.xy_metres, links=self.places),
            place=self.standing,
            key=[METHOD, *self.key],
        )
        return Served(timetable=self.travel.read_timetable(), footing=footing, remember=self.travel.remember)

    def seconds(self, sites: Sequence[Site], profile: Profile) -> Seconds:
        """Return whole seconds, shape (places, sites), at the profile's steady speed; ``inf`` = no way."""
        speed = np.float32(metres_per_second_from_kmh(profile.speed_kmh))
        seconds: Seconds = self.metres(sites) / speed
        return np.rint(seconds, out=seconds)

    def metres(self, sites: Sequence[Site]) -> Seconds:
        """Return walked metres, shape (places, sites), computed or remembered."""

        def compute() -> Seconds:
            from estate_model.travel.engine.search import metres_to_counters  # noqa: PLC0415

            return metres_to_counters(
                self.graph, self.places, self.sites(sites), progress=self.travel.progress
            )

        points = points_of(sites).astype("<f8").tobytes()
        if points not in self._known:  # walking and cycling share their metres
            self._known[points] = self.travel.remember([METHOD, *self.key, points], compute)
        return self._known[points]

    @cached_property
    def _known(self) -> dict[bytes, Seconds]:
        return {}

    @cached_property
    def key(self) -> list[bytes]:
        """What the network depends on: places, their sides, crossings and factors."""
        numbers = (self.area.places.xy_metres, self.bank, _crossings(self.area))
        factors = sorted(self.area.screening.factors.items())
        return [repr(factors).encode(), *(hashlib.sha256(array.tobytes()).digest() for array in numbers)]

    def network(self) -> Network:
        """Return what times on it rest on."""
        return Network(
            kind=POSTCODES,
            label=LABEL,
            error=self.area.screening.error,
            source=self.area.screening.source,
            facts={"places": len(self.area.places), "factors": dict(self.area.screening.factors)},
        )


def _edges_at(net: PostcodeNetwork, edges: Integers, corners: Integers) -> Integers:
    """Return those of some edges that meet at any corner of each row, in order; the last fills the row."""
    ends = np.concatenate([net.tail[edges], net.head[edges]])
    order = np.argsort(ends, kind="stable")
    first = np.searchsorted(ends[order], np.arange(len(net.xy_metres) + 1))
    count = np.diff(first)[corners]
    width = np.arange(count.max(initial=0))
    slots = first[corners][:, :, None] + np.minimum(width, count[:, :, None] - 1)
    met = np.concatenate([edges, edges])[order][np.minimum(slots, len(order) - 1)]
    met[count == 0] = np.iinfo(np.int64).max
    met = np.sort(met.reshape(len(corners), -1), axis=1)
    return np.where(met == np.iinfo(np.int64).max, met[:, :1], met)


def _crossings(area: Area) -> Floats:
    """Return both ends of each crossing, shape (crossings, 2, 2) in metres, the first side's end first."""
    table, first = area.crossings, min(area.places.table["side"])
    ends = np.stack([_points(area, "first"), _points(area, "second")], axis=1)
    swapped: Integers = np.flatnonzero(np.asarray(table["first_side"] != first, dtype=bool))
    ends[swapped] = ends[swapped, ::-1]
    return ends


def _points(area: Area, end: str) -> Floats:
    columns = [f"{end}_easting_metres", f"{end}_northing_metres"]
    return np.asarray(area.crossings[columns], dtype=np.float64).reshape(-1, 2)
