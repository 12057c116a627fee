"""The police buildings of a recipe, their dated hours, and the crossings, in the columns of an area."""

from __future__ import annotations

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.area_folder import CROSSING_COLUMNS
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.tables import chosen, no_column, shaped
from estate_model.inputs.build.zones import Sources


def make_sites(recipe: Recipe, sources: Sources) -> dict[str, pd.DataFrame]:
    """Return the rows of ``sites.csv``, ``hours.csv`` and ``crossings.csv`` (without a barrier no row).

    Raises
    ------
    AreaError
        When a file has no such column.

    """
    part, crossings = recipe.sites, recipe.crossings
    source = sources[part.file]
    sites = shaped(source, part.columns, source.table) if part.columns else source.table
    barrier = pd.DataFrame(columns=list(CROSSING_COLUMNS))
    if crossings is not None:
        source = sources[crossings.file]
        barrier = shaped(source, crossings.columns, source.table) if crossings.columns else source.table
    return {
        "sites.csv": sites.sort_values("site_id") if part.columns else sites,
        "hours.csv": sources[part.hours].table if part.hours else _dated_hours(recipe, sources),
        "crossings.csv": barrier,
    }


def _dated_hours(recipe: Recipe, sources: Sources) -> pd.DataFrame:
    """Return each site's hours by date; a row that says what the one before it said is left out."""
    parts = []
    for number, part in enumerate(recipe.hours, start=1):
        source = sources[part.file]
        for column in part.only:
            if column not in source.table.columns:
                where = f"{source.path}: {no_column(column, source.table.columns)}"
                raise AreaError(f"{where} (named by hours.{number}.only)")
        parts.append(shaped(source, part.columns, source.table[chosen(source.table, part.only)]))
    rows = pd.concat(parts).drop_duplicates(["site_id", "valid_from"])
    rows = rows.sort_values(["site_id", "valid_from"], kind="stable")
    return rows[rows["hours"] != rows.groupby("site_id")["hours"].shift()]
