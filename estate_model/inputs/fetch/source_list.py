"""``sources.toml``: every public source: its publisher, licence and address, and what it must hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from estate_model.inputs.build.recipe_counts import Columns, Values
from estate_model.inputs.store.toml_file import Text, read_model
from estate_model.scenario.changes.base import Strict

FORCE = "{force}"
ROOMY = 5
Kind = Literal["file", "os", "arcgis", "crime", "neighbourhoods", "streets", "given"]


class Form(Strict):
    """One shape a source comes in: the publisher's own first, then others that a user's folder may hold."""

    file: Text
    """The file's name as its publisher gives it; ``*`` stands for any letters, ``{force}`` for a force."""
    inside: Values | tuple[()] = ()
    """Which files of an archive, as in a recipe."""
    layer: str = ""
    """The sheet of a workbook."""
    code: str = ""
    """The column with the zone's code."""
    columns: dict[str, Columns] = Field(default_factory=dict)
    """What is read, by our name for it: a column, or several to be added up."""
    package: str = ""
    """The data package on PyPI that the file is."""
    sha256: str = ""
    """The only file that may stand for it."""
    date: str = ""
    """What this form speaks of, where that is not the source's own date."""


class SourceEntry(Strict):
    """One source."""

    title: Text
    publisher: Text
    licence: Text
    attribution: Text
    url: Text
    """The page a reader can look at."""
    date: Text
    """What it speaks of."""
    kind: Kind
    """How it is fetched; ``given`` is never fetched."""
    endpoint: str = ""
    """Where it is fetched from."""
    megabytes: Annotated[float, Field(gt=0)] = 1.0
    """About how much comes."""
    needed: StrictBool = False
    """Whether no area can be built without it."""
    rows: Annotated[int, Field(gt=0)] | None = None
    """How many rows it must have."""
    residents: Annotated[int, Field(gt=0)] | None = None
    """What its residents must add up to (people)."""
    tried_live: StrictBool
    """Whether this program has fetched it from its publisher; else only from a server of our own making."""
    lacking: dict[str, Text] = Field(default_factory=dict)
    """Forces of which it is known to have nothing, and why."""
    form: Annotated[tuple[Form, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_fetched_from_somewhere(self) -> Self:
        if bool(self.endpoint) == (self.kind == "given"):
            raise ValueError("every source but one that is 'given' has an 'endpoint'")
        return self

    @property
    def most_bytes(self) -> int:
        """The most bytes that are taken for it: five times what is usual."""
        return int(self.megabytes * ROOMY * 1_000_000)


class SourceList(Strict):
    """The whole of ``sources.toml``."""

    source: dict[str, SourceEntry]


def read_source_list(path: Path) -> dict[str, SourceEntry]:
    """Return the sources by id; raise AreaError with every fault of the file."""
    return read_model(path, SourceList).source
