"""Sites, and all of them together: the estate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

CLOSED, ASSUMED = "off", "assumed"


@dataclass(frozen=True, kw_only=True)
class Site:
    """A building that has, had or could have a front counter.

    Its point is in metres of the area's system; ``hours`` is an OSM ``opening_hours`` text, ``off`` = shut.
    """

    site_id: str
    name: str
    easting_metres: float
    northing_metres: float
    hours: str = CLOSED
    borough_name: str = ""
    hours_confidence: str = ""

    @property
    def is_counter(self) -> bool:
        """Whether the public can walk in at some time of the week."""
        return self.hours != CLOSED


@dataclass(frozen=True)
class Estate:
    """All sites as they stand at one date, or after a scenario's changes."""

    sites: Mapping[str, Site]

    def __post_init__(self) -> None:
        """Check that every site stands under its own id."""
        wrong = [key for key, site in self.sites.items() if key != site.site_id]
        if wrong:
            raise ValueError(f"sites stand under an id that is not theirs: {wrong}")

    def with_sites(self, *changed: Site) -> Estate:
        """Return a new estate in which ``changed`` replace, or join, the sites of the same id."""
        return Estate({**self.sites, **{site.site_id: site for site in changed}})

    def on_record(self) -> Estate:
        """Return the estate with every counter shut whose hours are only assumed."""
        shut = [site for site in self.counters if site.hours_confidence == ASSUMED]
        return self.with_sites(*(replace(site, hours=CLOSED) for site in shut))

    @property
    def counters(self) -> tuple[Site, ...]:
        """The sites with a counter that opens at some time, in id order."""
        return tuple(self.sites[key] for key in sorted(self.sites) if self.sites[key].is_counter)
