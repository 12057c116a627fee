"""Where residents are, with their ages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from estate_model.nouns.arrays import Floats


@dataclass(frozen=True)
class AgeBand:
    """Residents from ``age_from`` up to and including ``age_to`` years (``None`` = and over)."""

    age_from: int
    age_to: int | None

    @property
    def column(self) -> str:
        """The band's column name in a zone table, for example ``age_65_74``."""
        return f"age_{self.age_from}_{'plus' if self.age_to is None else self.age_to}"


@dataclass(frozen=True, kw_only=True)
class Places:
    """Unit postcodes: where residents are.

    ``table``, indexed by ``place_id``, has ``easting_metres``, ``northing_metres``, ``zone_code``,
    ``cell_code`` and ``land`` (the named piece it stands on); ``people`` a column per age band (not rounded).
    """

    table: pd.DataFrame
    people: Floats
    bands: tuple[AgeBand, ...]

    def __post_init__(self) -> None:
        """Check ids, shapes and that no count is negative or missing."""
        if not self.table.index.is_unique:
            raise ValueError("place ids are not unique")
        if self.people.shape != (len(self.table), len(self.bands)):
            raise ValueError(f"people has shape {self.people.shape}, not places x age bands")
        if not (np.isfinite(self.people).all() and (self.people >= 0).all()):
            raise ValueError("people counts must be numbers of 0 or more")

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self.table)

    @property
    def xy_metres(self) -> Floats:
        """Points, shape (places, 2), in metres of the area's projected system."""
        return np.asarray(self.table[["easting_metres", "northing_metres"]], dtype=np.float64)
