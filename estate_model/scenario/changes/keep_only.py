"""Keep only the named counters: every other counter of the same force closes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from estate_model.nouns import CLOSED, Estate, Places
from estate_model.scenario.changes.base import (
    Change,
    Fault,
    SiteIds,
    not_open,
    with_hours,
)


class KeepOnly(Change):
    """Close every counter of the named ones' force but the named ones, whose hours stay as they are."""

    verb: ClassVar[str] = "keep_only"
    example: ClassVar[str] = "keep_only: [charing-cross, lewisham]"

    keep_only: SiteIds
    """Ids of the sites whose counter stays."""

    def touched(self, estate: Estate) -> tuple[str, ...]:
        """Return the sites that close: all counters not named, of the forces whose sites are."""
        forces = {estate.sites[key].operator for key in self.keep_only if key in estate.sites}
        others = [site for site in estate.counters if site.site_id not in self.keep_only]
        return tuple(site.site_id for site in others if site.operator in forces)

    def faults(self, estate: Estate, places: Places) -> Iterator[Fault]:  # noqa: ARG002
        """Yield unknown sites, and sites with no counter to keep."""
        yield from not_open("keep_only", self.keep_only, estate)

    def apply(self, estate: Estate, places: Places) -> Estate:  # noqa: ARG002
        """Return the estate with all other counters shut."""
        return estate.with_sites(*(with_hours(estate.sites[key], CLOSED) for key in self.touched(estate)))
