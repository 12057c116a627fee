"""What a scenario file may say. The sentence under each field is its documentation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, StringConstraints, Tag

from estate_model.nouns import Arrival, Estate, Limits, Moment
from estate_model.nouns.area import Area
from estate_model.scenario.changes import CHANGES, Close, KeepOnly, Move, Open, SetHours
from estate_model.scenario.changes.base import MOST, Hours, Strict, with_hours
from estate_model.scenario.days import Day, Monday
from estate_model.scenario.moments import (
    TOLD_APART,
    USUAL_MOMENTS,
    USUAL_ROUND_TRIPS,
    MomentName,
    RoundTrip,
    WeekSpan,
    WeekTime,
    moment_of,
    round_trip_of,
)
from estate_model.scenario.own_figures import OfflineSets, OwnOfflineSet, SetId, SiteCost, ValueOfTime
from estate_model.scenario.told_apart import told_apart
from estate_model.units import MINUTES_PER_DAY

QUESTION = "Who can still reach an open counter, when, and who needs longer than before?"


def _verb(value: Any) -> str | None:  # noqa: ANN401 - what a file holds before it is checked
    keys = value if isinstance(value, Mapping) else getattr(value, "__dict__", {})
    return next((change.verb for change in CHANGES if change.verb in keys), None)


def _each_once(ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(ids)) < len(ids):
        raise ValueError("names one twice")
    return ids


def _rising(minutes: tuple[int, ...]) -> tuple[int, ...]:
    if list(minutes) != sorted(set(minutes)):
        raise ValueError("must rise, each number once")
    return minutes


AnyChange = Annotated[
    Annotated[Close, Tag("close")]
    | Annotated[KeepOnly, Tag("keep_only")]
    | Annotated[Move, Tag("move")]
    | Annotated[Open, Tag("open")]
    | Annotated[SetHours, Tag("set_hours")],
    Discriminator(_verb),
]
Minutes = Annotated[int, Field(ge=1, le=MINUTES_PER_DAY)]
RisingMinutes = Annotated[tuple[Minutes, ...], Field(min_length=1), AfterValidator(_rising)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Source(Strict):
    """Where a fact in the scenario comes from."""

    title: Text
    """What it is, who published it."""

    date: str = ""
    """When, as printed on it."""

    url: str = ""
    """Its publisher's own address; without one it is left out."""

    read_at: Annotated[str, Field(exclude=True)] = ""
    """Where it was read, when that is a copy; kept in this file and never printed."""


class Scenario(Strict):
    """A short list of named changes to an estate as it stood on a date."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    """The file's own name without ``.yaml``: small letters, digits and hyphens; names the output folder."""

    title: Text
    """One line that says what this scenario is."""

    question: Text = QUESTION
    """The question it answers, in plain words."""

    area: str
    """The folder under ``data/`` that it is about."""

    baseline: Day
    """The estate as it stood on this day is what is changed."""

    date: Day | None = None
    """The day the changes take effect; without it, the baseline's day."""

    operators: Annotated[tuple[str, ...], AfterValidator(_each_once)] = ()
    """The forces whose counters count, as ``areas --sites`` names them; without it, every force's."""

    baseline_hours: Annotated[dict[str, Hours], Field(max_length=MOST)] = Field(default_factory=dict)
    """Hours to take for a site on the baseline's day instead of those on record, to test an assumption."""

    changes: Annotated[tuple[AnyChange, ...], Field(max_length=MOST)] = ()
    """The edits, in order: close, open, move, set_hours, keep_only. None = the estate as it stood."""

    moments: Annotated[dict[MomentName, WeekTime], Field(min_length=1, max_length=12), TOLD_APART] = Field(
        default_factory=lambda: dict(USUAL_MOMENTS)
    )
    """Named times of the week at which residents set out, such as ``night: We 03:00``."""

    round_trips: Annotated[dict[MomentName, WeekSpan], Field(max_length=12), TOLD_APART] = Field(
        default_factory=lambda: dict(USUAL_ROUND_TRIPS)
    )
    """Named ways out and back by a timetable, such as ``a day out: Tu 07:30-19:30``: leave after, home by."""

    round_trip_minutes: Annotated[int, Field(ge=0, le=240)] = 20
    """How many minutes a round trip has at an open counter."""

    profiles: Annotated[tuple[str, ...], Field(min_length=1), AfterValidator(_each_once)] = (
        "walk",
        "walk-65-plus",
        "cycle",
    )
    """Who travels and how, by id from ``data/parameters/profiles.csv``; the first is the headline."""

    expired_timetable_ok: bool = False
    """Whether a timetable that ended before the reference week is used all the same; outputs then say so."""

    offline_sets: OfflineSets = OfflineSets()
    """Which sets of offline shares are the low, the central and the high one."""

    own_offline_sets: Annotated[dict[SetId, OwnOfflineSet], Field(max_length=MOST)] = Field(
        default_factory=dict
    )
    """Sets of offline shares of your own, by an id in capitals, for use under ``offline_sets``."""

    oldest_ratio: Annotated[float, Field(ge=1, le=20)] | None = None
    """How many times the offline share at 75 to 84 that at 85 and over is; without it, one share from 75."""

    thresholds_minutes: RisingMinutes = (15, 30, 45, 60)
    """People within these many minutes of an open counter are counted."""

    headline_minutes: Minutes = 45
    """The limit used for the share of the week, in minutes."""

    losing_minutes: RisingMinutes = (5, 10, 20, 30)
    """People whose journey grows by more than these many minutes are counted."""

    opening_at: Literal["arrival", "departure"] = "arrival"
    """Whether a counter must be open when a resident arrives, or when they set out."""

    minutes_needed: Annotated[float, Field(ge=0, le=240)] = 0
    """How many minutes after arriving a counter must stay open; only where it is judged on arrival."""

    soon_minutes: Minutes = 30
    """Residents are counted who find a nearer counter shut that opens within these many minutes."""

    week_of: Monday | None = None
    """The Monday that begins the reference week; without it, the first on or after ``date``."""

    seed: Annotated[int, Field(ge=0, lt=2**32)] = 1
    """What the draws behind the 90% ranges begin from: the same seed gives the same ranges."""

    draws: Annotated[int, Field(ge=100, le=10_000)] = 1000
    """How many draws the 90% ranges are made of."""

    costs: Annotated[dict[str, SiteCost], Field(max_length=MOST)] = Field(default_factory=dict)
    """What sites cost, by site id, where it is known: money is second to minutes."""

    value_of_time: ValueOfTime | None = None
    """What an hour of travel is worth, with its source; without it hours are told and no pounds."""

    sources: Annotated[dict[str, Source], Field(max_length=MOST)] = Field(default_factory=dict)
    """Where the facts come from, by an id of your own."""

    uncertain: Annotated[tuple[Text, ...], Field(max_length=MOST)] = ()
    """What is not known for sure, one sentence each; every output repeats it."""

    @property
    def effective_date(self) -> dt.date:
        """The day the changes take effect."""
        return self.date or self.baseline

    @property
    def limits(self) -> Limits:
        """The minutes at which people are counted."""
        return Limits(
            thresholds_minutes=self.thresholds_minutes,
            losing_minutes=self.losing_minutes,
            soon_minutes=self.soon_minutes if self.opening_at == "arrival" else None,
        )

    @property
    def week_start(self) -> dt.date:
        """The Monday that begins the reference week."""
        day = self.effective_date
        return self.week_of or day + dt.timedelta(days=-day.weekday() % 7)

    def arrival(self, longest_seconds: float) -> Arrival:
        """Return when a counter must be open to count; nobody travels longer than ``longest_seconds``."""
        return Arrival(
            judged_on=self.opening_at,
            minutes_needed=self.minutes_needed,
            soon_minutes=self.soon_minutes,
            longest_seconds=longest_seconds,
        )

    def moments_of_week(self) -> tuple[Moment, ...]:
        """Return the named moments as clock times of the reference week, in file order."""
        return tuple(moment_of(name, text, self.week_start) for name, text in self.moments.items())

    def round_trips_of_week(self) -> tuple[RoundTrip, ...]:
        """Return the named ways out and back in the reference week, in file order."""
        return tuple(round_trip_of(name, text, self.week_start) for name, text in self.round_trips.items())


def estates_of(scenario: Scenario, area: Area, against: Scenario | None = None) -> tuple[Estate, Estate]:
    """Return the estate before, or that of the scenario compared with, and after; the same forces count."""
    if against is None:
        return estate_before(scenario, area), estate_after(scenario, area)
    other = against.model_copy(update={"operators": scenario.operators})
    after = estate_after(scenario, area)
    return told_apart(estate_after(other, area), after), after


def estate_before(scenario: Scenario, area: Area) -> Estate:
    """Return the estate on the baseline's day, with the scenario's own baseline hours where it gives some."""
    estate = area.estate_on(scenario.baseline).counting(scenario.operators)
    known = {key: text for key, text in scenario.baseline_hours.items() if key in estate.sites}
    return estate.with_sites(*(with_hours(estate.sites[key], text) for key, text in known.items()))


def estate_after(scenario: Scenario, area: Area) -> Estate:
    """Return the scenario's estate: the baseline with every change applied, in file order."""
    estate = estate_before(scenario, area)
    for change in scenario.changes:
        estate = change.apply(estate, area.places)
    return estate.counting(scenario.operators)
