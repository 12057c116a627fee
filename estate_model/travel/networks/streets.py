"""The real streets of an area: each mode's places linked once, and what times on them rest on."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from estate_model.nouns import Booleans, Floats, Profile, Seconds, Site
from estate_model.nouns.area import Area
from estate_model.nouns.estate import points_of
from estate_model.nouns.network import OSM, Network, Travel
from estate_model.nouns.streets import (
    FAR_METRES,
    LEFT_OUT_METRES,
    Links,
    StreetFile,
    StreetGraph,
    StreetLevel,
    left_out_words,
)
from estate_model.travel.engine.search import Pace, seconds_to_counters
from estate_model.travel.networks.linking import link
from estate_model.travel.networks.traffic import driven_kmh, traffic_of_places
from estate_model.travel.timetable.near import Footing, Standing
from estate_model.travel.timetable.served import Served
from estate_model.units import METRES_PER_KILOMETRE

WALK = "walk"
ATTRIBUTION = "Streets © OpenStreetMap contributors, Open Database License (ODbL) 1.0."
METHOD = 4  # raise it when the same streets, places and sites would give other seconds
DECIMETRES = 10


@dataclass(frozen=True)
class Streets:
    """An area's real streets, by mode."""

    area: Area
    travel: Travel
    level: StreetLevel

    @cached_property
    def modes(self) -> dict[str, OneMode]:
        """Each mode that has been travelled by."""
        return {}

    def seconds(self, sites: Sequence[Site], profile: Profile) -> Seconds:
        """Return whole seconds, shape (places, sites); ``inf`` = no way.

        Raises
        ------
        AreaError
            When a place or a site lies more than 5 km from every street of the mode.
        """
        walking = self.area.profiles.get(WALK, profile)
        pace = Pace.of(profile, walking.speed_kmh)
        return self._mode(profile.mode).seconds(sites, pace, profile)

    def _mode(self, name: str) -> OneMode:
        return self.modes.setdefault(name, OneMode(self.area, self.travel, self.level, name))

    def served(self, kmh: float) -> Served:
        """Return the stops of the area's timetable, on the streets, for those who walk at a speed."""
        if kmh not in self._served:
            mode = self._mode(WALK)
            footing = Footing(
                graph=lambda: mode.graph,
                places=lambda: Standing(xy_metres=self.area.places.xy_metres, links=mode.places),
                place=lambda ids, points: link(mode.graph, ids, points, lost_metres=math.inf),
                key=mode.key,
            )
            table, remember = self.travel.read_timetable(), self.travel.remember
            self._served[kmh] = Served(timetable=table, footing=footing, remember=remember, kmh=kmh)
        return self._served[kmh]

    @cached_property
    def _served(self) -> dict[float, Served]:
        return {}

    def network(self) -> Network:
        """Return what times rest on: the day of the streets, and who lives far from them."""
        files = {key: mode.file for key, mode in self.modes.items()}
        connectors = {key: mode.connectors() for key, mode in self.modes.items()}
        return _network(self.area, files, connectors)


@dataclass(frozen=True)
class OneMode:
    """Ways from every place of an area, for one mode; no streets are read before they are needed."""

    area: Area
    travel: Travel
    level: StreetLevel
    mode: str

    @property
    def file(self) -> StreetFile:
        """The mode's streets on disk."""
        return self.level.files[self.mode]

    @cached_property
    def graph(self) -> StreetGraph:
        """The mode's streets."""
        return self.level.load(self.mode)

    @cached_property
    def places(self) -> Links:
        """Where places stand on the streets."""
        return link(self.graph, list(self.area.places.table.index), self.area.places.xy_metres)

    @cached_property
    def key(self) -> list[bytes]:
        """What everything below depends on: the method, the streets and the places."""
        places = self.area.places
        return [
            f"{METHOD} {self.mode} {self.file.sha256}".encode(),
            hashlib.sha256("\n".join(places.table.index).encode()).digest(),
            hashlib.sha256(places.xy_metres.astype("<f8").tobytes()).digest(),
        ]

    def connectors(self) -> Floats:
        """Return metres from each place to its street, to the decimetre, shape (places,)."""

        def compute() -> Seconds:
            return np.rint(self.places.connector_metres * DECIMETRES).astype(np.float32)[:, None]

        whole = self.travel.remember([b"connectors", *self.key], compute)[:, 0]
        return whole.astype(np.float64) / DECIMETRES

    def seconds(self, sites: Sequence[Site], pace: Pace, profile: Profile) -> Seconds:
        """Return whole seconds, shape (places, sites), computed or remembered."""
        points = points_of(sites)

        def compute() -> Seconds:
            slowed = replace(self.graph, kmh=driven_kmh(self.graph, profile, self.area))
            doors = link(slowed, [site.site_id for site in sites], points)
            return seconds_to_counters(slowed, self.places, doors, pace, progress=self.travel.progress)

        causes = [
            f"{pace.kmh!r} {pace.connector_kmh!r} {profile.delay_factor!r}".encode(),
            *([traffic_of_places(profile, self.area).tobytes()] if profile.traffic_kmh else []),
            points.astype("<f8").tobytes(),
        ]
        return self.travel.remember([b"seconds", *causes, *self.key], compute)


def _network(area: Area, files: Mapping[str, StreetFile], connectors: Mapping[str, Floats]) -> Network:
    """Return what the times rest on: the day of the streets, and who lives far from them."""
    people = area.places.people.sum(axis=1)
    dates = " and ".join(sorted({file.source_date for file in files.values()}))
    when = f"as mapped on {dates}" if dates[:1].isdigit() else f"as mapped ({dates})"
    far = {mode: metres > FAR_METRES for mode, metres in connectors.items()}
    facts = {
        mode: {
            "source_date": file.source_date,
            "sha256": file.sha256,
            "nodes": file.nodes,
            "edges": file.edges,
            f"places_over_{FAR_METRES:.0f}_m_from_a_street": int(far[mode].sum()),
            f"residents_over_{FAR_METRES:.0f}_m_from_a_street": round(float(people[far[mode]].sum())),
            f"places_over_{LEFT_OUT_METRES:.0f}_m_from_their_own_street": file.coverage.left_out_places,
            f"residents_over_{LEFT_OUT_METRES:.0f}_m_from_their_own_street": file.coverage.left_out_residents,
            "most_metres_farther_than_their_own_street": file.coverage.left_out_metres,
            "farthest_place": str(area.places.table.index[int(connectors[mode].argmax())]),
            "farthest_place_metres_from_a_street": round(float(connectors[mode].max())),
        }
        for mode, file in files.items()
    }
    return Network(
        kind=OSM,
        label=f"Street-level network (OpenStreetMap, {dates})",
        error=_reliance(people, far, connectors) + _left_out(files),
        source=f"Streets {when}: ways opened, closed or mapped since are not in them.",
        facts=facts,
        attribution=(ATTRIBUTION,),
        provenance=tuple(file.provenance for file in files.values()),
    )


def _left_out(files: Mapping[str, StreetFile]) -> str:
    """Say whose own nearest street was left out, of the mode with most of them, if anybody's was."""
    worst = max((file.coverage for file in files.values()), key=lambda coverage: coverage.left_out_residents)
    return f" {left_out_words(worst)}." if worst.left_out_places else ""


def _reliance(people: Floats, far: Mapping[str, Booleans], connectors: Mapping[str, Floats]) -> str:
    """Say in one sentence how places were linked, and how many lie far from a street."""
    mode = max(far, key=lambda name: (float(people[far[name]].sum()), int(far[name].sum())))
    begin = "Journeys follow streets and paths that the traveller may use, from the nearest point of one"
    if not far[mode].any():
        return f"{begin}; every postcode lies within {FAR_METRES:.0f} m of a street."
    residents = round(float(people[far[mode]].sum()), -1)
    farthest = float(connectors[mode].max()) / METRES_PER_KILOMETRE
    return (
        f"{begin}; postcodes over {FAR_METRES:.0f} m from a street "
        f"({int(far[mode].sum()):,} of them, {residents:,.0f} residents, at most {farthest:.1f} km) are "
        "joined to it by a straight line, which is counted."
    )
