"""Sentences on journeys by a timetable: which one, who is over 45 and 60 minutes away, and the journey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from estate_model.nouns import WHEN, Impact
from estate_model.nouns.figure import MINUTES, PEOPLE, SHARE, Figure, Row
from estate_model.outputs.report import Report
from estate_model.outputs.words.figures import clock_words, day_words, first_upper
from estate_model.outputs.words.measured import HOUR, at, whole_area
from estate_model.outputs.words.text import Text, told
from estate_model.results import WHOLE_AREA
from estate_model.travel.modes import walk

FILE = "public_transport.csv"
ROUND_TRIPS_FILE = "round_trips.csv"
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
    """One row of a table of journeys: the whole area at a moment or of a round trip, before or after."""

    table: pd.DataFrame
    key: Row
    when: str
    file: str = FILE

    def figure(self, column: str, unit: str) -> Figure:
        """Return one of its numbers."""
        row = (("level", "=", WHOLE_AREA), *self.key, ("when", "=", self.when))
        found = self.table
        for name, _, value in row:
            found = found[found[name] == value]
        return Figure(value=float(found[column].iloc[0]), unit=unit, file=self.file, row=row, column=column)

    def share(self, column: str) -> Figure:
        """Return people as a share of all."""
        people, total = self.figure(column, PEOPLE), self.figure("people", PEOPLE)
        share = people.value / total.value if total.value else float("nan")
        return Figure(value=share, unit=SHARE, file=self.file, row=people.row, column=f"{column} / people")


def journeys_text(report: Report) -> Iterator[Text]:
    """Give a sentence per moment on the first profile: residents over 45 and 60 minutes, and the journey."""
    table = report.results.analyses.get("public_transport")
    if table is None or not rides(report):
        return
    for impact in report.headline_impacts:
        before, after = (_Row(table, at(impact), when) for when in WHEN)
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


def round_trips_text(report: Report) -> Iterator[Text]:
    """Give a sentence per round trip of the first profile: who is there and back, and the last way home."""
    table = report.results.analyses.get("round_trips")
    if table is None or not rides(report):
        return
    scenario = report.results.scenario
    for trip in scenario.round_trips_of_week():
        name, column = trip.leave.name, "people_there_and_back"
        key = (("profile", "=", scenario.profiles[0]), ("round_trip", "=", name))
        before, after = (_Row(table, key, when, ROUND_TRIPS_FILE) for when in WHEN)
        able, late = after.figure(column, PEOPLE), after.figure("people_not_back", PEOPLE)
        home = clock_words(trip.home, trip.leave.at)
        last = told(
            " Half of those must leave the counter {minutes} minutes or more before {home}.",
            minutes=after.figure("median_minutes_before_home", MINUTES), home=home,
        )  # fmt: skip
        stay = told(" {late.spoken} residents could then be served but not be home in time.", late=late)
        yield told(
            "{name}: before, {before.spoken} residents ({share}) can leave home after {leave}, have {needed} "
            "minutes at an open counter and be home by {home}; after, {able.spoken} ({later}).{last}{stay}",
            name=first_upper(name), before=before.figure(column, PEOPLE), share=before.share(column),
            leave=f"{trip.leave.at:%A %H:%M}", needed=str(scenario.round_trip_minutes), home=home, able=able,
            later=after.share(column), last=last if able.value else "", stay=stay if late.value else "",
        )  # fmt: skip


def over_an_hour(report: Report, impact: Impact) -> Figure | None:
    """Return who is then over an hour from an open counter, after; nothing where nobody goes by timetable."""
    table = report.results.analyses.get("public_transport")
    if table is None or not rides(report):
        return None
    return _Row(table, at(impact), WHEN[1]).figure(f"people_over_{HOUR}_minutes", PEOPLE)


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
        "waited. {foot.spoken} residents walk all the way and {change.spoken} residents change vehicles; "
        "{none.spoken} residents over {limit} minutes away have no service that is quicker than walking",
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
