"""The land of a recipe: the piece of it that each zone stands on, and its shore."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import shapely

from estate_model.errors import AreaError
from estate_model.inputs.build.cells import Boundaries, land_of
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.zones import Sources, Zones
from estate_model.nouns.area import Area
from estate_model.nouns.network import Travel
from estate_model.travel.networks.apart import Apart, parts_apart
from estate_model.travel.networks.screening import Screening

ONE_PIECE = "1"
MOST_NAMED = 5


def make_lands(recipe: Recipe, sources: Sources, zones: Zones) -> pd.Series:
    """Return the named piece of land of each zone; one piece where none are named.

    Raise AreaError when a zone has no piece, or the piece of one that is no zone is given.
    """
    part, codes = recipe.land, zones.table.index
    if not part.file:
        return pd.Series(ONE_PIECE, index=codes)
    keys = codes if part.by == "zone" else pd.Index(zones.table[f"{part.by}_code"])
    named = sources[part.file].by_code([part.piece], keys.unique())[part.piece].reindex(keys).set_axis(codes)
    if part.exceptions:
        source = sources[part.exceptions]
        strange = ~source.table[source.code].isin(codes)
        if strange.any():
            row = int(np.flatnonzero(strange)[0])
            raise AreaError(f"{source.at(row)}: '{source.table[source.code].iloc[row]}' is not a zone")
        others = pd.Index(source.table[source.code])
        named[others] = source.by_code([part.piece], others)[part.piece]
    lands = named.map(part.names) if part.names else named
    if lands.isna().any():
        listed = ", ".join(f"'{piece}'" for piece in sorted(set(named[lands.isna()])))
        raise AreaError(f"land.names: must name every piece; {listed} has no name")
    return lands


def words_of_parts_apart(area: Area) -> tuple[str, ...]:
    """Say where residents live on a piece of land that no link joins to the rest; nothing where none do."""
    parts = parts_apart(Screening(area, Travel()))
    if not parts:
        return ()
    people = sum(part.residents for part in parts)
    listed = ", ".join(f"{_where(area, part)} ({part.residents:,.0f})" for part in parts[:MOST_NAMED])
    more = f", and {len(parts) - MOST_NAMED} more" if len(parts) > MOST_NAMED else ""
    words = (
        f"{people:,.0f} residents live on land that no link of links.csv joins to the rest: {listed}{more}. "
        "They reach only counters on their own piece of land, and else count as unable to reach one; "
        "a row of links.csv for a bridge, a tunnel or a ferry joins it, and so do real streets."
    )
    return (words,)


def _where(area: Area, part: Apart) -> str:
    """Name the ward in which most places of a part lie, and its borough."""
    zones = area.zones.loc[area.places.table["zone_code"].iloc[part.places].mode().iloc[0]]
    return f"{zones['ward_name']}, {zones['borough_name']}"


def shore_text(recipe: Recipe, sources: Sources, boundaries: Boundaries) -> str:
    """Return all polygons and the land around as one, as GeoJSON in whole metres of the area's own system."""
    shapes = boundaries.exact
    if recipe.land.beyond:
        shapes = np.concatenate([shapes, land_of(sources[recipe.land.beyond], recipe.area.crs)])
    land = shapely.set_precision(shapely.union_all(shapes), 1.0)
    shape = {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(land))}
    return json.dumps({"type": "FeatureCollection", "features": [shape]}, separators=(",", ":")) + "\n"
