"""Counts by zone beyond age: groups of residents, deciles of deprivation, and recorded demand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from estate_model.nouns import Floats

PEOPLE, HOUSEHOLDS = "people", "households"
UNITS = (PEOPLE, HOUSEHOLDS)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A part of the residents, counted in each zone: ``column`` of ``base_column``, in ``unit``.

    Where the unit is ``households``, the zone's share of households stands for its share of residents.
    """

    group_id: str
    label: str
    column: str
    base_column: str
    unit: str
    source: str
    date: str

    def __post_init__(self) -> None:
        """Check the unit."""
        if self.unit not in UNITS:
            raise ValueError(f"group {self.group_id}: unit must be {' or '.join(UNITS)}, not '{self.unit}'")


@dataclass(frozen=True, kw_only=True)
class Category:
    """A class each zone falls in: a whole number of 1 or more, such as a decile.

    ``meaning`` says which end is which, for example ``1 = most deprived``.
    """

    category_id: str
    label: str
    column: str
    meaning: str
    source: str
    date: str


@dataclass(frozen=True, kw_only=True)
class Demand:
    """Something recorded in each zone, in ``unit`` over ``period``; times ``per_year`` it is a year's.

    Where so many have no zone that their sum would mislead, ``totals`` is false: only shares are shown.
    """

    demand_id: str
    label: str
    column: str
    unit: str
    period: str
    per_year: float
    source: str
    date: str
    totals: bool = True

    def __post_init__(self) -> None:
        """Check the factor."""
        if not 0 < self.per_year < np.inf:
            raise ValueError(f"demand {self.demand_id}: per_year must be a number above 0")


@dataclass(frozen=True, kw_only=True)
class ZoneGroups:
    """What is known of each zone beyond age; empty by default.

    ``table``, indexed by ``zone_code``, has a float column for each count: groups and their bases have a
    number in every zone, categories and demand may be missing (``NaN``, not known) in some.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    groups: tuple[Group, ...] = ()
    categories: tuple[Category, ...] = ()
    demands: tuple[Demand, ...] = ()

    def __post_init__(self) -> None:
        """Check ids, columns, and that every count is one."""
        _once("group", (one.group_id for one in self.groups))
        _once("category", (one.category_id for one in self.categories))
        _once("demand", (one.demand_id for one in self.demands))
        if not self.table.index.is_unique:
            raise ValueError("a zone_code appears twice")
        for group in self.groups:
            for column in (group.column, group.base_column):
                if np.isnan(self._counts(f"group {group.group_id}", column)).any():
                    raise ValueError(f"group {group.group_id}: column '{column}' lacks a number")
        for category in self.categories:
            known = self._counts(f"category {category.category_id}", category.column)
            known = known[~np.isnan(known)]
            if ((known < 1) | (known != known.round())).any():
                raise ValueError(
                    f"category {category.category_id}: must be whole numbers of 1 or more, or blank"
                )
        for demand in self.demands:
            self._counts(f"demand {demand.demand_id}", demand.column)

    def _counts(self, what: str, column: str) -> Floats:
        if column not in self.table.columns:
            raise ValueError(f"{what}: there is no column '{column}'")
        counts = np.asarray(self.table[column], dtype=np.float64)
        if (counts < 0).any() or np.isinf(counts).any():
            raise ValueError(f"{what}: column '{column}' must hold numbers of 0 or more")
        return counts

    def share(self, group_id: str) -> pd.Series:
        """Return a group's share of each zone, 0 to 1, by ``zone_code``: count / base.

        A zone with a base of 0 has a share of 0. A count above its base, which the Census's disclosure
        control makes possible, is a share of 1.

        Raises
        ------
        KeyError
            When there is no group of that id.

        Examples
        --------
        >>> table = pd.DataFrame({"no_car": [3.0, 5.0, 0.0], "cars": [10.0, 4.0, 0.0]}, index=["A", "B", "C"])
        >>> group = Group(group_id="no_car", label="", column="no_car", base_column="cars",
        ...               unit="households", source="", date="")
        >>> ZoneGroups(table=table, groups=(group,)).share("no_car").tolist()
        [0.3, 1.0, 0.0]
        """
        group = {one.group_id: one for one in self.groups}[group_id]
        count, base = self.table[group.column], self.table[group.base_column]
        return (count / base.where(base > 0)).fillna(0.0).clip(upper=1.0)

    def class_of(self, category_id: str) -> pd.Series:
        """Return the class of each zone, by ``zone_code``; ``NaN`` where not known."""
        category = {one.category_id: one for one in self.categories}[category_id]
        return self.table[category.column]

    def a_year(self, demand_id: str) -> pd.Series:
        """Return what was recorded in each zone, as a year's worth, by ``zone_code``; ``NaN`` = not known."""
        demand = {one.demand_id: one for one in self.demands}[demand_id]
        return self.table[demand.column] * demand.per_year

    def notes(self) -> tuple[str, ...]:
        """Return what a reader of group results must know: counts above their base, shares of households."""
        lines = []
        for group in self.groups:
            above = self.table[group.column] - self.table[group.base_column]
            if number := int((above > 0).sum()):
                zones = "zone" if number == 1 else "zones"
                lines.append(
                    f"{group.label}: in {number:,} {zones} the count is above its base, by up to "
                    f"{above.max():,.0f} (Census counts are perturbed); the share is taken as 1."
                )
        if labels := [group.label for group in self.groups if group.unit == HOUSEHOLDS]:
            lines.append(
                f"Counted in households: {'; '.join(labels)}. The share of a zone's households is taken "
                "as the share of its residents."
            )
        return tuple(lines)


def _once(what: str, ids: Iterable[str]) -> None:
    seen = list(ids)
    if repeated := sorted({one for one in seen if seen.count(one) > 1}):
        raise ValueError(f"two {what} entries have the id '{repeated[0]}'")
