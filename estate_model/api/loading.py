"""Load areas, scenarios and polygons, by name, path or content."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estate_model.errors import NoSuchAreaError, shown
from estate_model.inputs.area.area_folder import read_area
from estate_model.inputs.scenario.scenario_file import read_mapping, read_scenario
from estate_model.inputs.store.find import PARAMETERS, area_folder, data_root, scenario_path
from estate_model.nouns.area import Area
from estate_model.scenario.scenario import Scenario

if TYPE_CHECKING:
    import geopandas as gpd

MANIFEST = "area.toml"
AnyScenario = Scenario | str | Path | Mapping[str, Any]
Loaded = tuple[Scenario, Area, Path | None]
Stamp = frozenset[tuple[Path, int, int]]
CELLS: dict[Path, tuple[Area, Any]] = {}


def load_area(area: str | Path = "london", *, data: str | Path | None = None) -> Area:
    """Return an area, with every file of it checked.

    Parameters
    ----------
    area
        The name of an area of the data folder, or the path of an area's own folder, beside ``parameters``.
    data
        The data folder; without it ``$ESTATE_MODEL_DATA``, else the one that came along.

    Raises
    ------
    AreaError
        When there is no such area, or a file of it is not as it should be.

    """
    folder = folder_of(area, data)
    return area_as_it_stands(folder, _stamp(folder) | _stamp(folder.parent / PARAMETERS))


@lru_cache(maxsize=4)
def area_as_it_stands(folder: Path, _stamped: Stamp) -> Area:
    """Return an area, read again only where a file of it has changed."""
    return read_area(folder, folder.parent / PARAMETERS)


def _stamp(folder: Path) -> Stamp:
    """Return each file of a folder with its size and when it was written."""
    files = ((path, path.stat()) for path in folder.rglob("*"))
    return frozenset((path, stat.st_size, stat.st_mtime_ns) for path, stat in files)


def folder_of(area: str | Path, data: str | Path | None) -> Path:
    """Return an area's folder, by name or by path."""
    if isinstance(area, Path) or (Path(area) / MANIFEST).is_file():
        return Path(area)
    return area_folder(area, data_root(data))


def load_scenario(scenario: AnyScenario, *, data: str | Path | None = None) -> Scenario:
    """Return a scenario, held against its area.

    Parameters
    ----------
    scenario
        A shipped scenario's name, the path of a file, or the file's content as a mapping; a mapping may have
        a ``name`` and is called ``scenario`` without one.
    data
        The data folder, as for `load_area`.

    Raises
    ------
    ScenarioError
        With every fault at once, in the words of ``estate-model check``.

    """
    return loaded(scenario, data)[0]


def loaded(scenario: AnyScenario, data: str | Path | None, area: Area | None = None) -> Loaded:
    """Return a scenario, its area (the one that is given, if any), and the file it was read from, if any.

    Raises
    ------
    ScenarioError, AreaError
        As `load_scenario` and `load_area`, or when it is about another area than the one given.

    """

    def area_called(name: str) -> Area:
        if area is not None and name != area.area_id:
            raise NoSuchAreaError(f"the scenario is about '{shown(name)}', not '{area.area_id}'")
        return area or load_area(name, data=data)

    if isinstance(scenario, Scenario):
        return scenario, area_called(scenario.area), None
    if isinstance(scenario, Mapping):
        return (*read_mapping(scenario, area_called), None)
    path = scenario_path(str(scenario))
    return (*read_scenario(path, area_called), path)


def backdrop_of(folder: Path) -> tuple[Any, ...]:
    """Return an area's main roads, railways and parks, then the row of their file; ``None`` alone if none."""
    from estate_model.inputs.area.backdrop import (  # noqa: PLC0415 - GeoPandas takes a while
        FOLDER,
        read_backdrop_file,
    )

    known = read_backdrop_file(folder)
    if known is None:
        return (None,)
    drawn, entry = known
    return drawn, {**entry.as_row(), "path": f"{FOLDER}/{entry.path}"}


def cells_of(folder: Path, area: Area) -> gpd.GeoDataFrame:
    """Return the polygons of an area, from its folder; read once as long as the area is the same."""
    from estate_model.inputs.area.cells import read_cells  # noqa: PLC0415 - GeoPandas takes a while

    if folder not in CELLS or CELLS[folder][0] is not area:
        CELLS[folder] = (area, read_cells(folder / "cells.geojson.gz", area=area))
    return CELLS[folder][1]
