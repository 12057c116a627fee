"""Read ``bases.csv``, which an area may have: where ward officers start their shifts, and for which wards."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from estate_model.errors import did_you_mean, shown
from estate_model.inputs.area.coordinates import METRES, check_near
from estate_model.inputs.store.csv_rows import Row, read_rows
from estate_model.nouns import Floats, Site
from estate_model.nouns.bases import KIND, Base, site_id_of
from estate_model.nouns.estate import points_of

BASES_FILE = "bases.csv"
COLUMNS = ("base_id", "name", "kind", "easting", "northing", "ward_codes")


def read_bases(path: Path, wards: pd.Series, homes: Floats, outside_metres: float) -> tuple[Base, ...]:
    """Return the bases; none where there is no such file. ``homes`` are the places, in metres.

    An easting and northing may be blank, and so may ``ward_codes``, which are parted by semicolons.

    Raise AreaError when a base stands far from every place, names a ward that is not the area's, or is of
    another kind.
    """
    if not path.is_file():
        return ()
    codes = set(wards)
    rows = read_rows(path, COLUMNS, lambda row: (row.line, _base(row, codes)), key=("base_id",))
    known = [(f"{path}:{line}: base '{base.base_id}'", base.site) for line, base in rows if base.site]
    check_near([where for where, _ in known], points_of([site for _, site in known]), homes, outside_metres)
    return tuple(base for _, base in rows)


def _base(row: Row, wards: set[str]) -> Base:
    kind, base_id, name = row.words("kind"), row.text("base_id"), row.words("name")
    if kind != KIND:
        row.faults.append(f"kind: '{shown(kind)}' is not '{KIND}'; counters stand in sites.csv")
    codes = tuple(code.strip() for code in row.words("ward_codes").split(";") if code.strip())
    row.faults += [
        f"ward_codes: no ward '{shown(code)}' in this area{did_you_mean(code, wards)}"
        for code in codes
        if code not in wards
    ]
    site = None
    if not (row.blank("easting") and row.blank("northing")):
        east, north = row.number("easting", METRES), row.number("northing", METRES)
        site = Site(site_id=site_id_of(base_id), name=name, easting_metres=east, northing_metres=north)
    return Base(base_id=base_id, name=name, ward_codes=codes, site=site)
