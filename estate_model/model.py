"""THE PAGE TO READ FIRST: from a scenario and an area to results, in one reading.

A scenario changes the area's estate. A network, of real streets or of postcodes, gives whole seconds from
every place to every counter that is open before or after. At each moment the nearest open counter is found
before and after; people by group say who bears the difference.
Nothing here, nor below, reads or writes a file.
"""

from __future__ import annotations

from estate_model.access.nearest import nearest
from estate_model.access.share_of_week import share_of_week
from estate_model.nouns import Access, Estate, Exposure, Impact, Moment, TravelTimes
from estate_model.nouns.area import Area
from estate_model.nouns.network import Travel
from estate_model.opening import is_open, week_pieces
from estate_model.people.exposure import exposure
from estate_model.results import Results
from estate_model.scenario.offline_sets import offline_sets
from estate_model.scenario.scenario import Scenario, estate_after, estate_before
from estate_model.travel.travel_times import travel_times

ON_POSTCODES = Travel()


def run(
    scenario: Scenario, area: Area, *, against: Scenario | None = None, travel: Travel = ON_POSTCODES
) -> Results:
    """Return what the scenario does to residents' access to open counters.

    "Before" is the estate on the scenario's baseline day or, with ``against``, the other scenario's
    estate; "after" is the estate with the scenario's changes made. Moments and limits are the scenario's.
    ``travel`` says on which network: real streets, or the postcodes'.
    """
    before = estate_before(scenario, area) if against is None else estate_after(against, area)
    after = estate_after(scenario, area)
    estates, certain = (before, after), (before.on_record(), after.on_record())
    sites = {site.site_id: site for estate in estates for site in estate.counters}
    profiles = [area.profiles[key] for key in scenario.profiles]
    known = {**after.sites, **sites}
    network, all_times = travel_times(area, tuple(known.values()), profiles, travel)
    times_of = {key: times.to(sites) for key, times in all_times.items()}
    spare = [key for key in known if key not in sites]
    spare_times = {key: times.to(spare) for key, times in all_times.items()} if spare else {}
    sets = offline_sets(scenario, area)

    impacts: list[Impact] = []
    on_record: list[Impact] = []
    week: dict[str, tuple[Access, Access]] = {}
    for profile in profiles:
        times = times_of[profile.profile_id]
        people = exposure(area.places, sets, age_from=profile.age_from)
        for moment in scenario.moments_of_week():
            impacts.append(_impact(times, estates, moment, people))
            if certain != estates and profile.profile_id == scenario.profiles[0]:
                on_record.append(_impact(times, certain, moment, people))
        week[profile.profile_id] = (_week(times, before, scenario), _week(times, after, scenario))
    return Results(
        scenario=scenario, against=against, area=area, before=before, after=after,
        network=network, times=times_of, spare_times=spare_times, impacts=tuple(impacts), week=week,
        on_record=tuple(on_record),
    )  # fmt: skip


def _impact(times: TravelTimes, estates: tuple[Estate, Estate], moment: Moment, people: Exposure) -> Impact:
    before, after = (_at(times, estate, moment) for estate in estates)
    return Impact(profile=times.profile, moment=moment, before=before, after=after, exposure=people)


def _at(times: TravelTimes, estate: Estate, moment: Moment) -> Access:
    return nearest(times, [site.site_id for site in estate.counters if is_open(site.hours, moment.at)])


def _week(times: TravelTimes, estate: Estate, scenario: Scenario) -> Access:
    hours = {site.site_id: site.hours for site in estate.counters}
    return share_of_week(times, week_pieces(hours, scenario.week_start), scenario.headline_minutes)
