"""The noun ``Area``: what a folder under ``data/`` says, its parameters, and the estate on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from estate_model.nouns import Estate, Integers, Places, Profile, Site
from estate_model.nouns.bases import Base
from estate_model.nouns.england_and_wales import HOLIDAYS, LABELS, PLACE_PATTERN
from estate_model.nouns.estate import CANDIDATE, CLOSED
from estate_model.nouns.ground import MEASURED, UNKNOWN, Driving, Ground, Screening
from estate_model.nouns.parameters import Fact, Spread
from estate_model.nouns.standards import Yardsticks
from estate_model.nouns.zone_groups import ZoneGroups
from estate_model.nouns.zones import GROUND, RURAL, URBAN, Zoning, zoning, zoning_within

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Holidays = tuple[str, str]
"""A country and its part whose public holidays count, such as ``GB`` and ``SCT``; the part may be empty."""

MANIFEST_TITLE = "manifest"


@dataclass(frozen=True, kw_only=True)
class OfflineSet:
    """The share of each age range that cannot use the digital front counter, with its source.

    ``shares`` holds (first age, last age or ``None``, share between 0 and 1).
    """

    set_id: str
    label: str
    shares: tuple[tuple[int, int | None, float], ...]
    source: str
    year: str

    def __post_init__(self) -> None:
        """Check that every share is a share."""
        if not all(0 <= share <= 1 for _, _, share in self.shares):
            raise ValueError(f"offline set {self.set_id}: every share must be between 0 and 1")
        ranges = sorted(self.shares, key=lambda row: row[0])
        for (_, last, _), (first, _, _) in pairwise(ranges):
            if last is None or first != last + 1:
                raise ValueError(f"offline set {self.set_id}: age ranges must follow one another, each once")
        if any(last is not None and last < first for first, last, _ in ranges):
            raise ValueError(f"offline set {self.set_id}: an age range ends before it begins")
        if not ranges or ranges[-1][1] is not None:
            raise ValueError(f"offline set {self.set_id}: the last age range must be open")


@dataclass(frozen=True, kw_only=True)
class DatedHours:
    """A site's opening hours from one date until the next row of the same site.

    ``otherwise`` are hours it may have had instead, where these are assumed.
    """

    site_id: str
    valid_from: dt.date
    hours: str
    confidence: str
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Area:
    """What a folder under ``data/`` says: residents, buildings, dated hours, and what it may be used for.

    ``zones`` is indexed by ``zone_code`` with ward, borough and BCU codes and names;
    ``links`` holds the only ways between pieces of land: each end's piece and point, in metres (one point
    twice where the ends are not known), and the metres or minutes it takes (``nan`` = straight across);
    ``shore`` the land's polygons, in metres, which no way of the screening network leaves (``None`` = none);
    ``screening_measured`` says whether its error was measured on this area's own streets;
    ``provenance`` has a row per file read: path, publisher, title, date, licence, checksum;
    ``groups`` what is known of each zone beyond age (nothing, unless the folder has it);
    ``yardsticks`` what results are held against, the same for every area;
    ``bases`` where ward officers start their shifts, as far as that is known;
    ``spreads`` says how parameters may vary (without any nothing does), ``money_facts`` what visits and
    time are taken to be;
    ``holidays`` is the country and its part whose public holidays count; ``place_pattern`` the regular
    expression of a place's id, its groups joined by a space; ``labels`` what one and several of each level
    are called (``ward``, ``wards``); ``force`` is whose estate it is, where sites name other forces too;
    ``has_timetable`` is whether one of its public transport was built.
    """

    area_id: str
    name: str
    crs: str
    cell_label: str
    buildings: Mapping[str, Site]
    hours: tuple[DatedHours, ...]
    places: Places
    zones: pd.DataFrame
    links: pd.DataFrame
    profiles: Mapping[str, Profile]
    offline_sets: Mapping[str, OfflineSet]
    screening: Screening
    attribution: tuple[str, ...]
    notes: tuple[str, ...]
    provenance: tuple[Mapping[str, str], ...]
    shore: BaseGeometry | None = None
    screening_measured: bool = False
    groups: ZoneGroups = field(default_factory=ZoneGroups)
    yardsticks: Yardsticks = field(default_factory=Yardsticks)
    bases: tuple[Base, ...] = ()
    spreads: tuple[Spread, ...] = ()
    money_facts: Mapping[str, Fact] = field(default_factory=dict)
    holidays: Holidays = HOLIDAYS
    place_pattern: str = PLACE_PATTERN
    labels: Mapping[str, str] = field(default_factory=lambda: LABELS)
    force: str = ""
    has_timetable: bool = False

    def __post_init__(self) -> None:
        """Check that every place lies in a known zone and every hour belongs to a known building."""
        strangers = set(self.places.table["zone_code"].unique()) - set(self.zones.index)
        if strangers:
            raise ValueError(f"places lie in zones that the zone table lacks: {sorted(strangers)[:5]}")
        begins = {band.age_from for band in self.places.bands}
        for profile in self.profiles.values():
            if profile.age_from not in begins:
                raise ValueError(f"profile {profile.profile_id}: no age band begins at {profile.age_from}")
        unknown = {row.site_id for row in self.hours} - set(self.buildings)
        if unknown:
            raise ValueError(f"hours are given for sites that the site table lacks: {sorted(unknown)[:5]}")
        if len(self.operators) > 1 and (not self.force or self.force not in self.operators):
            named = ", ".join(filter(None, self.operators))
            raise ValueError(f"sites' operators are {named}: 'force' must be one of them, not '{self.force}'")
        if len(self.groups.table) and not self.groups.table.index.equals(self.zones.index):
            raise ValueError("the groups' table has not the same zones, in the same order, as the zone table")

    @cached_property
    def ground(self) -> Ground:
        """The ground that most residents live on, with the screening network's error there."""
        measured = Ground(name=MEASURED, error=self.screening.error, source=self.screening.source)
        if self.screening_measured or not self.screening.grounds:
            return measured
        if GROUND not in self.zones:
            return self.screening.grounds[UNKNOWN]
        people = self.places.people.sum(axis=1)
        named = self.zones[GROUND].to_numpy()[self.place_zone]
        living = {one: people[named == one].sum() for one in (URBAN, RURAL, "")}
        return self.screening.grounds[max(living, key=lambda one: living[one]) or UNKNOWN]

    @property
    def driving(self) -> Driving | None:
        """How one drives on the screening network; ``None`` where it was not measured, as on ferries."""
        return None if self.links["minutes"].notna().any() else self.ground.driving

    @property
    def operators(self) -> tuple[str, ...]:
        """The forces that the area's sites name, its own first; none where no site names one."""
        named = {site.operator or self.force for site in self.buildings.values()}
        some = any(site.operator for site in self.buildings.values())
        return tuple(sorted(named, key=lambda name: (name != self.force, name))) if some else ()

    def operator_of(self, site: Site) -> str:
        """Return whose site it is: where some name a force, one that names none is the area's own."""
        return site.operator or "".join(self.operators[:1])

    def estate_on(self, date: dt.date) -> Estate:
        """Return the estate as it stood on ``date``: each building with its hours then in force."""
        past = [row for row in sorted(self.hours, key=lambda row: row.valid_from) if row.valid_from <= date]
        in_force = {row.site_id: row for row in past}
        last = {row.site_id: (row.hours, row.confidence) for row in past if row.hours != CLOSED}
        sites = {key: replace(site, operator=self.operator_of(site)) for key, site in self.buildings.items()}
        for site_id, row in in_force.items():
            sites[site_id] = replace(
                sites[site_id],
                hours=row.hours, hours_confidence=row.confidence, hours_otherwise=row.otherwise,
                hours_last=last.get(site_id, (CLOSED, "")),
            )  # fmt: skip
        return Estate(sites, "".join(self.operators[:1]))

    @property
    def candidates(self) -> tuple[Site, ...]:
        """The buildings that may have a front counter, as nobody has said whether or when, in id order."""
        latest = {row.site_id: row for row in sorted(self.hours, key=lambda row: row.valid_from)}
        ids = sorted(key for key, row in latest.items() if row.confidence == CANDIDATE)
        return tuple(self.buildings[key] for key in ids)

    @cached_property
    def place_zone(self) -> Integers:
        """The row of each place's zone in ``zones``, shape (places,)."""
        codes = pd.Index(self.places.table["zone_code"].astype(str))
        return np.asarray(self.zones.index.get_indexer(codes), dtype=np.int64)

    def zoning_of(self, level: str) -> Zoning:
        """Return the zone of each place at a level: ``zone``, ``ward``, ``borough``, ``bcu`` or ``cell``."""
        return self._zonings[level]

    @cached_property
    def _zonings(self) -> Mapping[str, Zoning]:
        lived = np.unique(self.place_zone)
        zonings = {
            "cell": zoning(self.places.table["cell_code"]),
            "zone": zoning_within(self.zones.index, lived),
        }
        zonings |= {level: zoning_within(self.zones[f"{level}_code"], lived) for level in self._names}
        return {
            level: found if level == "cell" else Zoning(found.codes, found.index[self.place_zone])
            for level, found in zonings.items()
        }

    def names_of(self, level: str) -> pd.Series:
        """Return the name of each zone of a level (``ward``, ``borough``, ``bcu``), by its code."""
        return self._names[level]

    @cached_property
    def _names(self) -> Mapping[str, pd.Series]:
        levels = [column.removesuffix("_code") for column in self.zones if column.endswith("_code")]
        distinct = {level: self.zones.drop_duplicates(f"{level}_code") for level in levels}
        return {level: table.set_index(f"{level}_code")[f"{level}_name"] for level, table in distinct.items()}

    def borough_name_of(self, site: Site) -> str:
        """Return the borough a building stands in: the one on record, else that of the nearest postcode."""
        return site.borough_name or str(self.zones.loc[self._zone_nearest(site), "borough_name"])

    def borough_code_of(self, site: Site) -> str:
        """Return the code of the borough a building stands in; empty for a borough that is not the area's.

        A building with no borough on record is in that of the nearest postcode.
        """
        if site.borough_name:
            named = self.zones.loc[self.zones["borough_name"] == site.borough_name, "borough_code"]
            return str(named.iloc[0]) if len(named) else ""
        return str(self.zones.loc[self._zone_nearest(site), "borough_code"])

    def ward_code_of(self, site: Site) -> str:
        """Return the code of the ward a building stands in: that of the nearest postcode."""
        return str(self.zones.loc[self._zone_nearest(site), "ward_code"])

    def _zone_nearest(self, site: Site) -> str:
        away = np.hypot(*(self.places.xy_metres - (site.easting_metres, site.northing_metres)).T)
        return str(self.places.table["zone_code"].iloc[int(away.argmin())])
