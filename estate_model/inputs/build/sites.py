"""The police buildings of a recipe, their dated hours, and the links, in the columns of an area."""

from __future__ import annotations

import numpy as np
import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.bases import BASES_FILE
from estate_model.inputs.area.coordinates import check_near
from estate_model.inputs.area.land import LINK_COLUMNS
from estate_model.inputs.build.listed import check_listed
from estate_model.inputs.build.places import Located
from estate_model.inputs.build.recipe import BasesPart, Recipe, SitesPart
from estate_model.inputs.build.recipe_land import LinksPart
from estate_model.inputs.build.tables import Source, chosen, no_column, shaped
from estate_model.inputs.build.zones import Sources
from estate_model.inputs.store.csv_table import numbers_of


def make_sites(recipe: Recipe, sources: Sources, places: Located) -> dict[str, pd.DataFrame]:
    """Return the rows of ``sites.csv``, ``hours.csv``, ``links.csv`` (without links no row), bases.

    Raise AreaError when a file has no such column, a coordinate is no number, or a building lies too far from
    every postcode.
    """
    part, links = recipe.sites, recipe.links
    sites = _plain(part, sources)
    _check_sites(sites, sources[part.file], places, part.outside_metres)
    listed = pd.DataFrame(columns=list(LINK_COLUMNS))
    if links is not None:
        listed = _plain(links, sources)
    bases = recipe.bases
    return {
        **({} if bases is None else {BASES_FILE: _plain(bases, sources)}),
        "sites.csv": sites.sort_values("site_id") if part.columns else sites,
        "hours.csv": sources[part.hours].table if part.hours else _dated_hours(recipe, sources),
        "links.csv": listed,
    }


def _plain(part: SitesPart | LinksPart | BasesPart, sources: Sources) -> pd.DataFrame:
    """Return a part's table with its coordinates as plain numbers, without commas between thousands."""
    source = sources[part.file]
    table = shaped(source, part.columns, source.table) if part.columns else source.table
    made = {}
    for column in table.columns:
        if not column.endswith(("easting", "northing")):
            continue
        numbers, texts = numbers_of(table[column], source.separator), table[column]
        wrong = np.flatnonzero(~np.isfinite(numbers) & (texts != "").to_numpy())
        if len(wrong):
            raise AreaError(f"{source.at(wrong[0])}: {column}: '{texts.iloc[wrong[0]]}' is not a number")
        made[column] = texts.str.replace(",", "")
    return table.assign(**made)


def _check_sites(sites: pd.DataFrame, source: Source, places: Located, outside_metres: float) -> None:
    """Raise AreaError when a building lies too far from every postcode; one without a point is said later."""
    if not {"site_id", "easting", "northing"} <= set(sites.columns) or sites.empty:
        return
    points = np.column_stack([numbers_of(sites[name]) for name in ("easting", "northing")])
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    where = [f"{source.at(row)}: site '{sites['site_id'].iloc[row]}'" for row in known.tolist()]
    if len(known):
        homes = places.table[["easting", "northing"]].to_numpy(float)
        check_near(where, points[known], homes, outside_metres)


def _dated_hours(recipe: Recipe, sources: Sources) -> pd.DataFrame:
    """Return each site's hours by date; a row that says what the one before it said is left out."""
    parts = []
    for number, part in enumerate(recipe.hours, start=1):
        source = sources[part.file]
        for column in part.only:
            if column not in source.table.columns:
                where = f"{source.path}: {no_column(column, source.table.columns)}"
                raise AreaError(f"{where} (named by hours.{number}.only)")
        check_listed(source, f"hours.{number}.only", part.only, each=True)
        parts.append(shaped(source, part.columns, source.table[chosen(source.table, part.only)]))
    rows = pd.concat(parts).drop_duplicates(["site_id", "valid_from"])
    rows = rows.sort_values(["site_id", "valid_from"], kind="stable")
    return rows[rows["hours"] != rows.groupby("site_id")["hours"].shift()]
