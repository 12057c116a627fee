"""National tables cut by force, once: each force is then built without reading the country again.

A slice is named by everything it was made from: the checksums of the files, what is read of them, and the
districts of the forces. Tables keep their publisher's columns; the lookup and postcodes get our own.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.area.age_columns import finest
from estate_model.inputs.build.source_files import read_source
from estate_model.inputs.build.tables import Source
from estate_model.inputs.fetch.obtain import Had, Say
from estate_model.inputs.forces import postcodes as posts
from estate_model.inputs.forces.boundaries import cut_boundaries
from estate_model.inputs.forces.force_list import district_of, districts
from estate_model.inputs.forces.sheet import is_sheet, sheet_table
from estate_model.inputs.store.csv_table import numbers_of
from estate_model.inputs.store.kept import key_of
from estate_model.inputs.store.provenance import sha256_of

VERSION = b"slices 2"
LOOKUP, RESIDENTS, BOUNDARIES, POSTCODES, USER_TYPES = (
    "lookup", "residents", "boundaries", "postcodes", "user_types",
)  # fmt: skip
BY_ZONE = {"file", "arcgis"}
ZONE = "zone_code"
SHOWN = 5
NOTES = "notes.json"


@dataclass(frozen=True, kw_only=True)
class Slices:
    """Where the slices are: a folder for each force; and a force's notes on how they were cut."""

    folder: Path

    def of(self, force_id: str) -> Path:
        """Return the folder of a force's tables."""
        return self.folder / force_id

    def notes(self, force_id: str) -> tuple[str, ...]:
        """Return what a reader of the force's area must know of the cutting."""
        return tuple(json.loads((self.of(force_id) / NOTES).read_bytes()))


def slices(stock: Mapping[str, Had], cache: Path, say: Say) -> Slices:
    """Return the slices of the national tables at hand: those that are kept, else cut now and kept.

    Raise AreaError when a table has not the rows or residents it must have, or the tables have not the same
    zones.
    """
    national = {key: had for key, had in stock.items() if had.entry.kind in {*BY_ZONE, "os", "given"}}
    causes = [VERSION, repr(districts()).encode()]
    for key in sorted(national):
        had = national[key]
        causes += [key.encode(), had.form.model_dump_json().encode(), sha256_of(had.path).encode()]
    home = cache / "slices" / key_of(causes)[:16]
    if not home.is_dir():
        say("cutting the national tables by force (once; they are kept)")
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".slices-", dir=home.parent) as scratch:
            new = Path(scratch) / "new"
            _cut(national, new)
            shutil.rmtree(home, ignore_errors=True)
            new.rename(home)
    return Slices(folder=home)


def _cut(national: Mapping[str, Had], folder: Path) -> None:
    """Write every table of every force."""
    lookup = _lookup(national[LOOKUP])
    force_of = lookup["force_id"]
    for force_id in sorted(set(force_of)):
        (folder / force_id).mkdir(parents=True)
    _write(lookup.drop(columns="force_id").rename_axis(ZONE).reset_index(), ZONE, force_of, folder / LOOKUP)
    for key, had in national.items():
        if had.entry.kind in BY_ZONE and key not in {LOOKUP, BOUNDARIES}:
            table = table_of(key, had)
            if key == RESIDENTS:
                _check_residents(had, table, force_of.index)
            _write(table, had.form.code, force_of, folder / key)
    zones = cut_boundaries(national[BOUNDARIES], force_of, folder)
    notes = posts.cut_postcodes(national[POSTCODES], national.get(USER_TYPES), zones, folder)
    for force_id in sorted(set(force_of)):
        (folder / force_id / NOTES).write_text(json.dumps(notes.get(force_id, [])), encoding="utf-8")


def _write(table: pd.DataFrame, code: str, force_of: pd.Series, name: Path) -> None:
    """Write each force's rows to ``<folder>/<force>/<name>.csv``."""
    for force_id, rows in table.groupby(table[code].map(force_of).to_numpy()):
        rows.to_csv(name.parent / str(force_id) / f"{name.name}.csv", index=False, lineterminator="\n")


def table_of(key: str, had: Had) -> pd.DataFrame:
    """Return the columns that are read of a national table by zone, with as many rows as it must have."""
    form = had.form
    columns = [column for parts in form.columns.values() for column in parts]
    if is_sheet(had.path):
        table = sheet_table(had.path, form, [form.code, *columns])
    else:
        source = Source(name=key, about=had.part, path=had.path, table=pd.DataFrame(), code=form.code)
        table = read_source(source, columns, whole=key == RESIDENTS).table
        table = table if key == RESIDENTS else table[list(dict.fromkeys([form.code, *columns]))]
    table = table[(table[form.code] != "") & (table[columns[0]] != "")]
    _check_rows(had, table[form.code])
    return table


def _check_rows(had: Had, codes: pd.Series) -> None:
    """Raise AreaError unless a table has each zone once, and as many as it must have."""
    if codes.duplicated().any():
        raise AreaError(f"{had.path}: {had.form.code} '{codes[codes.duplicated()].iloc[0]}' appears twice")
    if had.entry.rows is not None and len(codes) != had.entry.rows:
        raise AreaError(f"{had.path}: has {len(codes):,} rows of zones, and {had.entry.rows:,} are expected")


def _check_residents(had: Had, table: pd.DataFrame, zones: pd.Index) -> None:
    """Raise AreaError unless the zones are those of the lookup and the residents as many as published."""
    strange = zones.symmetric_difference(pd.Index(table[had.form.code]))
    if len(strange):
        raise AreaError(f"{had.path}: has not the same zones as the lookup: {', '.join(strange[:SHOWN])}")
    try:
        bands = [column for parts in finest(map(str, table.columns)).values() for column in parts]
    except ValueError as error:
        raise AreaError(f"{had.path}: ages: {error}") from None
    people = float(np.nansum([numbers_of(table[column]).sum() for column in bands]))
    if had.entry.residents is not None and people != had.entry.residents:
        raise AreaError(f"{had.path}: has {people:,.0f} residents, and {had.entry.residents:,} are expected")


def _lookup(had: Had) -> pd.DataFrame:
    """Return ward, district and force of each zone, by code: names in both languages where there are two."""
    table, parts = table_of(LOOKUP, had), had.form.columns
    named = {name: table[columns[0]] for name, columns in parts.items()}
    welsh = named.pop("ward_name_welsh", pd.Series("", table.index))
    both = named["ward_name"] + " / " + welsh
    named["ward_name"] = named["ward_name"].where((welsh == "") | (welsh == named["ward_name"]), both)
    lookup = pd.DataFrame(named).set_axis(table[had.form.code])
    known = district_of()
    strange = sorted(set(lookup["district_code"]) - set(known))
    if strange:
        raise AreaError(
            f"{had.path}: names districts that no force is known for: {', '.join(strange[:SHOWN])}"
        )
    lookup["district_name"] = [known[code].name for code in lookup["district_code"]]
    return lookup.assign(force_id=[known[code].force_id for code in lookup["district_code"]]).sort_index()
