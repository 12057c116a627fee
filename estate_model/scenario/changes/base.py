"""What every change has in common: strict fields, the sites it touches, its faults, its effect."""

from __future__ import annotations

import difflib
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from estate_model.errors import MOST_SHOWN, HoursError, shown
from estate_model.nouns import Estate, Places, Site
from estate_model.opening import read_hours

MOST = 2000  # of anything in one list: no force has so many buildings
SUCH_HOURS = "hours: Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00"
LIST_SITES = "(list them: estate-model areas AREA --sites)"
Fault = tuple[str, str]
"""The field at fault and a sentence that says what is wrong and what is allowed."""


class Strict(BaseModel):
    """Manners of every part of a scenario: unknown key = error, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _usable_hours(text: str) -> str:
    try:
        return read_hours(text)
    except HoursError as error:
        raise ValueError(str(error)) from error


def _as_hours(value: Any) -> Any:  # noqa: ANN401 - what a file holds before it is checked
    """Return a list of rules, a line each, as one text."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "; ".join(value)
    if isinstance(value, Mapping):
        raise ValueError("opening hours are one text, such as 'Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00'")  # noqa: TRY004
    return value


def _as_list(value: Any) -> Any:  # noqa: ANN401 - what a file holds before it is checked
    return [value] if isinstance(value, str) else [] if value is None else value


def _without_repeats(ids: tuple[str, ...]) -> tuple[str, ...]:
    repeated = [key for key, times in Counter(ids).items() if times > 1]
    if repeated:
        raise ValueError(f"named twice: {shown(', '.join(sorted(repeated)))}")
    if not ids:
        raise ValueError("names no site; give at least one site id")
    return ids


OneOrMore = str | tuple[str, ...]
Hours = Annotated[
    str, BeforeValidator(_as_hours, json_schema_input_type=OneOrMore), AfterValidator(_usable_hours)
]
SiteIds = Annotated[
    tuple[str, ...],
    Field(max_length=MOST),
    BeforeValidator(_as_list, json_schema_input_type=OneOrMore),
    AfterValidator(_without_repeats),
]


class Change(Strict):
    """One edit to the estate; ``apply`` returns a new estate and leaves the old one alone."""

    verb: ClassVar[str]
    example: ClassVar[str]

    source: str = ""
    """Where this change is announced or proposed: an id from the scenario's ``sources``."""

    @abstractmethod
    def touched(self, estate: Estate) -> tuple[str, ...]:
        """Return the ids of the sites this change alters, in a fixed order."""

    @abstractmethod
    def faults(self, estate: Estate, places: Places) -> Iterator[Fault]:
        """Yield whatever keeps this change from being applied to ``estate``."""

    @abstractmethod
    def apply(self, estate: Estate, places: Places) -> Estate:
        """Return the estate with this change made."""


def not_open(field: str, ids: tuple[str, ...], estate: Estate) -> Iterator[Fault]:
    """Yield a fault for every id that no site has, and for every site with no counter at this point."""
    for site_id in ids:
        if site_id not in estate.sites:
            yield (
                field,
                f"no site '{shown(site_id)}' in this area{nearest_site(site_id, estate)} {LIST_SITES}",
            )
    for site_id in ids:
        if site_id in estate.sites and not estate.sites[site_id].is_counter:
            yield field, f"'{site_id}' has no open counter at this point of the scenario"


def nearest_site(word: str, estate: Estate) -> str:
    """Return ``"; did you mean 'id'?"`` for the site whose id or name is nearest, else an empty text."""
    ids = {key: key for key in estate.sites} | {site.name: key for key, site in estate.sites.items()}
    near = difflib.get_close_matches(word[:MOST_SHOWN], sorted(ids), n=1, cutoff=0.6)
    return f"; did you mean '{ids[near[0]]}'?" if near else ""


def located(place: str, places: Places) -> tuple[float, float] | None:
    """Return the point, in metres, of a place of the area, or None when it is not there.

    Its id (a unit postcode) may be typed with its space elsewhere or left out, and in small letters.
    """
    compact = place.replace(" ", "").upper()
    spaced = (f"{compact[:at]} {compact[at:]}" for at in range(len(compact) - 1, 0, -1))
    place_id = next((key for key in (place, compact, *spaced) if key in places.table.index), None)
    if place_id is None:
        return None
    row = places.table.loc[place_id]
    return float(row["easting_metres"]), float(row["northing_metres"])


def as_last_known(site: Site) -> Site:
    """Return the site with the hours it last had on record, and how sure those are."""
    hours, confidence = site.hours_last
    return replace(site, hours=hours, hours_confidence=confidence, hours_taken=True)


def with_hours(site: Site, hours: str) -> Site:
    """Return the site with other hours, which are then the scenario's and no longer the record's."""
    return replace(site, hours=hours, hours_confidence="as the scenario says")
