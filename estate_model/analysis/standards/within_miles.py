"""A share of residents with a counter within so many miles, in a straight line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from estate_model.analysis.standards.all_day_counter import is_all_day
from estate_model.analysis.standards.base import Case, Check, Outcome, judge_share
from estate_model.nouns import Floats, Site
from estate_model.nouns.standards import Standard
from estate_model.opening import is_open
from estate_model.units import METRES_PER_MILE


def judge_open(standard: Standard, case: Case, when: str) -> Outcome:
    """Judge the share of residents at most ``threshold`` miles from a counter open at the moment."""
    at = case.impact.moment.at
    sites = [site for site in case.estate(when).counters if is_open(site.hours, at, case.area.holidays)]
    return judge_share(standard, case, miles(case, sites) <= standard.threshold)


def judge_all_day(standard: Standard, case: Case, when: str) -> Outcome:
    """Judge the share of residents at most ``threshold`` miles from a counter open all day, every day."""
    sites = [site for site in case.estate(when).counters if is_all_day(site, case)]
    return judge_share(standard, case, miles(case, sites) <= standard.threshold)


def miles(case: Case, sites: Sequence[Site]) -> Floats:
    """Return straight-line miles from each place to the nearest of ``sites``; ``inf`` where there is none."""
    key = tuple((site.easting_metres, site.northing_metres) for site in sites)
    if key not in case.miles_known:
        nearest = np.full(len(case.area.places), np.inf)
        for site in sites:
            np.minimum(nearest, _square_metres(case, site), out=nearest)
        case.miles_known[key] = np.sqrt(nearest) / METRES_PER_MILE
    return case.miles_known[key]


def _square_metres(case: Case, site: Site) -> Floats:
    """Return the square of the distance from each place to one site, found once."""
    point = (site.easting_metres, site.northing_metres)
    if point not in case.squares_known:
        east, north = case.area.places.xy_metres.T
        case.squares_known[point] = (east - point[0]) ** 2 + (north - point[1]) ** 2
    return case.squares_known[point]


OPEN = Check(name="within_miles", by_moment=True, judge=judge_open)
ALL_DAY = Check(name="all_day_within_miles", by_moment=False, judge=judge_all_day)
