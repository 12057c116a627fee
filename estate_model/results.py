"""The noun ``Results``: everything one run found out; it holds, and works nothing out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from estate_model.access.open_week import OpenSet, OpenWeek
from estate_model.nouns import Access, Arrival, Estate, Impact, Limits, TravelTimes
from estate_model.nouns.area import Area
from estate_model.nouns.network import Network
from estate_model.scenario.scenario import Scenario

WHOLE_AREA = "all"
USUAL_LOSS_MINUTES = 10


@dataclass(frozen=True, kw_only=True)
class Results:
    """Enough to write every output without computing again.

    ``times`` has the travel times to every counter open before or after, by profile id; ``spare_times`` those
    to the area's other sites, so that a map can open them, ``base_times`` those to ward officers' bases.
    ``impacts`` has one entry per profile and moment, in the scenario's order; ``week`` maps a profile to the
    share of the week within the headline limit, before and after, per place. ``on_record`` has the
    counters that count at each moment with those shut whose hours are only assumed: all of them, then each by
    itself; it is empty where none are. ``analyses`` has what each analysis found, by its name.
    """

    scenario: Scenario
    against: Scenario | None
    area: Area
    before: Estate
    after: Estate
    network: Network
    times: Mapping[str, TravelTimes]
    spare_times: Mapping[str, TravelTimes]
    base_times: Mapping[str, TravelTimes]
    arrival: Arrival
    open_week: OpenWeek
    impacts: tuple[Impact, ...]
    week: Mapping[str, tuple[Access, Access]]
    on_record: Mapping[str, Mapping[str, tuple[OpenSet, OpenSet]]]
    analyses: Mapping[str, Any] = field(default_factory=dict)

    @property
    def headline_impacts(self) -> tuple[Impact, ...]:
        """The impacts of the first profile, one per moment."""
        first = self.scenario.profiles[0]
        return tuple(impact for impact in self.impacts if impact.profile.profile_id == first)

    @property
    def limits(self) -> Limits:
        """The minutes at which people are counted."""
        return self.scenario.limits

    @property
    def losing_minutes(self) -> int:
        """The loss, in minutes, that sentences and tables speak of: 10 where it is counted."""
        counted = self.scenario.losing_minutes
        return USUAL_LOSS_MINUTES if USUAL_LOSS_MINUTES in counted else counted[0]

    @property
    def losing_column(self) -> str:
        """The column that counts people who lose more than ``losing_minutes``."""
        return f"people_losing_over_{self.losing_minutes}_minutes"
