"""Sites, and all of them together: the estate."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from estate_model.nouns.arrays import Floats

CLOSED = "off"
ASSUMED, TIMES_ASSUMED = "assumed", "tier stated, times assumed"
CANDIDATE = "candidate"
"""What a building is that may have a front counter: nobody has said so, and its hours are not known."""
NOT_STATED = (TIMES_ASSUMED, ASSUMED)
"""What hours are that no source states: of a daytime counter whose times were not found, or of any."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """A building that has, had or could have a front counter.

    Its point is in metres of the area's system; ``hours`` is an OSM ``opening_hours`` text, ``off`` = shut.
    ``operator`` is the force whose counter it is, empty where the area names none; ``hours_otherwise`` are
    other hours that it may have where its own are assumed. ``hours_last`` are the last on record in which it
    opened, and how sure they are; ``hours_taken``: a scenario opens it with them, and gives no hours.
    """

    site_id: str
    name: str
    easting_metres: float
    northing_metres: float
    hours: str = CLOSED
    borough_name: str = ""
    hours_confidence: str = ""
    hours_otherwise: tuple[str, ...] = ()
    hours_last: tuple[str, str] = (CLOSED, "")
    hours_taken: bool = False
    operator: str = ""

    @property
    def is_counter(self) -> bool:
        """Whether the public can walk in at some time of the week."""
        return self.hours != CLOSED

    def stands_where(self, other: Site) -> bool:
        """Whether another stands at the same point."""
        here, there = ((one.easting_metres, one.northing_metres) for one in (self, other))
        return here == there

    @property
    def short_name(self) -> str:
        """Its name without the words that most share: ``Acton`` of ``Acton Police Station``."""
        return self.name.replace(" Police Station", "") or self.name


@dataclass(frozen=True)
class Estate:
    """All sites as they stand at one date, or after a scenario's changes.

    ``force`` is whose estate it is, and whose a new site is; empty where sites name no operator.
    """

    sites: Mapping[str, Site]
    force: str = ""

    def __post_init__(self) -> None:
        """Check that every site stands under its own id."""
        wrong = [key for key, site in self.sites.items() if key != site.site_id]
        if wrong:
            raise ValueError(f"sites stand under an id that is not theirs: {wrong}")

    def with_sites(self, *changed: Site) -> Estate:
        """Return a new estate in which ``changed`` replace, or join, the sites of the same id."""
        return replace(self, sites={**self.sites, **{site.site_id: site for site in changed}})

    def counting(self, operators: Collection[str]) -> Estate:
        """Return the estate without other forces' sites; without ``operators`` every one counts."""
        if not operators:
            return self
        return replace(self, sites={key: one for key, one in self.sites.items() if one.operator in operators})

    def assuming(self, hours: Mapping[str, str]) -> Estate:
        """Return the estate with other hours, by site id, for counters whose hours are only assumed."""
        sites = [site for site in self.assumed if site.site_id in hours]
        return self.with_sites(*(replace(site, hours=hours[site.site_id]) for site in sites))

    @property
    def assumed(self) -> tuple[Site, ...]:
        """The counters whose hours no source states, in id order."""
        return tuple(site for site in self.counters if site.hours_confidence in NOT_STATED)

    @property
    def counters(self) -> tuple[Site, ...]:
        """The sites with a counter that opens at some time, in id order."""
        return tuple(self.sites[key] for key in sorted(self.sites) if self.sites[key].is_counter)

    @property
    def own_counters(self) -> tuple[Site, ...]:
        """Those of the force whose estate it is: all, where sites name no operator."""
        return tuple(site for site in self.counters if site.operator == self.force)


def points_of(sites: Sequence[Site]) -> Floats:
    """Return the points of sites, shape (sites, 2), in metres."""
    return np.array([(site.easting_metres, site.northing_metres) for site in sites]).reshape(-1, 2)
