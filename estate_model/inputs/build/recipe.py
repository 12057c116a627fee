"""What a recipe may say: frozen, strict pydantic; the sentence under each key is its documentation."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from estate_model.inputs.area.area_manifest import Labels
from estate_model.inputs.area.area_words import pattern_of
from estate_model.inputs.build.recipe_counts import (
    CategoryPart,
    Columns,
    DemandPart,
    GroupPart,
    Shape,
    Values,
)
from estate_model.inputs.build.recipe_land import GroundPart, LandPart, LinksPart, TrafficPart
from estate_model.inputs.build.recipe_words import AreaPart, Controls, Entry, FilePart
from estate_model.inputs.store.toml_file import Text
from estate_model.nouns.standing import OUTSIDE_METRES
from estate_model.scenario.changes.base import Strict


def _one_group(text: str) -> str:
    if pattern_of(text).groups != 1:
        raise ValueError(f"'{text}' must have one group in round brackets")
    return text


class Level(Strict):
    """A ward, borough or Basic Command Unit (BCU) each zone belongs to: two columns, or one name for all."""

    file: str = ""
    """The file with the columns; the zones' own when left out."""
    by: Literal["zone", "ward", "borough"] = "zone"
    """Whose code the file is joined on; a table of boroughs is joined by ``borough``."""
    code: str = ""
    """The column with the code."""
    name: str = ""
    """The column with the name; the code when left out."""
    everywhere: str = ""
    """Instead of columns: one name for the whole area, such as Gwent Police."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.code) == bool(self.everywhere):
            raise ValueError("give either 'code' (a column) or 'everywhere' (one name), and not both")
        return self


class ZonesPart(Strict):
    """The smallest areas with counts of residents by age."""

    file: Text
    """The file with a row for each zone and a column for each age band."""
    bands: tuple[Annotated[int, Field(ge=0)], ...] = ()
    """The first age of each band to keep, such as [0, 15, 65, 75]; left out, every band of the file."""
    ages: dict[Annotated[str, Field(pattern=r"^age_\d+_(\d+|plus)$")], Columns] = Field(default_factory=dict)
    """Each band's columns, where names say no ages: ``ages = { age_0_64 = "P1", age_65_plus = "P2" }``."""
    total: str = ""
    """The column with all residents, to hold the bands against."""
    keep: Literal["all", "named"] = "all"
    """``named``: leave out zones that the borough's file does not name (a national table of residents)."""
    ward: Level | None = None
    """The ward of each zone; the zone itself when left out."""
    borough: Level
    """The borough or district of each zone."""
    bcu: Level | None = None
    """The police unit of each zone; the whole area when left out."""
    ground: GroundPart | None = None
    """Which zones are rural; not known when left out, and the widest error is then taken."""
    traffic: TrafficPart | None = None
    """Whose measured traffic speed counts for drivers in each zone; England's delay when left out."""


class BoundariesPart(Strict):
    """The polygons to draw and tabulate on."""

    file: Text
    """A GeoPackage, GeoJSON, shapefile or GeoParquet file."""
    of: Literal["zones", "cells"] = "zones"
    """``zones``: a polygon for each zone. ``cells``: smaller ones, each with a code of its own."""
    name: str = ""
    """The column with the name; the code when left out."""
    borough_code: str = ""
    """With ``cells``: the column with the borough's code."""
    borough_name: str = ""
    """With ``cells``: the column with the borough's name."""
    borough_in_name: Annotated[str, AfterValidator(_one_group)] = ""
    """With ``cells``: what of ``name`` is the borough's name: a regular expression with one group."""
    simplify_metres: Annotated[float, Field(ge=0)] = 0.0
    """Smooth shared edges by this much, so that the map is smaller; 0 leaves them as they are."""

    @model_validator(mode="after")
    def _cells_need_boroughs(self) -> Self:
        columns = self.borough_code and self.borough_name
        if self.of == "cells" and bool(columns) == bool(self.name and self.borough_in_name):
            raise ValueError("cells need 'borough_code' and 'borough_name', or 'name' and 'borough_in_name'")
        return self


class PostcodesPart(Strict):
    """Where residents are: live unit postcodes."""

    file: Text
    """A CSV or Parquet file with a row for each postcode."""
    postcode: Text = "postcode"
    """The column with the postcode."""
    easting: Text = "easting"
    """The column with the easting, metres."""
    northing: Text = "northing"
    """The column with the northing, metres."""
    zone: str = ""
    """The column with the zone's code; left out, the zone is the one whose polygon the point lies in."""
    lookup: str = ""
    """A file, joined by its ``code``, with the cell, user type and end of postcodes; it may lack new ones."""
    cell: str = ""
    """With ``cells``: the lookup's column with the cell's code; else a postcode is in the cell it lies in."""
    cell_metres: Annotated[float, Field(ge=0)] = 200.0
    """The lookup's cell is not believed when the postcode lies further than this from its polygon."""
    ended: str = ""
    """The lookup's column that is blank unless the postcode has ended: one issued again may lie elsewhere."""
    fold: dict[str, Values] = Field(default_factory=dict)
    """Which postcodes may be in zones without figures: they go to the zone of most others of their cell."""
    outside_metres: Annotated[float, Field(ge=0)] = 1000.0
    """A postcode outside every polygon goes to the nearest, if that is no further than this."""
    user_type: str = ""
    """The column that tells homes from large users (ONS: usertype)."""
    not_residential: Values | tuple[()] = ()
    """The values of it that are not homes, such as ["large"]; they get no residents."""
    weight: str = ""
    """A column with each postcode's share of its zone's residents (homes, for example); else all alike."""

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if bool(self.user_type) != bool(self.not_residential):
            raise ValueError("'user_type' and 'not_residential' are given together or not at all")
        return self


class SitesPart(Strict):
    """The police buildings and their opening hours."""

    file: Text
    """A CSV with site_id, name, borough_name, easting, northing and, if told, operator; others are kept."""
    columns: Shape = Field(default_factory=dict)
    """The file's names of columns, if others: ``columns = { site_id = "id" }``; rows then come by site_id."""
    hours: str = ""
    """A CSV with site_id, valid_from, hours (OSM opening_hours), confidence; or else ``[[hours]]``."""
    outside_metres: Annotated[float, Field(ge=0)] = OUTSIDE_METRES
    """A building further than this from every postcode is refused; more lets in those of other areas."""


class HoursPart(Strict):
    """Dated hours out of a table with a row for each site; for a day the first entry that fits counts."""

    file: Text
    """The file with a row for each site."""
    only: dict[str, Values] = Field(default_factory=dict)
    """The rows that the entry is for, as in ``[file.WORD]``."""
    columns: Shape
    """Those of hours.csv: ``hours = "now"`` is a column, ``"=24/7"`` a text, several are put in one list."""


class BasesPart(Strict):
    """Where ward officers start their shifts, as far as that is known."""

    file: Text
    """A CSV with base_id, name, kind (``base``), easting, northing, ward_codes; the last 3 may be blank."""
    columns: Shape = Field(default_factory=dict)
    """The file's names of columns, if others: ``columns = { base_id = "id", kind = "=base" }``."""


class Recipe(Strict):
    """How to make an area folder from tables of your own."""

    area: AreaPart
    labels: Labels = Field(default_factory=dict)
    controls: Controls = Field(default_factory=dict)
    accuracy: dict[str, str | float] = Field(default_factory=dict)
    file: dict[str, FilePart]
    made: dict[str, Entry] = Field(default_factory=dict)
    zones: ZonesPart
    boundaries: BoundariesPart
    postcodes: PostcodesPart
    sites: SitesPart
    hours: tuple[HoursPart, ...] = ()
    land: LandPart = Field(default_factory=LandPart)
    links: LinksPart | None = None
    bases: BasesPart | None = None
    group: tuple[GroupPart, ...] = ()
    category: tuple[CategoryPart, ...] = ()
    demand: tuple[DemandPart, ...] = ()

    @model_validator(mode="after")
    def _hours_are_found(self) -> Self:
        if bool(self.sites.hours) == bool(self.hours):
            raise ValueError("give either sites.hours (a file) or [[hours]], and not both")
        return self

    @model_validator(mode="after")
    def _zones_are_found(self) -> Self:
        if self.boundaries.of == "cells" and not self.postcodes.zone:
            raise ValueError(
                "postcodes.zone: must name a column where the boundaries are of cells, not of zones"
            )
        return self
