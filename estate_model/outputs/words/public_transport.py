"""Sentences on journeys by a timetable: which one, who is over 45 and 60 minutes away, and the journey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from estate_model.nouns import Impact
from estate_model.nouns.figure import MINUTES, PEOPLE, SHARE, Figure
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import day_words
from estate_model.outputs.words.measured import HOUR, WHEN, at, whole_area
from estate_model.outputs.words.text import Text, told
from estate_model.results import WHOLE_AREA
from estate_model.travel.modes import walk

FILE = "public_transport.csv"
NO_RANGE = (
    "No range is printed for journeys by public transport: only their walking varies with pace and network "
    "error; the timetable's own spread is that from 'transit' to 'transit-late'."
)


def rides(report: Report) -> bool:
    """Whether the first profile goes by a timetable."""
    return report.results.times[report.results.scenario.profiles[0]].rides is not None


def vehicles_text(report: Report) -> str:
    """Say in few words which vehicles journeys may be by: none without a timetable."""
    timetable = report.results.network.timetable
    if timetable is None:
        return "Public transport is not modelled."
    return f"Public transport is by timetable: {timetable.words}."


def timetable_text(report: Report) -> Text | None:
    """Say which timetable journeys go by; nothing where nobody goes by one."""
    timetable = report.results.network.timetable
    if timetable is None:
        return None
    days = sorted(set(timetable.chosen.values()))
    return Text(
        f"Public transport is by timetable: {timetable.words}, as they ran from {day_words(days[0])} to "
        f"{day_words(days[-1])}, without delays. The feeds run from {day_words(timetable.first_day)} to "
        f"{day_words(timetable.last_day)}. Journeys are the median of 30 departures in the hour from each "
        "moment, or on foot where that is quicker." + "".join(f" {note}" for note in timetable.notes)
    )


@dataclass(frozen=True)
class _Row:
    """One row of the table of journeys: the whole area at a moment, before or after."""

    table: pd.DataFrame
    impact: Impact
    when: str

    def figure(self, column: str, unit: str) -> Figure:
        """Return one of its numbers."""
        wanted = (
            ("level", WHOLE_AREA),
            *((name, value) for name, _, value in at(self.impact)),
            ("when", self.when),
        )
        found = self.table
        for name, value in wanted:
            found = found[found[name] == value]
        row = tuple((name, "=", value) for name, value in wanted)
        return Figure(value=float(found[column].iloc[0]), unit=unit, file=FILE, row=row, column=column)

    def share(self, column: str) -> Figure:
        """Return people as a share of all."""
        people, total = self.figure(column, PEOPLE), self.figure("people", PEOPLE)
        share = people.value / total.value if total.value else float("nan")
        return Figure(value=share, unit=SHARE, file=FILE, row=people.row, column=f"{column} / people")


def journeys_text(report: Report) -> Iterator[Text]:
    """Give a sentence per moment on the first profile: residents over 45 and 60 minutes, and the journey."""
    table = report.results.analyses.get("public_transport")
    if table is None or not rides(report):
        return
    for impact in report.headline_impacts:
        before, after = (_Row(table, impact, when) for when in WHEN)
        if (
            not after.figure("people", PEOPLE).value
            > after.figure("people_without_open_counter", PEOPLE).value
        ):
            continue
        yield told(
            "At {name}, {far}; {farther}. {journey}{beside}.",
            name=impact.moment.name, far=_over(before, after, 45), farther=_over(before, after, HOUR),
            journey=_journey(after, report.results.scenario.headline_minutes),
            beside=_beside(report, impact),
        )  # fmt: skip


def over_an_hour(report: Report, impact: Impact) -> Figure | None:
    """Return who is then over an hour from an open counter, after; nothing where nobody goes by timetable."""
    table = report.results.analyses.get("public_transport")
    if table is None or not rides(report):
        return None
    return _Row(table, impact, WHEN[1]).figure(f"people_over_{HOUR}_minutes", PEOPLE)


def _over(before: _Row, after: _Row, limit: int) -> Text:
    """Say how many are over a number of minutes from an open counter, before and after."""
    column = f"people_over_{limit}_minutes"
    return told(
        "{before.spoken} residents ({share}) are over {limit} minutes from an open counter before and "
        "{after.spoken} ({later}) after",
        before=before.figure(column, PEOPLE), share=before.share(column), limit=str(limit),
        after=after.figure(column, PEOPLE), later=after.share(column),
    )  # fmt: skip


def _journey(after: _Row, limit: int) -> Text:
    """Say what the typical journey after consists of, and for whom no vehicle is of use."""
    return told(
        "After, the median journey takes {median} minutes; of a mean of {mean}, {walk} are walked and {wait} "
        "waited. {foot.spoken} residents walk all the way and {change.spoken} change vehicles; {none.spoken} "
        "over {limit} minutes away have no service that is quicker than walking",
        median=after.figure("median_minutes", MINUTES), mean=after.figure("mean_minutes", MINUTES),
        walk=after.figure("mean_walk_minutes", MINUTES), wait=after.figure("mean_wait_minutes", MINUTES),
        foot=after.figure("people_on_foot", PEOPLE), change=after.figure("people_who_change", PEOPLE),
        none=after.figure("people_no_service", PEOPLE), limit=str(limit),
    )  # fmt: skip


def _beside(report: Report, impact: Impact) -> Text:
    """Say the mean walk of the same moment beside it, where the scenario has walking too."""
    for other in report.results.impacts:
        alike = (other.moment.name, other.profile.age_from) == (impact.moment.name, impact.profile.age_from)
        if alike and other.profile.mode == walk.MODE.name:
            mean = whole_area(report, other).minutes("after")
            return told("; on foot alone the mean is {mean} minutes", mean=mean)
    return Text("")
