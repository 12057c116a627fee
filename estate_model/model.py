"""THE PAGE TO READ FIRST: from a scenario and an area to results, in one reading.

A scenario changes the area's estate. A network, of real streets or of postcodes, gives whole seconds from
every place to every counter. The week says which counters count together, and when; for each such set the
nearest counter is found once. People by group say who bears the difference, and each analysis in the list
adds what follows. Nothing here, nor below, reads or writes a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from estate_model.access.open_week import open_on_record, open_week
from estate_model.analysis.analyses import ANALYSES
from estate_model.analysis.analysis import Analysis
from estate_model.analysis.impact import found_for
from estate_model.nouns.area import Area
from estate_model.nouns.network import Travel
from estate_model.people.exposure import exposure
from estate_model.results import Results
from estate_model.scenario.offline_sets import offline_sets
from estate_model.scenario.scenario import Scenario, estates_of
from estate_model.travel.travel_times import to_others, travel_times

ON_POSTCODES = Travel()


def run(
    scenario: Scenario,
    area: Area,
    *,
    against: Scenario | None = None,
    travel: Travel = ON_POSTCODES,
    analyses: Sequence[Analysis] | None = None,
) -> Results:
    """Return what the scenario does to residents' access to counters, and what follows for whom.

    "Before" is the estate on the scenario's baseline day or, with ``against``, the other scenario's
    estate; "after" is the estate with the scenario's changes made. Moments and limits are the scenario's.
    ``travel`` says on which network: real streets, or the postcodes'. ``analyses`` are all, unless some are
    named.
    """
    results = access_of(scenario, area, against=against, travel=travel)
    for analysis in ANALYSES if analyses is None else analyses:
        results = replace(results, analyses={**results.analyses, analysis.name: analysis.found(results)})
    return results


def access_of(
    scenario: Scenario, area: Area, *, against: Scenario | None = None, travel: Travel = ON_POSTCODES
) -> Results:
    """Return access before and after at each moment and over the week, and for whom; without any analysis."""
    estates = estates_of(scenario, area, against)
    profiles, moments = [area.profiles[key] for key in scenario.profiles], scenario.moments_of_week()
    counters = {site.site_id: site for estate in estates for site in estate.counters}
    sites = [counters[key] for key in sorted(counters)]
    sites += [site for key, site in sorted(estates[1].sites.items()) if key not in counters]
    bases = {base.site.site_id: base.site for base in area.bases if base.site and base.ward_codes}
    sites += bases.values()
    network, times = travel_times(area, sites, profiles, travel, moments=moments)
    to_counters = {key: some.to(counters) for key, some in times.items()}
    rule = scenario.arrival(max(some.longest_seconds for some in to_counters.values()))
    week = open_week(estates, moments, scenario.week_start, rule, area.holidays)
    sets = offline_sets(scenario, area)
    ages = {age: exposure(area.places, sets, age_from=age) for age in {one.age_from for one in profiles}}
    people = {one.profile_id: ages[one.age_from] for one in profiles}
    limit = scenario.headline_minutes
    by_profile = {key: found_for(to_counters[key], moments, week, people[key], limit) for key in to_counters}
    first = scenario.profiles[0]
    own = scenario.arrival(to_counters[first].longest_seconds)  # no longer journeys than this profile's
    return Results(
        scenario=scenario, against=against, area=area, before=estates[0], after=estates[1], network=network,
        times=to_counters, spare_times=to_others(times, {**counters, **bases}), arrival=rule, open_week=week,
        base_times={key: some.to(bases) for key, some in times.items()},
        impacts=tuple(impact for impacts, _ in by_profile.values() for impact in impacts),
        week={key: shares for key, (_, shares) in by_profile.items()},
        on_record=open_on_record(estates, moments, own, area.holidays),
    )  # fmt: skip
