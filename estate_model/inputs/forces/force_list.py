"""The 43 territorial forces, with the districts of each; others of the United Kingdom are refused by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from estate_model.errors import AreaError, among, shown
from estate_model.inputs.store.csv_rows import Row, read_rows
from estate_model.inputs.store.find import forces_folder

DISTRICTS = "districts.csv"
COLUMNS = ("district_code", "later_code", "district_name", "welsh_name", "force_id", "force_name")
ENDINGS = re.compile(r"-(police-service|police-force|police|constabulary)$")
KNOWN_AS = {"met": "metropolitan", "the-met": "metropolitan", "gmp": "greater-manchester"}
WALES = "W"
SCOTLAND = (
    "Scotland is not built: its census (2022), its zones (Data Zones) and its index of deprivation (SIMD) "
    "are others than those of England and Wales"
)
NORTHERN_IRELAND = (
    "Northern Ireland is not built: its census, zones (Data Zones), index (NIMDM) and grid (EPSG:29902) are "
    "others than those of England and Wales, and its postcodes are not in Code-Point Open"
)
REFUSED = {
    "scotland": SCOTLAND,
    "police-scotland": SCOTLAND,
    "northern-ireland": NORTHERN_IRELAND,
    "psni": NORTHERN_IRELAND,
    "police-service-of-northern-ireland": NORTHERN_IRELAND,
    "british-transport": "the British Transport Police has railways, not districts with residents",
}


@dataclass(frozen=True, kw_only=True)
class District:
    """A local authority district: its code of 2024, one it was given since, its names and its force."""

    code: str
    later_code: str
    name: str
    force_id: str
    force_name: str


@dataclass(frozen=True, kw_only=True)
class Force:
    """A territorial force: police.uk's word for it, its name, and its districts' names by code."""

    force_id: str
    name: str
    districts: Mapping[str, str]

    @property
    def is_welsh(self) -> bool:
        """Whether it is one of the four of Wales."""
        return all(code.startswith(WALES) for code in self.districts)


@cache
def read_districts(path: Path) -> tuple[District, ...]:
    """Return every district; raise AreaError when the table cannot be read."""
    return read_rows(path, COLUMNS, _district, key=("district_code",))


def _district(row: Row) -> District:
    english, welsh = row.text("district_name"), row.words("welsh_name")
    return District(
        code=row.text("district_code"),
        later_code=row.words("later_code"),
        name=f"{english} / {welsh}" if welsh and welsh != english else english,
        force_id=row.text("force_id"),
        force_name=row.text("force_name"),
    )


def districts() -> tuple[District, ...]:
    """Return every district of England and Wales."""
    return read_districts(forces_folder() / DISTRICTS)


def district_of() -> Mapping[str, District]:
    """Return the districts by every code that they have or had."""
    return {code: one for one in districts() for code in (one.code, one.later_code) if code}


def forces() -> Mapping[str, Force]:
    """Return the 43 forces by id."""
    named = {district.force_id: district.force_name for district in districts()}
    return {
        force_id: Force(
            force_id=force_id,
            name=named[force_id],
            districts={one.code: one.name for one in districts() if one.force_id == force_id},
        )
        for force_id in sorted(named)
    }


def force_called(word: str) -> Force:
    """Return the force that a user means, by its id or by its name.

    Raise AreaError when there is none: with the nearest spelling, or the reason why it is not built.
    """
    known = forces()
    slug = re.sub(r"[^a-z0-9]+", "-", word.lower().replace("&", " and ")).strip("-")
    plain = ENDINGS.sub("", slug)
    for name in (slug, plain):
        if name in REFUSED:
            raise AreaError(f"{shown(word)}: {REFUSED[name]}")
        if KNOWN_AS.get(name, name) in known:
            return known[KNOWN_AS.get(name, name)]
    raise AreaError(f"'{shown(word)}' is no police force of England and Wales{among(plain, known)}")
