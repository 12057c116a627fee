"""Set the opening hours of counters that are open and stay open; of all of them, where that is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from estate_model.nouns import CLOSED, Estate, Places
from estate_model.scenario.changes.base import (
    Change,
    Fault,
    Hours,
    SiteIds,
    not_open,
    with_hours,
)

EVERY = ("all",)


class SetHours(Change):
    """Give one or more open counters new opening hours."""

    verb: ClassVar[str] = "set_hours"
    example: ClassVar[str] = "set_hours: [acton, brixton]\n    hours: Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00"

    set_hours: SiteIds
    """Ids of the sites whose hours change, or ``all``: every counter of the area's own force."""

    hours: Hours
    """The new hours, in OSM ``opening_hours`` syntax."""

    def touched(self, estate: Estate) -> tuple[str, ...]:
        """Return the sites whose hours change."""
        if self.set_hours != EVERY or EVERY[0] in estate.sites:
            return self.set_hours
        return tuple(site.site_id for site in estate.own_counters)

    def faults(self, estate: Estate, places: Places) -> Iterator[Fault]:  # noqa: ARG002
        """Yield unknown sites, sites with no counter, and ``off``, which is a closure."""
        sites = self.touched(estate)
        if self.set_hours == EVERY and EVERY[0] in estate.sites:
            yield "set_hours", "is a site of this area and means every counter too; give that site another id"
        yield from not_open("set_hours", sites, estate)
        if self.hours == CLOSED:
            yield "hours", "hours 'off' would shut the counter; use 'close' for that"

    def apply(self, estate: Estate, places: Places) -> Estate:  # noqa: ARG002
        """Return the estate with the new hours in force."""
        return estate.with_sites(*(with_hours(estate.sites[key], self.hours) for key in self.touched(estate)))
