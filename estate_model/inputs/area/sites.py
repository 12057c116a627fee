"""Read an area's police buildings and their dated hours: ``sites.csv`` and ``hours.csv``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from estate_model.errors import HoursError, did_you_mean, shown
from estate_model.inputs.area.coordinates import METRES, check_near
from estate_model.inputs.store.csv_rows import Row, read_rows
from estate_model.nouns import CLOSED, Places, Site
from estate_model.nouns.area import DatedHours
from estate_model.nouns.england_and_wales import LABELS
from estate_model.nouns.estate import CANDIDATE, points_of
from estate_model.nouns.plain_name import plain
from estate_model.opening import read_hours
from estate_model.scenario.changes.base import located

ID = ("site_id",)
OTHERWISE = "hours_otherwise"
"""A column that hours.csv may have: hours that assumed ones may have been instead, with `` or `` between."""
POSTCODE = "postcode"
"""A column that sites.csv may have: where a building without easting and northing stands."""
SITE_COLUMNS = ("site_id", "name", "borough_name", "easting", "northing")
HOURS_COLUMNS = ("site_id", "valid_from", "hours", "confidence")
INWARD = 3


def own_columns(labels: Mapping[str, str]) -> dict[str, str]:
    """Return what the area's own word makes of a column of ``sites.csv``, with the usual name.

    >>> own_columns({"borough": "district"})
    {'district_name': 'borough_name'}
    """
    word = f"{plain(labels['borough'])}_name"
    return {} if word in SITE_COLUMNS else {word: "borough_name"}


def read_buildings(
    path: Path, places: Places, outside_metres: float, labels: Mapping[str, str] = LABELS
) -> dict[str, Site]:
    """Return the buildings by id; each stands near a place.

    Raise AreaError with every row that holds what it may not, or whose postcode is not one of the area's.
    """
    rows = read_rows(
        path, SITE_COLUMNS, lambda row: (row.line, _site(row, places)), key=ID, own=own_columns(labels)
    )
    where = [f"{path}:{line}: site '{site.site_id}'" for line, site in rows]
    points = points_of([site for _, site in rows])
    check_near(where, points, places.xy_metres, outside_metres)
    return {site.site_id: site for _, site in rows}


def _site(row: Row, places: Places) -> Site:
    east, north = _point(row, places)
    return Site(
        site_id=row.text("site_id"),
        name=" ".join(row.text("name").split()),
        easting_metres=east,
        northing_metres=north,
        borough_name=row.words("borough_name"),
        operator=row.cells.get("operator", ""),
    )


def _point(row: Row, places: Places) -> tuple[float, float]:
    """Return a building's point in metres: the one given, else that of its postcode."""
    postcode = row.cells.get(POSTCODE, "").strip()
    if not (postcode and row.blank("easting") and row.blank("northing")):
        return row.number("easting", METRES), row.number("northing", METRES)
    found = located(postcode, places)
    if found is None:
        start = postcode.upper().replace(" ", "")[:-INWARD]
        near = [key for key in places.table.index if str(key).startswith(f"{start} ")]
        hint = did_you_mean(postcode.upper(), near)
        row.faults.append(
            f"postcode: '{shown(postcode)}' is not a live postcode of this area{hint}; "
            "or give easting and northing"
        )
    return found or (0.0, 0.0)


def read_dated_hours(path: Path, buildings: Collection[str]) -> tuple[DatedHours, ...]:
    """Return the dated hours; a candidate's are blank, and it counts as shut.

    Raise AreaError with every row that holds what it may not.
    """
    return read_rows(path, HOURS_COLUMNS, lambda row: _hours(row, buildings), key=("site_id", "valid_from"))


def _hours(row: Row, buildings: Collection[str]) -> DatedHours:
    confidence = "" if row.blank("confidence") else row.proof()
    candidate = confidence == CANDIDATE
    if candidate and not row.blank("hours"):
        row.faults.append(
            f"hours: are given, but confidence says '{CANDIDATE}'; write whose word they are, such as "
            "'stated', or leave the hours blank"
        )
    hours = CLOSED
    otherwise: tuple[str, ...] = ()
    try:
        hours = CLOSED if candidate else read_hours(row.words("hours"))
        otherwise = tuple(read_hours(text) for text in row.cells.get(OTHERWISE, "").split(" or ") if text)
    except HoursError as error:
        row.faults.append(f"hours: {error}")
    return DatedHours(
        site_id=row.one_of("site_id", buildings),
        valid_from=row.day("valid_from"),
        hours=hours,
        confidence=confidence,
        otherwise=otherwise,
    )
