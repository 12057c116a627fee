"""The words of a recipe for the land: its shore and pieces, what ground it is, and the traffic on it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from estate_model.inputs.build.recipe_counts import Shape, Values
from estate_model.inputs.store.toml_file import Text
from estate_model.scenario.changes.base import Strict


class TrafficPart(Strict):
    """Which measured speed of traffic counts in each zone: a ``traffic`` of drive_speeds.csv, or blank."""

    file: Text
    """The file with a row for each zone."""
    column: Text = "traffic"
    """Its column with the key, such as inner London."""


class GroundPart(Strict):
    """Which zones are rural: the screening network's factor and error there are others."""

    file: Text
    """The file with a row for each zone."""
    column: Text
    """Its column that says so, such as ONS's rural urban classification."""
    rural: Values
    """The values of it that are rural, such as ["Rural"]."""


class LandPart(Strict):
    """What is land, and what pieces of it have names. Left out, the boundaries' polygons are land."""

    shore: bool = True
    """No way leaves the boundaries' polygons, unless ``false``: where they are coarser than the water."""
    beyond: str = ""
    """A file of polygons of the land around the area, which ways may cross too."""
    file: str = ""
    """The file that says on which named piece each zone stands; left out, all stand on one."""
    piece: str = ""
    """Its column with the piece."""
    by: Literal["zone", "ward", "borough"] = "zone"
    """Whose code that file is joined on."""
    exceptions: str = ""
    """A file with the same column for the zones that are not on the piece of their ward or borough."""
    names: dict[str, Text] = Field(default_factory=dict)
    """What the links call each piece: ``names = { north = "N", south = "S" }``."""

    @model_validator(mode="after")
    def _pieces_are_named(self) -> Self:
        if bool(self.file) != bool(self.piece):
            raise ValueError("'file' and 'piece' are given together or not at all")
        if self.beyond and not self.shore:
            raise ValueError(
                "'beyond' is land that ways may cross; without a shore they may cross everything"
            )
        return self


class LinksPart(Strict):
    """The only ways from one piece of land to another: bridges, causeways, tunnels, ferries."""

    file: Text
    """A CSV in the shape of data/london/links.csv; ``metres`` or ``minutes`` may say how long each takes."""
    columns: Shape = Field(default_factory=dict)
    """The file's names of columns, if others; ``"=N"`` is a text: ``columns = { from_land = "=N" }``."""
