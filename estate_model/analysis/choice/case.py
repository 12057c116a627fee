"""The case: a scenario's candidates, opening patterns, week and people, as a problem to choose in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from estate_model.access.open_week import OpenSet, hours_by_set, open_set
from estate_model.analysis.choice.by_timetable import at_one_moment, refuse_cut_hours
from estate_model.analysis.choice.deprivation import ranks
from estate_model.analysis.choice.patterns import patterns_of
from estate_model.analysis.choice.scope import ChoiceScope
from estate_model.errors import ChoiceError, among, did_you_mean
from estate_model.nouns import CLOSED, Arrival, Estate, Exposure, Integers, Seconds, Site, TravelTimes
from estate_model.nouns.area import Area, Holidays
from estate_model.nouns.network import Network, Travel
from estate_model.nouns.times import ALWAYS, in_time
from estate_model.opening import hours_a_week, week_pieces
from estate_model.optimise.problem import SHUT, Opening, Pattern, Plan, Problem, WeekClass
from estate_model.people.exposure import GROUPS, exposure
from estate_model.scenario.offline_sets import offline_sets
from estate_model.scenario.scenario import Scenario, estates_of
from estate_model.travel.travel_times import travel_times
from estate_model.units import SECONDS_PER_MINUTE

ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Clock:
    """When a counter must be open to count at a moment, and whose public holidays are kept."""

    rule: Arrival
    holidays: Holidays


@dataclass(frozen=True, kw_only=True)
class ChoiceCase:
    """A scope made concrete: candidates in id order, their travel times by profile, and the problem.

    ``clock`` says when a counter must be open, and on whose public holidays it is shut.
    """

    scenario: Scenario
    area: Area
    network: Network
    scope: ChoiceScope
    before: Estate
    after: Estate
    sites: tuple[Site, ...]
    times: Mapping[str, TravelTimes]
    clock: Clock
    problem: Problem

    @property
    def profile_id(self) -> str:
        """The profile whose travel times are used."""
        return self.scope.profile or self.scenario.profiles[0]

    def hours_a_week(self, text: str) -> float:
        """Return how long a counter with these hours is open in the reference week, in hours."""
        return hours_a_week(text, self.scenario.week_start, self.area.holidays)

    def people(self, profile_id: str) -> Exposure:
        """Return people by group, of the ages a profile stands for."""
        return _people(self.scenario, self.area, profile_id)

    def problem_of(self, profile_id: str) -> Problem:
        """Return the problem for another way of travel: its times, what is open on arrival, its people."""
        times = self.times[profile_id]
        classes = _week_classes(self.scenario, self.scope, self.problem.patterns, times, self.clock)
        people = self.people(profile_id).of(self.scope.group)
        return replace(self.problem, seconds=times.seconds, classes=classes, people=people)

    def hours_of(self, plan: Plan) -> dict[str, str]:
        """Return every candidate's hours under a plan, ``off`` where it is closed."""
        patterns = self.problem.patterns
        return {
            key: CLOSED if level == SHUT else patterns[level].hours
            for key, level in zip(self.problem.site_ids, plan, strict=True)
        }

    def openings(self, hours: Mapping[str, str], problem: Problem | None = None) -> list[Opening]:
        """Return what is open, by candidate's column, over the week or the moments of the scope.

        ``problem`` is the one that is asked, where it has other places than the case's.
        """
        opened = {key: text for key, text in hours.items() if text != CLOSED}
        asked = self.problem if problem is None else problem
        return [_opening(asked, weight, counters) for weight, counters in when_open(self, opened)]


def when_open(case: ChoiceCase, hours: Mapping[str, str]) -> list[tuple[float, OpenSet]]:
    """Return weights (summing to 1) and what counts, for anything with opening hours."""
    return _when(case.scenario, case.scope, hours, case.clock)


def _opening(problem: Problem, weight: float, counters: OpenSet) -> Opening:
    """Return the counters that count; with times of their own where some are shut on arrival."""
    windows = dict(counters.windows)
    columns = [number for number, key in enumerate(problem.site_ids) if key in windows]
    seconds = None
    if any(windows[problem.site_ids[column]] != ALWAYS for column in columns):
        held = [in_time(problem.seconds[:, n], windows[problem.site_ids[n]]) for n in columns]
        seconds = np.stack(held, axis=1)
    return Opening(weight=weight, columns=np.array(columns, dtype=np.int64), seconds=seconds)


def make_case(scenario: Scenario, area: Area, scope: ChoiceScope, travel: Travel) -> ChoiceCase:
    """Return the case of a scope.

    Raise ChoiceError when the scope names a moment, group or profile that there is not.
    """
    _check_words(scenario, scope)
    if not scenario.operators and area.operators:
        scenario = scenario.model_copy(update={"operators": area.operators[:1]})  # it cannot close another's
    before, after = estates_of(scenario, area)
    sites = _candidates(before, after, scope)
    scenario, moment = at_one_moment(scenario, scope, area.profiles)
    keys = tuple(dict.fromkeys([scope.profile or scenario.profiles[0], *scenario.profiles]))
    profiles = [area.profiles[key] for key in keys]
    network, times = travel_times(area, sites, profiles, travel, moments=[moment] if moment else [])
    times = {key: table.at(moment) for key, table in times.items()}
    patterns, allowed = patterns_of(sites, (before, after), scope, (scenario.week_start, area.holidays))
    borough_codes = area.places.table["zone_code"].map(area.zones["borough_code"]).to_numpy(dtype=str)
    codes, place_borough = np.unique(borough_codes, return_inverse=True)
    names = area.zones.drop_duplicates("borough_code").set_index("borough_code")["borough_name"]
    longest = max(table.longest_seconds for table in times.values())
    clock = Clock(rule=scenario.arrival(longest), holidays=area.holidays)
    if moment:
        refuse_cut_hours(scenario, scope, [pattern.hours for pattern in patterns], (moment, clock.holidays))
    people = _people(scenario, area, keys[0]).of(scope.group)
    if not people.sum() > 0:
        raise ChoiceError(f"nobody of the group {scope.group} lives in {area.name}")
    problem = Problem(
        site_ids=times[keys[0]].site_ids,
        seconds=times[keys[0]].seconds,
        people=people,
        boroughs=tuple(str(names[code]) for code in codes),
        place_borough=place_borough.astype(np.int64),
        site_borough=_site_boroughs(area, sites, codes.tolist()),
        patterns=patterns,
        allowed=allowed,
        classes=_week_classes(scenario, scope, patterns, times[keys[0]], clock),
        cap_minutes=scope.cap_minutes,
        limit_minutes=scenario.headline_minutes,
        rank=ranks(area, people),
    )
    return ChoiceCase(
        scenario=scenario, area=area, network=network, scope=scope, before=before, after=after,
        sites=sites, times=times, clock=clock, problem=problem,
    )  # fmt: skip


def _people(scenario: Scenario, area: Area, profile_id: str) -> Exposure:
    age_from = area.profiles[profile_id].age_from
    return exposure(area.places, offline_sets(scenario, area), age_from=age_from)


def _check_words(scenario: Scenario, scope: ChoiceScope) -> None:
    for name, _ in scope.when:
        if name not in scenario.moments:
            hint = did_you_mean(name, scenario.moments)
            raise ChoiceError(
                f"--when: the scenario has no moment '{name}'{hint} (it has: {', '.join(scenario.moments)})"
            )
    if scope.group not in GROUPS:
        raise ChoiceError(f"--group: no group '{scope.group}'{among(scope.group, GROUPS)}")
    if scope.profile and scope.profile not in scenario.profiles:
        hint = did_you_mean(scope.profile, scenario.profiles)
        raise ChoiceError(
            f"--profile: the scenario has no profile '{scope.profile}'{hint} "
            f"(it has: {', '.join(scenario.profiles)})"
        )


def _candidates(before: Estate, after: Estate, scope: ChoiceScope) -> tuple[Site, ...]:
    """Return the candidates in id order: counters open before or after, or every recorded site."""
    open_ids = {site.site_id for estate in (before, after) for site in estate.counters}
    ids = set(after.sites) if scope.candidates == ALL else open_ids
    if not ids:
        raise ChoiceError("no counter is open before or after, so there is nothing to choose among")
    return tuple(after.sites[key] if key in after.sites else before.sites[key] for key in sorted(ids))


def _week_classes(
    scenario: Scenario, scope: ChoiceScope, patterns: Sequence[Pattern], times: TravelTimes, clock: Clock
) -> tuple[WeekClass, ...]:
    """Return the classes of the week, with what each pattern is worth on arrival by these times.

    A journey over the cap and the limit counts the same with its door open or shut, so none is followed
    beyond: hours that differ only later are not other hours.
    """
    counted = max(scope.cap_minutes, float(scenario.headline_minutes)) * SECONDS_PER_MINUTE
    longest = min(clock.rule.longest_seconds, counted)
    clock = replace(clock, rule=replace(clock.rule, longest_seconds=longest))
    hours = {str(number): pattern.hours for number, pattern in enumerate(patterns)}
    return tuple(
        _week_class(weight, counters, times.seconds)
        for weight, counters in _when(scenario, scope, hours, clock)
    )


def _week_class(weight: float, counters: OpenSet, seconds: Seconds) -> WeekClass:
    """Return a class of the week; ``counters`` are patterns by number, ``seconds`` times to candidates."""
    shut = {int(key): windows for key, windows in counters.windows if windows != ALWAYS}
    return WeekClass(
        weight=weight,
        patterns=tuple(sorted(int(key) for key in counters.site_ids)),
        seconds_of={level: in_time(seconds, windows) for level, windows in shut.items()} or None,
    )


def _when(
    scenario: Scenario, scope: ChoiceScope, hours: Mapping[str, str], clock: Clock
) -> list[tuple[float, OpenSet]]:
    """Return weight and what counts, merged where it is the same, in a fixed order.

    At a moment a counter counts as in a run; over the exact week, where it is open at each clock time.
    """
    if not scope.when:
        weights = hours_by_set(week_pieces(hours, scenario.week_start, clock.holidays))
    else:
        weights = {}
        moments = {moment.name: moment for moment in scenario.moments_of_week()}
        for name, weight in scope.when:
            counters = open_set(hours, moments[name].at, clock.rule, clock.holidays)
            weights[counters] = weights.get(counters, 0.0) + weight
    total = sum(weights.values())
    in_order = sorted(weights, key=lambda counters: (counters.site_ids, counters.windows))
    return [(weights[counters] / total, counters) for counters in in_order]


def _site_boroughs(area: Area, sites: Sequence[Site], codes: list[str]) -> Integers:
    """Return each candidate's borough by number: its own record's if people live there, else the nearest."""
    numbers = []
    for site in sites:
        code = area.borough_code_of(site)
        if code not in codes:
            code = area.borough_code_of(replace(site, borough_name=""))
        numbers.append(codes.index(code))
    return np.array(numbers, dtype=np.int64)
