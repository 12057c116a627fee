"""A part of the area and its counters: those that stand in it, and those its residents are nearest to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from estate_model.analysis.counters import CounterChange
from estate_model.analysis.flows import NO_COUNTER
from estate_model.analysis.local_counters import by_counter
from estate_model.nouns import WHEN, Impact
from estate_model.nouns.figure import MINUTES, PEOPLE, Figure
from estate_model.outputs.report import Report
from estate_model.outputs.words.measured import Measured

FILE, SOME = "local_counters.csv", 0.05
"""The share of a part's residents from which on a counter is one that they go to."""


@dataclass(frozen=True, kw_only=True)
class NearCounter:
    """A counter as a part's residents meet it, before and after.

    ``people`` are those for whom it is the nearest open one, ``minutes`` their mean journey to it; a counter
    that moves is not ``is_closing``.
    """

    change: CounterChange
    is_inside: bool
    is_closing: bool
    people: tuple[Figure, Figure]
    minutes: tuple[Figure, Figure]

    @property
    def name(self) -> str:
        """The counter's name without the words that all of them share."""
        return self.change.site.short_name


@dataclass(frozen=True, kw_only=True)
class Here:
    """A part of the area at one moment: what was measured in it, and every counter that matters to it.

    ``without`` are its residents who can reach no open counter, before and after.
    """

    name: str
    measured: Measured
    counters: tuple[NearCounter, ...]
    without: tuple[Figure, Figure]

    @property
    def report(self) -> Report:
        """The run."""
        return self.measured.report

    @property
    def inside(self) -> tuple[NearCounter, ...]:
        """The counters that stand in it."""
        return tuple(one for one in self.counters if one.is_inside)

    def nearest(self, place: int) -> tuple[NearCounter, ...]:
        """Return the counters that some of its residents go to before (0) or after (1), most people first."""
        least = max(self.measured.value("people") * SOME, 1.0)
        used = [one for one in self.counters if one.people[place].value >= least]
        return tuple(sorted(used, key=lambda one: -one.people[place].value))


def here_of(name: str, measured: Measured, *, inside: Collection[str], ward_codes: Sequence[str]) -> Here:
    """Return a part of the area, by its wards and the ids of the counters that stand in it."""
    report, impact = measured.report, measured.impact
    pairs = report.local_pairs(impact, ward_codes)
    tables = [by_counter(pairs, when) for when in WHEN]
    known, closing = {*inside, *tables[0].index, *tables[1].index}, report.closing
    counters = tuple(
        NearCounter(
            change=change,
            is_inside=change.site.site_id in inside,
            is_closing=change in closing,
            people=_pair(impact, ward_codes, tables, change.site.site_id, "people"),
            minutes=_pair(impact, ward_codes, tables, change.site.site_id, "minutes"),
        )
        for change in report.counters
        if change.site.site_id in known
    )
    without = _pair(impact, ward_codes, tables, NO_COUNTER, "people")
    return Here(name=name, measured=measured, counters=counters, without=without)


def _pair(
    impact: Impact, codes: Sequence[str], tables: Sequence[pd.DataFrame], site_id: str, column: str
) -> tuple[Figure, Figure]:
    """Return a counter's people or minutes before and after; nobody, or no mean, where nobody goes there."""
    nobody = {"people": 0.0, "minutes": float("nan")}[column]
    before, after = (
        Figure(
            value=float(table[column].get(site_id, nobody)),
            unit={"people": PEOPLE, "minutes": MINUTES}[column],
            file=FILE,
            row=(
                ("moment", "=", impact.moment.name),
                ("ward_code", "in", " ".join(codes)),
                (f"counter_{when}", "=", site_id),
            ),
            column={"people": "people", "minutes": f"mean_minutes_to_counter_{when}"}[column],
        )
        for when, table in zip(WHEN, tables, strict=True)
    )
    return before, after
