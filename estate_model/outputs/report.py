"""Results, with what outputs need beside them: cells to draw, input checksums, and shared tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from estate_model.analysis.counters import CounterChange, counter_changes
from estate_model.analysis.fairness import Fairness, fairness_of
from estate_model.analysis.impact import Limits, Zoning, readable, sums_by_zone, zoning
from estate_model.analysis.uncertainty.answers import WHOLE_AREA, WHOLE_WEEK, Number
from estate_model.analysis.uncertainty.draws import spreads_of
from estate_model.analysis.uncertainty.intervals import Interval, intervals, varied
from estate_model.analysis.uncertainty.question import Question, ask
from estate_model.nouns import Impact
from estate_model.nouns.keeping import Keep, keep_nothing
from estate_model.nouns.parameters import Spread
from estate_model.people.exposure import EVERYONE
from estate_model.results import Results

USUAL_LOSS_MINUTES = 10


@dataclass(frozen=True, kw_only=True)
class Report:
    """One run's results on their way out.

    ``cells`` are polygons in metres indexed by cell code; ``inputs`` has a row per file read;
    ``scenario_files`` the name and text of each scenario file; ``alternatives`` other scenarios' results,
    each from the same estate before; ``keep`` keeps what depends on the area alone between runs.
    """

    results: Results
    cells: gpd.GeoDataFrame
    inputs: tuple[Mapping[str, str], ...]
    scenario_files: tuple[tuple[str, str], ...] = ()
    alternatives: tuple[Results, ...] = ()
    keep: Keep = keep_nothing

    @cached_property
    def counters(self) -> tuple[CounterChange, ...]:
        """Every counter open before or after, in id order, with what happens to it."""
        return counter_changes(self.results)

    @cached_property
    def borough_names(self) -> pd.Series:
        """The name of each borough, by its code."""
        zones = self.results.area.zones
        return zones.drop_duplicates("borough_code").set_index("borough_code")["borough_name"]

    @cached_property
    def ward_names(self) -> pd.Series:
        """The name of each ward, by its code."""
        zones = self.results.area.zones
        return zones.drop_duplicates("ward_code").set_index("ward_code")["ward_name"]

    @cached_property
    def fairness(self) -> Fairness:
        """Who bears it, other demand and standards, for the first profile."""
        impacts, minutes = self.headline_impacts, self.losing_minutes
        return fairness_of(self.results, impacts, losing_minutes=minutes, counters=self.counters)

    @property
    def limits(self) -> Limits:
        """The minutes at which people are counted."""
        scenario = self.results.scenario
        return Limits(thresholds_minutes=scenario.thresholds_minutes, losing_minutes=scenario.losing_minutes)

    @property
    def headline_impacts(self) -> tuple[Impact, ...]:
        """The impacts of the first profile, one per moment."""
        first = self.results.scenario.profiles[0]
        return tuple(impact for impact in self.results.impacts if impact.profile.profile_id == first)

    @property
    def losing_minutes(self) -> int:
        """The loss, in minutes, that sentences and the map's table speak of: 10 where it is counted."""
        counted = self.results.scenario.losing_minutes
        return USUAL_LOSS_MINUTES if USUAL_LOSS_MINUTES in counted else counted[0]

    @property
    def losing_column(self) -> str:
        """The column that counts people who lose more than ``losing_minutes``."""
        return f"people_losing_over_{self.losing_minutes}_minutes"

    @cached_property
    def wards(self) -> Zoning:
        """The zoning of the places by ward."""
        return zoning(self.results.area.places.table["zone_code"].map(self.results.area.zones["ward_code"]))

    @cached_property
    def cell_zoning(self) -> Zoning:
        """The zoning of the places by cell."""
        return zoning(self.results.area.places.table["cell_code"])

    @cached_property
    def _ward_sums(self) -> pd.DataFrame:
        """Sums by ward for every impact; boroughs, BCUs and the whole area are made of wards."""
        return self._sums(self.wards, self.results.impacts)

    def _sums(self, zones: Zoning, impacts: tuple[Impact, ...]) -> pd.DataFrame:
        week = self.results.week
        frames = {
            (impact.profile.profile_id, impact.moment.name): sums_by_zone(
                impact, week[impact.profile.profile_id], zones, self.limits
            )
            for impact in impacts
        }
        return pd.concat(frames, names=["profile", "moment"])

    def by_level(self, level: str) -> pd.DataFrame:
        """Return results by ``all``, ``bcu``, ``borough`` or ``ward``.

        The index is profile, moment, zone code and group, in the scenario's order; people are not rounded.
        """
        sums = self._ward_sums
        if level == "ward":
            return readable(sums)
        wards = sums.index.get_level_values("zone_code")
        if level == WHOLE_AREA:
            codes = [WHOLE_AREA] * len(wards)
        else:
            zones = self.results.area.zones.drop_duplicates("ward_code").set_index("ward_code")
            codes = zones[f"{level}_code"].reindex(wards).to_list()
        keys = ["profile", "moment", pd.Index(codes, name="zone_code"), "group"]
        return readable(sums.groupby(keys, sort=False).sum())

    @cached_property
    def cell_results(self) -> pd.DataFrame:
        """Results by cell, for the first profile."""
        return readable(self._sums(self.cell_zoning, self.headline_impacts))

    @cached_property
    def totals(self) -> pd.DataFrame:
        """The whole area, indexed by profile, moment and group."""
        return self.by_level(WHOLE_AREA).droplevel("zone_code")

    @cached_property
    def totals_on_record(self) -> pd.DataFrame:
        """The whole area with every counter shut whose hours are only assumed; empty where none are.

        Like ``totals``, for the first profile; the share of the week is not found on those hours.
        """
        if not self.results.on_record:
            return pd.DataFrame()
        one = Zoning((WHOLE_AREA,), self.wards.index * 0)
        table = readable(self._sums(one, self.results.on_record)).droplevel("zone_code")
        return table.drop(columns=[name for name in table if name.startswith("share_of_week")])

    @cached_property
    def boroughs(self) -> pd.DataFrame:
        """Every borough, for every profile, moment and group."""
        return self.by_level("borough")

    @cached_property
    def question(self) -> Question:
        """The headline question, ready to be answered again under other parameters."""
        return ask(self.results, self.losing_minutes)

    @cached_property
    def intervals(self) -> Mapping[Number, Interval]:
        """The 90% range of every headline number; none where the data let nothing vary."""
        return intervals(self.results, self.question) if varied(self.results) else {}

    @property
    def varied_spreads(self) -> tuple[Spread, ...]:
        """How each parameter that the ranges let vary does so."""
        spreads = spreads_of(self.results)
        return tuple(spreads[name] for name in varied(self.results))

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
        return _of(impact, self._by_ward)

    def together(self, impact: Impact, ward_codes: Sequence[str]) -> pd.DataFrame:
        """Return some wards' rows of one impact added up, one per group."""
        sums = _of(impact, self._ward_sums)
        chosen = sums[sums.index.get_level_values("zone_code").isin(ward_codes)]
        return readable(chosen.groupby(level="group", sort=False).sum())

    @cached_property
    def _by_ward(self) -> pd.DataFrame:
        return self.by_level("ward")


def _of(impact: Impact, table: pd.DataFrame) -> pd.DataFrame:
    return table.xs((impact.profile.profile_id, impact.moment.name), level=("profile", "moment"))
