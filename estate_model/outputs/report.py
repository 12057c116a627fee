"""A run on its way out: results, with what outputs need beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from estate_model.analysis.by_zone import ByZone, readable
from estate_model.analysis.counters import CounterChange
from estate_model.analysis.fairness import Fairness
from estate_model.analysis.uncertainty.headline_numbers import WHOLE_WEEK, Number
from estate_model.analysis.uncertainty.intervals import Interval
from estate_model.analysis.uncertainty.ranges import Ranges
from estate_model.nouns import Impact
from estate_model.nouns.keeping import Keep, keep_nothing
from estate_model.people.exposure import EVERYONE
from estate_model.results import WHOLE_AREA, Results
from estate_model.scenario.changes.move import MOVED
from estate_model.scenario.told_apart import BEFORE

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True, kw_only=True)
class Report:
    """One run's results on their way out; every number is looked up, none is worked out.

    ``cells`` are polygons in metres indexed by cell code (none in a light run); ``inputs`` has a row per
    file read; ``backdrop`` main roads, railways and parks by ``kind``, if the area has them;
    ``scenario_files`` the name and text of each scenario file; ``alternatives`` other scenarios' results,
    each from the same estate before; ``keep`` keeps what depends on the area alone between runs.
    """

    results: Results
    inputs: tuple[Mapping[str, str], ...]
    cells: gpd.GeoDataFrame = field(default_factory=pd.DataFrame)
    backdrop: gpd.GeoDataFrame | None = None
    scenario_files: tuple[tuple[str, str], ...] = ()
    alternatives: tuple[Results, ...] = ()
    keep: Keep = keep_nothing

    @property
    def by_zone(self) -> ByZone:
        """People by zone and group."""
        zones: ByZone = self.results.analyses["by_zone"]
        return zones

    @property
    def counters(self) -> tuple[CounterChange, ...]:
        """Every counter open before or after, in id order, with what happens to it."""
        changes: tuple[CounterChange, ...] = self.results.analyses["counters"]
        return changes

    @property
    def own_counters(self) -> tuple[CounterChange, ...]:
        """Those of the area's own force: all, where sites name no force."""
        return tuple(change for change in self.counters if change.is_own)

    @property
    def closing(self) -> tuple[CounterChange, ...]:
        """The counters that close for good: one that moves is no closure."""
        ids = [one.site.site_id for one in self.counters if one.status == "moved"]
        moved = {left for key in ids for left in (key.removesuffix(MOVED), key + BEFORE)}
        closed = (one for one in self.counters if one.status == "closed")
        return tuple(one for one in closed if one.site.site_id not in moved)

    @property
    def fairness(self) -> Fairness:
        """Who bears it, other demand and standards, for the first profile."""
        fairness: Fairness = self.results.analyses["fairness"]
        return fairness

    @property
    def is_light(self) -> bool:
        """Whether only a light run's analyses were made."""
        return "fairness" not in self.results.analyses

    @property
    def ranges(self) -> Ranges | None:
        """The ranges of headline numbers; none in a light run."""
        ranges: Ranges | None = self.results.analyses.get("ranges")
        return ranges

    @property
    def borough_names(self) -> pd.Series:
        """The name of each borough, by its code."""
        return self.results.area.names_of("borough")

    @property
    def ward_names(self) -> pd.Series:
        """The name of each ward, by its code."""
        return self.results.area.names_of("ward")

    @property
    def headline_impacts(self) -> tuple[Impact, ...]:
        """The impacts of the first profile, one per moment."""
        return self.results.headline_impacts

    @property
    def losing_minutes(self) -> int:
        """The loss, in minutes, that sentences and the map's table speak of: 10 where it is counted."""
        return self.results.losing_minutes

    @property
    def losing_column(self) -> str:
        """The column that counts people who lose more than ``losing_minutes``."""
        return self.results.losing_column

    def by_level(self, level: str) -> pd.DataFrame:
        """Return results by ``all``, ``bcu``, ``borough`` or ``ward``.

        The index is profile, moment, zone code and group, in the scenario's order; people are not rounded.
        """
        return self.by_zone.levels[level]

    @property
    def cell_results(self) -> pd.DataFrame:
        """Results by cell, for the first profile."""
        return self.by_zone.cells

    @property
    def totals(self) -> pd.DataFrame:
        """The whole area, indexed by profile, moment and group."""
        return self.by_level(WHOLE_AREA).droplevel("zone_code")

    @property
    def totals_on_record(self) -> pd.DataFrame:
        """The whole area with counters shut whose hours are only assumed; empty where none are.

        Like ``totals``, for the first profile, by which are shut; the share of the week is not found.
        """
        table: pd.DataFrame = self.results.analyses["on_record"]
        return table

    @property
    def boroughs(self) -> pd.DataFrame:
        """Every borough, for every profile, moment and group."""
        return self.by_level("borough")

    @property
    def intervals(self) -> Mapping[Number, Interval]:
        """The 90% range of every headline number; none where the data let nothing vary."""
        return self.ranges.intervals if self.ranges else {}

    def interval(
        self, impact: Impact | None, measure: str, *, zone: str = WHOLE_AREA, group: str = EVERYONE
    ) -> Interval | None:
        """Return one number's range; ``None`` where it has none, as for any profile but the first.

        ``impact`` is the moment's, or ``None`` for the whole week.
        """
        if impact is not None and impact.profile.profile_id != self.results.scenario.profiles[0]:
            return None
        moment = WHOLE_WEEK if impact is None else impact.moment.name
        return self.intervals.get(Number(measure, moment, zone, group))

    def totals_of(self, impact: Impact) -> pd.DataFrame:
        """Return the whole area's rows of one impact, one per group."""
        return _of(impact, self.totals)

    def boroughs_of(self, impact: Impact) -> pd.DataFrame:
        """Return the boroughs' rows of one impact, by zone code and group."""
        return _of(impact, self.boroughs)

    def wards_of(self, impact: Impact) -> pd.DataFrame:
        """Return the wards' rows of one impact, by zone code and group."""
        return _of(impact, self.by_level("ward"))

    def cells_of(self, impact: Impact) -> pd.DataFrame:
        """Return everyone's row of each cell drawn, in order; ``nan`` where nobody is placed."""
        rows = _of(impact, self.by_zone.everyone_by_cell).droplevel("group")
        return rows.reindex(self.cells.index)

    def flows_of(self, impact: Impact) -> pd.DataFrame:
        """Return people by group for each pair of nearest counter before and after."""
        tables = self.results.analyses["flows"]
        flows: pd.DataFrame = tables[
            next(n for n, other in enumerate(self.results.impacts) if other is impact)
        ]
        return flows.groupby(level=["counter_before", "counter_after"]).sum()

    def local_pairs(self, impact: Impact, ward_codes: Sequence[str]) -> pd.DataFrame:
        """Return some wards' residents and person-minutes by nearest counter before and after."""
        table: pd.DataFrame = self.results.analyses["local_counters"].loc[impact.moment.name]
        chosen = table[table.index.get_level_values("ward_code").isin(ward_codes)]
        return chosen.groupby(level=["counter_before", "counter_after"]).sum()

    def together(self, impact: Impact, ward_codes: Sequence[str]) -> pd.DataFrame:
        """Return some wards' rows of one impact added up, one per group."""
        sums = _of(impact, self.by_zone.sums)
        chosen = sums[sums.index.get_level_values("zone_code").isin(ward_codes)]
        return readable(chosen.groupby(level="group", sort=False).sum())


def _of(impact: Impact, table: pd.DataFrame) -> pd.DataFrame:
    return table.xs((impact.profile.profile_id, impact.moment.name), level=("profile", "moment"))
