"""Travel times along real streets: each mode's places and counters linked once, each profile searched once.

All buildings the area knows are searched together, whatever a scenario opens or closes, so one matrix
answers every scenario; a building that only a scenario has (a new counter, a move) is searched beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from estate_model.nouns import Booleans, Floats, Profile, Seconds, Site, TravelTimes
from estate_model.nouns.area import Area
from estate_model.nouns.network import OSM, Network, Travel
from estate_model.nouns.streets import StreetFile, StreetGraph
from estate_model.travel.engine.search import Pace, seconds_to_counters
from estate_model.travel.networks.linking import FAR_METRES, Links, link
from estate_model.units import METRES_PER_KILOMETRE

WALK = "walk"
ATTRIBUTION = "Streets © OpenStreetMap contributors, Open Database License (ODbL) 1.0."
METHOD = 3  # raise it when the same streets, places and sites would give other seconds
DECIMETRES = 10


def times_on_streets(
    area: Area, sites: Sequence[Site], profiles: Sequence[Profile], travel: Travel
) -> tuple[Network, Mapping[str, TravelTimes]]:
    """Return the network used, and whole seconds from every place to every site by profile id.

    Raises
    ------
    AreaError
        When a place or a site lies more than 5 km from every street of a mode.
    """
    recorded = tuple(area.buildings[key] for key in sorted(area.buildings))
    others = tuple(site for site in sites if _moved(site, area.buildings.get(site.site_id)))
    parts = [part for part in (recorded, others) if part]
    last = {site.site_id: column for column, site in enumerate((*recorded, *others))}
    wanted = tuple(sorted(site.site_id for site in sites))
    columns = [last[key] for key in wanted]
    modes = {mode: _Mode(area, travel, mode) for mode in dict.fromkeys(one.mode for one in profiles)}
    walking = area.profiles.get(WALK, profiles[0])
    times = {}
    for profile in profiles:
        pace, mode = Pace.of(profile, walking.speed_kmh), modes[profile.mode]
        seconds = np.hstack([mode.seconds(part, pace, profile.delay_factor) for part in parts])[:, columns]
        times[profile.profile_id] = TravelTimes(profile=profile, site_ids=wanted, seconds=seconds)
    return _network(
        area,
        {key: mode.file for key, mode in modes.items()},
        {key: mode.connectors() for key, mode in modes.items()},
    ), times


def _moved(site: Site, recorded: Site | None) -> bool:
    """Whether the area knows no such building at that point."""
    if recorded is None:
        return True
    here, there = ((one.easting_metres, one.northing_metres) for one in (site, recorded))
    return here != there


class _Mode:
    """Ways from every place of an area, for one mode; no streets are read before they are needed."""

    def __init__(self, area: Area, travel: Travel, mode: str) -> None:
        """Keep what was given; read nothing."""
        if travel.streets is None:
            raise ValueError("there are no streets to travel on")
        self.area, self.travel, self.mode = area, travel, mode
        self.streets = travel.streets
        self.file = travel.streets.files[mode]

    @cached_property
    def graph(self) -> StreetGraph:
        """The mode's streets."""
        return self.streets.load(self.mode)

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

    def seconds(self, sites: Sequence[Site], pace: Pace, delay_factor: float) -> Seconds:
        """Return whole seconds, shape (places, sites), computed or remembered."""
        points = np.array([(site.easting_metres, site.northing_metres) for site in sites], dtype=np.float64)

        def compute() -> Seconds:
            slowed = replace(self.graph, kmh=self.graph.kmh / delay_factor)
            doors = link(slowed, [site.site_id for site in sites], points)
            return seconds_to_counters(slowed, self.places, doors, pace, progress=self.travel.progress)

        speeds = f"{pace.kmh!r} {pace.connector_kmh!r} {delay_factor!r}".encode()
        return self.travel.remember([b"seconds", speeds, points.astype("<f8").tobytes(), *self.key], compute)


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
            "farthest_place": str(area.places.table.index[int(connectors[mode].argmax())]),
            "farthest_place_metres_from_a_street": round(float(connectors[mode].max())),
        }
        for mode, file in files.items()
    }
    return Network(
        kind=OSM,
        label=f"Street-level network (OpenStreetMap, {dates})",
        error=_reliance(people, far, connectors),
        source=f"Streets {when}: ways opened, closed or mapped since are not in them.",
        facts=facts,
        attribution=(ATTRIBUTION,),
        provenance=tuple(file.provenance for file in files.values()),
    )


def _reliance(people: Floats, far: Mapping[str, Booleans], connectors: Mapping[str, Floats]) -> str:
    """Say in one sentence how places were linked, and how many lie far from a street."""
    mode = max(far, key=lambda one: (float(people[far[one]].sum()), int(far[one].sum())))
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
