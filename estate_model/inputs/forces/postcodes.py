"""Unit postcodes cut by force: by Ordnance Survey's district code, or by where they lie.

A polygon generalised by 200 metres puts 1,057 postcodes of England and Wales in another force than their
district; so the district's code counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from estate_model.errors import AreaError
from estate_model.inputs.build.archives import opened
from estate_model.inputs.build.code_point import CODE_POINT
from estate_model.inputs.fetch.obtain import Had
from estate_model.inputs.forces.boundaries import Zones
from estate_model.inputs.forces.force_list import district_of

COUNTRIES = ("E92000001", "W92000004")
PLACE, QUALITY, EAST, NORTH, COUNTRY, DISTRICT = (*CODE_POINT[:5], CODE_POINT[8])
COLUMNS = ("postcode", "easting", "northing", "user_type")
NO_POINT, LARGE, LARGE_USER = "90", "1", "large"
ROWS_AT_ONCE = 500_000


@dataclass
class _Counts:
    """What was left out or placed otherwise, by force."""

    without_point: dict[str, int] = field(default_factory=dict)
    by_place: dict[str, int] = field(default_factory=dict)


def cut_postcodes(had: Had, user_types: Had | None, zones: Zones, folder: Path) -> dict[str, list[str]]:
    """Write each force's postcodes with a point, and whether a large user's; return notes by force.

    Raise AreaError when the file is not Code-Point Open as it is published.
    """
    large = _large_users(user_types) if user_types is not None else frozenset()
    counts, files = _Counts(), {}
    try:
        for table in _tables(had):
            for force_id, rows in _by_force(table, zones, counts):
                if force_id not in files:
                    path = folder / force_id / "postcodes.csv"
                    files[force_id] = path.open("w", encoding="utf-8", newline="")
                    files[force_id].write(",".join(COLUMNS) + "\n")
                # not isin: it makes an array of all 300,000 large users anew for each file and force
                kind = [LARGE_USER if code.replace(" ", "") in large else "" for code in rows[PLACE]]
                made = rows[[PLACE, EAST, NORTH]].assign(kind=kind)
                made.to_csv(files[force_id], index=False, header=False, lineterminator="\n")
    finally:
        for file in files.values():
            file.close()
    return {force_id: list(_notes(force_id, counts, known=bool(large))) for force_id in files}


def _tables(had: Had) -> Iterator[pd.DataFrame]:
    """Yield the postcodes of England and Wales, a file of Code-Point Open at a time."""
    for stream in opened(had.path, had.form.inside):
        try:
            table = pd.read_csv(stream, header=None, dtype=object, na_filter=False, encoding="utf-8-sig")
        except (ValueError, UnicodeDecodeError) as error:
            raise AreaError(f"{had.path}: cannot be read as Code-Point Open: {error}") from None
        if table.shape[1] != len(CODE_POINT):
            raise AreaError(
                f"{had.path}: a table has {table.shape[1]} columns; Code-Point Open has {len(CODE_POINT)}"
            )
        table.columns = pd.Index(CODE_POINT)
        yield table[table[COUNTRY].isin(COUNTRIES)]


def _by_force(table: pd.DataFrame, zones: Zones, counts: _Counts) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rows with a point of each force."""
    known = {code: one.force_id for code, one in district_of().items()}
    force = table[DISTRICT].map(known)
    no_point = (table[QUALITY] == NO_POINT) | ((table[EAST] == "0") & (table[NORTH] == "0"))
    _count(counts.without_point, force[no_point])
    table, force = table[~no_point], force[~no_point]
    strange = force.isna()
    if strange.any():
        force[strange] = zones.force_at(table.loc[strange, [EAST, NORTH]].to_numpy(float))
        _count(counts.by_place, force[strange])
    for force_id, rows in table.groupby(force.to_numpy()):
        yield str(force_id), rows


def _count(counts: dict[str, int], force: pd.Series) -> None:
    for force_id, number in force.fillna("").value_counts().items():
        counts[str(force_id)] = counts.get(str(force_id), 0) + int(number)


def _large_users(had: Had) -> frozenset[str]:
    """Return the postcodes of large users, without blanks."""
    code, kind = had.form.code, had.form.columns["user_type"][0]
    found: set[str] = set()
    for stream in opened(had.path, had.form.inside):
        try:
            parts = pd.read_csv(
                stream, usecols=[code, kind], dtype=object, na_filter=False, chunksize=ROWS_AT_ONCE,
                encoding="utf-8-sig",
            )  # fmt: skip
            for part in parts:
                found |= set(part.loc[part[kind] == LARGE, code].str.replace(" ", ""))
        except (ValueError, UnicodeDecodeError) as error:
            raise AreaError(f"{had.path}: cannot be read as a directory of postcodes: {error}") from None
    return frozenset(found)


def _notes(force_id: str, counts: _Counts, *, known: bool) -> Iterator[str]:
    yield (
        "A postcode is the force's by Ordnance Survey's district code, and of the LSOA in whose polygon it "
        "lies."
    )
    if without := counts.without_point.get(force_id, 0):
        yield f"Postcodes left out, since they have no point in Code-Point Open: {without:,}."
    if nowhere := counts.without_point.get("", 0):
        yield f"Postcodes of any force left out, since they have neither point nor district: {nowhere:,}."
    if placed := counts.by_place.get(force_id, 0):
        yield f"Postcodes whose district is blank or new, and the force's by where they lie: {placed:,}."
    if not known:
        yield (
            "Postcodes of large users (offices, hospitals) are not told from homes, since no directory of "
            "user types was at hand: residents are shared over them too."
        )
