"""The recipe of a force's area: the same kind of file that a user writes, for the one builder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from estate_model.inputs.fetch.crime import ALL, COUNTED, FIRST, LAST, ZONE
from estate_model.inputs.fetch.obtain import Had, Stock
from estate_model.inputs.forces.boundaries import BEYOND
from estate_model.inputs.forces.force_list import Force
from estate_model.inputs.forces.slices import BOUNDARIES, LOOKUP, POSTCODES, RESIDENTS, USER_TYPES

HEADER = (
    "# Written by estate-model areas build {force}: made anew each time. To change it, copy it under\n"
    "# another name and build with estate-model build-area.\n"
)
NOT_HERE = "Not in this area: {key} ({why})."
ZONES_TITLE = "Residents by age band in each LSOA, with ward, district and force"
BANDS = "[0, 15, 25, 35, 45, 55, 65, 75, 85]"
GROUND, RURAL = "ground", "Rural"
ENGLAND, WALES, CRIME, SITES, HOURS = "deprivation_england", "deprivation_wales", "crime", "sites", "hours"
LINKS = "links"
ABOUT = ("publisher", "date", "licence", "attribution")
BEYOND_TITLE = "Land of the forces around, which ways may cross"
GROUPS = (
    ("disabled", "Disabled residents (Equality Act)", "disability", "disabled", "disability_base", "people"),
    ("no_car", "Households without a car or van", "cars", "no_car_households", "car_base", "households"),
    ("alone_66_plus", "Households of one person aged 66 or over", "households",
     "one_person_households_66_plus", "household_base", "households"),
    ("poor_english", "Residents aged 3 or over who cannot speak English well or at all", "english",
     "poor_english", "english_base", "people"),
    ("ethnic_asian", "Asian, Asian British or Asian Welsh", "ethnicity", "ethnic_asian", "ethnicity_base",
     "people"),
    ("ethnic_black", "Black, Black British, Black Welsh, Caribbean or African", "ethnicity", "ethnic_black",
     "ethnicity_base", "people"),
    ("ethnic_mixed", "Mixed or multiple ethnic groups", "ethnicity", "ethnic_mixed", "ethnicity_base",
     "people"),
    ("ethnic_white", "White", "ethnicity", "ethnic_white", "ethnicity_base", "people"),
    ("ethnic_other", "Other ethnic groups", "ethnicity", "ethnic_other", "ethnicity_base", "people"),
    ("women", "Women and girls", "sex", "female", "female male", "people"),
)  # fmt: skip
DEPRIVATION = {
    ENGLAND: ("imd2025", "English Index of Multiple Deprivation 2025", "England"),
    WALES: ("wimd2025", "Welsh Index of Multiple Deprivation 2025", "Wales"),
}
KINDS = (
    ("violence_and_sexual_offences", "Violence and sexual offences, police.uk",
     ("Violence and sexual offences",)),
    ("burglary", "Burglary, police.uk", ("Burglary",)),
    ("robbery", "Robbery, police.uk", ("Robbery",)),
    ("theft", "Theft (bicycles, shops, persons, other), police.uk",
     ("Bicycle theft", "Other theft", "Shoplifting", "Theft from the person")),
    ("all_crime", ALL + ", police.uk", (ALL,)),
)  # fmt: skip
NOTES = (
    (
        "Census tables are perturbed by ONS against disclosure, each on its own: a count is divided only by "
        "the base of its own table."
    ),
    "Wards are ONS's best fit of LSOAs.",
)


@dataclass(frozen=True, kw_only=True)
class Making:
    """What a recipe is made for: a force, sources at hand, notes on them, and where its sites come from.

    ``beyond`` says that there is a file of the land around.
    """

    force: Force
    stock: Stock
    notes: Sequence[str]
    sites: Mapping[str, str]
    crime: Path | None
    links: Mapping[str, str] = field(default_factory=dict)
    hours_known_to: str = ""
    beyond: bool = False


def recipe_text(making: Making) -> str:
    """Return the recipe in TOML."""
    force, had = making.force, making.stock.had
    index, _ = indices(force)
    used = [key for key in _used(making) if key in had]
    zones = {"file": RESIDENTS, "total": had[RESIDENTS].form.columns["total"][0], "keep": "all"}
    postcodes = {"file": POSTCODES, "outside_metres": 5000}
    if USER_TYPES in had:
        postcodes |= {"user_type": "user_type", "not_residential": ["large"]}
    parts = [
        HEADER.format(force=force.force_id),
        _table("area", _area(making)),
        _table("labels", _labels()),
        _table("zones", zones) + f"bands = {BANDS}\n",
        _table("zones.ward", {"file": LOOKUP, "code": "ward_code", "name": "ward_name"}),
        _table("zones.borough", {"file": LOOKUP, "code": "district_code", "name": "district_name"}),
        _table("zones.bcu", {"everywhere": force.name}),
        *(_ground(had) if GROUND in had else ()),
        _table("boundaries", {"file": BOUNDARIES, "name": had[BOUNDARIES].form.columns["name"][0]}),
        *((_table("land", {"beyond": BEYOND}), _beyond(had[BOUNDARIES])) if making.beyond else ()),
        _table("postcodes", postcodes),
        _table("sites", {"file": SITES, "hours": HOURS}),
        *([_table("links", {"file": LINKS}), _table("file.links", _links(making))] if making.links else ()),
        _table('made."zones.csv"', {"title": ZONES_TITLE}),
        *_groups(had),
        *(_index(index, had[index]) if index in had else ()),
        *(_demands(making.crime) if making.crime is not None else ()),
        *(_file(key, had[key]) for key in used),
        *(_table(f"file.{key}", {"path": f"{key}.csv", **making.sites}) for key in (SITES, HOURS)),
    ]
    return "\n".join(parts)


def indices(force: Force) -> tuple[str, str]:
    """Return which index of deprivation is the force's country's, and which is the other's."""
    return (WALES, ENGLAND) if force.is_welsh else (ENGLAND, WALES)


def _links(making: Making) -> dict[str, str]:
    return {"path": f"{LINKS}.csv", **making.links}


def _used(making: Making) -> Iterator[str]:
    yield from (RESIDENTS, LOOKUP, BOUNDARIES, POSTCODES, GROUND)
    yield from dict.fromkeys(group[2] for group in GROUPS)
    yield indices(making.force)[0]
    if making.crime is not None:
        yield CRIME


def _area(making: Making) -> dict[str, object]:
    force = making.force
    return {
        "name": force.name,
        "crs": "EPSG:27700",
        "holidays": "GB-WLS" if force.is_welsh else "GB-ENG",
        "residents_date": "2021-03-21",
        **({"hours_known_to": making.hours_known_to} if making.hours_known_to else {}),
        "notes": [*NOTES, *making.notes, *_left_out(making)],
    }


def _left_out(making: Making) -> Iterator[str]:
    """Say what this area lacks, and why; England's index is no lack of Wales, nor Wales's of England."""
    silent = {indices(making.force)[1], USER_TYPES}
    for key, why in making.stock.left_out.items():
        if key not in silent:
            yield NOT_HERE.format(key=key.replace("_", " "), why=why)
    if making.force.is_welsh:
        yield "Wales's index of deprivation ranks Wales alone: never compare or pool it with England's."
    if making.crime is not None:
        yield (
            "police.uk pools violence with sexual offences, and moves each record to a nearby anonymous "
            "point; records without an LSOA are left out."
        )


def _labels() -> dict[str, object]:
    return {
        "zone": "LSOA 2021", "zones": "LSOAs 2021", "cell": "LSOA 2021", "cells": "LSOAs 2021",
        "borough": "district", "boroughs": "districts", "bcu": "force area", "bcus": "force areas",
    }  # fmt: skip


def _groups(had: Mapping[str, Had]) -> Iterator[str]:
    for key, label, source, column, base, unit in GROUPS:
        if source in had:
            columns = had[source].form.columns
            counted = [column for word in base.split() for column in columns[word]]
            entry = {
                "id": key,
                "label": label,
                "file": source,
                "column": list(columns[column]),
                "base": counted,
            }
            yield _table("[group]", {**entry, "unit": unit})


def _ground(had: Mapping[str, Had]) -> Iterator[str]:
    """Yield which zones are rural, by ONS's classification."""
    column = had[GROUND].form.columns["ground"][0]
    yield _table("zones.ground", {"file": GROUND, "column": column, "rural": [RURAL]})


def _index(key: str, had: Had) -> Iterator[str]:
    stem, label, country = DEPRIVATION[key]
    for what in ("decile", "rank"):
        entry = {"id": f"{stem}_{what}", "label": f"{label}, {what} in {country}", "file": key}
        column = had.form.columns[f"{stem}_{what}"][0]
        yield _table("[category]", {**entry, "column": column, "meaning": "1 = most deprived"})


def _demands(crime: Path) -> Iterator[str]:
    """Yield recorded crime by kind; kinds that the force has no record of are left out."""
    table = pd.read_csv(crime, dtype=str, na_filter=False)
    months = int(table[COUNTED].iloc[0])
    period = f"{table[FIRST].iloc[0]} to {table[LAST].iloc[0]} ({months} months)"
    for key, label, columns in KINDS:
        there = [column for column in columns if column in table.columns]
        if there:
            entry = {"id": key, "label": label, "file": CRIME, "column": there, "period": period}
            yield _table("[demand]", {**entry, "per_year": 12 / months})


def _file(key: str, had: Had) -> str:
    part = had.part
    end = "geojson" if key == BOUNDARIES else "csv"
    own = {LOOKUP: "zone_code", CRIME: ZONE, POSTCODES: ""}
    code = own.get(key, had.form.code)
    made = {"path": f"{key}.{end}", "title": part.title, **_about(had), **({"code": code} if code else {})}
    return _table(f"file.{key}", {**made, **({"format": "plain"} if end == "csv" else {})})


def _beyond(boundaries: Had) -> str:
    made = {"path": f"{BEYOND}.geojson", "title": BEYOND_TITLE, **_about(boundaries)}
    return _table(f"file.{BEYOND}", made)


def _about(had: Had) -> dict[str, object]:
    return {name: getattr(had.part, name) for name in (*ABOUT, "url")}


def _table(name: str, entries: Mapping[str, object]) -> str:
    lines = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in entries.items())
    return f"[{name}]\n{lines}"
