"""The noun ``Results``: everything one run found out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estate_model.nouns import Access, Estate, Impact, TravelTimes
from estate_model.nouns.area import Area
from estate_model.nouns.network import Network
from estate_model.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Results:
    """Enough to write every output without computing again.

    ``times`` has the travel times to every counter open before or after, by profile id; ``spare_times`` those
    to the area's other sites, on a network of their own, so that a map can open them. ``impacts`` has
    one entry per profile and moment, in the scenario's order; ``week`` maps a profile to the share of the
    week within the headline limit, before and after, per place. ``on_record`` has one entry per moment for
    the first profile, with every counter shut whose hours are only assumed; it is empty where none are.
    """

    scenario: Scenario
    against: Scenario | None
    area: Area
    before: Estate
    after: Estate
    network: Network
    times: Mapping[str, TravelTimes]
    spare_times: Mapping[str, TravelTimes]
    impacts: tuple[Impact, ...]
    week: Mapping[str, tuple[Access, Access]]
    on_record: tuple[Impact, ...]
