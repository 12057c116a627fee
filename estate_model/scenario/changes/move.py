"""Move a counter to another place: the old building shuts, a new one opens with the same hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from estate_model.errors import shown
from estate_model.nouns import CLOSED, Estate, Places
from estate_model.scenario.changes.base import (
    Change,
    Fault,
    located,
    not_open,
    with_hours,
)

MOVED = "-moved"


class Move(Change):
    """Move one counter to a postcode; it then stands in the tables as ``<id>-moved``."""

    verb: ClassVar[str] = "move"
    example: ClassVar[str] = "move: kensington\n    to: W11 3PL"

    move: str
    """Id of the site whose counter moves."""

    to: str
    """The unit postcode it moves to."""

    def touched(self, estate: Estate) -> tuple[str, ...]:  # noqa: ARG002 - the same for every estate
        """Return the building left and the building entered."""
        return (self.move, self.move + MOVED)

    def faults(self, estate: Estate, places: Places) -> Iterator[Fault]:
        """Yield an unknown or shut site, and a postcode that is not in the area."""
        yield from not_open("move", (self.move,), estate)
        if self.move + MOVED in estate.sites:
            yield (
                "move",
                f"it would stand as '{self.move + MOVED}', which is a site already; rename that site",
            )
        if located(self.to, places) is None:
            yield "to", f"'{shown(self.to)}' is not a live postcode of this area"

    def apply(self, estate: Estate, places: Places) -> Estate:
        """Return the estate with the counter in its new place."""
        old = estate.sites[self.move]
        point = located(self.to, places)
        if point is None:
            raise ValueError(f"'{shown(self.to)}' is not a live postcode of this area")
        new = replace(
            old,
            site_id=old.site_id + MOVED,
            name=f"{old.name} (moved to {self.to})",
            easting_metres=point[0],
            northing_metres=point[1],
            borough_name="",
        )
        return estate.with_sites(with_hours(old, CLOSED), new)
