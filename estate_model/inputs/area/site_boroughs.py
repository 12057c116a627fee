"""Hold the boroughs that an area's sites name against those of its zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import shapely

from estate_model.errors import AreaError, did_you_mean, first_faults, shown
from estate_model.inputs.store.csv_table import read_table
from estate_model.nouns import Site
from estate_model.nouns.area import Area
from estate_model.nouns.plain_name import folded

INSIDE_METRES = 50.0  # cells are drawn coarsely: a building nearer to their edge may stand outside
MOST_OF_IT = 0.9  # of a disc so wide around a building: cells may leave slivers between them


def with_boroughs(area: Area, sites: Path, cells: Path) -> Area:
    """Return an area whose sites name their boroughs as its zones spell them; case and blanks do not count.

    Raise AreaError with each row of ``sites`` that names a borough the area lacks, for a building that stands
    inside it.
    """
    names = {folded(name): name for name in area.zones["borough_name"].unique()}
    named = {key: site for key, site in area.buildings.items() if site.borough_name}
    strangers = {key: site for key, site in named.items() if folded(site.borough_name) not in names}
    if strangers:
        _refuse_inside(area, strangers, sites, cells)
    spelt = {
        key: replace(site, borough_name=names[folded(site.borough_name)])
        for key, site in named.items()
        if key not in strangers
    }
    if all(site == area.buildings[key] for key, site in spelt.items()):
        return area
    return replace(area, buildings={**area.buildings, **spelt})


def _refuse_inside(area: Area, strangers: Mapping[str, Site], sites: Path, cells: Path) -> None:
    """Raise AreaError for each building of no borough of the area that stands well inside its cells."""
    from estate_model.inputs.area.cells import read_cells  # noqa: PLC0415 - a second, and rarely needed

    drawn = read_cells(cells, area=area).geometry.to_numpy()
    tree = shapely.STRtree(drawn)
    names, word = sorted(set(area.zones["borough_name"])), area.labels["borough"]
    ids = read_table(sites, ("site_id",))["site_id"]
    faults = []
    for line, key in ids[ids.isin(strangers)].items():
        site = strangers[key]
        around = shapely.Point(site.easting_metres, site.northing_metres).buffer(INSIDE_METRES)
        over = shapely.union_all(drawn[tree.query(around)]).intersection(around)
        if over.area >= MOST_OF_IT * around.area:
            name = site.borough_name
            faults.append(
                f"{sites}:{line}: borough_name: site '{key}' stands in this area, which has no {word} "
                f"'{shown(name)}'{did_you_mean(name, names)} (there are: {shown(', '.join(names))})"
            )
    if faults:
        raise AreaError("\n".join(first_faults(faults)))
