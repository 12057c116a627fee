"""Open a counter: in a building of the area, or in a new one at a postcode."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from estate_model.errors import shown
from estate_model.nouns import CLOSED, Estate, Places, Site
from estate_model.scenario.changes.base import (
    SUCH_HOURS,
    Change,
    Fault,
    Hours,
    as_last_known,
    located,
    nearest_site,
    with_hours,
)


class Open(Change):
    """Open one counter, in a building that has none open or in a new one."""

    verb: ClassVar[str] = "open"
    example: ClassVar[str] = (
        "open: wood-green\n    hours: 24/7\n"
        "  - open: morden-hub\n    name: Morden hub\n    at: SM4 5DX\n    hours: 24/7"
    )

    open: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    """Id of the site: one of the area's, or a new one in small letters, digits and hyphens."""

    hours: Hours | None = None
    """Its hours, in OSM ``opening_hours`` syntax; without them, those that it last had on record."""

    at: str = ""
    """Only for a new building: the unit postcode where it stands."""

    name: str = ""
    """Only for a new building: what to call it on maps and in tables."""

    def touched(self, estate: Estate) -> tuple[str, ...]:  # noqa: ARG002 - the same for every estate
        """Return the opened site."""
        return (self.open,)

    def faults(self, estate: Estate, places: Places) -> Iterator[Fault]:
        """Yield a counter that is open already, a new one with no place, and hours ``off`` or not known."""
        known = estate.sites.get(self.open)
        if self.hours == CLOSED:
            yield "hours", "hours 'off' would not open the counter"
        elif self.hours is None and self.at and known is None:
            yield "hours", f"is missing; say when the new counter is open, such as '{SUCH_HOURS}'"
        elif self.hours is None and known is not None and known.hours_last[0] == CLOSED:
            yield "hours", f"is missing, and none are on record for '{self.open}'; write some: '{SUCH_HOURS}'"
        if known is not None and known.is_counter:
            yield "open", f"'{self.open}' is open already at this point of the scenario; use 'set_hours'"
        elif known is not None and self.at:
            yield "at", f"'{self.open}' is a building of this area; 'at' is only for a new one (use 'move')"
        elif known is None and not self.at:
            hint = nearest_site(self.open, estate)
            yield (
                "open",
                f"no site '{shown(self.open)}' in this area{hint}; for a new building say 'at: POSTCODE'",
            )
        elif known is None and located(self.at, places) is None:
            yield "at", f"'{shown(self.at)}' is not a live postcode of this area"

    def apply(self, estate: Estate, places: Places) -> Estate:
        """Return the estate with this counter open."""
        known = estate.sites.get(self.open)
        if known is not None:
            return estate.with_sites(with_hours(known, self.hours) if self.hours else as_last_known(known))
        point = located(self.at, places)
        if point is None or self.hours is None:
            raise ValueError(f"'{shown(self.at)}' is not a live postcode of this area")
        new = Site(
            site_id=self.open,
            name=self.name or self.open,
            easting_metres=point[0],
            northing_metres=point[1],
            operator=estate.force,
        )
        return estate.with_sites(with_hours(new, self.hours))
