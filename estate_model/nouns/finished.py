"""A finished run, as its folder holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True, kw_only=True)
class FinishedRun:
    """A finished run: its folder's name, its summary, and its small areas and counters as layers."""

    name: str
    summary: Mapping[str, Any]
    cells: gpd.GeoDataFrame
    counters: gpd.GeoDataFrame

    @property
    def moments(self) -> dict[str, Mapping[str, str]]:
        """Its moments by name and time, in order."""
        return {f"{one['name']} ({one['at']})": one for one in self.summary["moments"]}
