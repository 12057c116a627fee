"""THE PAGE TO READ FIRST: from a scenario and an area to results, in one reading.

A scenario changes the area's estate. Streets give metres from every place to every counter that is
open before or after; a profile's speed turns them into whole seconds. At each moment the nearest
open counter is found before and after; people by group say who bears the difference.
Nothing here, nor below, reads or writes a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from estate_model.access.nearest import nearest
from estate_model.access.share_of_week import share_of_week
from estate_model.exposure import OFFLINE, exposure
from estate_model.nouns import Access, Area, Estate, Impact, Moment, Streets, TravelTimes
from estate_model.opening import Piece, is_open, week_pieces
from estate_model.scenario import Scenario, estate_after, estate_before
from estate_model.travel.by_profile import times_by_profile
from estate_model.travel.postcode_streets import postcode_streets
from estate_model.travel.shortest_paths import metres_to_sites

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Results:
    """Everything one run found out; enough to write every output without computing again.

    ``impacts`` has one entry per profile and moment, in the scenario's order; ``week`` maps a profile
    to the share of the week within the headline limit, before and after, per place.
    """

    scenario: Scenario
    against: Scenario | None
    area: Area
    before: Estate
    after: Estate
    streets: Streets
    impacts: tuple[Impact, ...]
    week: Mapping[str, tuple[Access, Access]]


def run(
    scenario: Scenario, area: Area, *, against: Scenario | None = None, progress: Progress | None = None
) -> Results:
    """Return what the scenario does to residents' access to open counters.

    "Before" is the estate on the scenario's baseline day or, with ``against``, the other scenario's
    estate; "after" is the estate with the scenario's changes made. Moments and limits are the scenario's.
    """
    before = estate_before(scenario, area) if against is None else estate_after(against, area)
    after = estate_after(scenario, area)
    sites = {site.site_id: site for estate in (before, after) for site in estate.counters}
    streets = postcode_streets(area, tuple(sites[key] for key in sorted(sites)))
    metres = metres_to_sites(streets, progress=progress)
    sets = {
        name: area.offline_sets[key] for name, key in zip(OFFLINE, scenario.offline_sets.ids(), strict=True)
    }

    impacts: list[Impact] = []
    week: dict[str, tuple[Access, Access]] = {}
    for profile in (area.profiles[key] for key in scenario.profiles):
        times = times_by_profile(metres, streets, profile)
        people = exposure(area.places, sets, age_from=profile.age_from)
        for moment in scenario.moments_of_week():
            then, now = _at(times, before, moment), _at(times, after, moment)
            impacts.append(Impact(profile=profile, moment=moment, before=then, after=now, exposure=people))
        limit = scenario.headline_minutes
        week[profile.profile_id] = (
            share_of_week(times, pieces(before, scenario), limit),
            share_of_week(times, pieces(after, scenario), limit),
        )
    return Results(
        scenario=scenario, against=against, area=area, before=before, after=after,
        streets=streets, impacts=tuple(impacts), week=week,
    )  # fmt: skip


def pieces(estate: Estate, scenario: Scenario) -> tuple[Piece, ...]:
    """Return the scenario's reference week, cut where the set of the estate's open counters changes."""
    return week_pieces({site.site_id: site.hours for site in estate.counters}, scenario.week_start)


def _at(times: TravelTimes, estate: Estate, moment: Moment) -> Access:
    return nearest(times, [site.site_id for site in estate.counters if is_open(site.hours, moment.at)])
