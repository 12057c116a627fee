"""Which cell and zone each postcode is in, where a table of postcodes says so."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from estate_model.errors import AreaError
from estate_model.inputs.build.cells import Boundaries
from estate_model.inputs.build.recipe import PostcodesPart
from estate_model.inputs.build.source_files import read_source
from estate_model.inputs.build.tables import Source, chosen
from estate_model.inputs.build.zones import Sources, Zones

Strings = npt.NDArray[np.str_]
POINT = ["easting", "northing"]


def facts_of(part: PostcodesPart, sources: Sources, codes: pd.Index) -> pd.DataFrame:
    """Return cell, user type and end of each postcode, from the lookup if there is one; blank if unknown."""
    columns = [column for column in (part.cell, part.user_type, part.ended) if column]
    if not part.lookup:
        return sources[part.file].table[columns].set_axis(codes)
    source = sources[part.lookup]
    source = read_source(source, columns, codes=frozenset(codes))
    table = source.table.set_index(source.code)
    if table.index.has_duplicates:
        twice = table.index[table.index.duplicated()][0]
        raise AreaError(f"{source.path}: {source.code} '{twice}' appears twice")
    return table.reindex(codes, fill_value="")


def cells_of(
    part: PostcodesPart, facts: pd.DataFrame, boundaries: Boundaries, table: pd.DataFrame
) -> Strings:
    """Return each postcode's cell: the lookup's where that can be right, else the table's (where it lies).

    The lookup's is not believed for a postcode that had ended and was issued again, perhaps elsewhere, and
    for one that lies too far from that cell.
    """
    row = boundaries.codes.get_indexer(facts[part.cell])
    usable = row >= 0
    if part.ended:
        usable &= (facts[part.ended] == "").to_numpy()
    spots = shapely.points(table[POINT].to_numpy(float)[usable])
    usable[usable] = shapely.distance(boundaries.exact[row[usable]], spots) <= part.cell_metres
    chosen_cells: Strings = np.where(usable, np.asarray(boundaries.codes)[row], table["cell_code"])
    return chosen_cells


def fold(part: PostcodesPart, source: Source, table: pd.DataFrame, zones: Zones) -> list[str]:
    """Put a known zone in the place of each that lacks figures, where the recipe allows it; return a note.

    Such a postcode goes to the zone, of those that hold others the recipe folds, with most of them in its
    cell; where its cell has none, to the zone of the nearest.

    Raise AreaError when the zone of another postcode is not known.
    """
    known = table["zone_code"].isin(zones.table.index)
    among = pd.Series(bool(part.fold) & chosen(source.table, part.fold), table.index)
    strange = np.flatnonzero(~known & ~among)
    if len(strange):
        raise AreaError(
            f"{source.at(strange[0])}: {part.zone} '{table['zone_code'].iloc[strange[0]]}' is not a zone "
            f"({len(strange):,} postcodes; leave out those of other areas with file.{source.name}.only)"
        )
    if known.all():
        return []
    pairs = table[known & among].groupby(["cell_code", "zone_code"]).size().rename("postcodes").reset_index()
    ranked = pairs.sort_values(["cell_code", "postcodes", "zone_code"], ascending=[True, False, True])
    of_cell = ranked.drop_duplicates("cell_code").set_index("cell_code")["zone_code"]
    zone = table["zone_code"].where(known).fillna(table["cell_code"].map(of_cell).where(among))
    settled = (among & zone.notna()).to_numpy()
    spots = table[POINT].to_numpy(float)
    for row in np.flatnonzero(zone.isna()):
        away = np.hypot(*(spots[settled] - spots[row]).T)
        zone.iloc[row] = zone[settled].iloc[int(away.argmin())]
    table["zone_code"] = zone
    words = f"{int((~known).sum()):,} postcodes of zones without figures are counted in a zone near by."
    return [words]
