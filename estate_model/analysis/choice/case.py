"""The case: a scenario's candidates, opening patterns, week and people, as a problem to choose in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from estate_model.analysis.choice.deprivation import ranks
from estate_model.errors import ChoiceError, did_you_mean
from estate_model.nouns import CLOSED, Estate, Exposure, Integers, Site, TravelTimes
from estate_model.nouns.area import Area, Holidays
from estate_model.nouns.network import Network, Travel
from estate_model.opening import hours_a_week, is_open, week_pieces
from estate_model.optimise.problem import SHUT, Opening, Pattern, Plan, Problem, WeekClass
from estate_model.people.exposure import GROUPS, OFFLINE, exposure
from estate_model.scenario.offline_sets import offline_sets
from estate_model.scenario.scenario import Scenario, estate_after, estate_before
from estate_model.travel.travel_times import travel_times
from estate_model.units import HOURS_IN_A_WEEK

ALL_DAY, REDUCED, ALL = "all-day", "reduced", "all"


@dataclass(frozen=True, kw_only=True)
class ChoiceScope:
    """What is chosen among, for whom and when; what is left out is the scenario's.

    ``patterns`` are (name, hours); ``when`` are (moment, weight), empty = the exact week.
    """

    candidates: str = "scenario"
    own_hours: bool = False
    patterns: tuple[tuple[str, str], ...] = ()
    when: tuple[tuple[str, float], ...] = ()
    group: str = OFFLINE[1]
    profile: str = ""
    cap_minutes: float = 240.0


@dataclass(frozen=True, kw_only=True)
class ChoiceCase:
    """A scope made concrete: candidates in id order, their travel times by profile, and the problem."""

    scenario: Scenario
    area: Area
    network: Network
    scope: ChoiceScope
    before: Estate
    after: Estate
    sites: tuple[Site, ...]
    times: Mapping[str, TravelTimes]
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

    def hours_of(self, plan: Plan) -> dict[str, str]:
        """Return every candidate's hours under a plan, ``off`` where it is closed."""
        patterns = self.problem.patterns
        return {
            key: CLOSED if level == SHUT else patterns[level].hours
            for key, level in zip(self.problem.site_ids, plan, strict=True)
        }

    def openings(self, hours: Mapping[str, str]) -> list[Opening]:
        """Return what is open, by candidate's column, over the week or the moments of the scope."""
        opened = {key: text for key, text in hours.items() if text != CLOSED}
        return [
            Opening(weight=weight, columns=_columns(self.problem, ids))
            for weight, ids in when_open(self, opened)
        ]


def when_open(case: ChoiceCase, hours: Mapping[str, str]) -> list[tuple[float, frozenset[str]]]:
    """Return weights (summing to 1) and what is open, for anything with opening hours."""
    return _when(case.scenario, case.scope, hours, case.area.holidays)


def make_case(scenario: Scenario, area: Area, scope: ChoiceScope, travel: Travel) -> ChoiceCase:
    """Return the case of a scope.

    Raises
    ------
    ChoiceError
        When the scope names a moment, group or profile that there is not.
    """
    _check_words(scenario, scope)
    before, after = estate_before(scenario, area), estate_after(scenario, area)
    sites = _candidates(before, after, scope)
    keys = tuple(dict.fromkeys([scope.profile or scenario.profiles[0], *scenario.profiles]))
    network, times = travel_times(area, sites, [area.profiles[key] for key in keys], travel)
    patterns, allowed = _patterns(sites, (before, after), scope, (scenario.week_start, area.holidays))
    borough_codes = area.places.table["zone_code"].map(area.zones["borough_code"]).to_numpy(dtype=str)
    codes, place_borough = np.unique(borough_codes, return_inverse=True)
    names = area.zones.drop_duplicates("borough_code").set_index("borough_code")["borough_name"]
    hours = {str(number): pattern.hours for number, pattern in enumerate(patterns)}
    classes = [
        WeekClass(weight=weight, patterns=tuple(sorted(int(key) for key in ids)))
        for weight, ids in _when(scenario, scope, hours, area.holidays)
    ]
    people = _people(scenario, area, keys[0]).of(scope.group)
    if not people.sum() > 0:
        raise ChoiceError(f"nobody of the group {scope.group} lives in {area.name}")
    by_site = replace(times[keys[0]], seconds=np.asfortranarray(times[keys[0]].seconds))
    problem = Problem(
        site_ids=by_site.site_ids,
        seconds=by_site.seconds,
        people=people,
        boroughs=tuple(str(names[code]) for code in codes),
        place_borough=place_borough.astype(np.int64),
        site_borough=_site_boroughs(area, sites, codes.tolist()),
        patterns=patterns,
        allowed=allowed,
        classes=tuple(classes),
        cap_minutes=scope.cap_minutes,
        limit_minutes=scenario.headline_minutes,
        rank=ranks(area, people),
    )
    return ChoiceCase(
        scenario=scenario, area=area, network=network, scope=scope, before=before, after=after,
        sites=sites, times={**times, keys[0]: by_site}, problem=problem,
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
        hint = did_you_mean(scope.group, GROUPS)
        raise ChoiceError(f"--group: no group '{scope.group}'{hint} (there are: {', '.join(GROUPS)})")
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


def _patterns(
    sites: Sequence[Site], estates: tuple[Estate, Estate], scope: ChoiceScope, week: tuple[dt.date, Holidays]
) -> tuple[tuple[Pattern, ...], np.ndarray]:
    """Return the opening patterns, longest first, and which candidate may have which."""
    own = [_own_hours(site.site_id, estates) for site in sites]
    if scope.patterns:
        named = list(scope.patterns)
    else:
        texts = own if scope.own_hours else [site.hours for site in estates[1].counters]
        if all(text == CLOSED for text in texts):
            texts = [site.hours for site in estates[0].counters]
        named = [("", text) for text in dict.fromkeys(sorted(texts)) if text != CLOSED]
    ordered = sorted(((hours_a_week(text, *week), name, text) for name, text in named), key=_longest)
    if not ordered or ordered[0][0] <= 0:
        raise ChoiceError(f"no opening pattern opens in the week of {week[0]}")
    patterns: list[Pattern] = []
    for hours, name, text in ordered:
        patterns.append(Pattern(name=name or _name(hours, patterns), hours=text, hours_a_week=hours))
    if not scope.own_hours:
        return tuple(patterns), np.ones((len(sites), len(patterns)), dtype=np.bool_)
    allowed = np.array([[text == pattern.hours for pattern in patterns] for text in own])
    return tuple(patterns), allowed


def _longest(entry: tuple[float, str, str]) -> tuple[float, str]:
    return -entry[0], entry[2]


def _name(hours: float, earlier: Sequence[Pattern]) -> str:
    if hours >= HOURS_IN_A_WEEK:
        return ALL_DAY
    number = sum(pattern.name.startswith(REDUCED) for pattern in earlier)
    return f"{REDUCED}-{number + 1}" if number else REDUCED


def _own_hours(site_id: str, estates: tuple[Estate, Estate]) -> str:
    """Return a site's hours after, or before where it is closed after."""
    for estate in reversed(estates):
        site = estate.sites.get(site_id)
        if site is not None and site.hours != CLOSED:
            return site.hours
    return CLOSED


def _when(
    scenario: Scenario, scope: ChoiceScope, hours: Mapping[str, str], holidays: Holidays
) -> list[tuple[float, frozenset[str]]]:
    """Return weight and open ids, merged where the same are open, in a fixed order."""
    weights: dict[frozenset[str], float] = {}
    if scope.when:
        moments = {moment.name: moment for moment in scenario.moments_of_week()}
        for name, weight in scope.when:
            ids = frozenset(key for key, text in hours.items() if is_open(text, moments[name].at, holidays))
            weights[ids] = weights.get(ids, 0.0) + weight
    else:
        for piece in week_pieces(hours, scenario.week_start, holidays):
            weights[piece.open_ids] = weights.get(piece.open_ids, 0.0) + piece.hours
    total = sum(weights.values())
    return [(weights[ids] / total, ids) for ids in sorted(weights, key=sorted)]


def _columns(problem: Problem, ids: frozenset[str]) -> Integers:
    return np.array([n for n, key in enumerate(problem.site_ids) if key in ids], dtype=np.int64)


def _site_boroughs(area: Area, sites: Sequence[Site], codes: list[str]) -> Integers:
    """Return each candidate's borough by number: its own record's if people live there, else the nearest."""
    numbers = []
    for site in sites:
        code = area.borough_code_of(site)
        if code not in codes:
            code = area.borough_code_of(replace(site, borough_name=""))
        numbers.append(codes.index(code))
    return np.array(numbers, dtype=np.int64)
