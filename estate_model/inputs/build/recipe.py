"""What a recipe may say: frozen, strict pydantic; the sentence under each key is its documentation."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from estate_model.scenario.changes.base import Strict
from estate_model.inputs.build.recipe_counts import CategoryPart, Columns, DemandPart, GroupPart, Text, Values


class AreaPart(Strict):
    """The area itself."""

    name: Text
    """The area's name as it is shown, such as Newport."""
    crs: Text = "EPSG:27700"
    """The projected system, in metres, of every easting and northing; polygons are turned into it."""
    notes: tuple[Text, ...] = ()
    """What a reader must know about these data; shown with every result."""


class Labels(Strict):
    """What things are called in the outputs."""

    zone: Text = "zone"
    """What a zone is, such as LSOA 2021."""
    cell: Text = "cell"
    """What a polygon of the map is, such as LSOA 2021."""


class FilePart(Strict):
    """One file of yours, named by the word after ``file.``; other parts of the recipe use that word."""

    path: Text
    """Where the file is: looked for in each ``--from`` folder, then beside the recipe."""
    title: Text
    """What the file is called by its publisher."""
    publisher: Text
    """Who published it."""
    date: Text
    """The day or period it speaks of, such as 2021-03-21."""
    licence: Text
    """The licence it is under."""
    attribution: Text
    """The line its licence asks to be shown."""
    url: Text
    """Where it was published."""
    format: Literal["auto", "plain", "nomis"] = "auto"
    """``nomis``: a CSV as Nomis gives it, with its title lines and footer; ``auto`` recognises one."""
    code: str = ""
    """The column that joins it: the zone's code, or the cell's, or what ``by`` says. Nomis's own is found."""
    only: dict[str, Values] = Field(default_factory=dict)
    """Read only the rows whose column has one of these values: ``only = { lad = "W06000022" }``."""
    layer: str = ""
    """The layer of a GeoPackage with more than one."""


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
    simplify_metres: Annotated[float, Field(ge=0)] = 0.0
    """Smooth shared edges by this much, so that the map is smaller; 0 leaves them as they are."""

    @model_validator(mode="after")
    def _cells_need_boroughs(self) -> Self:
        if self.of == "cells" and not (self.borough_code and self.borough_name):
            raise ValueError("cells need 'borough_code' and 'borough_name'")
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
    """A CSV with site_id, name, borough_name, easting, northing; other columns are kept."""
    hours: Text
    """A CSV with site_id, valid_from, hours (OSM opening_hours), confidence; other columns are kept."""


class CrossingsPart(Strict):
    """The only ways across a river or railway; left out, the whole area is one side."""

    file: Text
    """A CSV in the shape of data/london/crossings.csv."""
    side_file: Text
    """The file that says which side each zone is on."""
    side: Text
    """Its column with the side."""
    side_names: dict[str, Text] = Field(default_factory=dict)
    """What the crossings call each side: ``side_names = { north = "N", south = "S" }``."""


class Recipe(Strict):
    """How to make an area folder from tables of your own."""

    area: AreaPart
    labels: Labels = Labels()
    file: dict[str, FilePart]
    zones: ZonesPart
    boundaries: BoundariesPart
    postcodes: PostcodesPart
    sites: SitesPart
    crossings: CrossingsPart | None = None
    group: tuple[GroupPart, ...] = ()
    category: tuple[CategoryPart, ...] = ()
    demand: tuple[DemandPart, ...] = ()

    @model_validator(mode="after")
    def _zones_are_found(self) -> Self:
        if self.boundaries.of == "cells" and not self.postcodes.zone:
            raise ValueError(
                "postcodes.zone: must name a column where the boundaries are of cells, not of zones"
            )
        return self
