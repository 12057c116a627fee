"""Counts by zone beyond age: groups of residents, deciles of deprivation, and recorded demand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from estate_model.nouns import Booleans, Floats

PEOPLE, HOUSEHOLDS = "people", "households"
UNITS = (PEOPLE, HOUSEHOLDS)
# Tables perturbed against disclosure differ by less: with more, in share and people, a column is amiss
MOST_OFF, MOST_PEOPLE_OFF = 0.05, 20


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
            what = f"group {group.group_id}"
            for column in (group.column, group.base_column):
                if np.isnan(self._counts(what, column)).any():
                    raise ValueError(f"{what}: column '{column}' lacks a number")
            count, base = self.table[group.column], self.table[group.base_column]
            for zone in self.table.index[far_above(count, base)][:1]:
                raise ValueError(f"{what}: zone {zone}: {swapped(count[zone], base[zone])}")
        for category in self.categories:
            known = self._counts(f"category {category.category_id}", category.column)
            for zone in self.table.index[no_class(known)][:1]:
                value = self.table.loc[zone, category.column]
                raise ValueError(f"category {category.category_id}: zone {zone}: {value:g} {NO_CLASS}")
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


NO_CLASS = "must be a whole number of 1 or more, or blank"


def no_class(classes: Floats) -> Booleans:
    """Return which numbers are no class: not whole, or below 1; ``NaN`` is not known."""
    wrong: Booleans = (classes < 1) | (classes != np.round(classes))
    return wrong & ~np.isnan(classes)


def far_apart(counts: Floats | pd.Series, others: Floats | pd.Series) -> Booleans:
    """Return which counts of the same (people) differ by more than 5% and 20 people.

    >>> far_apart(np.array([100.0, 1000.0, 1000.0]), np.array([115.0, 1040.0, 1060.0])).tolist()
    [False, False, True]
    """
    counts, others = np.asarray(counts, dtype=float), np.asarray(others, dtype=float)
    away = np.abs(counts - others)
    return np.asarray((away > MOST_OFF * np.maximum(counts, others)) & (away > MOST_PEOPLE_OFF), dtype=bool)


def far_above(count: Floats | pd.Series, base: Floats | pd.Series) -> Booleans:
    """Return which counts are above their base (people) by more than perturbation explains."""
    above: Booleans = np.asarray(count) > np.asarray(base)
    return above & far_apart(count, base)


def swapped(count: float, base: float) -> str:
    """Say that a count is far above its base."""
    return (
        f"counts {count:,.0f} of a base of {base:,.0f}: a part is no larger than the whole, and the Census's "
        "disclosure control adds less; are count and base swapped?"
    )


def _once(what: str, ids: Iterable[str]) -> None:
    seen = list(ids)
    if repeated := sorted({one for one in seen if seen.count(one) > 1}):
        raise ValueError(f"two {what} entries have the id '{repeated[0]}'")
