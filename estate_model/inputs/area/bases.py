"""Read ``bases.csv``, which an area may have: where ward officers start their shifts, and for which wards."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from estate_model.errors import AreaError, did_you_mean
from estate_model.inputs.area.coordinates import check_near
from estate_model.inputs.store.csv_table import check_unique, column_numbers, read_table
from estate_model.nouns import Floats, Site
from estate_model.nouns.bases import Base, site_id_of

BASES_FILE = "bases.csv"
COLUMNS = ("base_id", "name", "kind", "easting", "northing", "ward_codes")
KIND = "base"


def read_bases(path: Path, wards: pd.Series, homes: Floats, outside_metres: float) -> tuple[Base, ...]:
    """Return the bases; none where there is no such file. ``homes`` are the places, in metres.

    An easting and northing may be blank, and so may ``ward_codes``, which are parted by semicolons.

    Raises
    ------
    AreaError
        When a base stands far from every place, names a ward that is not the area's, or is of another kind.

    """
    if not path.is_file():
        return ()
    table = read_table(path, COLUMNS)
    check_unique(table, "base_id", path)
    return tuple(
        _base(row, f"{path}:{line}", set(wards), (homes, outside_metres))
        for line, row in zip(table.index, _with_numbers(table, path).to_dict("records"), strict=True)
    )


def _with_numbers(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Return the table with coordinates as numbers, ``nan`` where both are blank."""
    blank = (table["easting"] == "") & (table["northing"] == "")
    known = table[~blank]
    numbers = {name: pd.Series(column_numbers(known, name, path), known.index) for name in COLUMNS[3:5]}
    return table.assign(**{name: column.reindex(table.index) for name, column in numbers.items()})


def _base(row: dict[str, str], where: str, wards: set[str], near: tuple[Floats, float]) -> Base:
    if row["kind"] != KIND:
        raise AreaError(f"{where}: kind: '{row['kind']}' is not '{KIND}'; counters stand in sites.csv")
    codes = tuple(code.strip() for code in row["ward_codes"].split(";") if code.strip())
    for code in codes:
        if code not in wards:
            raise AreaError(f"{where}: ward_codes: no ward '{code}' in this area{did_you_mean(code, wards)}")
    point = np.array([row["easting"], row["northing"]], dtype=np.float64)
    site = None
    if np.isfinite(point).all():
        check_near([f"{where}: base '{row['base_id']}'"], point[None, :], *near)
        east, north = map(float, point)
        site = Site(
            site_id=site_id_of(row["base_id"]), name=row["name"], easting_metres=east, northing_metres=north
        )
    return Base(base_id=row["base_id"], name=row["name"], ward_codes=codes, site=site)
