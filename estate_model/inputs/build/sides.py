"""The side of the barrier that each zone is on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.zones import Sources, Zones

ONE_SIDE = "1"


def make_sides(recipe: Recipe, sources: Sources, zones: Zones) -> pd.Series:
    """Return the side of the barrier of each zone; one side where there are no crossings."""
    part = recipe.crossings
    if part is None:
        return pd.Series(ONE_SIDE, index=zones.table.index)
    codes = zones.table.index
    keys = codes if part.side_by == "zone" else pd.Index(zones.table[f"{part.side_by}_code"])
    named = (
        sources[part.side_file].by_code([part.side], keys.unique())[part.side].reindex(keys).set_axis(codes)
    )
    if part.side_exceptions:
        source = sources[part.side_exceptions]
        strange = ~source.table[source.code].isin(codes)
        if strange.any():
            row = int(np.flatnonzero(strange)[0])
            raise AreaError(f"{source.at(row)}: '{source.table[source.code].iloc[row]}' is not a zone")
        others = pd.Index(source.table[source.code])
        named[others] = source.by_code([part.side], others)[part.side]
    sides = named.map(part.side_names) if part.side_names else named
    if sides.isna().any() or sides.nunique() > 2:  # noqa: PLR2004 - a barrier has two sides
        listed = ", ".join(f"'{side}'" for side in sorted(set(named)))
        raise AreaError(f"crossings.side: must be one of two sides, each in side_names; found {listed}")
    return sides
