"""``groups.csv`` of a recipe, and what ``area.toml`` says of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.build.recipe import Recipe
from estate_model.inputs.build.recipe_counts import Columns, GroupPart
from estate_model.inputs.build.tables import Source
from estate_model.inputs.build.zones import Sources, Zones
from estate_model.nouns import Floats
from estate_model.nouns.zone_groups import NO_CLASS, PEOPLE, far_above, no_class, swapped

Entry = Mapping[str, object]
MOST_APART, MOST_TIMES = 0.2, 2  # of a group's base and all residents: then a note, and then a fault


@dataclass(frozen=True, kw_only=True)
class Counts:
    """``table``: the rows of ``groups.csv``; ``entries``: the manifest's tables by kind, none if empty."""

    table: pd.DataFrame
    entries: Mapping[str, list[Entry]]
    notes: tuple[str, ...] = ()


def make_groups(recipe: Recipe, sources: Sources, zones: Zones) -> Counts:
    """Return groups with their bases, categories and demand for each zone.

    Raise AreaError when a zone has no row, a count is no count, is far above its base, or is counted of far
    more people than there are; a class is no class; or two entries of the recipe have one id.
    """
    codes, notes = zones.table.index, []
    columns: dict[str, Floats] = {}
    entries: dict[str, list[Entry]] = {"group": [], "category": [], "demand": []}
    for group in recipe.group:
        source = sources[group.file]
        count, base = source.counts(group.column, codes), source.counts(group.base, codes)
        for row in np.flatnonzero(far_above(count, base))[:1]:
            raise AreaError(
                f"{source.at_code(codes[row])}: {_named(group.column)} of {codes[row]} (group {group.id}) "
                f"{swapped(count[row], base[row])}"
            )
        notes += _of_all(group, source, base.sum(), zones.residents.sum())
        _put(columns, group.id, count)
        _put(columns, f"{group.id}_base", base)
        more = {"column": group.id, "base_column": f"{group.id}_base", "unit": group.unit}
        entries["group"].append({"id": group.id, "label": group.label, **more, **_origin(source)})
    for category in recipe.category:
        source = sources[category.file]
        classes = source.counts([category.column], codes, blanks=True)
        for row in np.flatnonzero(no_class(classes))[:1]:
            where = f"{source.at_code(codes[row])}: {category.column} of {codes[row]}"
            raise AreaError(f"{where}: {classes[row]:g} {NO_CLASS} (category {category.id})")
        _put(columns, category.id, classes)
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
    return Counts(
        table=table, entries={kind: rows for kind, rows in entries.items() if rows}, notes=tuple(notes)
    )


def _of_all(group: GroupPart, source: Source, counted: float, residents: float) -> list[str]:
    """Return a note where a group's base is far from all residents (people); raise AreaError if far above."""
    words = (
        f"{_named(group.base)} of group {group.id} counts {counted:,.0f} people of {residents:,.0f} residents"
    )
    if group.unit != PEOPLE or abs(counted - residents) <= MOST_APART * residents:
        return []
    if counted > MOST_TIMES * residents:
        raise AreaError(
            f"{source.path}: {words}: are these households, or the residents thousands or percentages?"
        )
    return [f"{group.label}: {words}; the share is taken for all."]


def _named(columns: Columns) -> str:
    return " + ".join(columns)


def _put(columns: dict[str, Floats], name: str, counts: Floats) -> None:
    if name in columns or name == "zone_code":
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
