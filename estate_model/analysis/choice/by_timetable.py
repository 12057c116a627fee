"""A choice by a timetable: at one moment, when no counter opens or shuts with people on their way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from estate_model.access.open_week import open_set
from estate_model.analysis.choice.scope import ChoiceScope
from estate_model.errors import ChoiceError
from estate_model.nouns import Moment, Profile, TravelTimes
from estate_model.nouns.area import Holidays
from estate_model.nouns.times import ALWAYS
from estate_model.scenario.scenario import Scenario
from estate_model.travel.modes import mode_of
from estate_model.travel.timetable.window import HOUR
from estate_model.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE


def at_one_moment(
    scenario: Scenario, scope: ChoiceScope, profiles: Mapping[str, Profile]
) -> tuple[Scenario, Moment | None]:
    """Return the scenario and the one moment that a choice by a timetable is made for.

    By another profile no moment is needed, and the scenario is without those that go by a timetable: over
    a week they have no one time.

    Raise ChoiceError when the profile that is chosen by goes by a timetable, and no one moment is named.
    """
    chosen = scope.profile or scenario.profiles[0]
    others = tuple(key for key in scenario.profiles if mode_of(profiles[key].mode).rides is None)
    if chosen in others:
        return scenario.model_copy(update={"profiles": others}), None
    if len(scope.when) == 1:
        name = scope.when[0][0]
        return scenario, next(moment for moment in scenario.moments_of_week() if moment.name == name)
    instead = f", or another profile (--profile {others[0]})" if others else ""
    raise ChoiceError(
        f"--when: profile '{chosen}' goes by a timetable, so a choice is made for one moment: "
        f"name one (there are: {', '.join(scenario.moments)}){instead}"
    )


def moments_of(scenario: Scenario, scope: ChoiceScope, times: Mapping[str, TravelTimes]) -> tuple[str, ...]:
    """Return the moments that can be looked at: by a timetable, the one that times are for."""
    if any(table.rides for table in times.values()):
        return tuple(name for name, _ in scope.when)
    return tuple(scenario.moments)


def refuse_cut_hours(
    scenario: Scenario, scope: ChoiceScope, texts: Sequence[str], when: tuple[Moment, Holidays]
) -> None:
    """Raise ChoiceError when hours begin or end while rides of the moment that count may arrive.

    Nobody who sets out in the hour rides for over three: hours that differ later differ for long walks only.
    """
    counted = max(scope.cap_minutes, float(scenario.headline_minutes)) * SECONDS_PER_MINUTE
    moment, holidays = when
    rule = scenario.arrival(min(counted + SECONDS_PER_HOUR, HOUR.end_seconds))
    for text in texts:
        counters = open_set({"a counter": text}, moment.at, rule, holidays)
        if any(windows != ALWAYS for _, windows in counters.windows):
            raise ChoiceError(
                f"--when: a counter with the hours '{text}' opens or shuts while people who set out "
                f"at '{moment.name}' are on their way, which a choice by a timetable cannot follow; name "
                "another moment, or choose by another profile"
            )
