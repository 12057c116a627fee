"""Read ``groups.csv``, and what ``area.toml`` says of its columns, as the noun ``ZoneGroups``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from estate_model.errors import AreaError, did_you_mean
from estate_model.inputs.store.csv_table import check_unique, column_numbers, read_table
from estate_model.nouns.zone_groups import Category, Demand, Group, ZoneGroups

GROUPS_FILE = "groups.csv"
KEYS = {
    "group": ("id", "label", "column", "base_column", "unit", "source", "date"),
    "category": ("id", "label", "column", "meaning", "source", "date"),
    "demand": ("id", "label", "column", "unit", "period", "per_year", "source", "date"),
}
TOTALS = "totals"


def read_groups(folder: Path, manifest: Mapping[str, Any], zones: pd.DataFrame) -> ZoneGroups:
    """Return the groups of an area folder; an empty noun where its manifest speaks of none.

    Raises
    ------
    AreaError
        When an entry lacks a key or has one that is not known, or the table lacks a column, holds what
        is no count, or has other zones than ``zones``.

    """
    given = {kind: manifest.get(kind, []) for kind in KEYS}
    if not any(given.values()):
        return ZoneGroups()
    faults = [fault for kind, entries in given.items() for fault in _faults(kind, entries)]
    if faults:
        raise AreaError("\n".join(f"{folder / 'area.toml'}: {fault}" for fault in faults))
    exact = [entry[key] for entry in given["group"] for key in ("column", "base_column")]
    blank = [entry["column"] for kind in ("category", "demand") for entry in given[kind]]
    table = _table(folder / GROUPS_FILE, zones, exact, blank)
    try:
        return ZoneGroups(
            table=table,
            groups=tuple(Group(group_id=one["id"], **_rest(one)) for one in given["group"]),
            categories=tuple(Category(category_id=one["id"], **_rest(one)) for one in given["category"]),
            demands=tuple(Demand(demand_id=one["id"], **_rest(one)) for one in given["demand"]),
        )
    except ValueError as error:
        raise AreaError(f"{folder / GROUPS_FILE}: {error}") from error


def _rest(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "id"}


def _faults(kind: str, entries: Any) -> list[str]:  # noqa: ANN401 - what a file holds before it is checked
    """Return a line for each missing, empty or unknown key of the ``[[kind]]`` entries."""
    if not isinstance(entries, list):
        return [f"'{kind}' must be a list of [[{kind}]] tables"]
    faults = []
    for number, entry in enumerate(entries, start=1):
        where = f"[[{kind}]] number {number}"
        known = (*KEYS[kind], TOTALS) if kind == "demand" else KEYS[kind]
        if not isinstance(entry, Mapping):
            faults.append(f"{where}: is not a table")
            continue
        faults += [
            f"{where}: unknown key '{key}'{did_you_mean(key, known)}" for key in entry if key not in known
        ]
        if not isinstance(entry.get(TOTALS, True), bool):
            faults.append(f"{where}: '{TOTALS}' must be true or false")
        for key in KEYS[kind]:
            kinds = (int, float) if key == "per_year" else str
            if not isinstance(entry.get(key), kinds) or entry[key] == "":
                faults.append(f"{where}: '{key}' must be a {'number' if key == 'per_year' else 'text'}")
    return faults


def _table(path: Path, zones: pd.DataFrame, exact: list[str], blank: list[str]) -> pd.DataFrame:
    """Return the counts as floats by ``zone_code``, in the zones' order."""
    text = read_table(path, ("zone_code", *dict.fromkeys([*exact, *blank])))
    check_unique(text, "zone_code", path)
    strange = np.flatnonzero(~text["zone_code"].isin(zones.index))
    if len(strange):
        code = text["zone_code"].iloc[strange[0]]
        raise AreaError(f"{path}:{text.index[strange[0]]}: zone_code '{code}' is not in zones.csv")
    missing = zones.index.difference(text["zone_code"])
    if len(missing):
        raise AreaError(f"{path}: has no row for zone {missing[0]} ({len(missing):,} are missing)")
    columns = {
        name: column_numbers(text, name, path, blanks=name not in exact)
        for name in dict.fromkeys([*exact, *blank])
    }
    for name, numbers in columns.items():
        below = np.flatnonzero(numbers < 0)
        if len(below):
            raise AreaError(f"{path}:{text.index[below[0]]}: {name}: a count is below 0")
    return pd.DataFrame(columns, index=pd.Index(text["zone_code"], name="zone_code")).reindex(zones.index)
