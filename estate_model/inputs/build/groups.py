"""``groups.csv`` of a recipe, and what ``area.toml`` says of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.tables import Source
from estate_model.inputs.build.zones import Sources
from estate_model.nouns import Floats

Entry = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Counts:
    """``table``: the rows of ``groups.csv``; ``entries``: the manifest's tables by kind, none if empty."""

    table: pd.DataFrame
    entries: Mapping[str, list[Entry]]


def make_groups(recipe: Recipe, sources: Sources, codes: pd.Index) -> Counts:
    """Return groups with their bases, categories and demand for each zone.

    Raises
    ------
    AreaError
        When a zone has no row, a count is no count, or two entries of the recipe have one id.

    """
    columns: dict[str, Floats] = {}
    entries: dict[str, list[Entry]] = {"group": [], "category": [], "demand": []}
    for group in recipe.group:
        source = sources[group.file]
        _put(columns, group.id, source.counts(group.column, codes))
        _put(columns, f"{group.id}_base", source.counts(group.base, codes))
        more = {"column": group.id, "base_column": f"{group.id}_base", "unit": group.unit}
        entries["group"].append({"id": group.id, "label": group.label, **more, **_origin(source)})
    for category in recipe.category:
        source = sources[category.file]
        _put(columns, category.id, source.counts([category.column], codes, blanks=True))
        more = {"column": category.id, "meaning": category.meaning}
        entries["category"].append({"id": category.id, "label": category.label, **more, **_origin(source)})
    for demand in recipe.demand:
        source = sources[demand.file]
        _put(columns, demand.id, source.counts(demand.column, codes, blanks=True))
        more = {"column": demand.id, "unit": demand.unit, "period": demand.period}
        entry = {"id": demand.id, "label": demand.label, **more, "per_year": demand.per_year}
        shares_only = {} if demand.totals else {"totals": False}
        entries["demand"].append({**entry, **shares_only, **_origin(source)})
    table = pd.DataFrame({name: _written(numbers) for name, numbers in columns.items()})
    table.insert(0, "zone_code", codes)
    return Counts(table=table, entries={kind: rows for kind, rows in entries.items() if rows})


def _put(columns: dict[str, Floats], name: str, counts: Floats) -> None:
    if name in columns:
        raise AreaError(
            f"two entries of the recipe would both be column '{name}' of groups.csv: rename one id"
        )
    columns[name] = counts


def _origin(source: Source) -> dict[str, str]:
    about = source.about
    return {"source": f"{about.title}, {about.publisher}", "date": about.date}


def _written(numbers: Floats) -> list[str]:
    """Return numbers as text: whole ones without a point, missing ones blank.

    >>> _written(np.array([3.0, 2.5, np.nan]))
    ['3', '2.5', '']
    """
    return [
        "" if np.isnan(one) else str(int(one)) if one == int(one) else repr(float(one)) for one in numbers
    ]
