"""Ordnance Survey's Code-Point Open as it is published: no header line, ten columns in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from estate_model.inputs.store.texts import Row
from estate_model.nouns.england_and_wales import PLACE_PATTERN

CODE_POINT = (
    "Postcode",
    "Positional_quality_indicator",
    "Eastings",
    "Northings",
    "Country_code",
    "NHS_regional_HA_code",
    "NHS_HA_code",
    "Admin_county_code",
    "Admin_district_code",
    "Admin_ward_code",
)
USUAL = {"Postcode": "postcode", "Eastings": "easting", "Northings": "northing"}


def is_code_point(first: Sequence[Row]) -> bool:
    """Return whether the first row is one of Code-Point Open's: a postcode, three whole numbers, six codes.

    >>> is_code_point([(1, ["AA11AA", "10", "530000", "180000", "E92000001", "", "", "", "", ""])])
    True
    """
    if not first or len(first[0][1]) != len(CODE_POINT):
        return False
    place, *numbers = first[0][1][:4]
    return bool(re.fullmatch(PLACE_PATTERN, place)) and all(number.isdigit() for number in numbers)


def names_for(wanted: Collection[str]) -> list[str]:
    """Return the columns' names: Ordnance Survey's own, or a recipe's usual ones where it wants those.

    >>> names_for(["postcode", "Eastings"])[:3]
    ['postcode', 'Positional_quality_indicator', 'Eastings']
    """
    return [USUAL[name] if USUAL.get(name) in wanted else name for name in CODE_POINT]
