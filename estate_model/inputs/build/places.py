"""The places of a recipe: each postcode with its zone, cell, land and weight; nobody is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely

from estate_model.errors import AreaError
from estate_model.inputs.area.area_words import labels_of
from estate_model.inputs.area.residents import PLACE_COLUMNS
from estate_model.inputs.build.cells import Boundaries
from estate_model.inputs.build.land import make_lands
from estate_model.inputs.build.listed import check_listed
from estate_model.inputs.build.membership import cells_of, facts_of, fold
from estate_model.inputs.build.recipe import PostcodesPart, Recipe
from estate_model.inputs.build.tables import SHOWN, Source, tells_end
from estate_model.inputs.build.zones import Sources, Zones
from estate_model.nouns import Floats
from estate_model.nouns.standing import likely_mistake

MOST_METRES = 1e9  # beyond it a number is no place on earth, and is found outside every polygon
NOT_ENDED = ("", "0", "n", "no", "false", "nat", "nan", "none")


@dataclass(frozen=True, kw_only=True)
class Located:
    """``table``: the rows of ``postcodes.csv.gz``, in postcode order; and notes on how it was made."""

    table: pd.DataFrame
    notes: tuple[str, ...]


def make_places(recipe: Recipe, sources: Sources, zones: Zones, boundaries: Boundaries) -> Located:
    """Return the places of a recipe.

    Raise AreaError when a postcode is no postcode, appears twice, has no point, lies too far from every
    polygon or in a zone that is not known, or a zone has residents but no home and no polygon.
    """
    part = recipe.postcodes
    source, ended = _live(sources[part.file])
    sources = {**sources, part.file: source}
    table = _points(part, source, recipe.area.place_pattern)
    spots = shapely.points(table["easting"].to_numpy(float), table["northing"].to_numpy(float))
    holder, away = boundaries.holding(spots)
    notes = [*ended, *_outside(part, source, table, away)]
    facts = facts_of(part, sources, pd.Index(table["postcode"]))
    notes += _values_noted(part, sources, facts)
    table["cell_code"] = np.asarray(boundaries.codes)[holder]
    if part.cell:
        table["cell_code"] = cells_of(part, facts, boundaries, table)
    if part.zone:
        table["zone_code"] = source.table[part.zone].to_numpy()
        notes += fold(part, source, table, zones)
        if recipe.boundaries.of == "zones":
            notes += _elsewhere(table)
    else:
        table["zone_code"] = table["cell_code"]
    if recipe.boundaries.of == "zones":
        table["cell_code"] = table["zone_code"]
    table["weight"] = _weights(part, source, facts)
    if recipe.boundaries.of == "cells" and not part.weight:
        table["weight"] /= table.groupby("cell_code")["weight"].transform("sum").clip(lower=1)
    added, said = _stand_ins(recipe, table, zones, boundaries)
    table = pd.concat([table, added], ignore_index=True).sort_values("postcode", kind="stable")
    table["land"] = table["zone_code"].map(make_lands(recipe, sources, zones))
    table["weight"] = [f"{weight:.6g}" for weight in table["weight"]]
    return Located(table=table[list(PLACE_COLUMNS)], notes=(*_sharing(recipe), *notes, *said))


def _values_noted(part: PostcodesPart, sources: Sources, facts: pd.DataFrame) -> list[str]:
    """Return notes on values that the recipe lists and no postcode has; AreaError where none has any."""
    notes = check_listed(sources[part.file], "postcodes.fold", part.fold)
    if not part.user_type:
        return notes
    source = replace(sources[part.lookup or part.file], table=facts)
    listed = {part.user_type: part.not_residential}
    try:
        return [*notes, *check_listed(source, "postcodes.not_residential", listed)]
    except AreaError as error:
        raise AreaError(f"{error}; where all are homes, leave out user_type") from error


def _live(source: Source) -> tuple[Source, list[str]]:
    """Return the postcodes that had not ended, where a column says so and the recipe does not, and a note."""
    ends = [
        column for column in source.table.columns if tells_end(column) and column not in source.about.only
    ]
    gone = np.zeros(len(source.table), dtype=bool)
    for column in ends:
        gone |= ~source.table[column].str.lower().isin(NOT_ENDED).to_numpy()
    if not gone.any():
        return source, []
    words = f"{int(gone.sum()):,} postcodes that had ended (column {ends[0]}) are left out."
    return replace(source, table=source.table[~gone]), [words]


def _elsewhere(table: pd.DataFrame) -> list[str]:
    """Return a note on the postcodes that lie in the polygon of another zone than their own."""
    elsewhere = int((table["zone_code"] != table["cell_code"]).sum())
    words = (
        f"{elsewhere:,} of {len(table):,} postcodes lie in or nearer to the polygon of another zone "
        "than the one their table gives; the table's is used."
    )
    return [words] if elsewhere else []


def place_ids(texts: pd.Series, pattern: str) -> pd.Series:
    """Return places' ids in capitals, the groups of ``pattern`` put together with a space; NaN for no id.

    >>> from estate_model.nouns.england_and_wales import PLACE_PATTERN
    >>> place_ids(pd.Series(["e16an", "E1  6AN", "6AN"]), PLACE_PATTERN).tolist()
    ['E1 6AN', 'E1 6AN', nan]
    """
    grouped = pattern if re.compile(pattern).groups else f"({pattern})"
    parts = texts.str.strip().str.upper().str.extract(f"^(?:{grouped})$")
    return parts[0].str.cat(parts.iloc[:, 1:], sep=" ") if parts.shape[1] > 1 else parts[0]


def _points(part: PostcodesPart, source: Source, pattern: str) -> pd.DataFrame:
    """Return postcode, easting and northing of every row; coordinates that are whole stay whole."""
    codes = place_ids(source.table[part.postcode], pattern)
    if codes.empty:
        raise AreaError(f"{source.path}: has no postcode")
    wrong = np.flatnonzero(codes.isna())
    if len(wrong):
        value = source.table[part.postcode].iloc[wrong[0]]
        raise AreaError(f"{source.at(wrong[0])}: {part.postcode}: '{value}' is not a postcode")
    repeated = np.flatnonzero(codes.duplicated())
    if len(repeated):
        raise AreaError(f"{source.at(repeated[0])}: postcode '{codes.iloc[repeated[0]]}' appears twice")
    table = pd.DataFrame({"postcode": codes.to_numpy()})
    for name, column in (("easting", part.easting), ("northing", part.northing)):
        numbers = source.numbers(column)
        whole = (numbers == np.round(numbers)) & (np.abs(numbers) < MOST_METRES)
        table[name] = numbers.astype(np.int64) if whole.all() else numbers
    return table


def _outside(part: PostcodesPart, source: Source, table: pd.DataFrame, away: Floats) -> list[str]:
    """Return a note on the postcodes outside every polygon; raise AreaError where one is too far."""
    far = np.flatnonzero(away > part.outside_metres)
    if len(far):
        row = far[int(np.argmax(away[far]))]
        points = table[["easting", "northing"]].to_numpy(float)
        inside = points[away <= part.outside_metres]
        hint = likely_mistake(points[row], inside) if len(inside) else ""
        raise AreaError(
            f"{source.at(row)}: postcode {table['postcode'].iloc[row]} lies {away[row]:,.0f} metres outside "
            f"every polygon, further than postcodes.outside_metres ({part.outside_metres:,.0f}); so do "
            f"{len(far):,} in all (leave out those of other areas with file.{source.name}.only){hint}"
        )
    if part.zone or not (away > 0).any():
        return []
    words = (
        f"{int((away > 0).sum()):,} of {len(table):,} postcodes lie outside every polygon, by up to "
        f"{away.max():,.0f} metres, and are given the nearest."
    )
    return [words]


def _weights(part: PostcodesPart, source: Source, facts: pd.DataFrame) -> Floats:
    """Return how each postcode counts when a zone's residents are shared: 0 where nobody lives."""
    weight = source.numbers(part.weight) if part.weight else np.ones(len(source.table))
    if part.user_type:
        weight = weight * ~facts[part.user_type].isin(part.not_residential).to_numpy()
    return weight


def _stand_ins(
    recipe: Recipe, table: pd.DataFrame, zones: Zones, boundaries: Boundaries
) -> tuple[pd.DataFrame, list[str]]:
    """Return a place for each zone with residents but no home, at a point inside its polygon, and a note."""
    weight = table.groupby("zone_code")["weight"].sum().reindex(zones.table.index, fill_value=0.0)
    empty = zones.table.index[(weight <= 0) & (zones.residents > 0)]
    if not len(empty):
        return table.iloc[:0], []
    listed = f"{', '.join(empty[:SHOWN])}{' and others' if len(empty) > SHOWN else ''}"
    if recipe.boundaries.of != "zones":
        raise AreaError(
            f"{len(empty):,} zones have residents but no residential postcode: {listed}; give boundaries of "
            "zones, so that a point inside can stand for them"
        )
    spots = shapely.point_on_surface(boundaries.exact[boundaries.codes.get_indexer(empty)])
    points = {"easting": shapely.get_x(spots).round(), "northing": shapely.get_y(spots).round()}
    added = pd.DataFrame({"postcode": empty, **points, "zone_code": empty, "cell_code": empty, "weight": 1.0})
    added = added.astype({"easting": table["easting"].dtype, "northing": table["northing"].dtype})
    people = zones.residents[empty].sum()
    words = (
        f"{len(empty):,} zones ({people:,.0f} residents) have no residential postcode; a point inside each, "
        f"named by its code, stands for them: {listed}."
    )
    return added, [words]


def _sharing(recipe: Recipe) -> list[str]:
    part = recipe.postcodes
    zone, cell = (labels_of(recipe.labels)[level] for level in ("zone", "cell"))
    by = "in proportion to a weight of each" if part.weight else "equally"
    if recipe.boundaries.of == "cells" and not part.weight:
        by = f"alike for each {cell} and, within one, equally"
    words = (
        f"The residents of each {zone} are shared over its residential postcodes {by}; all age bands alike, "
        f"so postcode figures are estimates and {zone} figures are those of the table."
    )
    return [words]
