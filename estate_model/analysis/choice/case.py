"""The case: a scenario's candidates, opening patterns, week and people, as a problem to choose in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from estate_model.analysis.choice.deprivation import ranks
from estate_model.errors import ChoiceError, did_you_mean
from estate_model.nouns import CLOSED, Estate, Exposure, Floats, Integers, Site, TravelTimes
from estate_model.nouns.area import Area
from estate_model.nouns.network import Network, Travel
from estate_model.opening import hours_a_week, is_open, week_pieces
from estate_model.optimise.problem import SHUT, Pattern, Plan, Problem, WeekClass
from estate_model.optimise.score import Openings
from estate_model.people.exposure import GROUPS, OFFLINE, exposure
from estate_model.scenario.offline_sets import offline_sets
from estate_model.scenario.scenario import Scenario, estate_after, estate_before
from estate_model.travel.travel_times import travel_times

ALL_DAY, REDUCED, ALL = "all-day", "reduced", "all"
HOURS_IN_A_WEEK = 168


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is chosen among, for whom and when; without a word of its own, the scenario's.

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
class Case:
    """A wish made concrete: candidates in id order, their travel times by profile, and the problem."""

    scenario: Scenario
    area: Area
    network: Network
    wish: Wish
    before: Estate
    after: Estate
    sites: tuple[Site, ...]
    times: Mapping[str, TravelTimes]
    problem: Problem

    @property
    def profile_id(self) -> str:
        """The profile whose travel times are used."""
        return self.wish.profile or self.scenario.profiles[0]

    def people(self, profile_id: str) -> Exposure:
        """Return people by group, of the ages a profile stands for."""
        sets = offline_sets(self.scenario, self.area)
        return exposure(self.area.places, sets, age_from=self.area.profiles[profile_id].age_from)

    def hours_of(self, plan: Plan) -> dict[str, str]:
        """Return every candidate's hours under a plan, ``off`` where it is closed."""
        patterns = self.problem.patterns
        return {
            key: CLOSED if level == SHUT else patterns[level].hours
            for key, level in zip(self.problem.site_ids, plan, strict=True)
        }

    def openings(self, hours: Mapping[str, str]) -> Openings:
        """Return what is open, by candidate's column, over the week or the moments of the wish."""
        opened = {key: text for key, text in hours.items() if text != CLOSED}
        return [(weight, _columns(self.problem, ids)) for weight, ids in when_open(self, opened)]


def when_open(case: Case, hours: Mapping[str, str]) -> list[tuple[float, frozenset[str]]]:
    """Return weights (summing to 1) and what is open, for anything with opening hours."""
    return _when(case.scenario, case.wish, hours)


def make_case(scenario: Scenario, area: Area, wish: Wish, travel: Travel) -> Case:
    """Return the case of a wish.

    Raises
    ------
    ChoiceError
        When the wish names a moment, group or profile that there is not.
    """
    _check_words(scenario, wish)
    before, after = estate_before(scenario, area), estate_after(scenario, area)
    sites = _candidates(before, after, wish)
    keys = tuple(dict.fromkeys([wish.profile or scenario.profiles[0], *scenario.profiles]))
    network, times = travel_times(area, sites, [area.profiles[key] for key in keys], travel)
    patterns, allowed = _patterns(sites, (before, after), wish, scenario.week_start)
    borough_codes = area.places.table["zone_code"].map(area.zones["borough_code"]).to_numpy(dtype=str)
    codes, place_borough = np.unique(borough_codes, return_inverse=True)
    names = area.zones.drop_duplicates("borough_code").set_index("borough_code")["borough_name"]
    classes = [
        WeekClass(weight=weight, patterns=tuple(sorted(int(key) for key in ids)))
        for weight, ids in _when(scenario, wish, {str(n): one.hours for n, one in enumerate(patterns)})
    ]
    times_used = times[keys[0]]
    problem = Problem(
        site_ids=times_used.site_ids,
        seconds=times_used.seconds,
        people=np.ones(len(area.places)),
        boroughs=tuple(str(names[code]) for code in codes),
        place_borough=place_borough.astype(np.int64),
        site_borough=_site_boroughs(area, sites, [str(names[code]) for code in codes], place_borough),
        patterns=patterns,
        allowed=allowed,
        classes=tuple(classes),
        cap_minutes=wish.cap_minutes,
        limit_minutes=scenario.headline_minutes,
    )
    case = Case(
        scenario=scenario, area=area, network=network, wish=wish, before=before, after=after,
        sites=sites, times=times, problem=problem,
    )  # fmt: skip
    people = case.people(keys[0]).of(wish.group)
    if not people.sum() > 0:
        raise ChoiceError(f"nobody of the group {wish.group} lives in {area.name}")
    return replace(case, problem=replace(problem, people=people, rank=ranks(area, people)))


def _check_words(scenario: Scenario, wish: Wish) -> None:
    for name, _ in wish.when:
        if name not in scenario.moments:
            hint = did_you_mean(name, scenario.moments)
            raise ChoiceError(
                f"--when: the scenario has no moment '{name}'{hint} (it has: {', '.join(scenario.moments)})"
            )
    if wish.group not in GROUPS:
        hint = did_you_mean(wish.group, GROUPS)
        raise ChoiceError(f"--group: no group '{wish.group}'{hint} (there are: {', '.join(GROUPS)})")
    if wish.profile and wish.profile not in scenario.profiles:
        hint = did_you_mean(wish.profile, scenario.profiles)
        raise ChoiceError(
            f"--profile: the scenario has no profile '{wish.profile}'{hint} "
            f"(it has: {', '.join(scenario.profiles)})"
        )


def _candidates(before: Estate, after: Estate, wish: Wish) -> tuple[Site, ...]:
    """Return the candidates in id order: counters open before or after, or every recorded site."""
    open_ids = {site.site_id for estate in (before, after) for site in estate.counters}
    ids = set(after.sites) if wish.candidates == ALL else open_ids
    if not ids:
        raise ChoiceError("no counter is open before or after, so there is nothing to choose among")
    return tuple(after.sites[key] if key in after.sites else before.sites[key] for key in sorted(ids))


def _patterns(
    sites: Sequence[Site], estates: tuple[Estate, Estate], wish: Wish, week: dt.date
) -> tuple[tuple[Pattern, ...], np.ndarray]:
    """Return the opening patterns, longest first, and which candidate may have which."""
    own = [_own_hours(site.site_id, estates) for site in sites]
    if wish.patterns:
        named = list(wish.patterns)
    else:
        texts = own if wish.own_hours else [site.hours for site in estates[1].counters]
        if all(text == CLOSED for text in texts):
            texts = [site.hours for site in estates[0].counters]
        named = [("", text) for text in dict.fromkeys(sorted(texts)) if text != CLOSED]
    ordered = sorted(((hours_a_week(text, week), name, text) for name, text in named), key=_longest)
    if not ordered or ordered[0][0] <= 0:
        raise ChoiceError(f"no opening pattern opens in the week of {week}")
    patterns: list[Pattern] = []
    for hours, name, text in ordered:
        patterns.append(Pattern(name=name or _name(hours, patterns), hours=text, hours_a_week=hours))
    if not wish.own_hours:
        return tuple(patterns), np.ones((len(sites), len(patterns)), dtype=np.bool_)
    allowed = np.array([[text == one.hours for one in patterns] for text in own])
    return tuple(patterns), allowed


def _longest(entry: tuple[float, str, str]) -> tuple[float, str]:
    return -entry[0], entry[2]


def _name(hours: float, earlier: Sequence[Pattern]) -> str:
    if hours >= HOURS_IN_A_WEEK:
        return ALL_DAY
    number = sum(one.name.startswith(REDUCED) for one in earlier)
    return f"{REDUCED}-{number + 1}" if number else REDUCED


def _own_hours(site_id: str, estates: tuple[Estate, Estate]) -> str:
    """Return a site's hours after, or before where it is closed after."""
    for estate in reversed(estates):
        site = estate.sites.get(site_id)
        if site is not None and site.hours != CLOSED:
            return site.hours
    return CLOSED


def _when(scenario: Scenario, wish: Wish, hours: Mapping[str, str]) -> list[tuple[float, frozenset[str]]]:
    """Return weight and open ids, merged where the same are open, in a fixed order."""
    found: dict[frozenset[str], float] = {}
    if wish.when:
        moments = {moment.name: moment for moment in scenario.moments_of_week()}
        for name, weight in wish.when:
            ids = frozenset(key for key, text in hours.items() if is_open(text, moments[name].at))
            found[ids] = found.get(ids, 0.0) + weight
    else:
        for piece in week_pieces(hours, scenario.week_start):
            found[piece.open_ids] = found.get(piece.open_ids, 0.0) + piece.hours
    total = sum(found.values())
    return [(found[ids] / total, ids) for ids in sorted(found, key=sorted)]


def _columns(problem: Problem, ids: frozenset[str]) -> Integers:
    return np.array([n for n, key in enumerate(problem.site_ids) if key in ids], dtype=np.int64)


def _site_boroughs(
    area: Area, sites: Sequence[Site], names: Sequence[str], place_borough: Integers
) -> Integers:
    """Return each candidate's borough by number: its own record's, else the nearest place's."""
    places: Floats = area.places.xy_metres
    found = []
    for site in sites:
        if site.borough_name in names:
            found.append(names.index(site.borough_name))
        else:
            away = np.hypot(*(places - (site.easting_metres, site.northing_metres)).T)
            found.append(int(place_borough[int(away.argmin())]))
    return np.array(found, dtype=np.int64)
