"""What ``area.toml`` may say: frozen, strict pydantic; the sentence under each key is its documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool

from estate_model.errors import AreaError
from estate_model.inputs.area.area_words import holidays_of, labels_of, pattern_of
from estate_model.inputs.store.provenance import Files, SourceFile
from estate_model.inputs.store.toml_file import Text, read_model
from estate_model.nouns import england_and_wales as usual
from estate_model.nouns.standing import OUTSIDE_METRES
from estate_model.scenario.changes.base import Strict

MANIFEST = "area.toml"
AREA_FILES = ("postcodes.csv.gz", "zones.csv", "cells.geojson.gz", "sites.csv", "hours.csv", "links.csv")
GROUPS_FILE = "groups.csv"
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


def _known_holidays(text: str) -> str:
    holidays_of(text)
    return text


def _usable_pattern(text: str) -> str:
    return pattern_of(text).pattern


def _known_labels(labels: dict[str, str]) -> dict[str, str]:
    labels_of(labels)
    return labels


def _with_a_cell(labels: dict[str, str]) -> dict[str, str]:
    if "cell" not in labels:
        raise ValueError('must say what a cell is called, such as cell = "LSOA 2021"')
    return labels


def _each_id_once(entries: tuple[Counted, ...]) -> tuple[Counted, ...]:
    ids = [entry.id for entry in entries]
    if repeated := sorted({key for key in ids if ids.count(key) > 1}):
        raise ValueError(f"two entries have the id {', '.join(repeated)}")
    return entries


Labels = Annotated[dict[str, Text], AfterValidator(_known_labels)]


class AreaWords(Strict):
    """What a manifest and a recipe say of an area."""

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
    screening_measured: bool = False
    """``true``: the screening network's error was measured on this area's own streets, as in London."""


class AreaPart(AreaWords):
    """The area itself."""

    id: Text
    """The name of its folder."""
    crs: Text
    """The projected system, in metres, of every easting and northing."""


class Lines(Strict):
    """Lines to show with every result."""

    lines: tuple[Text, ...]


class SitesPart(Strict):
    """What is asked of its buildings."""

    outside_metres: Annotated[Number, Field(ge=0)] = OUTSIDE_METRES
    """How far a building may stand from every place."""


class RecipePart(Strict):
    """The recipe it was built from."""

    file: Text
    sha256: Text


class Counted(Strict):
    """One thing that is counted in each zone: a column of ``groups.csv``."""

    id: Text
    label: Text
    column: Text
    source: Text
    date: Text


class GroupPart(Counted):
    """A group of residents or households, with the column of all who were counted."""

    base_column: Text
    unit: Literal["people", "households"]


class CategoryPart(Counted):
    """A class each zone falls in."""

    meaning: Text


class DemandPart(Counted):
    """Something recorded in each zone over a period; times ``per_year`` it is a year's.

    Without ``totals`` only shares of it are shown.
    """

    unit: Text
    period: Text
    per_year: Annotated[Number, Field(gt=0)]
    totals: StrictBool = True


class AreaManifest(Strict):
    """The whole of ``area.toml``."""

    area: AreaPart
    labels: Annotated[Labels, AfterValidator(_with_a_cell)]
    attribution: Lines
    notes: Lines = Lines(lines=())
    controls: dict[Literal["residents", "aged_65_plus"], Annotated[Number, Field(ge=0)]] = Field(
        default_factory=dict
    )
    accuracy: dict[str, Text | Number] = Field(default_factory=dict)
    sites: SitesPart = SitesPart()
    recipe: RecipePart | None = None
    group: Annotated[tuple[GroupPart, ...], AfterValidator(_each_id_once)] = ()
    category: Annotated[tuple[CategoryPart, ...], AfterValidator(_each_id_once)] = ()
    demand: Annotated[tuple[DemandPart, ...], AfterValidator(_each_id_once)] = ()
    file: Files

    @property
    def counted(self) -> tuple[Counted, ...]:
        """Everything that is counted in each zone."""
        return (*self.group, *self.category, *self.demand)

    @property
    def needed(self) -> tuple[str, ...]:
        """The files the area must have."""
        return (*AREA_FILES, *((GROUPS_FILE,) if self.counted else ()))


def read_area_manifest(folder: Path) -> AreaManifest:
    """Return what the ``area.toml`` of a folder says.

    Raise AreaError with every fault of it, and every file that is read and has no entry, and so no checksum.
    """
    manifest = read_model(folder / MANIFEST, AreaManifest)
    all_listed(folder / MANIFEST, manifest.file, manifest.needed)
    return manifest


def all_listed(path: Path, files: tuple[SourceFile, ...], needed: tuple[str, ...]) -> None:
    """Raise AreaError when a file that is read has no entry, and so no checksum, in the manifest ``path``."""
    missing = sorted(set(needed) - {file.path for file in files})
    if missing:
        raise AreaError(f"{path}: has no [[file]] entry for {', '.join(missing)}")
