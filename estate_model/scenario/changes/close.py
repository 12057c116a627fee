"""Close counters: the buildings stay in the estate, their hours become ``off``."""

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


class Close(Change):
    """Close one or more counters."""

    verb: ClassVar[str] = "close"
    example: ClassVar[str] = "close: [wimbledon, mitcham]"

    close: SiteIds
    """Ids of the sites whose counter closes."""

    def touched(self, estate: Estate) -> tuple[str, ...]:  # noqa: ARG002 - the same for every estate
        """Return the closed sites."""
        return self.close

    def faults(self, estate: Estate, places: Places) -> Iterator[Fault]:  # noqa: ARG002
        """Yield unknown sites, and sites with no counter to close."""
        yield from not_open("close", self.close, estate)

    def apply(self, estate: Estate, places: Places) -> Estate:  # noqa: ARG002
        """Return the estate with these counters shut."""
        return estate.with_sites(*(with_hours(estate.sites[key], CLOSED) for key in self.close))
