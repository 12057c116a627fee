"""Set the opening hours of counters that are open and stay open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from estate_model.nouns import CLOSED, Estate, Places
from estate_model.scenario.changes.base import (
    Change,
    Fault,
    Hours,
    SiteIds,
    not_counters,
    unknown_sites,
    with_hours,
)


class SetHours(Change):
    """Give one or more open counters new opening hours."""

    verb: ClassVar[str] = "set_hours"
    example: ClassVar[str] = "set_hours: [acton, brixton]\n    hours: Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00"

    set_hours: SiteIds
    """Ids of the sites whose hours change."""

    hours: Hours
    """The new hours, in OSM ``opening_hours`` syntax."""

    def touched(self, estate: Estate) -> tuple[str, ...]:  # noqa: ARG002 - the same for every estate
        """Return the sites whose hours change."""
        return self.set_hours

    def faults(self, estate: Estate, places: Places) -> Iterator[Fault]:  # noqa: ARG002
        """Yield unknown sites, sites with no counter, and ``off``, which is a closure."""
        yield from unknown_sites("set_hours", self.set_hours, estate)
        yield from not_counters("set_hours", self.set_hours, estate)
        if self.hours == CLOSED:
            yield "hours", "hours 'off' would shut the counter; use 'close' for that"

    def apply(self, estate: Estate, places: Places) -> Estate:  # noqa: ARG002
        """Return the estate with the new hours in force."""
        return estate.with_sites(*(with_hours(estate.sites[key], self.hours) for key in self.set_hours))
