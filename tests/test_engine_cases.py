"""The package's access and sums of people, held by small worlds worked by hand (golden/engine_cases.json).

The same list holds the map page's arithmetic in outputs/test_page_engine.py.
"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from estate_model.access.nearest import nearest
from estate_model.access.open_week import hours_by_set, open_set
from estate_model.access.share_of_week import share_of_week
from estate_model.analysis.by_zone import sums_by_zone
from estate_model.nouns import Access, Arrival, Exposure, Impact, Limits, Moment, TravelTimes
from estate_model.nouns.england_and_wales import HOLIDAYS
from estate_model.nouns.zones import zoning
from estate_model.opening import week_pieces
from estate_model.outputs.map.switches import spells_of
from tests.engine_cases import (
    COUNTERS,
    HOURS,
    UNIT_SECONDS,
    WEEK,
    WHEN,
    agree,
    every_case,
    minute_of,
    seconds_of,
)
from tests.worlds import WALK


def access_of(case, when, times):
    """The nearest counter that counts for those who set out at the case's moment."""
    rule = Arrival(judged_on=case["opening_at"], minutes_needed=case["minutes_needed"])
    at = dt.datetime.combine(WEEK, dt.time()) + dt.timedelta(minutes=minute_of(case))
    return nearest(times, open_set(hours_of(case, when), at, rule, HOLIDAYS))


def week_of(case, when, times):
    """The share of the week within the limit."""
    hours = hours_by_set(week_pieces(hours_of(case, when), WEEK, HOLIDAYS))
    return share_of_week(hours, {counters: nearest(times, counters) for counters in hours}, case["limit"])


def hours_of(case, when):
    """Opening hours by counter."""
    return dict(zip(COUNTERS, case[when], strict=True))


def package(case):
    """The case's answers by the functions of the package."""
    times = TravelTimes(profile=WALK, site_ids=COUNTERS, seconds=seconds_of(case))
    access = {when: access_of(case, when, times) for when in WHEN}
    week = {when: week_of(case, when, times) for when in WHEN}
    people = np.array([[float(place["people"])] for place in case["places"].values()])
    moment = Moment(name=case["moment"], at=dt.datetime.combine(WEEK, dt.time()))
    impact = Impact(
        profile=WALK, moment=moment, exposure=Exposure(groups=("everyone",), people=people), **access
    )
    limits = Limits(thresholds_minutes=(case["limit"],), losing_minutes=(case["losing"],))
    everywhere = zoning(pd.Series(["all"] * len(people)))
    row = sums_by_zone(impact, (week["before"], week["after"]), everywhere, limits).iloc[0]
    answer = {"losing": row[f"people_losing_over_{case['losing']}_minutes"]}
    for when in WHEN:
        answer[f"nearest_{when}"] = ids_of(access[when])
        answer[f"minutes_{when}"] = [None if np.isinf(one) else one / 60 for one in access[when].values]
        answer[f"hours_{when}"] = list(168 * week[when].values)
        answer[f"within_{when}"] = row[f"people_within_{case['limit']}_minutes_{when}"]
        answer[f"person_hours_{when}"] = 168 * row[f"person_weeks_{when}"]
    return answer


def ids_of(access: Access):
    return [None if index < 0 else access.site_ids[index] for index in access.site_index]


@every_case
def test_the_package_agrees_with_pencil_and_paper(case):
    agree(package(case), case)


@pytest.mark.parametrize("text", HOURS)
def test_spells_are_those_worked_by_hand(text):
    assert [list(spell) for spell in spells_of(text, WEEK, HOLIDAYS)] == HOURS[text]


def test_a_bank_holiday_after_the_week_keeps_its_own_hours():
    """Easter Monday is 6 April 2026: the Monday before it is open, that Monday is not."""
    assert spells_of("Mo 09:00-17:00; PH off", dt.date(2026, 3, 30), HOLIDAYS) == ((540, 1020),)


@every_case
def test_no_case_stands_on_a_limit_or_between_units(case):
    for place in case["places"].values():
        before, after = place["nearest_minutes"]
        known = [minutes for minutes in place["minutes"] if minutes is not None]
        assert case["limit"] not in known
        assert before is None or after is None or after - before != case["losing"]
        assert all(60 * minutes % UNIT_SECONDS == 0 for minutes in known)
