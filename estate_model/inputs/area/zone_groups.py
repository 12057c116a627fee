"""Read ``groups.csv``, and what ``area.toml`` says of its columns, as the noun ``ZoneGroups``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.area_manifest import GROUPS_FILE, MANIFEST, AreaManifest
from estate_model.inputs.store.csv_table import check_unique, column_numbers, read_table
from estate_model.nouns.zone_groups import Category, Demand, Group, ZoneGroups
from estate_model.people.exposure import GROUPS

ID = {"id"}


def read_groups(folder: Path, manifest: AreaManifest, zones: pd.DataFrame) -> ZoneGroups:
    """Return the groups of an area folder; an empty noun where its manifest speaks of none.

    Raise AreaError when the table lacks a column, holds what is no count, or has other zones than ``zones``.
    """
    if not manifest.counted:
        return ZoneGroups()
    for entry in manifest.group:
        if entry.id in GROUPS:
            raise AreaError(
                f"{folder / MANIFEST}: group '{entry.id}' has the id of one that every area has "
                f"({', '.join(GROUPS)}); give it another"
            )
    exact = [column for entry in manifest.group for column in (entry.column, entry.base_column)]
    blank = [entry.column for entry in (*manifest.category, *manifest.demand)]
    table = _table(folder / GROUPS_FILE, zones, exact, blank)
    try:
        return ZoneGroups(
            table=table,
            groups=tuple(Group(group_id=one.id, **one.model_dump(exclude=ID)) for one in manifest.group),
            categories=tuple(
                Category(category_id=one.id, **one.model_dump(exclude=ID)) for one in manifest.category
            ),
            demands=tuple(Demand(demand_id=one.id, **one.model_dump(exclude=ID)) for one in manifest.demand),
        )
    except ValueError as error:
        raise AreaError(f"{folder / GROUPS_FILE}: {error}") from error


def _table(path: Path, zones: pd.DataFrame, exact: list[str], blank: list[str]) -> pd.DataFrame:
    """Return the counts as floats by ``zone_code``, in the zones' order."""
    counted = dict.fromkeys([*exact, *blank], "float64")
    may_be_blank = set(blank) - set(exact)
    text = read_table(path, ("zone_code", *counted), kinds=counted, blanks=may_be_blank)
    check_unique(text, "zone_code", path)
    strange = np.flatnonzero(~text["zone_code"].isin(zones.index))
    if len(strange):
        code = text["zone_code"].iloc[strange[0]]
        raise AreaError(f"{path}:{text.index[strange[0]]}: zone_code '{code}' is not in zones.csv")
    missing = zones.index.difference(text["zone_code"])
    if len(missing):
        raise AreaError(f"{path}: has no row for zone {missing[0]} ({len(missing):,} are missing)")
    columns = {name: column_numbers(text, name, path, blanks=name in may_be_blank) for name in counted}
    for name, numbers in columns.items():
        below = np.flatnonzero(numbers < 0)
        if len(below):
            raise AreaError(f"{path}:{text.index[below[0]]}: {name}: a count is below 0")
    return pd.DataFrame(columns, index=pd.Index(text["zone_code"], name="zone_code")).reindex(zones.index)
