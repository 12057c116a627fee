"""Figures for sentences and tables: each is rounded as ``outputs.words`` rounds, and knows its CSV cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from estate_model.nouns import Impact
from estate_model.outputs.annex.content import Cell, Text, Trace
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import first_upper, people, percent
from estate_model.outputs.words.sentences import WHEN
from estate_model.people.exposure import EVERYONE, OFFLINE

WHOLE_AREA_FILE = "whole_area.csv"
NONE_REACHABLE = "none reachable"
Row = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Rows of one zone (or the whole area) at one moment, one per group, and where they stand as CSV."""

    rows: pd.DataFrame
    file: str
    row: Row

    def value(self, column: str, group: str = EVERYONE) -> float:
        """Return a number, not rounded."""
        return float(self.rows.loc[group, column])

    def trace(self, shown: str, column: str, group: str = EVERYONE) -> Trace:
        """Say where a printed figure stands."""
        return Trace(shown=shown, file=self.file, row=(*self.row, ("group", "=", group)), column=column)

    def people(self, column: str, group: str = EVERYONE) -> Trace:
        """Return a number of people, to be printed."""
        return self.trace(people(self.value(column, group)), column, group)

    def share(self, column: str, group: str = EVERYONE) -> Trace:
        """Return people as a percentage of the group."""
        total = self.value("people", group)
        shown = percent(self.value(column, group) / total if total else 0.0)
        return self.trace(shown, f"{column} / people", group)

    def minutes(self, column: str, group: str = EVERYONE) -> Trace:
        """Return whole minutes."""
        return self.trace(f"{self.value(column, group):.0f}", column, group)

    def of_week(self, when: str, group: str = EVERYONE) -> Trace:
        """Return the share of the week within the headline limit."""
        column = f"share_of_week_{when}"
        return self.trace(percent(self.value(column, group)), column, group)

    def is_shut(self, when: str) -> bool:
        """Whether no resident can reach an open counter."""
        return bool(np.isclose(self.value("people"), self.value(f"people_without_open_counter_{when}")))


def whole_area(report: Report, impact: Impact) -> Source:
    """Return the whole area at one moment."""
    return Source(rows=report.totals_of(impact), file=WHOLE_AREA_FILE, row=at(impact))


def borough(report: Report, impact: Impact, code: str) -> Source:
    """Return one borough at one moment."""
    rows = report.boroughs_of(impact).xs(code, level="zone_code")
    return Source(rows=rows, file="boroughs.csv", row=(("borough_code", "=", code), *at(impact)))


def at(impact: Impact) -> Row:
    """Return what picks an impact's rows out of a table."""
    return (("profile", "=", impact.profile.profile_id), ("moment", "=", impact.moment.name))


def told(template: str, *, cites: tuple[str, ...] = (), **parts: Trace | str) -> Text:
    """Return a sentence whose braces are filled with figures (which are then traced) or words.

    >>> told("{n} lose.", n=Trace(shown="1,200", file="f", row=(), column="c")).words
    '1,200 lose.'
    """
    shown = {name: part.shown if isinstance(part, Trace) else part for name, part in parts.items()}
    found = tuple(part for part in parts.values() if isinstance(part, Trace) and part.shown != "no")
    return Text(template.format(**shown), cites, found)


def as_number(trace: Trace) -> Trace:
    """Return a figure as it stands alone: 0, where a sentence says no."""
    return replace(trace, shown="0") if trace.shown == "no" else trace


def joined(*sentences: Text | None) -> Text:
    """Return sentences as one paragraph."""
    said = [sentence for sentence in sentences if sentence is not None and sentence.words]
    return Text(
        " ".join(first_upper(one.words) for one in said),
        tuple(dict.fromkeys(key for one in said for key in one.cites)),
        tuple(trace for one in said for trace in one.traces),
    )


def offline(source: Source, column: str) -> Text:
    """Say how many are likely offline: the central figure, and from low to high."""
    low, central, high = (source.people(column, group) for group in OFFLINE)
    if high.shown == "no":
        return Text("none of them likely offline")
    if low.shown == high.shown:
        return told("{central} of them likely offline", central=central)
    return told("{central} of them likely offline ({low} to {high})", low=low, central=central, high=high)


def people_cell(number: float) -> Cell:
    """Return people for a table, rounded as in sentences.

    >>> people_cell(1_343_812), people_cell(40)
    (Cell(words='1,340,000', number=1340000.0), Cell(words='under 100', number=None))
    """
    shown = people(number)
    if shown == "no":
        return Cell("0", 0.0)
    if "fewer" in shown:
        return Cell(shown.replace("fewer than", "under"))
    return Cell(shown, float(shown.replace(",", "")))


def percent_cell(share: float) -> Cell:
    """Return a share for a column of percentages; ``nan`` (nobody) is n/a.

    >>> percent_cell(0.4567), percent_cell(0.0003), percent_cell(float("nan"))
    (Cell(words='45.7', number=45.7), Cell(words='under 0.1', number=None), Cell(words='n/a', number=None))
    """
    if pd.isna(share):
        return Cell("n/a")
    if 0 < share < 0.0005:  # noqa: PLR2004 - what would be rounded to nothing
        return Cell("under 0.1")
    return Cell(f"{100 * share:.1f}", round(100 * share, 1))


def minutes_cell(minutes: float) -> Cell:
    """Return mean minutes for a table; ``nan`` = nobody can reach a counter.

    >>> minutes_cell(12.345), minutes_cell(float("nan"))
    (Cell(words='12.3', number=12.3), Cell(words='none reachable', number=None))
    """
    return Cell(NONE_REACHABLE) if pd.isna(minutes) else Cell(f"{minutes:.1f}", round(minutes, 1))


def offline_cell(rows: pd.DataFrame, column: str) -> Cell:
    """Return those likely offline, central with low to high, for a table."""
    low, central, high = (people_cell(float(rows.loc[group, column])).words for group in OFFLINE)
    return Cell(central) if low == high else Cell(f"{central} ({low} to {high})")


def both(make: Callable[[str], Trace]) -> tuple[Trace, Trace]:
    """Return a figure before and after."""
    before, after = (make(when) for when in WHEN)
    return before, after
