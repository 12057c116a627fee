"""The screening network of an area, as streets: its postcodes joined, places and counters linked to them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from estate_model.errors import AreaError
from estate_model.nouns import Floats, Integers, Profile, Seconds, Site
from estate_model.nouns.area import Area
from estate_model.nouns.estate import points_of
from estate_model.nouns.network import DRIVE, ON_SCREENING, POSTCODES, Network, Travel
from estate_model.nouns.streets import Links, StreetGraph
from estate_model.nouns.zones import GROUND
from estate_model.travel.networks.land import Land, LandLinks
from estate_model.travel.networks.linking import nearest_on_edges
from estate_model.travel.networks.postcode_factors import PostcodeFactors
from estate_model.travel.timetable.near import Footing, Standing
from estate_model.travel.timetable.served import Served
from estate_model.units import SECONDS_PER_MINUTE, metres_per_second_from_kmh

if TYPE_CHECKING:
    from estate_model.travel.networks.postcode_network import PostcodeNetwork

LABEL = "Screening network (postcodes, no street data)"
METHOD = b"screening 3"  # raise it when the same area and sites would give other metres
WALKED_KMH = 4.8
ENDS = ("from", "to")
CORNERS_NEAR = 8  # a counter stands on the nearest edge of those that meet at so many corners around it


@dataclass(frozen=True)
class Screening:
    """An area's postcodes joined, which depend on the area alone; nothing is built before it is needed.

    A link that takes so many minutes, as a ferry does, is as far as one goes in them at ``kmh``.
    """

    area: Area
    travel: Travel
    kmh: float = WALKED_KMH

    @cached_property
    def factors(self) -> PostcodeFactors:
        """The calibrated factors."""
        return PostcodeFactors(**self.area.screening.factors)

    @cached_property
    def land(self) -> Integers:
        """A number for the named piece of land of each place."""
        return np.asarray(self.area.places.table["land"].cat.codes, dtype=np.int64)

    @cached_property
    def postcodes(self) -> PostcodeNetwork:
        """The network of the area's places, made or kept from another run."""
        from estate_model.travel.networks.postcode_network import PostcodeNetwork, postcode_network  # noqa: PLC0415

        def make() -> bytes:
            land = Land(piece=self.land, links=self.links, shore=self.area.shore)
            xy, beyond = self.area.places.xy_metres, self.beyond
            return postcode_network(xy, land, factors=self.factors, beyond=beyond).to_bytes()

        return PostcodeNetwork.from_bytes(self.travel.keep([b"network", METHOD, *self.key], make))

    @cached_property
    def beyond(self) -> Floats | None:
        """Each place's own factor for the long part of a step; ``None`` where ground is not told apart."""
        area, grounds = self.area, self.area.screening.grounds
        if area.screening_measured or GROUND not in area.zones:
            return None
        usual = self.factors.walked_per_straight_metre_beyond
        own = {name: one.beyond for name, one in grounds.items() if one.beyond is not None}
        by_zone = area.zones[GROUND].map(own).fillna(usual).to_numpy(dtype=np.float64)
        return np.asarray(by_zone[area.place_zone])

    @cached_property
    def links(self) -> LandLinks:
        """The area's links between pieces of land."""
        table, named = self.area.links, self.area.places.table["land"].cat.categories
        ends = [[f"{end}_{part}_metres" for part in ("easting", "northing")] for end in ENDS]
        per_minute = metres_per_second_from_kmh(self.kmh) * SECONDS_PER_MINUTE
        return LandLinks(
            ends_metres=np.stack([table[end].to_numpy(dtype=np.float64) for end in ends], axis=1),
            lands=np.stack([named.get_indexer(table[f"{end}_land"]) for end in ENDS], axis=1),
            metres=table["metres"].fillna(table["minutes"] * per_minute).to_numpy(dtype=np.float64),
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
        """Return where points stand: at the network's nearest point on the nearest place's piece of land.

        The way there is walked metres of the straight line, and a door.
        """
        from scipy.spatial import cKDTree  # noqa: PLC0415

        net = self.postcodes
        home = cKDTree(self.area.places.xy_metres).query(points)[1]
        piece = net.piece[net.corner_of[home]]
        edge, (fraction, straight) = np.zeros(len(points), dtype=np.int64), np.zeros((2, len(points)))
        for one in np.unique(piece):
            here, corners = np.flatnonzero(piece == one), np.flatnonzero(net.piece == one)
            near = cKDTree(net.xy_metres[corners]).query(points[here], k=min(CORNERS_NEAR, len(corners)))[1]
            dry = np.flatnonzero((net.piece[net.tail] == one) & (net.piece[net.head] == one))
            edges = _edges_at(net, dry, corners[near.reshape(len(here), -1)])
            edge[here], fraction[here], straight[here] = nearest_on_edges(self.graph, edges, points[here])
        return Links(
            ids=tuple(ids),
            edge=edge,
            fraction=fraction,
            connector_metres=self.factors.walked_metres(straight) + self.factors.door_metres,
        )

    def served(self, kmh: float) -> Served:
        """Return the stops of the area's timetable, for those who walk at a speed."""
        if kmh not in self._served:
            ground = self._at(kmh)
            footing = Footing(
                graph=lambda: ground.graph,
                places=lambda: Standing(xy_metres=self.area.places.xy_metres, links=ground.places),
                place=ground.standing,
                key=[METHOD, *ground.key],
            )
            table, remember = self.travel.read_timetable(), self.travel.remember
            self._served[kmh] = Served(timetable=table, footing=footing, remember=remember, kmh=kmh)
        return self._served[kmh]

    @cached_property
    def _served(self) -> dict[float, Served]:
        return {}

    def _at(self, kmh: float) -> Screening:
        """Return the network at a speed: only links that take minutes depend on it."""
        depends = self.kmh != kmh and self.area.links["minutes"].notna().any()
        return replace(self, kmh=kmh) if depends else self

    def seconds(self, sites: Sequence[Site], profile: Profile) -> Seconds:
        """Return whole seconds, shape (places, sites), at the profile's steady speed; ``inf`` = no way.

        Raises
        ------
        AreaError
            When the profile drives, which was not measured here.
        """
        if profile.mode == DRIVE:
            return self._driven(sites, profile.delay_factor)
        ground = self._at(profile.speed_kmh)
        if ground is not self:
            return ground.seconds(sites, profile)
        speed = np.float32(metres_per_second_from_kmh(profile.speed_kmh))
        seconds: Seconds = self.metres(sites) / speed
        return np.rint(seconds, out=seconds)

    def _driven(self, sites: Sequence[Site], delay_factor: float) -> Seconds:
        if self.area.driving is None:
            raise AreaError(f"{self.area.name}: {ON_SCREENING}")
        found = self.area.driving.seconds(self.metres(sites), delay_factor)
        return np.rint(found).astype(np.float32, copy=False)

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
        """What the network depends on: places, the land they stand on, links and factors."""
        links, shore = self.links, self.area.shore
        numbers = (self.area.places.xy_metres, self.land, links.ends_metres, links.lands, links.metres)
        factors = sorted(self.area.screening.factors.items())
        parts = [*(array.tobytes() for array in numbers), b"" if shore is None else shore.wkb]
        parts.append(b"" if self.beyond is None else self.beyond.tobytes())
        return [repr(factors).encode(), *(hashlib.sha256(part).digest() for part in parts)]

    def network(self) -> Network:
        """Return what times on it rest on."""
        return Network(
            kind=POSTCODES,
            label=LABEL,
            ground=self.area.ground.name,
            error=self.area.ground.error,
            source=self.area.ground.source,
            facts={
                "places": len(self.area.places),
                "factors": dict(self.area.screening.factors),
                "ground": self.area.ground.name,
            },
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
