"""What a run measured in one zone at one moment, as figures: number, range, and the CSV cell of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from estate_model.access.open_week import ASSUMED_SHUT
from estate_model.analysis.uncertainty.headline_numbers import WHOLE_AREA
from estate_model.nouns import Impact
from estate_model.nouns.figure import MINUTES, PEOPLE, SHARE, Figure, Row
from estate_model.outputs.report import Report
from estate_model.people.exposure import EVERYONE, OFFLINE

HOUR = 60
Rows = Mapping[str, Mapping[str, float]]
"""Numbers by group and column."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Rows of one zone (or the whole area) at one moment, one per group, and where they stand as CSV.

    ``zone`` is what the report's ranges know the zone by; empty where the numbers have none.
    """

    report: Report
    impact: Impact
    rows: Rows
    file: str
    row: Row
    zone: str = ""

    def value(self, column: str, group: str = EVERYONE) -> float:
        """Return a number, not rounded."""
        return self.rows[group][column]

    def people(self, column: str, group: str = EVERYONE) -> Figure:
        """Return a number of people."""
        return self._figure(PEOPLE, column, group)

    def losing(self, group: str = EVERYONE) -> Figure:
        """Return the people whose journey gets over the report's limit longer."""
        return self.people(self.report.losing_column, group)

    def offline(self) -> tuple[Figure, Figure, Figure]:
        """Return those of ``losing`` who are likely offline, by the low, central and high set.

        The central one has the other two as its range; the range of draws stands in ``intervals.csv``.
        """
        low, central, high = (self.losing(group) for group in OFFLINE)
        central = replace(central, low=low.value, high=high.value, rounding="each")
        return low, central, high

    def share(self, column: str, group: str = EVERYONE) -> Figure:
        """Return people as a share of the group; ``nan`` where it is empty."""
        total = self.value("people", group)
        share = self.value(column, group) / total if total else np.nan
        figure = self._figure(SHARE, column, group)
        return replace(figure, value=share, low=None, high=None, column=f"{column} / people")

    def minutes(self, when: str, group: str = EVERYONE) -> Figure:
        """Return mean minutes of those who can reach a counter; ``nan`` where nobody can."""
        return self._figure(MINUTES, f"mean_minutes_{when}", group)

    def beyond_an_hour(self, when: str, group: str = EVERYONE) -> Figure | None:
        """Return the people with no open counter within an hour; ``None`` where none are counted to it."""
        column = f"people_within_{HOUR}_minutes_{when}"
        if column not in self.rows[group]:
            return None
        figure = self.people("people", group)
        beyond = max(figure.value - self.value(column, group), 0.0)
        return replace(figure, value=beyond, low=None, high=None, column=f"people - {column}")

    def of_week(self, when: str, group: str = EVERYONE) -> Figure:
        """Return the share of the week within the headline limit."""
        return self._figure(SHARE, f"share_of_week_{when}", group)

    def is_shut(self, when: str) -> bool:
        """Whether no resident can reach an open counter."""
        return bool(np.isclose(self.value("people"), self.value(f"people_without_open_counter_{when}")))

    def _figure(self, unit: str, column: str, group: str) -> Figure:
        low, high = self._range(column, group)
        row = (*self.row, ("group", "=", group))
        value = self.value(column, group)
        return Figure(value=value, unit=unit, low=low, high=high, file=self.file, row=row, column=column)

    def _range(self, column: str, group: str) -> tuple[float, float] | tuple[None, None]:
        report = self.report
        if not self.zone or self.impact.profile.profile_id != report.results.scenario.profiles[0]:
            return None, None
        measure = "people_losing" if column == report.losing_column else column
        impact = None if column.startswith("share_of_week") else self.impact
        interval = report.interval(impact, measure, zone=self.zone, group=group)
        return (None, None) if interval is None else (interval.low, interval.high)


def at(impact: Impact) -> Row:
    """Return what picks an impact's rows out of a table."""
    return (("profile", "=", impact.profile.profile_id), ("moment", "=", impact.moment.name))


def whole_area(report: Report, impact: Impact) -> Measured:
    """Return the whole area at one moment."""
    return Measured(
        report=report, impact=impact, rows=plain_rows(report.totals_of(impact))[""],
        file="whole_area.csv", row=at(impact), zone=WHOLE_AREA,
    )  # fmt: skip


def on_record(report: Report, impact: Impact, shut: str = ASSUMED_SHUT) -> Measured | None:
    """Return the whole area with counters shut whose hours are only assumed; ``None`` where none are."""
    table = report.totals_on_record
    key = (shut, impact.profile.profile_id, impact.moment.name)
    if not len(table) or key not in table.index.droplevel("group"):
        return None
    row = (*at(impact), ("hours", "=", shut))
    rows = plain_rows(table.xs(key, level=("hours", "profile", "moment")))[""]
    return Measured(report=report, impact=impact, rows=rows, file="whole_area.csv", row=row)


def boroughs(report: Report, impact: Impact, codes: Collection[str] | None = None) -> dict[str, Measured]:
    """Return every borough at one moment, or those of some codes, by code."""
    return _zones(report, impact, "borough", _some(report.boroughs_of(impact), codes))


def wards(report: Report, impact: Impact, codes: Collection[str] | None = None) -> dict[str, Measured]:
    """Return every ward at one moment, or those of some codes, by code."""
    return _zones(report, impact, "ward", _some(report.wards_of(impact), codes))


def _some(table: pd.DataFrame, codes: Collection[str] | None) -> pd.DataFrame:
    return table if codes is None else table[table.index.get_level_values("zone_code").isin(list(codes))]


def some_wards(report: Report, impact: Impact, codes: tuple[str, ...]) -> Measured:
    """Return some wards added up."""
    row = (("ward_code", "in", " ".join(codes)), *at(impact))
    rows = plain_rows(report.together(impact, codes))[""]
    return Measured(report=report, impact=impact, rows=rows, file="wards.csv", row=row)


def _zones(report: Report, impact: Impact, level: str, table: pd.DataFrame) -> dict[str, Measured]:
    """Return a table's zones; only boroughs have ranges."""
    ranged = level == "borough"
    return {
        code: Measured(
            report=report, impact=impact, rows=rows, file=f"{level}s.csv",
            row=((f"{level}_code", "=", code), *at(impact)), zone=code if ranged else "",
        )
        for code, rows in sorted(plain_rows(table).items())
    }  # fmt: skip


def plain_rows(table: pd.DataFrame) -> Mapping[str, Rows]:
    """Return a table as plain numbers, by zone (none where it has one row per group), group and column."""
    columns = [str(name) for name in table]
    found: dict[str, dict[str, Mapping[str, float]]] = {}
    for key, row in zip(table.index, table.to_numpy(dtype=np.float64).tolist(), strict=True):
        zone, group = key if isinstance(key, tuple) else ("", key)
        found.setdefault(str(zone), {})[str(group)] = dict(zip(columns, row, strict=True))
    return found
