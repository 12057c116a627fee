"""A choice by a timetable: at one moment, when no counter opens or shuts with people on their way."""

from __future__ import annotations

from collections.abc import Sequence

from estate_model.access.open_week import open_set
from estate_model.analysis.choice.scope import ChoiceScope
from estate_model.errors import ChoiceError
from estate_model.nouns import Moment, Profile
from estate_model.nouns.area import Holidays
from estate_model.nouns.times import ALWAYS
from estate_model.scenario.scenario import Scenario
from estate_model.travel.modes import mode_of
from estate_model.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE


def one_moment(scenario: Scenario, scope: ChoiceScope, profiles: Sequence[Profile]) -> Moment | None:
    """Return the one moment asked for where some profile goes by a timetable; else none."""
    riding = [one.profile_id for one in profiles if mode_of(one.mode).varies_by_moment]
    if not riding:
        return None
    if len(scope.when) != 1:
        raise ChoiceError(
            f"--when: profile '{riding[0]}' goes by a timetable, so a choice is made for one moment: "
            f"name one (there are: {', '.join(scenario.moments)})"
        )
    return next(moment for moment in scenario.moments_of_week() if moment.name == scope.when[0][0])


def refuse_cut_hours(
    scenario: Scenario, scope: ChoiceScope, texts: Sequence[str], when: tuple[Moment, Holidays]
) -> None:
    """Raise ChoiceError when hours begin or end while rides of the moment that count may arrive."""
    counted = max(scope.cap_minutes, float(scenario.headline_minutes)) * SECONDS_PER_MINUTE
    moment, holidays = when
    rule = scenario.arrival(counted + SECONDS_PER_HOUR)
    for text in texts:
        counters = open_set({"a counter": text}, moment.at, rule, holidays)
        if any(windows != ALWAYS for _, windows in counters.windows):
            raise ChoiceError(
                f"--when: a counter with the hours '{text}' opens or shuts while people who set out "
                f"at '{moment.name}' are on their way, which a choice by a timetable cannot follow; name "
                "another moment, or choose by another profile"
            )
